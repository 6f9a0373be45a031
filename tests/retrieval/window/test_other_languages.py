"""Time phrases of other languages mean the days that their English ones mean."""

from __future__ import annotations

from datetime import datetime

import pytest
from proportion import costs_in_proportion

from retrieval.window import read_window
from retrieval.window.other_languages import said_in_english
from retrieval.window.other_phrases import ROWS

NOW = datetime(2026, 11, 22, 9)
SAID = {
    "last week": ("Was gab es letzte Woche?", "papiers de la semaine dernière", "papers de la semana pasada",
                  "上周有什么新论文", "先週の論文", "지난주 논문"),
    "this week": ("was ist diese Woche neu", "Quels papiers cette semaine ?", "qué salió esta semana", "本周论文",
                  "今週の論文", "이번 주 논문"),
    "this year": ("neu in diesem Jahr", "parus cette année", "publicados este año", "今年的论文", "今年の論文",
                  "올해 논문"),
    "in the last 3 months": ("in den letzten drei Monaten", "ces trois derniers mois", "en los últimos 3 meses",
                             "过去三个月", "ここ3ヶ月の論文", "지난 3개월 논문"),
    "since june": ("RLHF seit Juni", "depuis juin", "desde junio", "6月以来", "6月から", "6월 이후"),
    "in may 2025": ("was kam im Mai 2025", "parus en mai 2025", "en mayo de 2025", "2025年5月的论文", "2025年5月の論文",
                    "2025년 5월 논문"),
    "the day before yesterday": ("von vorgestern", "d'avant-hier", "los de anteayer", "前天的论文", "一昨日の論文",
                                 "그저께 논문"),
    "the week before last": ("neu aus der vorletzten Woche", "la semana antepasada", "上上周的论文", "先々週の論文",
                             "지지난주 논문"),
    "the year before last": ("vorletztes Jahr", "前年的论文", "一昨年の論文", "재작년 논문"),
    "2 weeks ago": ("vor zwei Wochen", "il y a deux semaines", "hace 2 semanas", "两周前的论文", "2週間前の論文",
                    "2주 전 논문"),
    "since monday": ("neu seit Montag", "depuis lundi", "desde el lunes", "周一以来", "月曜日から", "월요일부터"),
    "since last week": ("seit letzter Woche", "depuis la semaine dernière", "desde la semana pasada", "上周以来",
                        "先週から", "지난주부터"),
    "on 3 november": ("was kam am 3. November", "parus le 3 novembre", "los del 3 de noviembre", "11月3日的论文",
                      "11月3日の論文", "11월 3일 논문"),
    "from 3 to 7 november 2025": ("vom 3. bis 7. November 2025", "du 3 au 7 novembre 2025",
                                  "del 3 al 7 de noviembre de 2025", "2025年11月3日到7日", "2025年11月3日から7日まで",
                                  "2025년 11월 3일부터 7일까지"),
    "in early october": ("Anfang Oktober", "début octobre", "a principios de octubre", "10月上旬", "10月初", "10월 초"),
    "in october": ("im Oktober", "en octobre", "en octubre", "十月的论文", "10月の論文", "10월 논문"),
    "since 2024": ("seit 2024", "depuis 2024", "desde 2024", "2024年以来", "2024年以降", "2024년 이후"),
}  # fmt: skip


@pytest.mark.parametrize(("english", "phrase"), [(english, p) for english, all_ in SAID.items() for p in all_])
def test_a_phrase_names_the_days_of_its_english_one(english: str, phrase: str) -> None:
    """Six languages, the phrases that people type most."""
    window, _ = read_window(phrase, NOW)
    wanted, _ = read_window(english, NOW)
    assert window is not None
    assert wanted is not None
    assert (window.start, window.end) == (wanted.start, wanted.end)


def test_the_phrase_leaves_the_question() -> None:
    """What is searched for holds no words of time."""
    assert read_window("Papers seit August 2025 zu agents", NOW)[1] == "Papers zu agents"
    assert read_window("过去三个月 RLHF", NOW)[1] == "RLHF"


@pytest.mark.parametrize(
    "text",
    ["De Mars rover papers", "mil images", "Heutelia", "the an of models", "hoyos", "Seite 12", "1024年前"],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    """Names and parts of words are no dates."""
    assert read_window(text, NOW) == (None, text)


@pytest.mark.parametrize("piece", ["in den letzten ", "seit ", "最近", "2024年", "1", "au ", "de la ", " "])
def test_a_long_text_takes_no_longer(piece: str) -> None:
    """Every row reads a hundred thousand characters of the worst with no more work a character than a few."""
    for row in ROWS:
        assert costs_in_proportion(row.find, piece), row.source
    assert costs_in_proportion(said_in_english, piece)

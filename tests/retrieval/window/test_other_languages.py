"""Time phrases of other languages mean the days that their English ones mean."""

from __future__ import annotations

import time
from datetime import datetime

import pytest

from retrieval.window import read_window
from retrieval.window.other_languages import ROWS, said_in_english

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
    "text", ["De Mars rover papers", "mil images", "Heutelia", "the an of models", "hoyos", "Seite 12"]
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    """Names and parts of words are no dates."""
    assert read_window(text, NOW) == (None, text)


@pytest.mark.parametrize("piece", ["in den letzten ", "seit ", "最近", "2024年", "1", "au ", "de la ", " "])
def test_a_long_text_takes_no_longer(piece: str) -> None:
    """100,000 characters of the worst are read in a moment by every row."""
    text = piece * (100_000 // len(piece))
    for row in ROWS:
        begun = time.perf_counter()
        row.find(text)
        assert time.perf_counter() - begun < 0.5, row.source
    said_in_english(text)

"""A claim in another language over an English quote: what code refuses, what it doubts, what it leaves to a model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from conftest import paper

from bot.gate import Gate
from bot.gate.across import judge_across
from bot.gate.across_numbers import numbers
from bot.gate.judge import Judgement
from bot.gate.second_judge import Second
from bot.types import Evidence, Usage

TITLE = "Tern: Sparse Routers for Small Models"
GAIN = "Tern improves accuracy on SANDBAR by 2.6 points over dense routing and is 3 times faster."
NEED = "Tern does not need a warm-up."
PAPER = paper(TITLE, f"Routers are hard to train. {GAIN} {NEED}")

TRUE = {
    "de": ("Tern verbessert die Genauigkeit auf SANDBAR um 2,6 Punkte gegenüber dichtem Routing.", GAIN),
    "fr": ("Tern améliore la précision de 2,6 points sur SANDBAR par rapport au routage dense.", GAIN),
    "es": ("Tern mejora la precisión en SANDBAR en 2,6 puntos frente al enrutamiento denso.", GAIN),
    "zh": ("Tern 在 SANDBAR 上的准确率比稠密路由高 2.6 个百分点。", GAIN),
    "ja": ("Tern は SANDBAR での精度を密なルーティングより 2.6 ポイント改善する。", GAIN),
    "ko": ("Tern은 SANDBAR에서 정확도를 2.6포인트 향상시킨다.", GAIN),
}
DENIED = {
    "de": ("Tern braucht kein Aufwärmen.", "Tern braucht ein Aufwärmen."),
    "fr": ("Tern n'a pas besoin d'échauffement.", "Tern a besoin d'un échauffement."),
    "es": ("Tern no necesita calentamiento.", "Tern necesita un calentamiento."),
    "zh": ("Tern 不需要预热。", "Tern 需要预热。"),
    "ja": ("Tern はウォームアップを必要としない。", "Tern はウォームアップを必要とする。"),
    "ko": ("Tern은 워밍업이 필요하지 않다.", "Tern은 워밍업이 필요하다."),
}
LANGUAGES = sorted(TRUE)


def says(follows: bool) -> Any:
    """A second judge that always finds the same."""
    verdict = "follows" if follows else "overreach"
    return lambda first, *_: Second(replace(first, verdict=verdict), Usage(calls=1))


def shown(text: str, quote: str, language: str, across: Any = None) -> list[str]:
    """What a reader gets to see of one claim."""
    gate = Gate([Evidence(1, PAPER, PAPER.abstract)], None, language=language, across=across)
    gate.take({"text": text, "evidence": [{"source": 1, "quote": quote}]})
    return [claim.text for claim in gate.kept]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_true_claim_is_shown_in_the_askers_language(language: str) -> None:
    """The second judge agrees, and the sentence stands above its verbatim English quote."""
    for text, quote in (TRUE[language], (DENIED[language][0], NEED)):
        assert shown(text, quote, language, says(follows=True)) == [text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_second_judge_the_quote_is_shown(language: str) -> None:
    """What code cannot settle is no reason to say nothing: the paper's own words stand in its place."""
    text, quote = TRUE[language]
    assert shown(text, quote, language) == [quote]
    assert shown(text, quote, language, says(follows=False)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_changed_number_falls_whoever_agrees(language: str) -> None:
    """A number that the quote lacks is refused by code, also where a model would let it pass."""
    text, quote = TRUE[language]
    changed = text.replace("2,6", "6,2").replace("2.6", "6.2")
    assert shown(changed, quote, language, says(follows=True)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_changed_name_is_not_shown(language: str) -> None:
    """One written as no word is falls; one that might be a word is shown as its quote."""
    text, quote = TRUE[language]
    assert shown(text.replace("SANDBAR", "TIDEPOOL"), quote, language, says(follows=True)) == []
    assert shown(text.replace("Tern", "Plover"), quote, language, says(follows=True)) == [quote]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dropped_or_added_negation_is_shown_as_its_quote(language: str) -> None:
    """Whatever a model thinks of it."""
    assert shown(DENIED[language][1], NEED, language, says(follows=True)) == [NEED]
    denied = DENIED[language][0]
    assert shown(denied, GAIN, language, says(follows=True)) == [GAIN]


@pytest.mark.parametrize(
    ("language", "addition"),
    [
        ("de", ", und Fachleute halten das für einen Durchbruch"),
        ("fr", ", ce que la presse a largement salué"),
        ("es", ", algo que la prensa celebró mucho"),
        ("zh", "，后来被其他研究推翻"),
        ("ja", "、その後の研究で否定された"),
        ("ko", ", 나중에 다른 연구에서 반박되었다"),
    ],
)
def test_a_clause_in_which_nothing_is_found_again_is_not_shown(language: str, addition: str) -> None:
    """Where the quote has no clause for it, whatever a model thinks."""
    quote = GAIN.partition(" and is")[0]
    added = TRUE[language][0].rstrip(".。") + addition
    assert shown(added, quote, language, says(follows=True)) == [quote]


def test_an_english_claim_is_judged_as_ever() -> None:
    """To a team of another language too: the strict judge stays in force for sentences it can read."""
    false = "Tern improves accuracy on SANDBAR by 2.6 points, although it was later retracted."
    assert shown(false, GAIN, "de", says(follows=True)) != [false]
    assert shown("Tern does not need a warm-up.", NEED, "de") == [NEED]


def test_nobody_who_asks_in_english_is_answered_in_another_language() -> None:
    """A model that slips into another language is shown by its quote."""
    text, quote = TRUE["zh"]
    assert shown(text, quote, "", says(follows=True)) == [quote]


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("um 1,4 Prozent", "de", 1.4, "%"),
        ("1.234,5 Stunden", "de", 1234.5, "h"),
        ("3 Milliarden Parameter", "de", 3e9, ""),
        ("de 12 000 images", "fr", 12_000.0, ""),
        ("trois jeux de données", "fr", 3.0, ""),
        ("en un 5 por ciento", "es", 5.0, "%"),
        ("参数量为1.3亿", "zh", 1.3e8, ""),
        ("百分之30", "zh", 30.0, "%"),
        ("使用三个数据集", "zh", 3.0, ""),
        ("速度が2倍になる", "ja", 2.0, "x"),
        ("70억 개의 매개변수", "ko", 7e9, ""),
        ("두 배 빠르다", "ko", 2.0, ""),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(text: str, language: str, value: float, unit: str) -> None:
    """Decimal commas, millions and 万, half and double."""
    assert any(value in number.values and number.unit == unit for number in numbers(text, language))


def test_digits_of_a_name_are_the_names() -> None:
    """GPT-4 is not 4, and 7B is not 7: a name is judged whole."""
    assert numbers("GPT-4 und Falcon-7B und 3D-Modelle", "de") == []
    assert judge_across("GPT-4 ist besser.", "de", [GAIN], TITLE).verdict == "overreach"


def test_a_language_that_is_not_judged_is_left_to_the_model() -> None:
    """Of Russian only numbers and names are known: nothing is taken for true without a second opinion."""
    judgement = judge_across("Tern улучшает точность на 2,6 пункта.", "ru", [GAIN], TITLE)
    assert judgement == Judgement("borderline", judgement.score)

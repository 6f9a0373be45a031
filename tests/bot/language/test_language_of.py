"""The language of a question is told by code, and no English question is taken for another."""

from __future__ import annotations

from pathlib import Path

import pytest
from proportion import costs_in_proportion

from bot.language import code_of, is_english, language_of

ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "questions.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("code", "question"), ROWS)
def test_a_short_question_is_known_by_its_own_words(code: str, question: str) -> None:
    """However many English terms and names of papers stand in it."""
    assert language_of(question) == code


@pytest.mark.parametrize(
    "text",
    [
        "What is new in diffusion models?",
        "de novo protein design",
        "El Niño forecasting",
        "Who wrote “Der Prozess der Aufmerksamkeit und die Modelle”?",
        "papers by Anna dos Santos",
        "papers by Technische Universität München",
        "α-divergence and β-VAE",
        "what does 注意力 mean in this paper",
        "vis-a-vis robots and ad hoc retrieval",
        "die casting",
        "façade parsing",
        "papers on über models",
        "naïve Bayes résumé parsing",
        "Gödel machines, Erdős graphs",
        "LoRA vs DoRA",
        "Zur Mühlen papers",
        "Wie et al. 2023",
        "Comment on LoRA",
        "hat detection dataset",
        "ANNO: Annotation of Noisy Objects",
        "Was LoRA beaten?",
        "Die Hard in the movies dataset",
        "2405.12345",
        "",
    ],
)
def test_english_stays_english(text: str) -> None:
    """Foreign names, Latin phrases, formulas and a word of Chinese make no other language of an English question."""
    assert language_of(text) == ""


def test_a_setting_names_a_language_by_code_or_name() -> None:
    """`de`, `German` and nothing at all can be written; what is no language that is known is refused."""
    assert [code_of(written) for written in ("de", "German", "", "en", "English")] == ["de", "de", "", "", ""]
    with pytest.raises(ValueError, match="must be en or one of"):
        code_of("klingon")


def test_english_is_known_by_what_only_it_has() -> None:
    """A short claim that holds no function word may be in any language."""
    assert is_english("The gain of the router disappears when it is trained longer.")
    assert not is_english("Tern verbessert BLEU deutlich.")


@pytest.mark.parametrize("piece", ["quel ", "“", "l'", "注", "d'" * 50, "a-"])
def test_a_long_text_takes_no_longer(piece: str) -> None:
    """A hundred thousand characters of the worst are looked at with no more work a character than a few."""
    assert costs_in_proportion(language_of, piece)

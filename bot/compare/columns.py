"""The columns a comparison may have: which sentence of an abstract says its task, method, data, result, code.

Told by how abstracts are built: what is announced ("we propose"), what is measured (numbers, comparisons), what is only
motive, and where in the text it stands. Any other column is a word or two that the sentence has to hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.compare import forms
from bot.models.extractive import best_sentences
from bot.types import Evidence
from retrieval.types import Paper

USUAL = ("task", "method", "data", "result", "code")
"""What papers are compared by, unless something else is asked for."""

_TELLING = 8  # words: "This work presents Compass." tells a name only
_MIDDLE = 0.6  # how far into an abstract it is told why the work was done, and after which what came of it
_BEGINNING = 0.3  # before it, only what the authors say of themselves is about their own data
_LED = re.compile(r"^To [^,]{1,80}, ")
Score = Callable[[str, float], float]
"""How well a sentence fills a column, standing at a place from 0, the first, to 1, the last; 0 if not at all."""


def _is_own(text: str) -> bool:
    """Whether the authors speak of themselves or their work."""
    return re.search(forms.OWN, text, re.IGNORECASE) is not None


def _is_motive(text: str) -> bool:
    """Whether something is said to be lacking, by others or as the authors have seen."""
    return forms.SEEN.find(text) is not None or (forms.LACKS.find(text) is not None and not _is_own(text))


def _is_figure(text: str) -> bool:
    return forms.MEASURED.find(text) is not None and any(c.isdigit() for c in text)


def _task(text: str, place: float) -> float:
    leans = forms.LEANS.find(_LED.sub("", text))
    if place < _MIDDLE and forms.STUDIES.find(text) and not forms.MEASURED.find(text) and not leans:
        return 2.0 + (1 - place) / 2
    if place < _MIDDLE and _is_motive(text) and not leans and not _is_figure(text):
        return 1.0 + place / 2
    return 1.0 - place / 2 if forms.PRESENTS.find(text) or forms.STUDIES.find(text) else 0.0


def _method(text: str, place: float) -> float:
    if _code(text, place) and not forms.PROPOSES.find(text):  # that something can be had does not say how it works
        return 0.0
    if forms.OTHERS.find(text) or (
        forms.SHOWN.find(text) and not forms.PRESENTS.find(text)
    ):  # others' work, or what came of this
        return 0.0
    if forms.PRESENTS.find(text) and len(text.split()) >= _TELLING:
        return 2.0 + (1 - place) / 2
    if forms.HOW.find(text) and not forms.LACKS.find(text):
        return 1.0 + (1 - place) / 2
    return 0.5 if forms.PRESENTS.find(text) or (forms.STUDIES.find(text) and _is_own(text)) else 0.0


def _data(text: str, place: float) -> float:
    told = bool(forms.NAMED.find(text) or forms.AMOUNT.find(text))
    motive = not _is_own(text) and (forms.LACKS.find(text) or (place < _BEGINNING and not told))
    held = bool(forms.AMOUNT.find(text) and forms.HOLDS.find(text) and place > 0)
    if motive or not (forms.DATA.find(text) or forms.NAMED.find(text) or held):
        return 0.0
    if not told and forms.UNNAMED.find(text):
        return 0.0
    amount = 0.5 * bool(forms.AMOUNT.find(text)) + 0.3 * held
    return 0.7 + 0.3 * bool(forms.DATA.find(text)) + amount + 0.3 * bool(forms.NAMED.find(text))


def _result(text: str, place: float) -> float:
    shown = bool(forms.SHOWN.find(text))
    if not (shown or (forms.FOUND.find(text) and (place > _MIDDLE or _is_own(text)))):
        return 0.0
    measured = bool(forms.MEASURED.find(text)) + 0.3 * bool(forms.FOUND.find(text))
    return 0.6 + 0.3 * shown + 0.7 * measured + 0.6 * place - 0.5 * bool(forms.PRESENTS.find(text))


def _code(text: str, place: float) -> float:
    return 1.0 + place if forms.AVAILABLE.find(text) or forms.RELEASES.find(text) else 0.0


SCORES: dict[str, Score] = {"task": _task, "method": _method, "data": _data, "result": _result, "code": _code}


@dataclass(frozen=True, slots=True)
class Asked:
    """A column: its *name* as it is shown, and the *kind* of `USUAL` it is, "" for a word of whoever asks."""

    name: str
    kind: str


def column(name: str) -> Asked:
    """The column that *name* means: "results" and "datasets" are usual ones."""
    bare = name.strip().lower()
    kind = next((kind for kind in USUAL if bare in (kind, f"{kind}s", f"{kind}set", f"{kind}sets")), "")
    return Asked(kind or bare, kind)


def sentence_for(asked: Asked, paper: Paper, told: Sequence[str]) -> str | None:
    """The sentence of *told*, the abstract's statements, that fills the column best; None if none does."""
    if not asked.kind:
        found = best_sentences(asked.name, [Evidence(1, paper, paper.abstract)])
        return next((sentence for _, sentence in found if sentence in told), None)
    score, last = SCORES[asked.kind], max(len(told) - 1, 1)
    scored = [(score(text, n / last), -n, text) for n, text in enumerate(told)]
    best = max(scored, default=(0.0, 0, ""))
    return best[2] if best[0] > 0 else None

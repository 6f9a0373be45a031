"""The columns a comparison may have: which sentence of an abstract says its task, method, data, result, code.

Told by how abstracts are built: what is announced ("we propose"), what is measured (numbers, comparisons), what is only
motive, and where in the text it stands. Any other column is a word or two that the sentence has to hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.models.extractive import best_sentences
from bot.types import Evidence
from retrieval.text.patterns import Pattern
from retrieval.types import Paper

USUAL = ("task", "method", "data", "result", "code")
"""What papers are compared by, unless something else is asked for."""

_WE = r"\b(?:we(?! (?:believe|hope|envision|plan)\b)|this (?:paper|work|study|article|report|survey))\b"
_OWN = r"\b(?:we|our|this (?:paper|work|study|article|report|survey))\b"
_PRESENTS = Pattern(
    rf"(?:{_WE}|\bour \w+)(?: [\w-]+,?){{0,4}}? (?:introduc|propos|present|develop|design|creat|construct|curat|releas"
    r"|build|built|describ|provid|review)"
    rf"|{_WE}[^.]{{0,200}}? and (?:then |further )?(?:introduce|propose|present|develop)s?\b"
    r"|\b(?:is|are) (?:introduced|proposed|presented)\b",
    "In this paper, we propose Compass",
    "We believe that Compass provides a direction",
)
_PROPOSES = Pattern(
    rf"(?:{_WE}|\bour \w+)(?: [\w-]+,?){{0,4}}? (?:introduc|propos|present|develop|design|creat|construct|describ)",
    "We propose Compass and release its code",
    "We release the code of Compass",
)
_STUDIES = Pattern(
    rf"{_WE}(?: [\w-]+,?){{0,3}}? (?:stud(?:y|ies)|address|tackl|investigat|explor|examin|focus|aim|ask|revisit|seek)"
    r"|\b(?:aims? (?:to|at)|(?:task|problem|goal|challenge) is)\b",
    "We study mooring under wind",
    "Our evaluation focuses on wind",
)
_LACKS = Pattern(
    r"^\W*(?:however|yet|but|unfortunately|nevertheless|despite|although|while)\b"
    r"|\b(?:remains?|lacks?|limited|struggl\w*|fails?|challeng\w*|difficult|suffers?|bottleneck|unclear|underexplored)\b",
    "However, ships drift.",
    "Ships drift fast.",
)
_HOW = Pattern(
    r"^\W*(?:our|the) (?:\w+ ){0,2}(?:method|approach|framework|model|system|algorithm|pipeline|architecture"
    r"|key (?:idea|insight))|^\W*(?:specifically|concretely|in particular|to (?:this|that) end)\b"
    r"|\b(?:consists? of|works? by|is based on|we (?:use|train|leverage|employ|adopt|combine))\b"
    r"|\bwe\b[^.]{0,60}? by \w+ing\b",
    "Specifically, needles vote.",
    "Generally, needles turn.",
)
_DATA = Pattern(
    r"\b(?:data ?sets?|benchmarks?|corpus|corpora|test ?(?:sets?|bed)|(?:training|pretraining|evaluation) data)\b"
    r"|\b(?:evaluat|train|test|experiment)\w*(?: \w+){0,3} (?:on|across)\b",
    "trained on two datasets",
    "trained for two days",
)
_NAMED = Pattern(
    r"\b(?:on|across) (?:the )?[A-Z][\w/+-]*[A-Z\d]", "from 2.1 to 0.3 on PIER-30K", "on Monday", flags=re.NOFLAG
)
_LEANS = Pattern(
    r"\b(?:these|this|such|those) (?:\w+ )?(?:challenge|gap|problem|issue|limitation|question|concern)s?\b",
    "we address these issues",
    "we address some issues",
)
_AMOUNT = Pattern(
    r"\b\d[\d,.]{0,12}\s?(?:k|m|b|million|billion|thousand)?\b(?:[- ]\w+){0,3}[- ](?:\w+s|data)\b",
    "with 120k annotated images",
    "with an image",
)
_FOUND = Pattern(
    r"(?<!to )\b(?:(?:outperform|surpass|exceed|achiev|attain|yield)\w*|(?:improv|reduc|increas|reach|match|gain|boost"
    r"|degrad|accelerat)(?:e?s?|ed|tions?|ements?)\b)|\bstate[- ]of[- ]the[- ]art\b",
    "Compass outperforms the others",
    "Compass hopes to outperform the others",
)
_SHOWN = Pattern(
    r"(?:\b(?:results?|experiments?|evaluations?|findings?|analys[ei]s)\b[^.]{0,200}?|\bwe (?:\w+ ){0,2})"
    r"(?<!to )\b(?:show|demonstrat|reveal|find"
    r"|found|suggest|indicat|confirm|observ|prove|highlight|underscor|validat|establish)\w*",
    "Experiments on ships show that it holds",
    "Experience has it that it holds",
)
_MEASURED = Pattern(
    r"\d(?:\.\d+)?\s?(?:%|\\%|x\b|×|points?\b|percent)|\bby (?:up to )?\d"
    r"|\b(?:than|compared (?:to|with)|versus|over (?:the|all|existing|previous|prior|other)) ",
    "better by 3.1 points",
    "better by far",
)
_AVAILABLE = Pattern(
    r"\b(?:code|implementation|weights|checkpoints?|models?|repository)\b[^.]{0,80}?\b(?:available|released?"
    r"|open[- ]?sourced?|public(?:ly)?|accessible|found at|https?:)|^\W*(?:code|github)\s*(?:link|page)?\s*:"
    r"|^\W*(?:it|they|all) (?:is|are) [^.]{0,20}?available\b",
    "Our code is available.",
    "Our code is short.",
)
_RELEASES = Pattern(
    rf"(?:{_OWN}|\bintroduc)[^.]{{0,80}}?\b(?:releas|open[- ]?sourc|publish)\w*[^.]{{0,60}}?"
    r"\b(?:code|weights|checkpoints?|models?|implementation)\b",
    "We release all weights",
    "They release all weights",
)

_TELLING = 8  # words: "This work presents Compass." tells a name only
_MIDDLE = 0.6  # how far into an abstract it is told why the work was done, and after which what came of it
_BEGINNING = 0.3  # before it, only what the authors say of themselves is about their own data
_LED = re.compile(r"^To [^,]{1,80}, ")
Score = Callable[[str, float], float]
"""How well a sentence fills a column, standing at a place from 0, the first, to 1, the last; 0 if not at all."""


def _is_own(text: str) -> bool:
    """Whether the authors speak of themselves or their work."""
    return re.search(_OWN, text, re.IGNORECASE) is not None


def _task(text: str, place: float) -> float:
    leans = _LEANS.find(_LED.sub("", text))
    if place < _MIDDLE and _STUDIES.find(text) and not _MEASURED.find(text) and not leans:
        return 2.0 + (1 - place) / 2
    if place < _MIDDLE and _LACKS.find(text) and not leans and not _is_own(text):
        return 1.0 + place / 2
    return 1.0 - place / 2 if _PRESENTS.find(text) or _STUDIES.find(text) else 0.0


def _method(text: str, place: float) -> float:
    if _code(text, place) and not _PROPOSES.find(text):  # that something can be had does not say how it works
        return 0.0
    if _PRESENTS.find(text) and len(text.split()) >= _TELLING:
        return 2.0 + (1 - place) / 2
    if _HOW.find(text) and not _LACKS.find(text):
        return 1.0 + (1 - place) / 2
    return 0.5 if _PRESENTS.find(text) else 0.0


def _data(text: str, place: float) -> float:
    told = bool(_NAMED.find(text) or _AMOUNT.find(text))
    motive = not _is_own(text) and (_LACKS.find(text) or (place < _BEGINNING and not told))
    if motive or not (_DATA.find(text) or _NAMED.find(text)):
        return 0.0
    return 0.7 + 0.3 * bool(_DATA.find(text)) + 0.5 * bool(_AMOUNT.find(text)) + 0.3 * bool(_NAMED.find(text))


def _result(text: str, place: float) -> float:
    shown = bool(_SHOWN.find(text))
    if not (shown or (_FOUND.find(text) and (place > _MIDDLE or _is_own(text)))):
        return 0.0
    measured = bool(_MEASURED.find(text)) + 0.3 * bool(_FOUND.find(text))
    return 0.6 + 0.3 * shown + 0.7 * measured + 0.6 * place - 0.5 * bool(_PRESENTS.find(text))


def _code(text: str, place: float) -> float:
    return 1.0 + place if _AVAILABLE.find(text) or _RELEASES.find(text) else 0.0


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

"""The gate: is this quote in that abstract? Code decides, never the model.

Verdicts: *supported*, the quote stands in the source it cites; *misattributed*, it stands in another source that
was given, and the number is corrected; *stitched*, its words are all there but in several places; *fabricated*,
none of these. A claim is as good as the worst of its quotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.gate.fold import Folded, fold
from bot.types import Citation, Claim, Evidence, Verdict
from retrieval.text.clean import clean_line, inert

SHORTEST = 12  # characters: shorter quotes are found anywhere by chance

LONGEST = 10_000  # characters: nobody quotes more than an abstract
_STOPS = ".,;:"
_HYPHENS = frozenset("-‐‑")
_BEFORE_NUMBER = frozenset("+-~<>≤≥±$€£#^.,/:")
_PERCENT = re.compile(r"\d[%‰°]")
_AFTER_NUMBER = re.compile(r"[.,/:^]\d")
_NO_SPACES = 0x2E80  # from here on, scripts that set no spaces between words
_FIRST_WORD = re.compile(r"[A-Za-z](?![A-Z])(?:[a-z]|(?<=[aA]) )")
_BULLET = re.compile(r"\A(?:[-*•>]\s+)+")
# A mark of the model's own, as "[1]", "[2, 3]", "[Source 1]", "【1†source】": not the abstract's words.
_CITED = re.compile(r"[ \u00a0]?(?:\\?\[\^?(?:[Ss]ource )?\d{1,2}(?:[,;–-] ?\d{1,2})*\\?\]|【[^【】]{1,30}】)")


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim after the gate. *claim* is None unless it may be shown; *corrected* tells a mended number."""

    verdict: Verdict
    claim: Claim | None
    corrected: bool = False


def check(raw: dict[str, Any], evidence: Sequence[Evidence]) -> Checked:
    """Judge one claim as the model wrote it: {"text", "evidence": [{"source", "quote"}]}."""
    found = [_locate(str(item["quote"]), int(item["source"]), evidence) for item in raw["evidence"]]
    failed = [verdict for verdict, _ in found if verdict in ("stitched", "fabricated")]
    text = inert(clean_line(str(raw["text"])))
    citations = tuple(dict.fromkeys(citation for _, citation in found if citation))
    if failed or not citations or not text:
        return Checked("stitched" if failed and "fabricated" not in failed else "fabricated", None)
    corrected = any(verdict == "misattributed" for verdict, _ in found)
    return Checked("misattributed" if corrected else "supported", Claim(text, citations), corrected)


def _locate(quote: str, source: int, evidence: Sequence[Evidence]) -> tuple[Verdict, Citation | None]:
    """The verdict on one quote and, if it stands somewhere, the citation with the abstract's own words."""
    spellings = _spellings(quote)
    if not spellings:
        return "fabricated", None
    for item in sorted(evidence, key=lambda e: e.n != source):  # the cited source first, then the others
        exact = _verbatim(spellings, item.text)
        if exact:
            verdict: Verdict = "supported" if item.n == source else "misattributed"
            return verdict, Citation(item.n, item.paper, exact)
    return ("stitched" if _pieces(spellings[0].rstrip(_STOPS), evidence) else "fabricated"), None


def _spellings(quote: str) -> list[str]:
    """What *quote* may read in the abstract, folded, most faithful first; none if it is too short or too long."""
    made: list[str] = []
    for bare in dict.fromkeys((quote, _CITED.sub("", quote))) if len(quote) <= LONGEST else ():
        for joined in (False, True):
            wanted = fold(_BULLET.sub("", bare.strip(" \t\n")), joined).text.strip(" …\"'")
            for ended in (wanted, wanted.rstrip(_STOPS)):  # models end a quote with a stop of their own
                made += [ended, *_other_case(ended)]
    return [wanted for wanted in dict.fromkeys(made) if len(wanted.rstrip(_STOPS)) >= SHORTEST]


def _other_case(wanted: str) -> list[str]:
    """*wanted* with its first letter large for small or small for large, unless it begins with capitals."""
    first = _FIRST_WORD.match(wanted)
    return [wanted[0].swapcase() + wanted[1:]] if first else []


def _verbatim(spellings: Sequence[str], text: str) -> str | None:
    """The stretch of *text* that reads as one of *spellings*, as *text* itself writes it."""
    for folded in (fold(text), fold(text, joined=True)):
        for wanted in spellings:
            start = _find(wanted, folded, text)
            if start != -1:
                end = start + len(wanted)
                first = folded.ends[start - 1] if start else 0  # with the marks that open before its first letter
                last = folded.starts[end] if end < len(folded.text) else len(text)
                return text[first:last].strip()
    return None


def _find(wanted: str, folded: Folded, text: str) -> int:
    """Where *wanted* stands in *folded* as whole words and numbers, or -1."""
    start = folded.text.find(wanted)
    while start != -1 and (_cut(folded, start, text) or _cut(folded, start + len(wanted), text)):
        start = folded.text.find(wanted, start + 1)
    return start


def _cut(folded: Folded, at: int, text: str) -> bool:
    """Whether a border at *at* cuts a word, a compound, or a number and its sign or unit."""
    if not 0 < at < len(folded.text):
        return False
    near = folded.text[max(at - 2, 0) : at].rjust(2) + folded.text[at : at + 2].ljust(2)
    if unicodedata.combining(near[2]) or folded.starts[at - 1] == folded.starts[at] or _PERCENT.match(near[1:]):
        return True
    if any(c.isspace() for c in text[folded.ends[at - 1] - 1 : folded.starts[at] + 1]):
        return False
    if all(c.isalnum() and ord(c) < _NO_SPACES for c in near[1:3]):
        return True
    dash = (
        text[folded.starts[at - 1] : folded.ends[at - 1]]
        if near[1] == "-"
        else text[folded.starts[at] : folded.ends[at]]
    )
    if dash in _HYPHENS:
        return near[2].isalnum() if near[1] == "-" else near[1].isalnum() and near[3].isalnum()
    if near[2].isdigit() and near[1] in _BEFORE_NUMBER:
        return True
    return near[1].isdigit() and bool(_AFTER_NUMBER.match(near[2:]))


def _pieces(wanted: str, evidence: Sequence[Evidence]) -> bool:
    """Whether every word of *wanted* belongs to a run of at least `SHORTEST` characters found in some source."""
    for part in wanted.split("…"):
        words = part.split()
        while words:
            length = _run(words, evidence)
            if not length:
                return False
            words = words[length:]
    return True


def _run(words: list[str], evidence: Sequence[Evidence]) -> int:
    """How many of *words* stand in one run of at least `SHORTEST` characters in some source."""
    length = 0
    for n in range(1, len(words) + 1):
        run = " ".join(words[:n])
        if len(run) < SHORTEST:
            continue
        if all(_find(run, fold(item.text), item.text) == -1 for item in evidence):
            break
        length = n
    return length

"""The gate: is this quote in that abstract? Code decides, never the model.

Verdicts: *supported*, the quote stands in the source it cites; *misattributed*, it stands in another source that
was given, and the number is corrected; *stitched*, its words are all there but in several places; *fabricated*,
none of these. A claim is as good as the worst of its quotes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.types import Citation, Claim, Evidence, Verdict
from retrieval.text.clean import clean_line, inert

SHORTEST = 12  # characters: shorter quotes are found anywhere by chance

_ONE_FOR_ONE = str.maketrans("‘’‚‛′`´“”„‟″«»‐‑‒–—―−\u00a0", "'''''''\"\"\"\"\"\"\"------- ")
_RUNS = re.compile(r"\s+|''|-{2,}")
_ELLIPSIS = re.compile(r"\s*(?:\[?\.\.\.\]?|\[?…\]?)\s*")


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
    wanted, _ = normalise(quote.strip(" \t\n\"'“”‘’"))
    wanted = _ELLIPSIS.sub(" … ", wanted).strip(" …")
    bare = wanted.rstrip(".,;:")  # models end a quote with a stop of their own
    if len(bare) < SHORTEST:
        return "fabricated", None
    for item in sorted(evidence, key=lambda e: e.n != source):  # the cited source first, then the others
        exact = _verbatim(wanted, item.text) or _verbatim(bare, item.text)
        if exact:
            verdict: Verdict = "supported" if item.n == source else "misattributed"
            return verdict, Citation(item.n, item.paper, exact)
    return ("stitched" if _pieces(bare, evidence) else "fabricated"), None


def normalise(text: str) -> tuple[str, list[int]]:
    """*text* with white space, quotation marks and dashes made uniform, and where each character came from."""
    flat = text.translate(_ONE_FOR_ONE)
    out: list[str] = []
    origin: list[int] = []
    at = 0
    for run in _RUNS.finditer(flat):
        out.append(flat[at : run.start()])
        origin.extend(range(at, run.start()))
        out.append(" " if run[0][0].isspace() else '"' if run[0] == "''" else "-")
        origin.append(run.start())
        at = run.end()
    out.append(flat[at:])
    origin.extend(range(at, len(flat)))
    return "".join(out), origin


def _verbatim(wanted: str, text: str) -> str | None:
    """The stretch of *text* that reads *wanted*, as *text* itself writes it."""
    flat, origin = normalise(text)
    start = _find(wanted, flat)
    if start == -1:
        return None
    end = start + len(wanted)
    return text[origin[start] : origin[end] if end < len(origin) else len(text)].strip()


def _find(wanted: str, flat: str) -> int:
    """Where *wanted* stands in *flat* as whole words, or -1."""
    start = flat.find(wanted)
    while start != -1 and (_inside_word(flat, start) or _inside_word(flat, start + len(wanted))):
        start = flat.find(wanted, start + 1)
    return start


def _inside_word(text: str, at: int) -> bool:
    """True between two letters of a script that sets spaces between words."""
    return 0 < at < len(text) and all(c.isalnum() and ord(c) < 0x2E80 for c in text[at - 1 : at + 1])


def _pieces(wanted: str, evidence: Sequence[Evidence]) -> bool:
    """Whether every word of *wanted* belongs to a run of at least `SHORTEST` characters found in some source."""
    sources = [normalise(item.text)[0] for item in evidence]
    for part in wanted.split("…"):
        words = part.split()
        while words:
            length = next((n for n in range(len(words), 0, -1) if _stands(words[:n], sources)), 0)
            if not length:
                return False
            words = words[length:]
    return True


def _stands(words: list[str], sources: list[str]) -> bool:
    run = " ".join(words)
    return len(run) >= SHORTEST and any(_find(run, source) != -1 for source in sources)

"""BibTeX, one @misc entry a paper, as arXiv itself writes them; UTF-8, as biber and every current tool read it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.export.names import day_of, doi_of, last_first, notes_of, plain_word
from retrieval.text.accents import accents
from retrieval.text.clean import clean_line
from retrieval.types import Paper

# BibTeX counts \{ and \} as braces too: only by name does an unpaired one leave the file whole.
_ESCAPED = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_TABLE = str.maketrans(_ESCAPED)
# Mathematics opens before no blank and closes behind none, nor before a digit: "$5 and $10" are prices.
_PART = re.compile(
    r"(?P<math>\$(?!\s)(?:[^$\\]|\\.)++(?<!\s)\$(?![0-9])|\\\((?:[^\\]|\\[^()])*+\\\))|(?P<done>\\[%&#_$])|.", re.S
)
# Braces in a verbatim field (an address) would end it.
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def bibtex(papers: Sequence[Paper], lines: Mapping[str, str]) -> str:
    """The entries in order, keys unique within the file."""
    taken: set[str] = set()
    return "\n".join(_entry(paper, _key(paper, taken)) for paper in papers)


def _entry(paper: Paper, key: str) -> str:
    day, doi = day_of(paper), doi_of(paper)
    fields = {
        "title": "{" + _text(paper.title) + "}",  # the inner braces keep capitals
        "author": " and ".join(filter(None, map(_author, paper.authors))),
        "year": str(day.year) if day else "",
        "month": str(day.month) if day else "",
        "eprint": paper.arxiv_id or "",
        "archiveprefix": "arXiv" if paper.arxiv_id else "",
        "primaryclass": paper.categories[0] if paper.categories and paper.arxiv_id else "",
        "doi": doi or "",
        "note": _text("; ".join(notes_of(paper))),
        "url": (paper.url or "").translate(_ADDRESS),
        "organization": _text(paper.organization or ""),
        "keywords": _text(", ".join(paper.keywords)),
        "abstract": _text(paper.abstract),
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{body}}}\n"


def _author(name: str) -> str:
    """A name that BibTeX cannot take for two, whatever words and commas it holds; "" for an empty one."""
    text = _text(last_first(name))
    odd = " and " in f" {text.lower()} " or text.count(",") > 2  # von Last, Jr, First
    return "{" + text + "}" if odd else text


def _key(paper: Paper, taken: set[str]) -> str:
    """For instance lovelace2026compass, with a number behind it when that is taken."""
    day = day_of(paper)
    who = plain_word(last_first(paper.authors[0]).partition(",")[0]) if paper.authors else ""
    stem = f"{who or 'paper'}{day.year if day else ''}{plain_word(paper.title)}"
    number, key = 0, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    taken.add(key)
    return key


def _text(text: str) -> str:
    """*text* for TeX: mathematics stays, what is escaped already is not escaped again, all else reads as written."""
    line = accents(clean_line(text))
    made = "".join(
        _kept(part[0]) if part["math"] or part["done"] else part[0].translate(_TABLE) for part in _PART.finditer(line)
    )
    return made if _even(made) else line.translate(_TABLE)


def _kept(part: str) -> str:
    """A piece of TeX as it is, but for what would end the line or the field."""
    return re.sub(r"(?<!\\)([%#&])", r"\\\1", part) if _even(part) else part.translate(_TABLE)


def _even(text: str) -> bool:
    """True if braces close in order. BibTeX counts escaped ones too."""
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0

"""The words between two blocks of small lines: which of them are titles, and which an abstract.

A page marks neither. Where every entry has its small lines there is one title and the rest is its abstract;
where they are missing, the next title has to be told from another paragraph by how it reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.sources.page_lines import Line, ends_sentence

# Lengths in characters, taken from 16,000 conference and Daily Papers records: the longest title has 203,
# and of the abstracts that end without a full stop (4 %, mostly in a link) few are shorter than 200.
_LONGEST_TITLE = 300
_LONG = 200
_WIDEST_WRAP = 160  # a longer line was not broken to fit a width

_BROKEN_WORD = re.compile(r"\w-$")
_ELLIPTIC = re.compile(r"(?:and|or)\b")  # "short- and long-term"
_FULL_STOP = re.compile(r"[.。…۔।][\"'”’»)\]}]*$")
_CONTINUES = re.compile(r"[a-z]+[ ,]")  # but not "mDPO: a title"
_LABEL = re.compile(
    r"(?:abstract|summary|motivation|background|introduction|objectives?|aims?|methods?|approach|results?"
    r"|findings|conclusions?|discussion|keywords|availability|translation|tl;?dr)\W{0,3}",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"https?://|www\.|[:;,]$|^[-•–—]|^\(?[\divx]{1,3}[.)] |^(?:This|These|Here|In this|Keywords:) "
    r"|^(?:Code|Data|Project)\b.*(?:: |\bis\b|\bare\b|\bpage\b)|[a-z)]\. [A-Z]\w* [a-z]"
)
_AUTHORS_VOICE = re.compile(r"\b(?:we|our|this (?:paper|work|study|article))\b")
_WIDE = re.compile(r"[\u0e00-\u0e7f\u1100-\u11ff\u2e80-\ud7af\uf900-\ufaff]")  # says more in a character
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One title and the paragraphs of its abstract; what the page lacks is empty."""

    title: str
    abstract: tuple[str, ...]


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """The prose *lines* as paragraphs: lines that were broken to fit a width are joined again."""
    blocks: list[list[str]] = []
    for line in lines:
        if line.gap or not blocks:
            blocks.append([])
        blocks[-1].append(line.text)
    found = [paragraph for block in blocks for paragraph in _unwrapped(block)]
    if len(found) == 1 and len(lines) > 1 and not _reads_as_title(found[0]):  # a title glued to its abstract
        return [lines[0].text, " ".join(line.text for line in lines[1:])]
    return found


def entries(texts: Sequence[str], *, cut: bool) -> list[Entry]:
    """The paragraphs *texts*, in order, as titles with their abstracts; none is left out.

    *cut*: the page ends with them, so that the last may be the beginning of anything.
    """
    found: list[tuple[str, list[str]]] = []
    for n, text in enumerate(texts):
        if not found:
            found.append(("", [text]) if _is_running_text(text) else (text, []))
        elif _opens_entry(text, *found[-1], texts[n + 1 : n + 3], cut):
            found.append((text, []))
        else:
            found[-1][1].append(text)
    return [Entry(title, tuple(abstract)) for title, abstract in found]


def _is_running_text(text: str) -> bool:
    """Whether *text* can be no title: too long for one, or sentences that go on."""
    return _width(text) > _LONGEST_TITLE or (len(text) > _LONG and not _reads_as_title(text))


def _unwrapped(block: Sequence[str]) -> list[str]:
    """The lines of *block*, each joined to the one before if its first word did not fit there."""
    width = max(map(len, block))
    joined = [[block[0]]]
    for before, line in pairwise(block):
        fits = width > _WIDEST_WRAP or len(before) + 1 + len(line.split()[0]) <= width
        if fits or _is_latin(before) != _is_latin(line):
            joined.append([line])
        else:
            space = "" if _BROKEN_WORD.search(before) and not _ELLIPTIC.match(line) else " "
            joined[-1].append(space + line)
    return ["".join(parts) for parts in joined]


def _opens_entry(text: str, title: str, abstract: Sequence[str], after: Sequence[str], cut: bool) -> bool:
    """Whether *text* is the next title, and no further paragraph of the entry so far.

    One line between them that is neither, say a button, must not glue two entries together: the abstract
    may be the second text *after*.
    """
    if not _reads_as_title(text) or _is_latin(text) != _is_latin(title or abstract[0]):
        return False  # in another script it is a translation
    if not after:
        return cut and bool(abstract) and ends_sentence(abstract[-1])
    if all(map(_reads_as_title, after)):
        return False
    if not abstract:
        return True
    before = abstract[-1]
    finished = ends_sentence(before) or (len(before) >= _LONG and not _CONTINUES.match(text))
    return finished or not _is_latin(before)


def _reads_as_title(text: str) -> bool:
    """Whether a title could read like *text*: short, no running sentence, no label, no link."""
    if _width(text) > _LONGEST_TITLE or _LABEL.fullmatch(text) or _RUNNING.search(text):
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    if _FULL_STOP.search(text):  # a few titles end in one, all in capitals or title case
        return 0 < len(words) <= 20 and sum(word[0].isupper() for word in words) >= 0.7 * len(words)
    return text.endswith("?") or not _AUTHORS_VOICE.search(text)


def _width(text: str) -> int:
    return len(text) + 2 * len(_WIDE.findall(text[: _LONGEST_TITLE + 1]))


def _is_latin(text: str) -> bool:
    """Whether at least four of five letters are Latin: terms of art are so in every language."""
    letters = sum(map(str.isalpha, text))
    return 5 * len(_LATIN.findall(text)) >= 4 * letters

"""Replies as Markdown (CommonMark): papers' and models' text stays text in any renderer, GitHub's included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.render.safe import link, notes_first, safe, safe_line, safe_links, spoken
from bot.types import Reply, Source

# What has a meaning anywhere in a line of CommonMark or GitHub's dialect, and what has one at its beginning.
_MARKS = re.compile(r"[\\`*_\[\]<>&#~|$]")
_BEGINNING = re.compile(r"^(\d*)([-+=:.)])")
# Mentions, issue numbers, bare addresses, names of emoji: renderers look for them after escapes are undone, so that
# a backslash does not stop them (github/cmark-gfm#278, github/markup#1168). In a code span they are text for all.
_LOOKED_FOR = re.compile(r"@|#\d|\w\.[^\W\d_]{2}|:[\w+-]+:")
_TICKS = re.compile(r"`+")


def page(reply: Reply) -> str:
    """*reply* as a Markdown page that ends in a newline; the only links are the stored addresses of its sources."""
    return "\n\n".join(block for block in _blocks(reply) if block) + "\n"


def text(words: str) -> str:
    """*words* as Markdown that reads as they do: lines stay lines, blank lines part paragraphs, nothing is live."""
    paragraphs = safe(words).split("\n\n")
    return "\n\n".join("\\\n".join(map(_line, filter(None, map(str.strip, p.split("\n"))))) for p in paragraphs)


def _blocks(reply: Reply) -> Iterator[str]:
    notes = [text(note) for note in reply.notes]
    yield _heading("#", reply.title)
    yield from map(text, reply.paragraphs)
    if notes_first(reply):
        yield from notes
    yield _listed(reply.sources)
    for section in reply.sections:
        yield _heading("##", section.heading)
        yield from map(text, section.paragraphs)
        yield _listed(section.sources)
    yield from map(text, spoken(reply))
    if not notes_first(reply):
        yield from notes
    yield text(reply.footer)
    yield text(reply.url)


def _heading(marks: str, words: str) -> str:
    line = _line(safe_line(words))
    return f"{marks} {line}" if line else ""


def _listed(sources: Iterable[Source]) -> str:
    return "\n".join(map(_item, sources))


def _item(source: Source) -> str:
    """A list item: `[n] title`, linked if its address may be, and the detail; below it the one-liner and quotes."""
    label = _line(safe_line(f"[{source.n}] {source.title}" if source.n else source.title)) or "untitled"
    url = link(source.url)
    detail = _line(safe_line(source.detail))
    links = [_linked(_line(safe_line(words)), to) for words, to in safe_links(source)]
    first = " · ".join(part for part in (_linked(label, url) if url else label, detail, *links) if part)
    quotes = (f"> {_line(safe_line(f'“{quote}”'))}" for quote in source.quotes)
    return "\n\n  ".join(part for part in (f"- {first}", _line(safe_line(source.line)), *quotes) if part)


def _linked(label: str, url: str) -> str:
    return f"[{label}](<{url.replace('&', '&amp;')}>)"


def _line(words: str) -> str:
    """One line with every mark escaped."""
    return _BEGINNING.sub(r"\1\\\2", " ".join(map(_word, words.split())))


def _word(word: str) -> str:
    if not _LOOKED_FOR.search(word):
        return _MARKS.sub(r"\\\g<0>", word)
    ticks = "`" * (max(map(len, _TICKS.findall(word)), default=0) + 1)
    pad = " " if word.startswith("`") or word.endswith("`") else ""
    return f"{ticks}{pad}{word}{pad}{ticks}"

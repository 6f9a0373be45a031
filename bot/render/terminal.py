"""Replies for a terminal: text as text, at any width, and of any length that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.render.bounds import bounded
from bot.render.cures import in_terminal, reply_in
from bot.render.safe import link, notes_first, safe, safe_links, spoken, unsaid
from bot.types import Reply, Source

if TYPE_CHECKING:
    from rich.text import Text

MOST = 50
"""The most papers or lines of a list, unless all are asked for."""
MEASURE, NARROWEST = 100, 20
"""Columns: longer lines are hard to read, and narrower ones would break every word."""
_HOW = "See everything with --all."


def in_short(reply: Reply, most: int = MOST, how: str = "") -> Reply:
    """*reply* with at most *most* papers, and as many lines of any other list; *how* to see the rest."""
    return bounded(reply, most, how or _HOW)


def whole(reply: Reply, columns: int | None = None) -> Text:
    """*reply* for a terminal of *columns*, wrapped here so that what hangs together stands together.

    None is a pipe: whole lines, for other programs. Colours and links are the console's to drop.
    """
    return _Page(columns, reply).whole()


def after_claims(reply: Reply, columns: int | None = None) -> Text:
    """What is printed below claims that were shown as they came: a blank line, then the rest."""
    page = _Page(columns, reply)
    page.line("")
    return page.tail()


class _Page:
    """A reply, line by line."""

    def __init__(self, columns: int | None, reply: Reply) -> None:
        from rich.console import Console
        from rich.text import Text

        self._reply, self._text, self._out = reply_in(reply, in_terminal), Text, Text()
        self._measure = min(columns, MEASURE) if columns else None
        self._console = Console(color_system=None)

    def whole(self) -> Text:
        if self._reply.taken:
            self.line(safe(self._reply.taken), "yellow")
        if self._reply.title:
            self.line(safe(self._reply.title), "bold")
            self.line("")
        self._paragraphs(self._reply.paragraphs)
        for text in self._reply.copied:  # no line of it broken
            self._out.append(f"{text}\n")
        if self._reply.paragraphs and self._reply.sources:
            self.line("")
        return self.tail()

    def tail(self) -> Text:
        """Everything under the paragraphs: sources, sections, notes and the footer."""
        first = notes_first(self._reply)
        if first:
            self._notes()
        self._sources(self._reply.sources)
        for section in self._reply.sections:
            self.line("")
            if section.heading:
                self.line(safe(section.heading), "bold")
            self._paragraphs(section.paragraphs)
            self._sources(section.sources)
        if said := spoken(self._reply):
            self.line("")
            self._paragraphs(said)
        if not first:
            self._notes()
        if self._reply.footer:
            self.line(safe(self._reply.footer), "dim")
        if self._reply.url:
            self.line(self._reply.url, "blue")
        return self._out

    def line(self, text: str, style: str = "", indent: int = 0) -> None:
        """A paragraph, all of it *indent* columns in."""
        for part in text.split("\n"):
            self._put(self._text(" " * indent + part, style), indent)

    def _put(self, text: Text, indent: int) -> None:
        """*text*, its further lines *indent* columns in."""
        if self._measure is None or text.cell_len <= self._measure:
            self._out.append_text(text).append("\n")
            return
        first = text.wrap(self._console, self._measure)[0]
        after = text[len(first.plain) :]
        after = after[len(after.plain) - len(after.plain.lstrip()) :]
        first.rstrip()
        self._out.append_text(first).append("\n")
        for further in after.wrap(self._console, max(self._measure - indent, NARROWEST)):
            further.rstrip()
            self._out.append(" " * indent).append_text(further).append("\n")

    def _paragraphs(self, paragraphs: tuple[str, ...]) -> None:
        for paragraph in paragraphs:
            self.line(safe(paragraph))

    def _notes(self) -> None:
        for note in self._reply.notes:
            self.line(safe(note), "yellow")

    def _sources(self, sources: tuple[Source, ...]) -> None:
        for source in sources:
            self._source(source)

    def _source(self, source: Source) -> None:
        """Title, who and when; on a terminal the title leads to the paper, in a pipe its address is written out."""
        mark, url = f"[{source.n}] " if source.n else "• ", link(source.url)
        head = self._text().append(mark, "bold")
        head.append(safe(source.title), f"bold link {url}" if url and self._measure else "bold")
        for detail in filter(None, (source.detail, source.id)):
            head.append(f" · {safe(detail)}", "dim")
        self._put(head, len(mark))
        links = safe_links(source)
        if self._measure is None:
            addresses = [source.url or "", *(f"{safe(words)} {to}" for words, to in links)]
            if any(addresses):
                self.line(" · ".join(filter(None, addresses)), "blue", 4)
        elif links:
            self._put(self._links(links), 4)
        if source.line:
            self.line(safe(source.line), "", 4)
        for quote in unsaid(source, self._reply):
            self.line(f"“{safe(quote)}”", "italic", 4)

    def _links(self, links: list[tuple[str, str]]) -> Text:
        """Words that lead to the PDF, the code and the like."""
        out = self._text("    ")
        for place, (words, url) in enumerate(links):
            out.append(" · " if place else "", "dim").append(safe(words), f"blue link {url}")
        return out

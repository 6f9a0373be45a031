"""Replies as HTML for mail and feeds: headings, paragraphs, lists, links to stored addresses; no styles, no images."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from bot.render.safe import link, notes_first, safe, safe_line, safe_links, spoken
from bot.types import Reply, Source


def fragment(reply: Reply) -> str:
    """*reply* as what stands inside a body element, without its title."""
    return "\n".join(_blocks(reply))


def document(reply: Reply) -> str:
    """*reply* as a whole page."""
    title = escape(safe_line(reply.title))
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<!doctype html>\n<html>{head}\n<body>\n<h1>{title}</h1>\n{fragment(reply)}\n</body></html>\n"


def _blocks(reply: Reply) -> Iterator[str]:
    yield from _paragraphs(reply.paragraphs)
    if notes_first(reply):
        yield from _paragraphs(reply.notes)
    yield from _listed(reply.sources)
    for section in reply.sections:
        yield f"<h2>{escape(safe_line(section.heading))}</h2>"
        yield from _paragraphs(section.paragraphs)
        yield from _listed(section.sources)
    yield from _paragraphs(spoken(reply))
    if not notes_first(reply):
        yield from _paragraphs(reply.notes)
    if reply.footer:
        yield f"<p><small>{escape(safe_line(reply.footer))}</small></p>"


def _paragraphs(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield f"<p>{escape(safe(text)).replace(chr(10), '<br>')}</p>"


def _listed(sources: Sequence[Source]) -> Iterator[str]:
    if sources:
        yield "<ul>"
        yield from map(_item, sources)
        yield "</ul>"


def _item(source: Source) -> str:
    title = escape(safe_line(source.title)) or "untitled"
    url = link(source.url)
    parts = [f'<a href="{escape(url)}">{title}</a>' if url else f"<b>{title}</b>"]
    parts += [escape(safe_line(source.detail))] if source.detail else []
    parts += [f'<a href="{escape(to)}">{escape(safe_line(words))}</a>' for words, to in safe_links(source)]
    number = f"[{source.n}] " if source.n else ""
    below = [source.line, *(f"“{quote}”" for quote in source.quotes)]
    return f"<li>{number}{' · '.join(parts)}{''.join(f'<br>{escape(safe_line(text))}' for text in below if text)}</li>"

"""Papers and weeks as resources: `paper://ID` and `weekly://2026-W46`, listed page by page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import quote, unquote

import mcp.types as t

from bot.library import Library
from bot.mcp import inputs, tools
from bot.mcp.quoted import NOTICE, marked
from bot.render import markdown
from bot.settings.weekly import TEAM
from bot.weekly.commands import preview
from bot.weekly.digest.reply import main_reply
from bot.weekly.week import Week
from retrieval.errors import UsageError
from retrieval.types import Paper

PAGE = 100
"""Papers on a page of the list."""
_WEEKS = 8  # back from this one, that are listed
_LONGEST = 300
_PAPER, _WEEKLY = "paper://", "weekly://"


def listed(library: Library, cursor: str | None) -> t.ListResourcesResult:
    """A page of papers, newest first; on the first one the last weeks that have any, before them."""
    start = _start(cursor)
    found = library.archive.list(limit=start + PAGE + 1)[start:]
    first = [] if start else list(_weeks(library))
    after = str(start + PAGE) if len(found) > PAGE else None
    return t.ListResourcesResult(resources=[*first, *map(_of, found[:PAGE])], next_cursor=after)


def templates() -> list[t.ResourceTemplate]:
    """How the address of any paper and of any week is written."""
    return [
        t.ResourceTemplate(
            name="paper", uri_template="paper://{id}", mime_type="application/json",
            description="One paper in full; its id may be an arXiv id too.",
        ),
        t.ResourceTemplate(
            name="weekly", uri_template="weekly://{week}", mime_type="text/markdown",
            description="The weekly post of an ISO week such as 2026-W46, as it would be sent now.",
        ),
    ]  # fmt: skip


def read(library: Library, uri: str, client: str) -> t.ReadResourceResult:
    """The paper or the week at *uri*. Raises `UsageError` for none."""
    if name := _named(uri, _PAPER):
        document = marked(tools.show(tools.Call(library, client, _nobody), inputs.Show(paper=name)))
        return _contents(uri, "application/json", json.dumps(document, ensure_ascii=False))
    if week := _named(uri, _WEEKLY):
        made = preview(library, Week.read(week.upper()), TEAM, client)
        return _contents(uri, "text/markdown", f"{NOTICE}\n\n{markdown.page(main_reply(made))}")
    raise UsageError("There is no such resource.", "Addresses are paper://ID and weekly://2026-W46.")


def _named(uri: str, kind: str) -> str:
    """What *uri* names, if it is of this *kind* and no longer than one may be; else ""."""
    return unquote(uri.removeprefix(kind)) if uri.startswith(kind) and len(uri) <= _LONGEST else ""


def _contents(uri: str, kind: str, text: str) -> t.ReadResourceResult:
    return t.ReadResourceResult(contents=[t.TextResourceContents(uri=uri, mime_type=kind, text=text)])


def _of(paper: Paper) -> t.Resource:
    uri = f"{_PAPER}{quote(paper.arxiv_id or paper.id, safe='')}"
    return t.Resource(uri=uri, name=paper.arxiv_id or paper.id, title=paper.title, mime_type="application/json")


def _weeks(library: Library) -> Iterable[t.Resource]:
    now = Week.of(library.settings.clock().date())
    for week in (now.moved(-back) for back in range(_WEEKS)):
        if count := library.archive.count(week.window):
            told = f"{count:,} paper{'s' if count > 1 else ''} of {week.named}"
            yield t.Resource(uri=f"{_WEEKLY}{week}", name=str(week), title=told, mime_type="text/markdown")


def _start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise UsageError("That is not a cursor of this list.", "Give the next cursor of the page before, or none.")
    return int(cursor)


def _nobody(line: str) -> None:
    """Progress that nobody is told of."""

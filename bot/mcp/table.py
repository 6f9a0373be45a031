"""The tools as one table: what each takes and gives. Their names and most of their words are those of the commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.commands import COMMANDS
from bot.mcp import inputs, tools
from bot.render.schemas import SCHEMAS, Schema

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_NEXT: Schema = {"type": ["integer", "null"], "minimum": 0, "description": "`start` of the next page; null: none."}
_DAY: Schema = {"type": "string", "format": "date"}


def _of(**keys: Schema) -> Schema:
    return {"type": "object", "properties": keys, "required": list(keys)}


_SHOWN = _of(
    id=_TEXT, n={"type": ["integer", "null"]}, title=_TEXT, url={"type": ["string", "null"]}, detail=_TEXT,
    line={"type": ["string", "null"]}, quotes=_TEXTS,
)  # fmt: skip
_LISTED: Schema = {"type": "array", "items": _SHOWN}


def _with(name: str, **keys: Schema) -> Schema:
    """The document that command *name* prints, and *keys* beside."""
    return _of(**SCHEMAS[name]["properties"], **keys)


@dataclass(frozen=True, slots=True)
class Tool:
    """*takes* reads the arguments, *run* gives the document that *gives* describes; *more* is said to agents only."""

    name: str
    title: str
    takes: type[inputs.Input]
    run: Callable[[tools.Call, Any], tools.Document]
    gives: Schema
    more: str = ""

    @property
    def told(self) -> str:
        """What agents read about it."""
        row = COMMANDS.get(self.name)
        return f"{row.help if row else ''} {self.more}".strip()

    def arguments(self) -> dict[str, Any]:
        """The JSON Schema of what it takes."""
        return _arguments(self.takes)


@cache
def _arguments(takes: type[inputs.Input]) -> dict[str, Any]:
    return takes.model_json_schema()


_ROWS = (
    Tool("ask", "Ask the papers", inputs.Ask, tools.ask,
         _with("ask", listed=_LISTED, withdrawn=_TEXTS, freshness=_TEXT,
               sections={"type": "array", "items": _of(heading=_TEXT, paragraphs=_TEXTS, papers=_LISTED)}),
         "Each claim comes with verbatim quotes that were checked by code; `dropped` counts what failed the check. "
         "`state` is answered, partial or refused: refused means that the papers here do not say, and is no error. "
         "Where `model` is archive, the archive itself answered: its counts and lists are exact and need no quote, and "
         "`listed` or `sections` hold the papers; sentences of sections passed the same check and cite papers by `n`. "
         "`withdrawn` names cited papers that were withdrawn. "
         "Cite papers by title and url; do not add to a claim what its quotes do not say."),
    Tool("search", "Search papers", inputs.Search, tools.search,
         _of(hits=SCHEMAS["search"], next=_NEXT, searched=_COUNT, notes=_TEXTS),
         "`passage` is the best passage of each abstract."),
    Tool("show", "Show a paper", inputs.Show, tools.show, _with("show", tldr={"type": ["string", "null"]}),
         "Its abstract, authors, dates and links, and what earlier versions said."),
    Tool("papers", "List papers", inputs.Papers, tools.papers,
         _of(papers=SCHEMAS["papers"], next=_NEXT, of=_COUNT, freshness=_TEXT),
         "`of` counts all papers of that time."),
    Tool("digest", "A week's digest", inputs.Digest, tools.digest,
         _with("digest", next=_NEXT, of=_COUNT, freshness=_TEXT),
         "Ranked papers with one-liners, `of` them in all, and themes, each with a checked sentence."),
    Tool("export", "Export papers", inputs.Export, tools.export,
         _of(format=_TEXT, count=_COUNT, next=_NEXT, text=_TEXT)),
    Tool("freshness", "How fresh the papers are", inputs.Nothing, tools.fresh,
         _of(today=_DAY, papers=_COUNT, newest_listed={"type": ["string", "null"], "format": "date"},
             not_read={"type": "array", "items": _of(day=_DAY, state=_TEXT)}, freshness=_TEXT),
         "How many papers there are, the newest day, and which recent days nobody has read: what is missing from "
         "those days is not known to be absent."),
)  # fmt: skip

TOOLS: dict[str, Tool] = {row.name: row for row in _ROWS}

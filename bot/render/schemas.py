"""What `--json` prints, as JSON Schema (draft 2020-12): keys are added in later versions, never taken away.

A number after the name rises when a program that reads the older form would be misled.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_WHOLE: Schema = {"type": "integer", "minimum": 0}
_NUMBER: Schema = {"type": "number"}
_YES: Schema = {"type": "boolean"}
_DAY: Schema = {"type": "string", "format": "date"}


def _maybe(one: Schema) -> Schema:
    return {**one, "type": [one["type"], "null"]}


def _all(one: Schema) -> Schema:
    return {"type": "array", "items": one}


def _of(**keys: Schema) -> Schema:
    return {"type": "object", "properties": keys, "required": list(keys)}


def _by_name(one: Schema) -> Schema:
    return {"type": "object", "additionalProperties": one}


_NAMED = _of(id=_TEXT, title=_TEXT)
_WINDOW = _of(start=_maybe(_DAY), end=_maybe(_DAY), about=_TEXT, words=_TEXT)
_PAPER = _of(
    id=_TEXT, title=_TEXT, abstract=_TEXT, published=_maybe(_DAY), year_inferred=_YES, listed_on=_maybe(_DAY),
    authors=_all(_TEXT), author_count=_maybe(_WHOLE), organization=_maybe(_TEXT), upvotes=_maybe(_WHOLE),
    comments=_maybe(_WHOLE), arxiv_id=_maybe(_TEXT), url=_maybe(_TEXT), ai_summary=_maybe(_TEXT),
    keywords=_all(_TEXT), code_url=_maybe(_TEXT), external_ids=_all(_TEXT), sources=_all(_TEXT),
    stars=_maybe(_WHOLE), project_url=_maybe(_TEXT), pdf_url=_maybe(_TEXT), submitter=_maybe(_TEXT),
    media=_all(_TEXT), discussion=_maybe(_TEXT), version=_maybe(_WHOLE), updated=_maybe(_DAY), comment=_maybe(_TEXT),
    categories=_all(_TEXT), journal_ref=_maybe(_TEXT), doi=_maybe(_TEXT), withdrawn=_YES,
    places=_all(_of(source=_TEXT, rank=_WHOLE, query=_maybe(_TEXT))),
)  # fmt: skip
_VERSION = _of(version=_maybe(_WHOLE), updated=_maybe(_DAY), title=_TEXT, abstract=_TEXT)
_ANSWER = _of(
    question=_TEXT,
    state={"type": "string", "enum": ["answered", "partial", "refused"]},
    claims=_all(_of(
        text=_TEXT, citations=_all(_of(n=_WHOLE, paper=_TEXT, title=_TEXT, url=_maybe(_TEXT), quote=_TEXT)),
    )),
    dropped=_by_name(_WHOLE),
    searched=_of(papers=_WHOLE, window=_maybe(_WINDOW)),
    nearest=_all(_NAMED),
    model=_TEXT,
    prompt=_TEXT,
    usage=_of(
        prompt_tokens=_WHOLE, completion_tokens=_WHOLE, seconds=_NUMBER, calls=_WHOLE, money=_maybe(_NUMBER),
        cached=_YES,
    ),
    notes=_all(_TEXT),
    count=_maybe(_WHOLE),
    papers=_maybe(_all(_NAMED)),
)  # fmt: skip
_DIGEST = _of(
    week=_TEXT,
    start=_DAY,
    end=_DAY,
    papers=_all(_of(
        n=_WHOLE, id=_TEXT, title=_TEXT, tldr=_maybe(_TEXT), score=_NUMBER,
        reasons=_by_name(_of(value=_NUMBER, weight=_NUMBER, detail=_TEXT)),
    )),
    themes=_all(_of(
        name=_TEXT, papers=_all(_WHOLE), sentence=_maybe(_TEXT), citations=_all(_of(n=_WHOLE, quote=_TEXT)),
        usual=_maybe(_NUMBER),
    )),
    rising=_maybe(_all(_of(term=_TEXT, now=_WHOLE, before=_NUMBER))),
    model=_TEXT,
    prompt=_TEXT,
    tokens=_WHOLE,
    notes=_all(_TEXT),
)  # fmt: skip
_REPORT = _of(
    read=_WHOLE, new=_WHOLE, merged=_WHOLE, updated=_WHOLE, unchanged=_WHOLE,
    refused=_all(_of(where=_TEXT, reason=_TEXT)), notes=_all(_TEXT),
)  # fmt: skip

SCHEMAS: dict[str, Schema] = {
    "ask": _ANSWER,
    "search": _all(_of(
        id=_TEXT, title=_TEXT, score=_NUMBER, ranks=_by_name(_WHOLE), passage=_TEXT, url=_maybe(_TEXT),
        external_ids=_all(_TEXT),
    )),
    "papers": _all(_PAPER),
    "saved": _all(_PAPER),
    "shared": _all(_of(
        arxiv_id=_TEXT, title=_maybe(_TEXT),
        shares=_all(_of(who=_TEXT, where=_TEXT, at=_TEXT, replies=_WHOLE, reactions=_WHOLE, url=_maybe(_TEXT))),
    )),
    "show": _of(**_PAPER["properties"], versions=_all(_VERSION)),
    "tldr": _all(_of(id=_TEXT, title=_TEXT, tldr=_TEXT, made_by=_TEXT, prompt=_TEXT, note=_maybe(_TEXT))),
    "related": _of(
        paper=_NAMED,
        related=_all(_of(
            id=_TEXT, title=_TEXT, url=_maybe(_TEXT), score=_NUMBER, cosine=_maybe(_NUMBER), terms=_all(_TEXT),
            authors=_all(_TEXT), same_code=_YES, code_url=_maybe(_TEXT),
        )),
    ),
    "compare": _of(
        columns=_all(_TEXT),
        papers=_all(_of(
            id=_TEXT, title=_TEXT, url=_maybe(_TEXT), code_url=_maybe(_TEXT), cells=_by_name(_maybe(_TEXT)),
        )),
    ),
    "trend": _of(
        by=_TEXT,
        about=_TEXT,
        periods=_all(_of(start=_DAY, label=_TEXT, papers=_maybe(_WHOLE), weekdays=_WHOLE, read=_WHOLE)),
        trends=_all(_of(topic=_TEXT, counts=_all(_maybe(_WHOLE)), shares=_all(_maybe(_NUMBER)))),
        risen=_all(_of(term=_TEXT, now=_WHOLE, of_now=_WHOLE, before=_WHOLE, of_before=_WHOLE)),
        unread=_all(_DAY),
    ),
    "ingest": _REPORT,
    "fetch": _REPORT,
    "digest": _DIGEST,
    "weekly": _all(_of(
        week=_TEXT, sink=_TEXT, channel=_TEXT, part=_WHOLE, state=_TEXT, ref=_maybe(_TEXT), note=_maybe(_TEXT),
        at=_TEXT,
    )),
    "usage": _all(_of(
        user=_TEXT, model=_TEXT, calls=_WHOLE, tokens=_WHOLE, seconds=_NUMBER, money=_maybe(_NUMBER),
    )),
    "settings": _all({
        "type": "object",
        "properties": dict.fromkeys(("variable", "value", "from", "help"), _TEXT),
        "required": ["variable", "value", "from", "help"],
    }),
    "doctor": _all(_of(name=_TEXT, ok=_YES, detail=_TEXT, remedy=_TEXT)),
    "error": _of(error=_TEXT, hint=_TEXT),
}  # fmt: skip
"""What each command prints with --json when it ends well, and `error`, which all print when it does not."""

_VERSIONS: dict[str, int] = {}  # above 1


def schema(name: str) -> Schema:
    """The whole schema of a document in `SCHEMAS`."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"broadsheet:{name}:{_VERSIONS.get(name, 1)}",
    }
    return head | SCHEMAS[name]

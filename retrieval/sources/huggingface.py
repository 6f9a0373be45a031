"""Hugging Face papers as its API answers them: the papers of a day, one paper, or a search.

A day's entry nests the paper under "paper" and keeps some fields outside; one paper's answer is flat. Both
are read alike, each field from where it stands. The API: https://huggingface.co/docs/hub/api
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from retrieval.errors import SourceError
from retrieval.sources.record import build
from retrieval.sources.unwrap import unwrapped
from retrieval.text.clean import clean_line
from retrieval.types import Paper, Refused

NAME = "huggingface"

_LIST = re.compile(r"\s*\[\s*(?:\{\s*[\"}]|\])")
_ERROR = re.compile(r"\s*\{\s*\"error\"\s*:")


def recognises(text: str) -> bool:
    """True for a JSON list of objects, and for one object with the API's field names."""
    text = text.strip("\ufeff \t\r\n")
    if _LIST.match(text) or _ERROR.match(text):
        return True
    # Objects one a line are JSON Lines, whoever wrote them.
    return text.startswith("{") and "\n{" not in text and '"summary"' in text and '"publishedAt"' in text


def is_answer(value: dict[str, Any]) -> bool:
    """True if *value* is an entry of an answer, by its fields' names."""
    return isinstance(value.get("paper"), dict) or value.keys() >= {"summary", "publishedAt"}


def parse(text: str, where: str, listed: date | None = None) -> Iterator[Paper | Refused]:
    """The papers in one answer, in its order; an empty list, as on a Saturday, holds none.

    *listed* is the day that was asked for. Without it, the day is read from the entries as far as they tell.
    """
    for n, entry in enumerate(_entries(text, where), start=1):
        here = f"{where}, entry {n}"
        if isinstance(entry, dict):
            yield record(entry, here, listed)
        else:
            yield Refused(here, "not an object")


def _entries(text: str, where: str) -> list[Any]:
    try:
        answer = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        hint = "Fetch it again: it may have been cut off on the way."
        raise SourceError(f"{where} is not valid JSON: {clean_line(str(error))[:200]}", hint) from error
    if isinstance(answer, list):
        return answer
    if isinstance(answer, dict) and answer.get("error"):
        said = clean_line(str(answer["error"]))[:200]
        raise SourceError(f"{where}: Hugging Face answered with an error: {said}", "Check what was asked for.")
    if isinstance(answer, dict) and answer.keys() & {"paper", "title", "summary"}:
        return [answer]
    found = unwrapped(answer)  # as old dumps keep a day's answer: {"date": …, "data": […]}
    if found != [answer]:
        return found
    raise SourceError(f"{where} is not an answer about papers.", "Check the address it came from.")


def record(entry: dict[str, Any], where: str, listed: date | None) -> Paper | Refused:
    """The paper of one *entry* of an answer."""
    nested = entry.get("paper")
    paper: dict[str, Any] = nested if isinstance(nested, dict) else {}

    def field(key: str) -> Any:
        return paper[key] if paper.get(key) is not None else entry.get(key)

    published = _utc_day((paper or entry).get("publishedAt"))
    keywords, media = field("ai_keywords"), field("mediaUrls")
    return build(
        where,
        NAME,
        field("title"),
        field("summary"),
        published=published,
        listed_on=listed or _utc_day(field("submittedOnDailyAt")) or _listed_in_older_answers(entry, published),
        authors=_names(field("authors")),
        organization=_organization(field("organization")),
        upvotes=field("upvotes"),
        comments=field("numComments"),
        arxiv_id=field("id"),
        ai_summary=field("ai_summary"),
        keywords=keywords if isinstance(keywords, list) else (),
        code_url=field("githubRepo"),
        stars=field("githubStars"),
        project_url=field("projectPage"),
        submitter=_organization(field("submittedBy") or field("submittedOnDailyBy")),
        media=[url for url in media if isinstance(url, str)] if isinstance(media, list) else (),
        discussion=field("discussionId"),
        withdrawn=field("withdrawn") or field("isWithdrawn"),
    )


def _listed_in_older_answers(entry: dict[str, Any], published: date | None) -> date | None:
    """The day of listing as older answers gave it: a second "publishedAt" beside the paper.

    Newer answers keep the publication there, a few hours shifted: only a later day can be a listing.
    """
    day = _utc_day(entry.get("publishedAt"))
    return day if day and published and day > published else None


def _names(authors: object) -> list[object]:
    """The authors' names; those who hid their account from the paper's page wrote it all the same."""
    found = authors if isinstance(authors, list) else []
    return [author.get("name") if isinstance(author, dict) else author for author in found]


def _organization(value: object) -> object:
    return (value.get("fullname") or value.get("name")) if isinstance(value, dict) else value


def _utc_day(value: object) -> date | None:
    """The UTC day of an ISO 8601 time; a time without an offset is taken as UTC. None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).date()
    except (ValueError, OverflowError):
        return None

"""All that a record of any data set says of its paper, under the names of `record.build`."""

from __future__ import annotations

import re
from datetime import date

from retrieval.sources.dates import day_of
from retrieval.sources.fields import Fields, name_of, texts
from retrieval.sources.record import Said
from retrieval.types import Place


def said(fields: Fields, listed: date | None) -> Said:
    """What *fields* say; *listed* is the day of listing where they name none."""
    comment = fields.get("comment", "arxivcomment", "comments")
    return {
        "published": fields.published(),
        "year_inferred": fields.get("yearinferred") is True,
        "listed_on": day_of(fields.get("listedon")) or listed,
        "updated": day_of(fields.get("updated", "updatedate", "lastupdated", "updatedat")),
        "authors": fields.authors(),
        "author_count": fields.get("authorcount"),
        "organization": name_of(fields.get("organization")),
        "submitter": name_of(fields.get("submitter", "submittedby")),
        "upvotes": fields.get("upvotes"),
        "comments": fields.get("comments", "numcomments"),
        "stars": fields.get("stars", "githubstars"),
        "arxiv_id": fields.arxiv_id(),
        "version": fields.version(),
        "doi": fields.doi(),
        "external_ids": fields.external_ids(),
        "url": fields.url(),
        "pdf_url": next(texts(fields.get("pdfurl", "openaccesspdf")), None),
        "code_url": fields.get("codeurl", "githubrepo"),
        "project_url": fields.get("projecturl", "projectpage"),
        "media": list(texts(fields.get("media", "mediaurls"))),
        "discussion": fields.get("discussion", "discussionid"),
        "ai_summary": fields.get("aisummary"),
        "keywords": _list(fields.get("keywords", "aikeywords")),
        "categories": _words(fields.get("categories")),
        "comment": comment if isinstance(comment, str) else None,
        "journal_ref": fields.get("journalref", "journalreference"),
        "withdrawn": fields.get("withdrawn", "iswithdrawn", "isretracted", "retracted"),
        "places": _places(fields.get("places")),
    }


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _words(value: object) -> list[object]:
    """The snapshot of arXiv has its categories in one line: "cs.LG cs.CL"."""
    return list(re.split(r"[\s,;]+", value)) if isinstance(value, str) else _list(value)


def _places(value: object) -> tuple[Place, ...]:
    """The places as `export` writes them."""
    found = []
    for place in _list(value)[:50]:
        if isinstance(place, dict) and isinstance(place.get("source"), str) and isinstance(place.get("rank"), int):
            query = place.get("query")
            found.append(Place(place["source"][:200], place["rank"], query[:200] if isinstance(query, str) else None))
    return tuple(found)

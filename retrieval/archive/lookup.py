"""Exact questions to the archive: which papers mention these words, are by this author, were listed then.

Unlike search, the answer is complete and counted, not the best few of a ranking.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from retrieval.archive import Archive
from retrieval.archive.abbreviations import spelled_out
from retrieval.text.words import is_wanted, terms
from retrieval.types import Paper, Window

_APART = frozenset("and & with without for between versus vs using in on from by via under as at + ,".split())
_IN_TITLE = re.compile(r",? in (?:the |their )?titles?$", re.IGNORECASE)
_LONGEST = 80  # characters of a topic whose abbreviations are looked up
_UP_TO_OBJECT = re.compile(rf".+ (?:{'|'.join(map(re.escape, sorted(_APART | {'of'} - {'and', '&', '+', ','})))}) ")
_EITHER = re.compile(r" (?:or|/|\|) ")


@dataclass(frozen=True, slots=True)
class Query:
    """What the papers must have: *words* in title or abstract, *who* among authors or organization.

    *words* are looked for as they stand, side by side; if a small word joins two things ("video and audio"), each by
    itself, as it stands; of "OCR or document parsing", either. "Diffusion in the title" is looked for there.
    """

    words: str = ""
    who: str = ""
    window: Window | None = None


def matching(archive: Archive, query: Query) -> list[Paper]:
    """All papers that fit, newest first."""
    papers = archive.list(query.window, among=holding(archive, query.words) if query.words else None)
    if query.who:
        papers = [paper for paper in papers if is_by(paper, query.who)]
    return papers


def is_by(paper: Paper, who: str) -> bool:
    """Whether *who* is one of the authors, or the organization: every word of the name stands in one of them.

    Of several people, "Ada Lovelace and Grace Hopper", each is.
    """
    wanted = set(folded(who))
    names = [*paper.authors, paper.organization or ""]
    joined = "".join(folded(who))  # Sales Force is Salesforce
    if not wanted or any(wanted <= set(each) or joined == "".join(each) for each in map(folded, names)):
        return bool(wanted)
    several = [part for part in re.split(r",? and |, | & ", re.sub(r"^both ", "", who)) if part]
    return len(several) > 1 and all(is_by(paper, each) for each in several)


def as_phrase(words: str) -> bool:
    """Whether *words* are looked for side by side, as "chain of thought", and not each by itself: "video and audio"."""
    return _APART.isdisjoint(_IN_TITLE.sub("", words).lower().split())


def holding(archive: Archive, words: str, among: Container[int] | None = None) -> set[int]:
    """The row numbers of the papers that hold *words*, in singular or plural, whatever their case and hyphens.

    *among*: of these only; what is not read of the others is most of the time it takes.

    The full-text table narrows them down; its stemmer alone would take "Grok" for "grokking".
    """
    title = _IN_TITLE.search(words)
    words, text = (words[: title.start()], "title") if title else (words, "title || '. ' || abstract")
    if len(parts := _parts(words)) > 1:
        return set[int]().union(*(_first_held(archive, part, among) for part in parts))
    match = " AND ".join(f'"{word}"' for word in terms(words))
    if not match:
        return set()
    sql = f"SELECT n, {text} AS text FROM papers WHERE n IN (SELECT value FROM json_each(?))"
    wanted = forms_of(words)
    with archive.database.read() as db:
        near = [row[0] for row in db.execute("SELECT rowid FROM papers_fts WHERE papers_fts MATCH ?", [match])]
        rows = db.execute(sql, [json.dumps([n for n in near if among is None or n in among])]).fetchall()
    held = {row["n"] for row in rows if all(w.search(row["text"].lower()) for w in wanted)}
    if held or len(words) > _LONGEST:
        return held
    others = [words.replace("/", " / "), _spelled_out(archive, words)]
    return next((found for other in others if other != words and (found := holding(archive, other, among))), held)


def _spelled_out(archive: Archive, words: str) -> str:
    """*words* with each abbreviation as papers spell it out: "tiny LLMs" as "tiny large language models"."""
    return " ".join(spelled_out(archive.database, word) or word for word in words.split())


def _first_held(archive: Archive, readings: Sequence[str], among: Container[int] | None) -> set[int]:
    return next((held for words in readings if (held := holding(archive, words, among))), set())


def _parts(words: str) -> list[tuple[str, ...]]:
    """The subjects of which *words* want one, each with its readings, the likelier first: "soccer / football video" is
    "soccer video" (else "soccer") or "football video"; "GANs or VAEs for faces" is for faces both, and "agents for the
    web or phones" are agents both.
    """
    parts = [part.strip() for part in _EITHER.split(f" {words} ") if part.strip()]
    if len(parts) < 2:
        return [(words,)]
    before = _UP_TO_OBJECT.match(parts[0])
    if before and not any(map(_UP_TO_OBJECT.match, parts[1:])):
        return [(parts[0],), *((before[0] + part,) for part in parts[1:])]
    rest = " ".join(parts[-1].split()[1:])
    single = rest and all(len(part.split()) == 1 for part in parts[:-1])
    apart = bool(rest) and rest.split()[0] in _APART
    first = [(f"{part} {rest}",) if apart else (f"{part} {rest}", part) for part in parts[:-1]]
    return [*(first if single else [(part,) for part in parts[:-1]]), (parts[-1],)]


def titled(archive: Archive, words: str) -> list[Paper]:
    """The papers whose titles hold each of *words*, in singular or plural, else in another form; none for words that
    say nothing.
    """
    wanted = terms(words)
    if not any(is_wanted(word) for word in wanted):
        return []
    match = " AND ".join(f'title : "{word}"' for word in wanted)
    with archive.database.read() as db:
        rows = [row[0] for row in db.execute("SELECT rowid FROM papers_fts WHERE papers_fts MATCH ?", [match])]
    forms = _whole(map(_form, wanted))
    papers = list(archive.get(rows).values())
    return [paper for paper in papers if all(form.search(paper.title.lower()) for form in forms)] or papers


def forms_of(words: str) -> list[re.Pattern[str]]:
    """What a text, in lower case, must hold to hold *words*, in singular or plural."""
    parts: list[list[str]] = [[]]
    for word in words.lower().split():
        if word in _APART:
            parts.append([])
        else:
            parts[-1] += folded(word)
    if len(parts) > 1:  # "papers" of "and papers" alone says nothing
        parts = [[word for word in part if is_wanted(word)] for part in parts]
    return _whole(r"[\W_]+".join(map(_form, part)) for part in parts if part)


def _whole(patterns: Iterable[str]) -> list[re.Pattern[str]]:
    """Each of *patterns*, as whole words."""
    return [re.compile(rf"(?<!\w){pattern}(?!\w)") for pattern in patterns]


def _form(word: str) -> str:
    """A pattern for *word* in singular and plural."""
    return rf"{re.escape(re.sub('s$', '', word))}(?:s|es)?"


def folded(name: str) -> list[str]:
    """The words of *name* without case and accents."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c)).split()

"""What a question may ask for that is no answer in sentences: papers in a table, papers like one, a trend, references,
a paper in full, or a paper to be put on one's reading list.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain

from bot.answer.fetching import OnFetch, bring_in
from bot.compare import compare
from bot.compare.reply import comparison_reply
from bot.export import export
from bot.library import Library
from bot.question import Turn, papers_of, pointed
from bot.question.follow_ups import wants_more_of_it
from bot.question.reading_list import read_saving
from bot.question.tables import Wish, first_and_rest, listed_names, read_wish, several_names
from bot.question.words import own_words
from bot.related import Sort, related
from bot.related.reply import related_reply
from bot.render.replies import paper_reply
from bot.render.typeset import typeset
from bot.saved import drop, save
from bot.tldr import known_lines
from bot.trends import trends_of
from bot.trends.periods import Step
from bot.trends.reply import trends_reply
from bot.types import Reply
from retrieval.archive.mentions import mentions, without
from retrieval.errors import AmbiguousError, UsageError
from retrieval.text.clean import clean_line
from retrieval.text.patterns import Pattern
from retrieval.types import Paper

_ONE = Pattern(r"\W*(?:it|this|that|this one|that one|(?:this|that) paper)\W*", "it", "all of it", how="fullmatch")
_NUMBER = Pattern(r"(?:(?:paper|number) |#)?\[?(?P<n>[1-9]\d?)\]?", "[2]", "2.5", how="fullmatch")
_TWO = Pattern(r"\bboth\b", "both of them", "all of them")
_WHICH = "Which one? Say for instance “save the second one”, “save all of them”, or a title."


def spoken(library: Library, text: str, turns: Sequence[Turn] = (), on_fetch: OnFetch | None = None) -> Reply | None:
    """What *text* asks for after *turns*, if it is of this kind and names papers that are known; else None."""
    if turns and wants_more_of_it(text, turns[-1]):
        told = shown_papers(library, "it", turns[-1:])
        return in_full(library, told[0]) if told else None
    wish = read_wish(clean_line(text))
    if wish is None:
        return None
    if wish.kind == "trend":
        step: Step = "week" if wish.by == ("week",) else "month"
        return trends_reply(trends_of(library, listed_names(wish.names), step))
    papers = _each_meant(library, wish.names, turns) or _meant(library, wish.names, turns, on_fetch)
    if wish.kind == "cite":
        return _references(papers) if papers else None
    if wish.kind == "compare":
        return comparison_reply(compare(papers, wish.by)) if len(papers) > 1 else None
    return _related(library, papers[0], wish) if len(papers) == 1 else None


def _references(papers: Sequence[Paper]) -> Reply:
    """*papers* as BibTeX, without what is long in it: it is read in a conversation before it is copied."""
    entries = export([replace(paper, abstract="", keywords=()) for paper in papers], "bibtex", {})
    return Reply(copied=tuple(entry for entry in entries.strip().split("\n\n") if entry))


def in_full(library: Library, paper: Paper) -> Reply:
    """All that is here of *paper*."""
    line = known_lines(library.database, [paper]).get(paper.id, "")
    return paper_reply(paper, line, library.archive.versions(paper))


def set_aside(library: Library, text: str, turns: Sequence[Turn], user: str, where: str) -> Reply | None:
    """Put the papers that *text* names after *turns* on *user*'s reading list, or take them off; None if it asks for
    neither. *where* tells how the list is seen.
    """
    wish = read_saving(clean_line(text))
    if wish is None:
        return None
    papers = shown_papers(library, wish.names, turns)
    titles = " ".join(paper.title for paper in papers).lower()
    if not all(word in titles for word in own_words(wish.names)):  # "save memory with it" asks for no list
        papers = []
    papers = papers or _named(library, wish.names)
    if not papers:
        return Reply(paragraphs=(_WHICH,)) if wish.plain or not own_words(wish.names) else None
    if (len(papers) > 1 and _ONE.find(wish.names)) or (len(papers) > 2 and _TWO.find(wish.names)):
        return Reply(paragraphs=(f"There are {len(papers)} papers above. {_WHICH}",))
    (drop if wish.off else save)(library, user, papers)
    told = ", ".join(f"“{typeset(paper.title)}”" for paper in papers)
    done = "Taken off your reading list" if wish.off else "Saved"
    return Reply(paragraphs=(f"{done}: {told}.",), notes=(where,))


def _related(library: Library, paper: Paper, wish: Wish) -> Reply:
    sort: Sort = "newest" if "new" in wish.more else "upvotes" if "upvoted" in wish.more else "nearness"
    return related_reply(paper, related(library, paper, sort, "code" in wish.more))


def _meant(library: Library, names: str, turns: Sequence[Turn], on_fetch: OnFetch | None) -> list[Paper]:
    """The papers *names* means: of those shown before, "the first two", else by id or title and nothing beside them."""
    if found := shown_papers(library, names, turns):
        return found
    bring_in(library, names, on_fetch)
    if found := _named(library, names):
        return found
    with suppress(UsageError):
        return list(dict.fromkeys(library.archive.find(name) for name in listed_names(names)))
    return []


def _each_meant(library: Library, names: str, turns: Sequence[Turn]) -> list[Paper]:
    """The papers of "1 and LoRA", a number meaning the one shown under it; none without a number, or for other words.

    Raises `UsageError` for a number that no paper had, and for a name that several papers go by.
    """
    parts = several_names(names)
    numbers = {part: found["n"] for part in parts if turns and (found := _NUMBER.find(part))}
    shown = {part: shown_papers(library, f"paper {n}", turns) for part, n in numbers.items()}
    for reading in (first_and_rest(names), parts) if shown else ():  # a title may hold an "and" of its own
        try:
            papers = [shown[part] if part in shown else [library.archive.find(part)] for part in reading]
        except AmbiguousError:
            raise
        except UsageError:
            continue
        return list(dict.fromkeys(chain.from_iterable(papers)))
    return []


def shown_papers(library: Library, names: str, turns: Sequence[Turn]) -> list[Paper]:
    """The papers of *turns* that *names* points to: "it", "the first two"; none if it points to none."""
    known: dict[str, Paper] = {}
    for name in papers_of(turns):
        with suppress(UsageError):
            known[name] = library.archive.find(name)
    titles = {name: paper.title for name, paper in known.items()}
    return [known[name] for name in pointed(names, turns, library.settings.clock(), titles)]


def _named(library: Library, names: str) -> list[Paper]:
    found = mentions(library.archive, names)
    if not found or own_words(without(names, found)):
        return []
    return list(dict.fromkeys(mention.paper for mention in found if mention.paper))


def named_papers(library: Library, text: str) -> list[str]:
    """The names in *text* for the archive to find: ids or titles however they are parted, else what commas part."""
    found = mentions(library.archive, text)
    if len(found) > 1 and not own_words(without(text, found)):
        return [mention.paper.id if mention.paper else mention.arxiv_id for mention in found]
    return list(listed_names(text))

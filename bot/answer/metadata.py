"""What the archive itself knows of a paper, its authors, day, code, address, upvotes: told by code, without a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.question.rewording import short
from bot.question.words import own_words
from retrieval.text.patterns import Pattern
from retrieval.types import Paper
from retrieval.window import written


def asks_for_a_fact(query: str) -> bool:
    """Whether *query* asks for what an archive holds of a paper: who wrote it, when, its code."""
    return any(form.find(query) for form, _, _ in _FACTS)


def told(query: str, papers: Sequence[tuple[int, Paper]]) -> str:
    """What answers *query* about *papers*, if it asks for such a fact and it is known of one of them; else ""."""
    return _count(papers) if _WHICH.find(query) else _told(query, papers)


def _told(query: str, papers: Sequence[tuple[int, Paper]]) -> str:
    """A sentence a paper; "" if nothing is known, or *query* asks for more than a fact."""
    asked = [(unknown, read) for form, unknown, read in _FACTS if form.find(query)]
    if not asked or not all(map(_run_together(papers).__contains__, set(own_words(query)) - _NAMES)):
        return ""
    if _AND.find(query) and len(papers) == 1 and len(asked) > 1:
        return " ".join(_fact(papers, unknown, read) for unknown, read in asked)
    return _fact(papers, *asked[0])


def _run_together(papers: Sequence[tuple[int, Paper]]) -> str:
    """Their words, which may name them once more: "Looking Inward, the introspection one". Nothing parts them, for
    whoever types "roleplay" means "role-playing".
    """
    return "".join(word for _, paper in papers for word in own_words(f"{paper.title} {paper.abstract}"))


def _fact(papers: Sequence[tuple[int, Paper]], unknown: str, read: Callable[[Paper], str]) -> str:
    known = [(paper, read(paper)) for _, paper in papers]
    if not any(told for _, told in known):
        if unknown.startswith("No "):
            return f"{unknown} known of {'it' if len(papers) == 1 else 'them'}."
        return f"{unknown} not known."
    if len(known) == 1:
        return known[0][1][:1].upper() + known[0][1][1:]
    return " ".join(f"“{short(paper.title)}”: {told or 'not known.'}" for paper, told in known)


def _count(papers: Sequence[tuple[int, Paper]]) -> str:
    return "This one." if len(papers) == 1 else f"These {len(papers)}."


def _authors(paper: Paper) -> str:
    count = paper.author_count or 0
    if count and not paper.authors:
        at = f" at {paper.organization}" if paper.organization else ""
        return f"it has {count} author{'s' if count > 1 else ''}{at}; the source does not name {_them(count)}."
    told = ", ".join(part for part in (", ".join(paper.authors), paper.organization) if part)
    return f"{told}." if told else ""


def _them(count: int) -> str:
    return "them" if count > 1 else "the author"


def _day(paper: Paper) -> str:
    days = []
    if paper.published:
        days.append(f"published {written(paper.published)}{' (year inferred)' if paper.year_inferred else ''}")
    if paper.listed_on:
        days.append(f"listed {written(paper.listed_on)}")
    return f"{', '.join(days)}." if days else ""


def _code(paper: Paper) -> str:
    return f"its code is at {paper.code}" if paper.code else ""


def _address(paper: Paper) -> str:
    return f"it is at {paper.url}" if paper.url else ""


def _upvotes(paper: Paper) -> str:
    return f"{paper.upvotes:,} upvote{'' if paper.upvotes == 1 else 's'}." if paper.upvotes is not None else ""


def _comments(paper: Paper) -> str:
    return f"{paper.comments:,} comment{'' if paper.comments == 1 else 's'}." if paper.comments is not None else ""


def _organization(paper: Paper) -> str:
    return f"{paper.organization}." if paper.organization else ""


def _keywords(paper: Paper) -> str:
    return f"its keywords are {', '.join(paper.keywords)}." if paper.keywords else ""


_NAMES = frozenset(
    """
    clone implementation implemented publicly available made build built develop developed create created people
    person published listed appear appeared old popular liked release released github repository repo url pdf
    arxiv upvote upvotes upvoted votes likes open organization organisation lab company institution institute
    university group team affiliation affiliations comment comments keyword keywords tags date publication behind
    download source public get gets got gotten receive received collect collected earn earned
    """.split()
)
# "Which ones?", "list them", also as the count that was asked for before
_WHICH = Pattern(
    r"^\W*(?:(?:please |can you )*(?:list|show|name)(?: me| us)?|which|how many(?: of)?(?: are there)?"
    r"|how many papers\b.*)\W*$",
    "please list?",
    "please list authors",
)
_AND = Pattern(r"\band\b|[?.,;] (?=\w+ \w)", "who wrote it? from which lab", "by a random group")
_FACTS: tuple[tuple[Pattern, str, Callable[[Paper], str]], ...] = tuple(
    (Pattern(source, takes, leaves), unknown, read)
    for read, unknown, takes, leaves, source in (
        (_authors, "No author is", "who wrote it?", "what do its authors claim?",
         r"\bwho (?:has |have |had )?(?:wrote|written|made|published|built|developed|created|did|authored)\b"
         r"|\bwho(?:'s| are| is| was| were)? (?:the (?:people|team|folks) )?(?:it |its )?(?:by|behind)\b"
         r"|\bwho(?:'s| is| are) on\b"
         r"|\bwritten by\b|\bby whom\b|^\W*who\W*$"
         r"|\bauthors?(?! (?:say|claim|find|use|conclude|do|argue))\b"),
        (_organization, "No organization is", "which lab is it from?", "is it tested in the lab?",
         r"\b(?:which|what) (?:organi[sz]ation|lab|company|institut\w+|university|group|team)\b|\baffiliations?\b"
         r"|^\W*organi[sz]ation(?: of)?\W*$|\bwhere (?:is|was|does)\b.*\bfrom\b|\bfrom where\W*$"),
        (_day, "No day is", "when was it published?", "when was it trained?",
         r"\bwhen (?:was|were|did|is)\b.*\b(?:published|listed|appear|written|come out|out|released)\b"
         r"|\bhow (?:old|new|recent)\b|\b(?:publication|release) date\b|^\W*when\W*$|\band when\W*$"),
        (_code, "No code link is", "is there any code?", "is it about machine code?",
         r"\b(?:any|the|release[ds]?|find|have|there|its|their) (?:source )?code\b"
         r"|^\W*(?:source )?code(?: of| for)?\W*$|\bgithub\b|\brepo(?:s|sitor(?:y|ies))?\b"
         r"|\bimplementation (?:of|for)?\W*(?:is |was )?(?:publicly )?(?:available|public|released)"
         r"|\b(?:an|any|the|its|official|public) implementation\b"
         r"|\bcode (?:links?|repo|page|url)\b|\bcode (?:available|released|public|open)\b"
         r"|^\W*(?:is|are|was) (?:it )?open[- ]?sourced?\W*$"),
        (_address, "No address is", "give me the link", "give me the linked list",
         r"\blinks?\b|\burl\b|\bpdf\b|\barxiv\b|\bwhere (?:can|do|could) (?:i|we|one)\b"),
        (_upvotes, "The upvotes are", "how popular is it?", "how often is it read?",
         r"\bupvote[sd]?\b|\bhow (?:popular|liked)\b"),
        (_comments, "The number of comments is", "how many comments?", "what does it comment on?",
         r"\bhow many comments\b|^\W*(?:number of )?comments(?: on| of| for)?\W*$"),
        (_keywords, "No keyword is", "what are its keywords?", "is it about keyword search?",
         r"\bkeywords (?:of|for|are|does|has)\b|\b(?:the|its|their|which|what) (?:keywords|tags)\b|^\W*keywords\W*$"),
    )
)  # fmt: skip

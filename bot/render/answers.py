"""Answers and refusals as replies: what they say, what they rest on, what can be done next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.question import parted
from bot.question.asked import NOT_NAMED
from bot.render.papers import source_of
from bot.render.typeset import typeset
from bot.types import Answer, Citation, Offer, Reply, Section, Source
from retrieval.types import Paper
from retrieval.window import describe

CLOSEST = "closest"
"""What an offer to list the closest papers is called: no command, as whoever types wants papers that fit."""
_NO_SENTENCE, _CLOSEST = "I found no sentence that answers this.", "These come closest:"
_BESIDE = "Close to it in meaning, in other words:"
HANDFUL = 5
"""How many papers stand under a count: whoever asks how many asks for no list."""
_HOW_MANY = re.compile(r"\bhow many\b|\bnumber of\b|^\W*count\b", re.IGNORECASE)


def answer_reply(answer: Answer, today: date) -> Reply:
    """An answer or a refusal, with what was searched, and its sources under the numbers of the text."""
    taken, notes = parted(answer.notes)
    reply = _told(replace(answer, notes=notes), today)
    if answer.state == "refused" and taken.startswith(NOT_NAMED):
        return replace(reply, paragraphs=(reply.paragraphs[0].replace(_NO_SENTENCE, taken),))
    return replace(reply, taken=taken)


def _told(answer: Answer, today: date) -> Reply:
    if answer.state == "refused":
        return _refused(answer, today)
    if answer.sections:
        return Reply(
            paragraphs=(answer.claims[0].text,),
            notes=answer.notes,
            footer=_footer(answer, today),
            sections=answer.sections,
            details=_details(answer),
        )
    if answer.listing is not None:
        shown = answer.listing[:HANDFUL] if _HOW_MANY.search(answer.question) else answer.listing
        rest = answer.count - len(shown) - answer.beyond if answer.count else 0
        return Reply(
            paragraphs=(answer.claims[0].text, *(claim_line(c.text, c.citations) for c in answer.claims[1:])),
            sources=tuple(_listed(answer, paper, n) for n, paper in enumerate(shown, start=1)),
            offers=_one_of(answer) or ((_more(rest, len(shown) < len(answer.listing)),) if rest > 0 and shown else ()),
            notes=answer.notes,
            footer=_footer(answer, today),
            sections=_beside(answer),
            details=_details(answer),
        )
    return Reply(
        paragraphs=tuple(claim_line(c.text, c.citations) for c in answer.claims),
        sources=_cited(answer),
        notes=(*_withdrawn(answer), *_fell(answer), *answer.notes),
        footer=_footer(answer, today),
        details=_details(answer),
    )


def _beside(answer: Answer) -> tuple[Section, ...]:
    """The papers close to what a list is of, which do not belong to it, under a heading that says so."""
    first = len(answer.listing or ()) + 1
    papers = tuple(_listed(answer, paper, n) for n, paper in enumerate(answer.nearest, start=first))
    return (Section(_BESIDE, sources=papers),) if papers else ()


def _refused(answer: Answer, today: date) -> Reply:
    """No answer, and what comes closest: each with its line."""
    near = _CLOSEST if answer.nearest and not answer.within else ""
    said = _refusal(answer)
    above = (*_fell(answer), *answer.notes)
    return Reply(
        paragraphs=(said if above else f"{said} {near}".strip(),),
        sources=tuple(_listed(answer, paper, n) for n, paper in enumerate(answer.nearest, start=1)),
        notes=(*above, near) if above and near else above,
        footer=_footer(answer, today),
        offers=tuple(_instead(answer)),
        details=_details(answer),
    )


def _instead(answer: Answer) -> Iterator[Offer]:
    """What can be done where nothing answers."""
    anytime = _anytime(answer)
    if answer.window and any(c.isalnum() for c in anytime):
        yield Offer("Ask without the time limit", "ask", anytime)
    if answer.nearest and not answer.within:
        yield Offer("List the closest papers", CLOSEST, answer.question)


def _anytime(answer: Answer) -> str:
    """The question without the words that name a time."""
    said = answer.window.words if answer.window else ""
    rest = answer.question.replace(said, " ") if said else answer.question
    return re.sub(r"\s+(?=[?.!,])", "", " ".join(rest.split()))


def _one_of(answer: Answer) -> tuple[Offer, ...]:
    """The papers that may be meant, to choose from."""
    return tuple(Offer(title, "ask", question) for title, question in answer.choice)


def _more(rest: int, counted: bool) -> Offer:
    """The next part of a list; of one that was only *counted*, its papers."""
    words, text = ("ask me to list them", "list them") if counted else ("say “more”", "more")
    return Offer(f"{rest:,} more", "ask", text, follows=True, words=words)


def _listed(answer: Answer, paper: Paper, n: int) -> Source:
    """*paper* with its sentence, under its number where sentences above the list refer to it."""
    quote = answer.quotes.get(paper.id, "")
    source = source_of(paper, n if answer.claims[1:] else None, line=answer.lines.get(paper.id, ""))
    return replace(source, quotes=(typeset(quote),) if quote and typeset(quote) != source.line else ())


def claim_line(text: str, citations: Sequence[Citation]) -> str:
    """A sentence with its numbers: `Grokking is delayed generalization. [1][3]`."""
    return typeset(text) + " " + "".join(f"[{n}]" for n in dict.fromkeys(c.n for c in citations))


def _cited(answer: Answer) -> tuple[Source, ...]:
    quotes: dict[int, tuple[Paper, list[str]]] = {}
    for claim in answer.claims:
        for c in claim.citations:
            known = quotes.setdefault(c.n, (c.paper, []))[1]
            if c.quote not in known:
                known.append(c.quote)
    return tuple(source_of(paper, n, found) for n, (paper, found) in sorted(quotes.items()))


def _withdrawn(answer: Answer) -> tuple[str, ...]:
    cited = {c.n: c.paper.withdrawn for claim in answer.claims for c in claim.citations}
    gone = "".join(f"[{n}]" for n in sorted(cited) if cited[n])
    return (f"{gone}: withdrawn by now, so that what it says may be wrong.",) if gone else ()


def _searched(answer: Answer, today: date) -> str:
    papers = f"{answer.searched:,} paper{'s' if answer.searched != 1 else ''}"
    return f"{papers}, {describe(answer.window, today)}" if answer.window else f"{papers} searched"


def _fell(answer: Answer) -> tuple[str, ...]:
    fallen = sum(answer.dropped.values())
    if not fallen:
        return ()
    kinds = ", ".join(f"{count} {verdict}" for verdict, count in answer.dropped.items() if count)
    return (f"{fallen} of the model's claims fell because no quote backs {'it' if fallen == 1 else 'them'} ({kinds}).",)


def _refusal(answer: Answer) -> str:
    if len(answer.within) != 1 or not answer.nearest:
        return _NO_SENTENCE
    return f"The abstract of “{typeset(answer.nearest[0].title)}” does not say. What it is about:"


def _footer(answer: Answer, today: date) -> str:
    """What it rests on: `from 3 papers · 2,180 papers searched · newest 26 Nov`."""
    cited = len({c.paper.id for claim in answer.claims for c in claim.citations})
    parts = [f"from {cited:,} paper{'s' if cited != 1 else ''}"] if cited else []
    small_talk = not (cited or answer.searched or answer.window) and answer.state != "refused"
    # Of named papers no others were looked at.
    if small_talk:
        return ""
    parts += [] if (cited and answer.within) else [_searched(answer, today)]
    if day := answer.newest:
        parts.append(f"newest {day.day} {day:%b}{'' if day.year == today.year else f' {day.year}'}")
    return " · ".join(parts)


def _details(answer: Answer) -> str:
    """Who wrote it and what that cost."""
    usage = answer.usage
    tokens = usage.prompt_tokens + usage.completion_tokens
    parts = [answer.model, f"{usage.seconds:.1f} s", f"{tokens:,} tokens"]
    parts += [f"prompt {answer.prompt}"] if answer.prompt != "none" else []
    parts += [f"{usage.money:.4f} spent"] if usage.money is not None else []
    parts += ["from the cache, at no cost"] if usage.cached and not usage.calls else []
    return " · ".join(parts)

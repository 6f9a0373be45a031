"""Use cases' results as replies: what is said, in which order, in words. How it looks is `render`'s."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.doctor import Finding
from bot.models.budget import Caps, Spent
from bot.render.facts import facts
from bot.render.papers import detail, source_of
from bot.render.typeset import typeset
from bot.types import Answer, Citation, Reply, Section, Source, Tldr
from retrieval.ingest import Report
from retrieval.text.clean import clean_text
from retrieval.text.telling import telling_sentence
from retrieval.types import Hit, Paper, Version
from retrieval.window import describe

HANDFUL = 5
"""How many papers stand under a count: whoever asks how many asks for no list."""
_HOW_MANY = re.compile(r"\bhow many\b|\bnumber of\b|^\W*count\b", re.IGNORECASE)


def answer_reply(answer: Answer, today: date) -> Reply:
    """An answer or a refusal, with what was searched, and its sources under the numbers of the text."""
    if answer.state == "refused":
        return Reply(
            paragraphs=(_refusal(answer),),
            sources=tuple(source_of(paper, line=answer.lines.get(paper.id, "")) for paper in answer.nearest),
            notes=(_searched(answer, today), *_fell(answer), *answer.notes, *_nearest_note(answer)),
            footer=_footer(answer),
        )
    if answer.sections:
        return Reply(
            paragraphs=(answer.claims[0].text,),
            notes=answer.notes,
            footer=_footer(answer),
            sections=answer.sections,
        )
    if answer.listing is not None:
        shown = answer.listing[:HANDFUL] if _HOW_MANY.search(answer.question) else answer.listing
        rest = answer.count - len(shown) - len(answer.beyond) if answer.count else 0
        more = "ask me to list them" if len(shown) < len(answer.listing) else "say “more”"
        return Reply(
            paragraphs=(answer.claims[0].text,),
            sources=tuple(_listed(answer, paper) for paper in shown),
            sections=(Section("", (f"{rest:,} more: {more}.",)),) if rest and shown else (),
            notes=answer.notes,
            footer=_footer(answer) + " · " + _searched(answer, today),
        )
    return Reply(
        paragraphs=tuple(claim_line(c.text, c.citations) for c in answer.claims),
        sources=_cited(answer),
        notes=(*_withdrawn(answer), *_fell(answer), *answer.notes),
        footer=_footer(answer) + " · " + _searched(answer, today),
    )


def _listed(answer: Answer, paper: Paper) -> Source:
    quote = answer.quotes.get(paper.id, "")
    source = source_of(paper, line=answer.lines.get(paper.id, ""))
    return replace(source, quotes=(typeset(quote),) if quote and typeset(quote) != source.line else ())


def claim_line(text: str, citations: Sequence[Citation]) -> str:
    """A sentence with its numbers: `Grokking is delayed generalization. [1][3]`."""
    return typeset(text) + " " + "".join(f"[{n}]" for n in dict.fromkeys(c.n for c in citations))


def tldr_reply(lines: Sequence[Tldr]) -> Reply:
    """TL;DRs, each with how it was made."""
    sources = tuple(source_of(t.paper, line=f"{t.line} ({t.made_by}, {t.prompt})") for t in lines)
    return Reply(sources=sources, notes=tuple(dict.fromkeys(t.note for t in lines if t.note)))


def usage_reply(spent: Sequence[Spent], caps: Caps, left: int | None) -> Reply:
    """Who spent what on which model, and what is left today."""
    lines = [
        f"{s.user} · {s.model}: {s.calls:,} calls, {s.tokens:,} tokens, {s.seconds:.1f} s"
        + (f", {s.money:.4f} spent" if s.money is not None else "")
        for s in spent
    ]
    limits = (("a person a day", caps.user), ("a day", caps.day), ("in all", caps.total))
    capped = ", ".join(f"{cap:,} tokens {what}" for what, cap in limits if cap)
    room = f"Caps: {capped}. Left for you now: {left:,} tokens." if left is not None else "No caps are set."
    return Reply(paragraphs=tuple(lines) or ("No model was called.",), notes=(room,))


def papers_reply(papers: Sequence[Paper], heading: str, lines: dict[str, str] | None = None) -> Reply:
    """A listing, with the one-liners that are there."""
    known = lines or {}
    return Reply(title=heading, sources=tuple(source_of(p, line=known.get(p.id, "")) for p in papers))


def hits_reply(query: str, hits: Sequence[Hit], notes: Sequence[str]) -> Reply:
    """Ranked papers and why: their rank in each list, and the sentence of their best passage that holds the most."""
    sources = tuple(
        source_of(hit.paper, n=place, extra=_why(hit), line=telling_sentence(hit.passage, query)[0] or hit.passage)
        for place, hit in enumerate(hits, start=1)
    )
    return Reply(paragraphs=() if hits else ("Nothing found.",), sources=sources, notes=tuple(notes))


def paper_reply(paper: Paper, line: str = "", versions: Sequence[Version] = ()) -> Reply:
    """One paper in full, with what its earlier *versions* said."""
    return Reply(
        title=typeset(paper.title),
        paragraphs=tuple(typeset(p) for p in (f"TL;DR: {line}" if line else "", paper.abstract) if p),
        notes=tuple(facts(paper)),
        footer=" · ".join(p for p in (detail(paper), paper.url or "") if p),
        sections=tuple(_earlier(version) for version in versions),
    )


def _earlier(version: Version) -> Section:
    which = f"version {version.number}" if version.number else "an earlier version"
    when = f" of {version.updated.day} {version.updated:%b %Y}" if version.updated else ""
    return Section(f"The abstract of {which}{when}", (version.abstract,))


def report_reply(report: Report, notes: Sequence[str]) -> Reply:
    """What was taken in, and every refusal with its reason."""
    line = (
        f"{report.read:,} read: {report.new:,} new, {report.merged:,} merged, {report.updated:,} updated, "
        f"{report.unchanged:,} unchanged, {len(report.refused):,} refused."
    )
    refused = tuple(f"Refused {r.where}: {r.reason}" for r in report.refused)
    return Reply(paragraphs=(line,), notes=(*refused, *report.notes(), *notes))


def settings_text(
    rows: Sequence[tuple[str, str, str, str]], in_force: str, model: str, notes: Sequence[str] = ()
) -> str:
    """Rows of (variable, value, origin, help), and what they come to. No paper's words: addresses stay as written."""
    lines = [f"{variable} = {value or '(empty)'}  [{origin}]  {told}" for variable, value, origin, told in rows]
    return "\n".join(clean_text(line) for line in (*lines, *notes, f"{in_force} · model {model}"))


def doctor_reply(found: Sequence[Finding]) -> Reply:
    """A line a finding, with the remedy under a fault."""
    lines = []
    for finding in found:
        lines.append(f"{'ok   ' if finding.well else 'FAULT'} {finding.name}: {finding.detail}")
        lines += [f"      → {finding.remedy}"] if finding.remedy else []
    return Reply(paragraphs=tuple(lines))


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


def _why(hit: Hit) -> str:
    return ", ".join(f"{name} #{rank}" for name, rank in hit.ranks.items())


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
        return "The papers don't say."
    return f"The abstract of “{typeset(answer.nearest[0].title)}” does not say. What it is about:"


def _nearest_note(answer: Answer) -> tuple[str, ...]:
    return ("The nearest papers:",) if answer.nearest and not answer.within else ()


def _footer(answer: Answer) -> str:
    usage = answer.usage
    tokens = usage.prompt_tokens + usage.completion_tokens
    parts = [answer.model, f"{usage.seconds:.1f} s", f"{tokens:,} tokens"]
    parts += [f"{usage.money:.4f} spent"] if usage.money is not None else []
    parts += ["from the cache, at no cost"] if usage.cached and not usage.calls else []
    return " · ".join(parts)

"""Use cases' results as replies: what is said, in which order, in words. How it looks is `render`'s."""

from __future__ import annotations

from collections.abc import Sequence

from bot.doctor import Finding
from bot.models.budget import Caps, Spent
from bot.question import parted
from bot.render.facts import facts, kept_as
from bot.render.papers import detail, source_of
from bot.render.typeset import typeset
from bot.tldr import own_line
from bot.types import Reply, Section, Tldr
from retrieval.ingest import Report
from retrieval.text.clean import clean_text
from retrieval.text.telling import telling_sentence
from retrieval.types import Hit, Paper, Version
from retrieval.window import written

_BY = {"full-text": "words", "dense": "meaning"}


def tldr_reply(lines: Sequence[Tldr]) -> Reply:
    """TL;DRs; how each was made is in the details."""
    made = (f"{t.made_by}, {t.prompt}" for t in lines)
    return Reply(
        sources=tuple(source_of(t.paper, line=t.line) for t in lines),
        notes=tuple(dict.fromkeys(t.note for t in lines if t.note)),
        details="; ".join(dict.fromkeys(made)),
        about=lines[0].paper.id if len(lines) == 1 else "",
    )


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
        source_of(hit.paper, n=place, extra=_why(hit), line=_line(hit, query))
        for place, hit in enumerate(hits, start=1)
    )
    taken, others = parted(notes)
    return Reply(paragraphs=() if hits else ("Nothing found.",), sources=sources, notes=others, taken=taken)


def closest_reply(query: str, hits: Sequence[Hit]) -> Reply:
    """The papers closest to *query*, near or far, each with its line."""
    return papers_reply(
        [hit.paper for hit in hits], f"Closest to “{query}”", {hit.paper.id: own_line(hit.paper)[0] for hit in hits}
    )


def paper_reply(paper: Paper, line: str = "", versions: Sequence[Version] = ()) -> Reply:
    """One paper in full, with what its earlier *versions* said."""
    return Reply(
        title=typeset(paper.title),
        paragraphs=tuple(typeset(p) for p in (f"TL;DR: {line}" if line else "", paper.abstract) if p),
        notes=tuple(facts(paper)),
        footer=detail(paper),
        details="; ".join(kept_as(paper)),
        url=paper.url or "",
        sections=tuple(_earlier(version) for version in versions),
        about=paper.id,
    )


def _earlier(version: Version) -> Section:
    which = f"version {version.number}" if version.number else "an earlier version"
    when = f" of {written(version.updated)}" if version.updated else ""
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


def _line(hit: Hit, query: str) -> str:
    return telling_sentence(hit.passage, query, hit.paper.title)[0] or hit.passage


def _why(hit: Hit) -> str:
    return ", ".join(f"{_BY.get(name, name)} #{rank}" for name, rank in hit.ranks.items())

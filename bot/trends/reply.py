"""Trends as lines with bars, as a reply and as JSON: a gap is drawn as a gap, and said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.freshness import named
from bot.render.safe import safe, safe_line
from bot.trends import Period, Trend, Trends
from bot.types import Chart, Reply, Section
from retrieval.window import written

if TYPE_CHECKING:
    from rich.text import Text

WIDTH = 24
"""Characters of the longest bar."""
_GAP = "·"
_EIGHTHS = " ▏▎▍▌▋▊▉"
_ABOUT = {"listed": "listing day", "published": "publication"}


def trends_reply(found: Trends) -> Reply:
    """A part for each topic, a line for each period: share, bar, counts."""
    shown = f"By {found.step}, {_ABOUT[found.about]}; the share of the papers that were read."
    if found.risen:
        shown = f"What rose most in {label(found, found.periods[_last(found)])}. {shown}"
    elif not found.trends:
        shown = "Nothing rose by more than chance would have it, or there is too little before it to compare with."
    top = max((share(n, p) for t in found.trends for n, p in zip(t.counts, found.periods, strict=True)), default=0.0)
    sections = tuple(Section(_heading(found, trend), _lines(found, trend, top), lined=True) for trend in found.trends)
    return Reply(paragraphs=(shown,), sections=sections, notes=_notes(found), chart=_bars(found))


def _bars(found: Trends) -> Chart | None:
    """The same as bars; a time that nobody read has none, and says so."""
    if not found.trends:
        return None
    times = tuple(f"{label(found, period)}{' not read' if period.gap else ''}" for period in found.periods)
    series = tuple(
        (trend.topic, tuple(round(100 * share(n, p), 2) for n, p in zip(trend.counts, found.periods, strict=True)))
        for trend in found.trends
    )
    return Chart(f"Share of the papers, by {found.step}", "% of papers", times, series)


def chart(found: Trends) -> Text:
    """The same for a terminal, its columns under one another."""
    from rich.text import Text

    reply = trends_reply(found)
    out = Text("\n".join(map(safe, reply.paragraphs)) + "\n")
    for section in reply.sections:
        out.append(f"\n{safe_line(section.heading)}\n", "bold")
        out.append("\n".join(line.rstrip() for line in section.paragraphs) + "\n")
    out.append("".join(f"\n{safe(note)}" for note in reply.notes) + "\n", "yellow")
    return out


def share(count: int, period: Period) -> float:
    """Of the papers of *period*, 0 to 1."""
    return count / period.papers if period.papers else 0.0


def bar(part: float) -> str:
    """A bar for *part* of the whole width, to an eighth of a character; something is never drawn as nothing."""
    eighths = max(round(part * WIDTH * 8), 1 if part else 0)
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")


def label(found: Trends, period: Period) -> str:
    """As "2026-11" or "2026-W46"."""
    if found.step == "month":
        return f"{period.start:%Y-%m}"
    year, week, _ = period.start.isocalendar()
    return f"{year}-W{week:02}"


def _last(found: Trends) -> int:
    return max(n for n, period in enumerate(found.periods) if period.papers)


def _heading(found: Trends, trend: Trend) -> str:
    term = next((term for term in found.risen if term.text == trend.topic), None)
    if term is None:
        papers = sum(trend.counts)
        return f"“{trend.topic}”: {papers:,} paper{'' if papers == 1 else 's'}"
    shares = f"{term.now / term.of_now:.1%} of the papers, {term.before / term.of_before:.1%} before"
    return f"“{trend.topic}”: {shares} ({term.now} of {term.of_now:,}, {term.before} of {term.of_before:,})"


def _lines(found: Trends, trend: Trend, top: float) -> tuple[str, ...]:
    widths = max(len(f"{count:,}") for count in trend.counts), max(len(f"{p.papers:,}") for p in found.periods)
    return tuple(
        f"{label(found, period)}  {_drawn(count, period, top, widths)}"
        for count, period in zip(trend.counts, found.periods, strict=True)
    )


def _drawn(count: int, period: Period, top: float, widths: tuple[int, int]) -> str:
    """Share, bar, counts; a dot for each weekday that nobody read."""
    if period.gap:
        return "     ·  not read"
    if not period.papers:
        return "     ·  read, and no papers"
    of, unread = share(count, period), period.days - period.read
    counts = f"{count:{widths[0]},} of {period.papers:{widths[1]},}"
    part = f"  {_GAP * unread} {unread} of {period.days} weekdays not read" if unread > 0 else ""
    return f"{of:6.1%}  {bar(of / top if top else 0.0).ljust(WIDTH)}  {counts}{part}"


def _notes(found: Trends) -> tuple[str, ...]:
    newest = f"The newest day counted is {written(found.newest)}." if found.newest else ""
    if not found.unread:
        return (newest,)
    if found.about == "published":
        return ("A · stands where no paper is of that time: nobody brought any.", newest)
    return (f"Not read, and left out: {named(found.unread)}.", newest)


def trends_document(found: Trends) -> dict[str, Any]:
    """The same as JSON; a gap has no counts and no shares."""
    return {
        "by": found.step,
        "about": found.about,
        "periods": [
            {
                "start": period.start.isoformat(),
                "label": label(found, period),
                "papers": None if period.gap else period.papers,
                "weekdays": period.days,
                "read": period.read,
            }
            for period in found.periods
        ],
        "trends": [_trend(found.periods, trend) for trend in found.trends],
        "risen": [
            {
                "term": term.text,
                "now": term.now,
                "of_now": term.of_now,
                "before": term.before,
                "of_before": term.of_before,
            }
            for term in found.risen
        ],
        "unread": [day.isoformat() for day in found.unread],
    }


def _trend(periods: Sequence[Period], trend: Trend) -> dict[str, Any]:
    pairs = list(zip(trend.counts, periods, strict=True))
    return {
        "topic": trend.topic,
        "counts": [None if period.gap else count for count, period in pairs],
        "shares": [None if period.gap else round(share(count, period), 4) for count, period in pairs],
    }

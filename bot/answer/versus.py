"""Two subjects held against each other: the papers that speak of both, then what there is on each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer.exact import Exact
from bot.answer.topic import on_topic
from bot.library import Library
from bot.question.topics import Topic
from bot.tldr import lines_of
from retrieval.archive.lookup import Query, forms_of, matching
from retrieval.text.statements import statements
from retrieval.types import Paper, Window

_BOTH, _EACH = 5, 2  # papers that are shown
_RANKED = 50
_WEIGHS = re.compile(
    r"\b(?:than|versus|vs|compar\w+|unlike|whereas|while|outperform\w*|surpass\w*|trade-?offs?|gap|differ\w*|instead of"
    r"|rather|better|worse)\b",
    re.IGNORECASE,
)


def on_both(library: Library, first: str, second: str, window: Window | None) -> Exact | None:
    """What papers hold on *first* and on *second*; None if no paper holds one of them."""
    one, two = (matching(library.archive, Query(words, "", window)) for words in (first, second))
    if not one or not two:
        return None
    sides = [
        (words, on_topic(library, Topic(words, "best"), window, exactly=True, held=held))
        for words, held in ((first, one), (second, two))
    ]
    shared = {paper.id for paper in one} & {paper.id for paper in two}
    both = [paper for paper in one if paper.id in shared]
    found = library.searcher.search(f"{first} {second}", _RANKED, window)
    place = {hit.paper.id: n for n, hit in enumerate(found.hits)}
    weighed = [(*_says_of(paper, first, second), place.get(paper.id, _RANKED), paper) for paper in both]
    weighed.sort(key=lambda each: (-each[0], each[2], -(each[3].upvotes or 0)))
    shown = [paper for _, _, _, paper in weighed[:_BOTH]]
    quotes = {paper.id: sentence for _, sentence, _, paper in weighed[:_BOTH] if sentence}
    for _, about in sides:
        alone = [p for p in about.papers if p.id not in shared] if about else []
        shown += alone[:_EACH]
        quotes |= {p.id: about.quotes[p.id] for p in alone[:_EACH] if about and p.id in about.quotes}
    sentence = _sentence(first, second, len(both), len(one) - len(both), len(two) - len(both))
    return Exact(sentence, found.searched, tuple(shown), len(shown), found.notes, lines_of(library, shown), quotes)


def _says_of(paper: Paper, first: str, second: str) -> tuple[int, str]:
    """How well *paper* weighs one against the other, and the sentence of it that does; ("" if none names both)."""
    sides = forms_of(first), forms_of(second)
    told = [s for s in statements(paper.abstract, paper.title) if all(_holds(s, forms) for forms in sides)]
    titled = all(_holds(paper.title, forms) for forms in sides)
    weighing = next((s for s in told if _WEIGHS.search(s)), "")
    return 2 * bool(weighing) + bool(told) + 2 * titled, weighing or next(iter(told), "")


def _holds(text: str, forms: Sequence[re.Pattern[str]]) -> bool:
    return all(form.search(text.lower()) for form in forms)


def _sentence(first: str, second: str, both: int, one: int, two: int) -> str:
    if not both:
        return f"No paper mentions both “{first}” and “{second}”: {one:,} mention the first, {two:,} the second."
    plural = "mention" if both > 1 else "mentions"
    return (
        f"{both:,} paper{'s' if both > 1 else ''} {plural} both “{first}” and “{second}”, {one:,} only the first, "
        f"{two:,} only the second. Those that weigh them up come first:"
    )

"""Everyday questions about topics and about papers by name, each with what a right answer must hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.evaluate.form_checks import Posed, Right, mostly, only, refused, since
from bot.evaluate.form_shelf import Shelf
from retrieval.types import Paper

_MONTHS_BACK = 10  # a month's bare name means the last one of that name


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of question, called *name*, and how it is *worded*, by turns."""

    name: str
    worded: tuple[str, ...]


TOPIC = (
    Form("a bare topic", ("{topic}",)),
    Form("which papers study", ("Which papers study {topic}?",)),
    Form("what's new in", ("What's new in {topic}?",)),
    Form("anything on", ("anything on {topic}?",)),
)
SINCE = Form("new since a month", ("What is new in {topic} since {month}?",))
SLIP = Form("a topic, one letter wrong", tuple(form.worded[0] for form in TOPIC))
ABSENT = Form("a topic no paper holds", ("{topic}", "Which papers study {topic}?", "What's new in {topic}?"))
WHAT = Form("what is NAME", ("What is {name}?",))
RESULTS = Form("results of NAME", ("What results does {name} report?",))
CODE = Form("code of NAME", ("Is the code of {name} available?",))
WHO = Form("who wrote NAME", ("Who wrote {name}?",))
NAME_SLIP = Form("NAME, one letter wrong", ("What is {name}?", "Who wrote {name}?"))
DIFFERENCE = Form("A and B compared", ("What is the difference between {name} and {other}?",))
LINK = Form(
    "an id or a link",
    ("{id}", "https://arxiv.org/abs/{id}", "What is {id} about?", "https://huggingface.co/papers/{id} summary please"),
)


def on_topics(shelf: Shelf, forms: Sequence[Form], n: int) -> Iterator[Posed]:
    """The *forms* of each of *n* topics."""
    for topic in shelf.topics[:n]:
        for at, form in enumerate(forms):
            yield Posed(form.name, form.worded[at % len(form.worded)].format(topic=topic), mostly(shelf.holding(topic)))


def since_months(shelf: Shelf, form: Form, n: int, today: date) -> Iterator[Posed]:
    """Topics with a month from which on a paper holds them; older months with their year."""
    dice, found = shelf.dice(form.name), 0
    for topic in shelf.topics:
        holding = shelf.holding(topic)
        days = {p.id: day for p in shelf.papers if p.id in holding and (day := p.day("listed")) and day <= today}
        if not days or found == n:
            continue
        start = dice.choice(sorted(days.values())).replace(day=1)
        near = (today.year - start.year) * 12 + today.month - start.month <= _MONTHS_BACK
        within = frozenset(paper for paper, day in days.items() if day >= start)
        month = f"{start:%B}" if near else f"{start:%B %Y}"
        found += 1
        yield Posed(form.name, _worded(form, found).format(topic=topic, month=month), since(within, start))


def slipped_topics(shelf: Shelf, form: Form, n: int) -> Iterator[Posed]:
    """Topics with one letter wrong, in a word that then no paper holds."""
    dice = shelf.dice(form.name)
    wrong = ((topic, slip) for topic in shelf.topics if (slip := shelf.slipped(topic, dice)))
    for at, (topic, slip) in zip(range(n), wrong, strict=False):
        yield Posed(form.name, _worded(form, at).format(topic=slip), mostly(shelf.holding(topic), corrected=True))


def absent_topics(shelf: Shelf, form: Form, n: int) -> Iterator[Posed]:
    """Topics that no paper of this archive holds: to be refused."""
    for at, topic in enumerate(shelf.absent()[: 2 * n]):
        yield Posed(form.name, _worded(form, at).format(topic=topic), refused)


def on_names(shelf: Shelf, form: Form, n: int, telling: bool = False) -> Iterator[Posed]:
    """One paper by its name; *telling*: its first and last author must be told, where they are known."""
    for at, (name, paper) in enumerate(shelf.names[:n]):
        facts = dict.fromkeys([*paper.authors[:1], *paper.authors[-1:]]) if telling else ()
        yield Posed(form.name, _worded(form, at).format(name=name), only(paper, telling=tuple(facts)))


def on_code(shelf: Shelf, form: Form, n: int) -> Iterator[Posed]:
    """Half of papers whose code is known, half as they come."""
    known = [(name, paper) for name, paper in shelf.names if paper.code]
    for at, (name, paper) in enumerate([*known[: n // 2], *shelf.names[: n - n // 2]]):
        telling = (paper.code,) if paper.code else ()
        yield Posed(form.name, _worded(form, at).format(name=name), only(paper, telling=telling))


def slipped_names(shelf: Shelf, form: Form, n: int) -> Iterator[Posed]:
    """Names with one letter wrong."""
    dice = shelf.dice(form.name)
    wrong = ((slip, paper) for name, paper in shelf.names if (slip := shelf.slipped(name, dice)))
    for at, (slip, paper) in zip(range(n), wrong, strict=False):
        yield Posed(form.name, _worded(form, at).format(name=slip), _noted(only(paper)))


def compared(shelf: Shelf, form: Form, n: int) -> Iterator[Posed]:
    """Two papers by name: both are shown, and no third."""
    dice = shelf.dice(form.name)
    for at in range(n if len(shelf.names) > 1 else 0):
        (name, paper), (other, another) = dice.sample(shelf.names, 2)
        yield Posed(form.name, _worded(form, at).format(name=name, other=other), only(paper, another))


def by_link(shelf: Shelf, form: Form, n: int) -> Iterator[Posed]:
    """A paper by its arXiv id, bare or in an address."""
    known: list[Paper] = [paper for paper in shelf.papers if paper.arxiv_id]
    for at, paper in enumerate(shelf.dice(form.name).sample(known, min(n, len(known)))):
        yield Posed(form.name, _worded(form, at).format(id=paper.arxiv_id), only(paper))


def _worded(form: Form, at: int) -> str:
    return form.worded[at % len(form.worded)]


def _noted(right: Right) -> Right:
    """And what the question was taken as is told."""
    return lambda answer: bool(answer.notes) and right(answer)

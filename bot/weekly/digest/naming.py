"""A group's name from its own terms, "Reinforcement learning and verifiable rewards", or in words of its papers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.gate.names import strange_words
from bot.gate.numbers import strange_numbers
from bot.weekly.digest.phrases import is_quality
from bot.weekly.digest.terms import Term
from retrieval.types import Paper

_SPEAKS_FOR = 0.4  # the share of a group's papers that hold its first term; a group without such a term has no name
_TELLING = 7.0  # the worth of a first term: less, and it stands there by chance
_MOST_OF = 0.6  # the share of the papers that hold a second term of one word
_NAMED_IN = 0.25  # the share of the papers that hold a term, for it to be said instead of a single everyday word,
_LEAST_WORTH = 0.5  # and its worth, of a first term's
_SECOND = 0.5  # of the first term's worth, for a second one to be worth saying


def name_of(terms: Sequence[Term], size: int, taken: Sequence[str] = ()) -> str:
    """A name from the best of *terms*, without those in the names *taken*; "" if none speaks for the group.

    Where no term does alone, the best two may together. One that names a subject goes before a single everyday word:
    "agents" tells a theme from no other, "tool use", which fewer of its papers hold, does.
    """
    used = " ".join(taken).lower()
    free = [t for t in terms if t.worth >= _TELLING * _LEAST_WORTH and t.text.lower() not in used and not t.proper]
    free = [term for term in free if not is_quality(term.text.split()[-1])]
    telling = [term for term in free if term.worth >= _TELLING and term.titled]
    leading = [term for term in telling if term.papers >= size * _SPEAKS_FOR]
    if not leading and sum(term.papers for term in telling[:2]) >= size * _SPEAKS_FOR:
        leading = telling[:2]
    if not leading:
        return ""
    naming = [term for term in free if term.names and term.papers >= max(2, size * _NAMED_IN)]
    first = next((term for term in leading if term.names), (naming or leading)[0])
    words = [term for term in leading if not term.names and term != first and term.papers > size * _MOST_OF]
    others = [t for t in naming if t != first and t.worth >= first.worth * _SECOND]
    spare = (
        () if first.names else (*(t for t in free if t.names), *(t for t in free if t.titled), *free)
    )  # better than a single word
    second = next((term for term in (*others, *words, *spare) if _differ(first, term)), None)
    name = f"{first.text} and {second.text}" if second else first.text
    return name[0].upper() + name[1:]


def is_their_own(name: str, papers: Sequence[Paper]) -> bool:
    """Whether all numbers, names and other words of *name* stand in the titles and abstracts of *papers*."""
    said = "\n".join(f"{paper.title}.\n{paper.abstract}" for paper in papers)
    return not strange_numbers(name, said) and not strange_words(name, said)


def _differ(one: Term, other: Term) -> bool:
    """Neither is part of the other, as retrieval is of retrieval-augmented generation."""
    first, second = one.text.lower(), other.text.lower()
    return first not in second and second not in first

"""What a message in a conversation can mean by "the second one", "it", "both": the papers in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.question.turn import Numbered, Turn
from retrieval.errors import UsageError

Papers = tuple[Numbered, ...]

_TOLD = 12  # papers that whoever named one that is not there is told of
_COUNTED = ("no papers", "only one paper", "only two papers", "only three papers")


@dataclass(frozen=True, slots=True)
class Mention:
    """Papers meant by the words at text[start:end]. *thing*: the last of these words, if they mean a part of the
    papers: "those methods", "the authors".
    """

    start: int
    end: int
    papers: Papers
    thing: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """*last*: the last answer's papers. *listed*: those of the list whose numbers people go by, which stays in force
    while questions are about some of its papers. *before*: the papers of the answer before the last. *titles*: by id.
    """

    last: Papers
    listed: Papers
    before: Papers
    titles: Mapping[str, str]

    def at(self, place: int) -> Papers:
        """The paper at *place* of the list, from 1, or from -1 backwards. `UsageError` if there is none."""
        if not 0 < abs(place) <= len(self.listed):
            raise self.missing()
        return (self.listed[place - 1 if place > 0 else place],)

    def numbered(self, n: int) -> Papers:
        """The paper shown as [n]; failing that, the n-th."""
        return tuple(p for p in (*self.last, *self.listed) if p[0] == n)[:1] or self.at(n)

    def others(self) -> Papers:
        """The listed papers that were not talked about last."""
        return tuple(p for p in self.listed if p not in self.last) or self.last

    def following(self) -> Papers:
        """The paper after the one talked about last."""
        places = [place for place, paper in enumerate(self.listed, start=1) if paper in self.last]
        return self.at(max(places, default=0) + 1)

    def pair(self) -> Papers:
        """The two papers that "both" means: the last answer's, the list's, or the two talked about last."""
        for papers in (self.last, self.listed, (*self.before, *self.last)):
            if len(set(papers)) == 2:
                return tuple(dict.fromkeys(papers))
        return self.last if len(self.last) > 1 else self.listed

    def several(self) -> Papers:
        """The papers that "them" and "these" mean: the last answer's, or the list's if that was about one of them."""
        return self.last if len(self.last) > 1 else self.listed

    def missing(self) -> UsageError:
        """What to tell about a paper that nobody has seen."""
        count = len(self.listed)
        told = _COUNTED[count] if count < len(_COUNTED) else f"only {count} papers"
        shown = "; ".join(f"[{n}] {self.titles[paper]}" for n, paper in self.listed[:_TOLD]) + "; …" * (count > _TOLD)
        return UsageError(
            f"There {'was' if count == 1 else 'were'} {told}{': ' + shown if shown else ' to speak of'}.",
            "Name one of them by its number, or ask a question of its own.",
        )


def sight_of(turns: Sequence[Turn], titles: Mapping[str, str]) -> Sight:
    """The papers in sight after *turns*, of which there is at least one."""
    everything = tuple(dict.fromkeys(sorted(paper for turn in turns for paper in turn.papers)))
    listed = everything if topic_of(turns).narrowed else topic_of(turns).papers
    before = turns[-2].papers if len(turns) > 1 else ()
    return Sight(turns[-1].papers, listed, before, titles)


def topic_of(turns: Sequence[Turn]) -> Turn:
    """The last turn that was no question about papers of an earlier one; if it can be, one with papers."""
    own = [turn for turn in reversed(turns) if not turn.narrowed]
    return next((turn for turn in own if turn.papers), own[0] if own else turns[0])

"""What code answers without a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.types import Section, Usage
from retrieval.types import Paper


@dataclass(frozen=True, slots=True)
class Exact:
    """The *sentence* that answers, how many papers were looked at, and those it is about.

    *count* is set for lists: how many papers fit, of which *papers* are the ones shown, *lines* with what stands under
    each and *quotes* with the sentence that shows why, by id; *sections* show them in parts. *choice* holds (title,
    the question as it is asked of that paper) where one of several is meant. *usage*: what that cost. *topic*: what
    a list is about, for a chat model to sum it up. *beside*: papers close to it that are not counted.
    """

    sentence: str
    searched: int
    papers: tuple[Paper, ...] = ()
    count: int | None = None
    notes: tuple[str, ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict)
    quotes: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    choice: tuple[tuple[str, str], ...] = ()
    usage: Usage = field(default_factory=Usage)
    topic: str = ""
    beside: tuple[Paper, ...] = ()

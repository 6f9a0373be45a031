"""Regular expressions that decide what a text means, each beside a phrase it takes and one it leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

How = Literal["search", "match", "fullmatch"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression with a phrase it takes and a near miss it leaves: `tests/test_patterns.py` runs them all.

    *how* it takes a text: anywhere in it, from its beginning, or the whole of it. *leaves* is None in the last row
    of a table, if that row takes whatever the others left. It is compiled when it is first needed.
    """

    source: str
    takes: str
    leaves: str | None
    how: How = field(default="search", kw_only=True)
    flags: re.RegexFlag = field(default=re.IGNORECASE, kw_only=True)

    @property
    def regex(self) -> re.Pattern[str]:
        """It, compiled."""
        return _compiled(self.source, self.flags)

    def find(self, text: str, at: int = 0) -> re.Match[str] | None:
        """Where it takes *text*, from *at* on; None if it leaves it."""
        if self.how == "search":
            return self.regex.search(text, at)
        return self.regex.match(text, at) if self.how == "match" else self.regex.fullmatch(text, at)


@cache
def _compiled(source: str, flags: re.RegexFlag) -> re.Pattern[str]:
    return re.compile(source, flags)

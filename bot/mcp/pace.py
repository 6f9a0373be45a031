"""How often somebody may knock: so much at once, and so much a minute."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

_REMEMBERED = 10_000  # of whom the least recent are forgotten


@dataclass(slots=True)
class Pace:
    """At most *a_minute* requests a minute from each, and as many at once."""

    a_minute: int
    _seen: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, who: str, now: float) -> float:
        """Seconds until *who* may come in; 0 lets it in now, and counts it. *now* is in seconds of any clock."""
        left, at = self._seen.pop(who, (float(self.a_minute), now))
        left = min(float(self.a_minute), left + (now - at) * self.a_minute / 60)
        let_in = left >= 1
        self._seen[who] = (left - 1 if let_in else left, now)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return 0.0 if let_in else (1 - left) * 60 / self.a_minute

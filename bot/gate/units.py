"""Words for numbers and for what is counted: one table for whoever reads numbers in a claim."""

from __future__ import annotations

import re
from functools import cache

from retrieval.text.number_words import CARDINALS

WORDS = {word: float(n) for word, n in CARDINALS.items()} | {"dozen": 12.0}
SCALES = {
    "k": 1e3,
    "thousand": 1e3,
    "M": 1e6,
    "million": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "T": 1e12,
    "trillion": 1e12,
}
"""Of letters, K and B may be small or not; a small m or t is another unit."""
TIMES = {"twice": 2.0, "double": 2.0, "doubling": 2.0, "thrice": 3.0, "triple": 3.0, "tripling": 3.0, "quadruple": 4.0}
SHARES = {"half": 50.0, "halve": 50.0, "halves": 50.0, "halved": 50.0, "halving": 50.0, "quarter": 25.0}
_UNITS = {
    "%": r"%|percent|per cent|pct",
    "points": r"percentage points?|%? points?|pp|pts?",
    "x": r"×|x|times|folds?",
    "D": r"d|dimensional|dims?",
    "th": r"st|nd|rd|th",
    "ms": r"ms|milliseconds?|msecs?",
    "s": r"s|secs?|seconds?",
    "min": r"mins?|minutes?",
    "h": r"h|hrs?|hours?",
    "days": r"days?",
    "weeks": r"weeks?",
    "months": r"months?",
    "years": r"years?|yrs?",
    "kB": r"kb|kib|kilobytes?",
    "MB": r"mb|mib|megabytes?",
    "GB": r"gb|gib|gigabytes?",
    "TB": r"tb|tib|terabytes?",
    "Hz": r"hz|hertz",
    "kHz": r"khz",
    "MHz": r"mhz",
    "GHz": r"ghz",
    "fps": r"fps|frames per second",
    "nm": r"nm|nanomet(?:er|re)s?",
    "mm": r"mm|millimet(?:er|re)s?",
    "cm": r"cm|centimet(?:er|re)s?",
    "m": r"m|met(?:er|re)s?",
    "km": r"km|kilomet(?:er|re)s?",
    "kg": r"kg|kilograms?",
    "mg": r"mg|milligrams?",
    "dB": r"db|decibels?",
    "$": r"dollars?|usd",
    "°C": r"°c|degrees celsius",
}
UNIT = "|".join(f"(?:{pattern})" for pattern in _UNITS.values())


@cache
def unit_of(written: str) -> str:
    """The unit that *written* is one way to write."""
    return next(unit for unit, pattern in _UNITS.items() if re.fullmatch(pattern, written, re.I))

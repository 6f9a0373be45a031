"""Every number of a claim with its unit must stand in the evidence, in whatever way it is written.

1,000 is 1000 and 1k, "three" is 3, twice is 2x, 98.12 percent is 98.12%, half is 50%. 5 ms is not 5 s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_WORDS = {w: float(n) for n, w in enumerate(_ONES.split())} | {
    w: 10.0 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_WORDS |= {"hundred": 1e2, "dozen": 12.0}
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9, "trillion": 1e12}
_TIMES = {"once": 1.0, "twice": 2.0, "double": 2.0, "thrice": 3.0, "triple": 3.0, "quadruple": 4.0, "tenfold": 10.0}
_SHARES = {"half": 50.0, "halve": 50.0, "halves": 50.0, "halved": 50.0, "halving": 50.0, "quarter": 25.0}
_UNITS = {
    "%": r"\\?%|percent|per cent|pct",
    "points": r"percentage points?|points?|pp|pts?",
    "x": r"×|x|times|fold|-fold",
    "ms": r"ms|milliseconds?",
    "s": r"s|secs?|seconds?",
    "min": r"mins?|minutes?",
    "h": r"h|hrs?|hours?",
    "days": r"days?",
    "weeks": r"weeks?",
    "months": r"months?",
    "years": r"years?|yrs?",
    "kB": r"kb|kilobytes?",
    "MB": r"mb|megabytes?",
    "GB": r"gb|gigabytes?|gib",
    "TB": r"tb|terabytes?",
    "Hz": r"hz",
    "kHz": r"khz",
    "MHz": r"mhz",
    "fps": r"fps|frames per second",
    "mm": r"mm|millimet(?:er|re)s?",
    "cm": r"cm|centimet(?:er|re)s?",
    "km": r"km|kilomet(?:er|re)s?",
    "kg": r"kg|kilograms?",
    "mg": r"mg|milligrams?",
    "dB": r"db|decibels?",
    "$": r"dollars?|usd",
    "°C": r"°c|degrees celsius",
}
_UNIT = "|".join(f"(?:{pattern})" for pattern in _UNITS.values())
_NUMBER = re.compile(
    r"(?<![\w.])(?<![A-Za-z]-)(?P<money>\$)?(?:(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    rf"|(?P<word>(?:{'|'.join(_WORDS)})(?:[ -](?:{'|'.join(_WORDS)}))*(?![\w])))"
    rf"(?:[ -]?(?P<scale>thousand|million|billion|trillion|bn|[kKMBb])(?![A-Za-z]))?"
    rf"(?:[ -]?(?P<unit>{_UNIT})(?![A-Za-z]))?(?![A-Za-z]*\d|[A-Za-z](?!-))",
    re.I,
)
_TIMES_RE = re.compile(
    r"\b(once|twice|thrice|tenfold|(?:double|triple|quadruple)(?:s|d|ing)?|doubling|tripling)\b", re.I
)
_SHARES_RE = re.compile(rf"\b({'|'.join(_SHARES)})\b", re.I)
_RANGE = re.compile(r"^\s*\\?%?\s*(?:-|–|to|and|or|,)+\s*$")
_BEFORE = 20  # characters that hold the longest word of `_LOOSE`
_LOOSE = re.compile(
    r"(?:about|around|approximately|roughly|nearly|almost|some|over|than|under|below|above|~|≈)\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as *written*, its *value* and *unit* ("" if none follows); *loose* if only said to be near it."""

    written: str
    value: float
    unit: str
    loose: bool = False
    counted: bool = False


def strange_numbers(claim: str, evidence: str) -> list[str]:
    """The numbers of *claim*, as written, that *evidence* does not hold with that unit."""
    known = list(quantities(evidence))
    return [q.written for q in quantities(claim) if not _stands(q, known) and not _lists(q, evidence)]


def quantities(text: str) -> list[Quantity]:
    """The numbers of *text*; the digits of a name ("GPT-4", "CIFAR-10") are none."""
    found = [(m.start(), m.end(), q) for m in _NUMBER.finditer(text) if (q := _quantity(m, text))]
    found += [(m.start(), m.end(), Quantity(m[0], _times(m[0]), "x")) for m in _TIMES_RE.finditer(text)]
    found += [(m.start(), m.end(), Quantity(m[0], _SHARES[m[0].lower()], "%")) for m in _SHARES_RE.finditer(text)]
    found.sort(key=lambda item: item[0])
    return list(_shared_units(found, text))


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    word = match["word"]
    if word and word.lower() in ("one", "zero") and not match["unit"]:
        return None  # a pronoun, or part of "zero-shot"
    value = _spelled(word) if word else float(match["digits"].replace(",", ""))
    value *= _SCALES.get((match["scale"] or "").lower(), 1.0)
    unit = "$" if match["money"] else _unit(match["unit"])
    return Quantity(
        match[0].strip(),
        value,
        unit,
        bool(_LOOSE.search(text[max(0, match.start() - _BEFORE) : match.start()])),
        bool(word),
    )


def _spelled(text: str) -> float:
    value = 0.0
    for word in re.split(r"[ -]", text.lower()):
        n = _WORDS[word]
        value = max(value, 1.0) * n if n == 100 else value + n
    return value


def _times(word: str) -> float:
    return next(n for w, n in _TIMES.items() if word.lower().startswith(w[:5]))


def _unit(written: str | None) -> str:
    if not written:
        return ""
    return next(unit for unit, pattern in _UNITS.items() if re.fullmatch(pattern, written, re.I))


def _shared_units(found: Sequence[tuple[int, int, Quantity]], text: str) -> Iterator[Quantity]:
    """Of "30-50%" or "4 to 6 ms" both numbers have the unit."""
    for n, (_, end, quantity) in enumerate(found):
        if not quantity.unit and n + 1 < len(found):
            start, _, following = found[n + 1]
            if _RANGE.match(text[end:start]):
                quantity = Quantity(quantity.written, quantity.value, following.unit, quantity.loose, quantity.counted)
        yield quantity


def _stands(wanted: Quantity, known: Sequence[Quantity]) -> bool:
    return any((_same_value(wanted, k) and _same_unit(wanted.unit, k.unit)) or _is_half(wanted, k) for k in known)


def _is_half(wanted: Quantity, known: Quantity) -> bool:
    """Whether "half the cost" is said of what is "reduced 2x"."""
    return wanted.written.lower() in _SHARES and (wanted.value, known.value, known.unit) == (50.0, 2.0, "x")


def _same_value(wanted: Quantity, known: Quantity) -> bool:
    if abs(wanted.value - known.value) <= 1e-9 * max(1.0, abs(known.value)):
        return True
    return wanted.loose and abs(wanted.value - known.value) <= 0.05 * abs(known.value)


def _same_unit(ours: str, theirs: str) -> bool:
    return ours == theirs or not ours or not theirs


def _lists(wanted: Quantity, evidence: str) -> bool:
    """Whether a small count in words ("three datasets") may be of things that the evidence only lists."""
    if not wanted.counted or wanted.unit or not 2 <= wanted.value <= 6:
        return False
    return any(len(re.findall(r", (?:and )?|\band\b|;", part)) + 1 >= wanted.value for part in evidence.split(". "))

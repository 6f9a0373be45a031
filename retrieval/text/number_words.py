"""Numbers in words, up to a hundred: "twelve", "ninety", "third"."""

from __future__ import annotations

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NTHS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth"
)

CARDINALS = (
    {word: n for n, word in enumerate(_UNITS.split())}
    | {word: 10 * n for n, word in enumerate(_TENS.split(), start=2)}
    | {"hundred": 100}
)
ORDINALS = (
    {word: n for n, word in enumerate(_NTHS.split(), start=1)}
    | {f"{word.removesuffix('y')}ieth": 10 * n for n, word in enumerate(_TENS.split(), start=2)}
    | {"hundredth": 100}
)


def cardinals(first: int, last: int) -> str:
    """The words from *first* to *last* as alternatives of a pattern: "one|two|three"."""
    return _between(CARDINALS, first, last)


def ordinals(first: int, last: int) -> str:
    """The words from *first* to *last* as alternatives of a pattern: "first|second|third"."""
    return _between(ORDINALS, first, last)


def _between(table: dict[str, int], first: int, last: int) -> str:
    return "|".join(word for word, n in table.items() if first <= n <= last)

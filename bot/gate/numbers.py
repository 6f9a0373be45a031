"""Every number of a claim with its unit must stand in the evidence, in whatever way it is written.

1,000 is 1000 and 1k, "three" is 3, twice is 2x, 98.12 percent is 98.12%, half is 50%. 5 ms is not 5 s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from bot.gate.atoms import atoms, known, plain, stands
from bot.gate.units import SCALES, SHARES, TIMES, UNIT, WORDS, unit_of
from bot.gate.words import STOP, stem
from retrieval.text.patterns import Pattern

_WORD = "|".join(WORDS)
# The digits of a name ("GPT-4", "CIFAR-10") are no number; what is counted behind a hyphen ("Llama-7B") is one.
_NUMBER = re.compile(
    r"(?<![\w.])(?P<named>(?<=[A-Za-z]-))?(?P<money>\$)?"
    r"(?:(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    rf"|(?P<word>(?:{_WORD})(?:[ -](?:{_WORD}))*(?=fold|\b)))"
    r"(?P<scale>(?-i:[kKMBbT])(?![A-Za-z])|[ -]?(?:thousand|million|billion|trillion|bn|(?-i:[KMB]))(?![A-Za-z]))?"
    rf"(?:[ -]?(?P<unit>{UNIT})(?![^\W_]))?(?![^\W_])",
    re.I,
)
_TIMES = re.compile(rf"\b(?:({'|'.join(TIMES)})(?:s|d)?)\b", re.I)
_SHARES = re.compile(rf"\b({'|'.join(SHARES)})\b", re.I)
_SIZES = re.compile(r"(?<=\d)(\s?)(?:×\s?|x\1)(?=\d)")  # "16x16" is two numbers
_RANGE = re.compile(r"^\s*(?:-|to|and|or|,)+\s*$")
_BEFORE = 20  # characters that hold the longest word of these
_NEAR = Pattern(r"(?:\b(?:about|around|approximately|roughly|some)|~|≈)\s*$", "about ", "about a ")
_UP_FROM = Pattern(
    r"\b(?:over|above|(?:more|greater|higher|larger) than|at least|exceeding)\s*$", "more than ", "more "
)
_UP_TO = Pattern(
    r"\b(?:nearly|almost|under|below|(?:less|fewer|lower|smaller) than|at most|up to)\s*$", "up to ", "up from "
)
_TWO = Pattern(r"\b(?:both|neither|the former|the latter)\b", "on both tasks", "on each task")
_ITEM = r"(?:[\w'-]+ ){0,2}[\w'-]+"
_LIST = re.compile(rf"((?:, {_ITEM}){{1,9}}),? (?:and|or) {_ITEM}")  # behind its first item
_NOUNS = re.compile(r"(?: [A-Za-z]{2,}\b){1,3}")
_LOOSE = 0.05  # how far "about" may be from the number


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as *written*, its *value* and *unit* ("" if none follows), and where it stands.

    It may be off by as much as the words before it say: to +1 above, -1 below, 0 both; None if they say nothing.
    It is *counted* if in words, and *shared* if its unit stands behind a later number only: that may be a mistake.
    """

    written: str
    value: float
    unit: str
    start: int
    end: int
    side: int | None = None
    counted: bool = False
    shared: bool = False


def strange_numbers(claim: str, evidence: str) -> list[str]:
    """The numbers of *claim*, as written, that *evidence* does not hold with that unit."""
    claim, evidence = plain(claim), plain(evidence)
    wanted = quantities(claim)
    if not wanted:
        return []
    said = quantities(evidence)
    missing = [q for q in wanted if not any(_same(q, k) for k in said) and not _lists(q, evidence)]
    return [q.written for q in missing if not _in_a_name(q, claim, evidence)]


def moved_number(claim: str, evidence: str) -> str:
    """A number of *claim* that *evidence* says of something else, and another of what it is said of; "" if none is."""
    ours, theirs = _counted(plain(claim)), _counted(plain(evidence))
    for what, mine in ours.items():
        said = theirs.get(what, [])
        for number in mine if said else ():
            elsewhere = any(_same_value(number, k) for other, found in theirs.items() if other != what for k in found)
            if elsewhere and not any(_same_value(number, k) for k in said):
                return number.written
    return ""


def _counted(text: str) -> dict[str, list[Quantity]]:
    """What follows the numbers of *text*, as stems, with these numbers."""
    found: dict[str, list[Quantity]] = {}
    for number in quantities(text):
        words = _NOUNS.match(text, number.end)
        said = words[0].lower().split() if words else ()
        for word in takewhile(lambda word: word not in STOP, said):
            found.setdefault(stem(word), []).append(number)
    return found


def quantities(text: str) -> list[Quantity]:
    """The numbers of *text*; the digits of a name ("GPT-4", "CIFAR-10") are none."""
    text = _SIZES.sub(lambda m: m[0].replace("x", "*").replace("×", "*"), text)
    found = [q for m in _NUMBER.finditer(text) if (q := _quantity(m, text))]
    found += [Quantity(m[0], TIMES[m[1].lower()], "x", *m.span()) for m in _TIMES.finditer(text)]
    found += [Quantity(m[0], SHARES[m[0].lower()], "%", *m.span()) for m in _SHARES.finditer(text)]
    return list(_shared_units(sorted(found, key=lambda q: q.start), text))


def spans(text: str) -> list[tuple[int, int]]:
    """Where the numbers of *text* stand, with their units and an "about" or "over" before them."""
    found = [(q, _hedge(text[max(0, q.start - _BEFORE) : q.start])) for q in quantities(text)]
    return [(q.start - len(hedge[0]) if hedge else q.start, q.end) for q, hedge in found]


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    word, unit = match["word"], match["unit"] or ""
    if word and word.lower() in ("one", "zero") and not unit:
        return None  # a pronoun, or part of "zero-shot"
    if match["named"] is not None and not match["scale"] and len(unit) < 2 and unit != "%":
        return None
    value = _spelled(word) if word else float(match["digits"].replace(",", ""))
    scale = (match["scale"] or "").strip(" -")
    value *= SCALES.get(scale) or SCALES.get(scale.lower(), 1.0)
    side = _side(text[max(0, match.start() - _BEFORE) : match.start()])
    unit = "$" if match["money"] else unit_of(unit) if unit else ""
    return Quantity(match[0].strip(), value, unit, *match.span(), side, bool(word))


def _spelled(text: str) -> float:
    value = 0.0
    for word in re.split(r"[ -]", text.lower()):
        n = WORDS[word]
        value = max(value, 1.0) * n if n == 100 else value + n
    return value


def _side(before: str) -> int | None:
    sides = ((_NEAR, 0), (_UP_FROM, 1), (_UP_TO, -1))
    return next((side for words, side in sides if words.find(before)), None)


def _hedge(before: str) -> re.Match[str] | None:
    return next((found for words in (_NEAR, _UP_FROM, _UP_TO) if (found := words.find(before))), None)


def _shared_units(found: Sequence[Quantity], text: str) -> Iterator[Quantity]:
    """Of "30-50%" or "4, 5 and 6 ms" all numbers have the unit."""
    later: Quantity | None = None
    shared: list[Quantity] = []
    for quantity in reversed(found):
        if later and not quantity.unit and _RANGE.match(text[quantity.end : later.start]):
            quantity = replace(quantity, unit=later.unit, shared=True)
        later = quantity
        shared.append(quantity)
    yield from reversed(shared)


def _same(wanted: Quantity, said: Quantity) -> bool:
    if wanted.written.lower() in SHARES and (wanted.value, said.value, said.unit) == (50.0, 2.0, "x"):
        return True  # "half the cost" is said of what is "reduced 2x"
    alone = (wanted.shared and not said.unit) or (said.shared and not wanted.unit)
    return (alone or wanted.unit == said.unit) and _same_value(wanted, said)


def _same_value(wanted: Quantity, said: Quantity) -> bool:
    more = said.value - wanted.value
    if abs(more) <= 1e-9 * max(1.0, abs(said.value)):
        return True
    on_its_side = wanted.side is not None and more * wanted.side >= 0
    return on_its_side and abs(more) <= _LOOSE * abs(said.value)


def _in_a_name(wanted: Quantity, claim: str, evidence: str) -> bool:
    """Whether it is the 2 of "Llama 2" where the evidence writes "Llama-2"."""
    ours = atoms(claim)
    at = next((n for n, a in enumerate(ours) if a.start == wanted.start), 0)
    named = at > 0 and not wanted.unit and ours[at].beside and any(map(str.isupper, ours[at - 1].text))
    return named and stands(ours, at - 1, at + 1, known(atoms(evidence)))


def _lists(wanted: Quantity, evidence: str) -> bool:
    """Whether a small count in words ("three datasets") is of things that the evidence only lists."""
    if not wanted.counted or wanted.unit:
        return False
    if wanted.value == 2 and _TWO.find(evidence):
        return True
    return wanted.value in {m[1].count(",") + 2 for m in _LIST.finditer(evidence)}

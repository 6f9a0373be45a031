"""The numbers of a claim in another language, held against those of English evidence: 1,4 Prozent, 3万, 两倍."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.gate.atoms import atoms, plain
from bot.gate.numbers import Quantity, quantities
from bot.language.numerals import COUNTED, COUNTERS, NEAR, SCALES, UNITS

_UNSPACED = ("zh", "ja")
_CLOSE = ("zh", "ja", "ko")  # write 1,234.5 as English does
_LOOSE = 0.05
_BEFORE = 14  # characters that hold the longest word of `NEAR`
# Not the digits of a name ("GPT-4", "CIFAR-10"), which is judged as one.
_DIGITS = re.compile(
    r"(?<![A-Za-z0-9_.,])(?<![A-Za-z]-)"
    r"(?P<digits>\d{1,3}(?:[.,' ]\d{3}){1,6}(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?)(?![.,]?\d)"
)
_IN_A_NAME = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as *written*, the *values* it may have, and its *unit* if it is one of ours. *near*: it may be off."""

    written: str
    values: tuple[float, ...]
    unit: str
    near: bool
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Strange:
    """The numbers that the evidence lacks for *certain*, and those that are only in *doubt*."""

    certain: tuple[str, ...]
    doubtful: tuple[str, ...]


def strange_numbers_across(claim: str, language: str, evidence: str) -> Strange:
    """What of the numbers of *claim* stands not in *evidence*. A unit that differs, or a count in words, is a doubt."""
    said, evidence = quantities(plain(evidence)), plain(evidence)
    named = {atom.text for atom in atoms(evidence)}
    certain: list[str] = []
    doubtful: list[str] = []
    for number in numbers(claim, language):
        valued = [q for q in said if _valued(number, q)]
        if not valued and number.written not in named:
            (doubtful if number.counted else certain).append(number.written)
        elif valued and not any(not number.unit or not q.unit or q.unit == number.unit for q in valued):
            doubtful.append(f"{number.written} {number.unit}")
    return Strange(tuple(certain), tuple(doubtful))


def numbers(text: str, language: str) -> list[Number]:
    """The numbers of *text* in *language*."""
    text = unicodedata.normalize("NFKC", text).replace("\u202f", " ").replace("’", "'").lower()
    return [*_in_digits(text, language), *_in_words(text, language)]


def _in_digits(text: str, language: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        hundredths = text[: match.start()].rstrip().endswith("百分之")
        scale = _scales().match(text, match.end())
        factor = SCALES[scale["word"]] if scale else 1.0
        end = scale.end() if scale else match.end()
        unit = "%" if hundredths else _unit(text, end)
        if not unit and _IN_A_NAME.match(text, end):
            continue  # "7B", "3D"
        if match["digits"] == "1" and not unit and not scale:
            continue  # "an epoch"
        values = tuple(value * factor for value in _values(match["digits"], language))
        yield Number(match["digits"], values, unit, _is_near(text[max(0, match.start() - _BEFORE) : match.start()]))


def _values(digits: str, language: str) -> list[float]:
    """What *digits* may mean: a comma is a point in some languages, and a point parts thousands."""
    bare = re.sub(r"[' ]", "", digits)
    if language in _CLOSE:
        return [float(bare.replace(",", ""))]
    marks = re.findall(r"[.,]", bare)
    if len(marks) > 1:
        last = bare.rfind(marks[-1]) if marks[0] != marks[-1] else len(bare)
        return [float(re.sub(r"[.,]", "", bare[:last]) + bare[last:].replace(",", "."))]
    joined = [float(re.sub(r"[.,]", "", bare))] if re.search(r"[.,]\d{3}$", bare) else []
    return [*joined, float(bare.replace(",", "."))]


def _in_words(text: str, language: str) -> Iterator[Number]:
    for match in _words(language).finditer(text) if language in COUNTED else ():
        value = _counted(language)[match["word"]]
        yield Number(match[0], (value, 2.0) if value == 50.0 else (value,), "", near=False, counted=True)


def _valued(number: Number, said: Quantity) -> bool:
    loose = _LOOSE if number.near else 1e-9
    return any(abs(value - said.value) <= loose * max(1e-9, abs(said.value)) for value in number.values)


def _unit(text: str, at: int) -> str:
    found = _units().match(text, at)
    return _unit_names()[found["word"].replace(" ", "-")] if found else ""


def _is_near(before: str) -> bool:
    return before.rstrip().endswith(tuple(word.replace("-", " ") for word in NEAR.split()))


@cache
def _counted(language: str) -> dict[str, float]:
    return {word: float(value) for word, _, value in (part.partition("=") for part in COUNTED[language].split())}


@cache
def _words(language: str) -> re.Pattern[str]:
    """The words for numbers of *language*; where words are not set apart, with a counter behind."""
    word = f"(?P<word>{'|'.join(sorted(_counted(language), key=len, reverse=True))})"
    if language in _UNSPACED:
        return re.compile(rf"(?:(?<![\u4e00-\u9fff])|(?<=[了的用在有为出和])){word}(?=[{COUNTERS}])")
    if language == "ko":
        return re.compile(rf"(?<!\w){word} ?(?=[{COUNTERS}])")
    return re.compile(rf"\b{word}\b")


@cache
def _unit_names() -> dict[str, str]:
    return {word: unit for unit, words in UNITS.items() for word in words.split()}


@cache
def _units() -> re.Pattern[str]:
    words = sorted((word.replace("-", " ").strip() for word in _unit_names()), key=len, reverse=True)
    return re.compile(rf"[ -]?(?P<word>{'|'.join(map(re.escape, words))})(?![a-zà-ÿ])")


@cache
def _scales() -> re.Pattern[str]:
    words = sorted(SCALES, key=len, reverse=True)
    return re.compile(rf" ?(?P<word>{'|'.join(words)})(?![a-zà-ÿ])")

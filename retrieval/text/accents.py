"""TeX's accents as letters: `Schr\\"odinger` and `Erd{\\H o}s` as they are printed. Mathematics has none of these."""

from __future__ import annotations

import re
import unicodedata

_MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
}  # fmt: skip
_LETTERS = {"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł",
            "L": "Ł", "i": "i", "j": "j"}  # fmt: skip

# After a backslash it is a line break of TeX; an accent named by a letter needs a brace or a blank behind its name.
_ACCENT = re.compile(
    r"(?<!\\)(?P<open>\{?)\\(?:(?P<sign>[`'^~=.\"])|(?P<name>[urHvdck])(?=[{\s])\s?)"
    r"(?:\{\\?(?P<braced>[A-Za-z])\}|\\?(?P<bare>[A-Za-z]))(?P<close>\}?)"
)
_SPELT = "ss|ae|AE|oe|OE|aa|AA|[oOlL]"
_LETTER = re.compile(rf"(?<!\\)(?:\{{\\(?P<braced>{_SPELT})\}}|\\(?P<bare>{_SPELT})(?:\{{\}}|(?![A-Za-z]) ?))")
# Quotation marks and apostrophes that some program escaped: said \"also, O\'Neil, it\'s.
_QUOTED = re.compile(r"(?<![A-Za-z])\\[\"'`]|\\'[A-Z]|\\'(?:s|t|d|m|re|ve|ll)\b")


def accents(text: str) -> str:
    """*text* with the accents and letters that TeX spells out put as letters; nothing else changes."""
    if "\\" not in text:
        return text
    return _LETTER.sub(lambda found: _LETTERS[found["braced"] or found["bare"]], _ACCENT.sub(_accented, text))


def _accented(found: re.Match[str]) -> str:
    if found["bare"] and not found["open"] and _QUOTED.match(found.string, found.start()):
        return found[0]
    letter = unicodedata.normalize("NFC", (found["braced"] or found["bare"]) + _MARKS[found["sign"] or found["name"]])
    if len(letter) > 1:  # no such letter: it was no accent
        return found[0]
    both = found["open"] and found["close"]
    return letter if both else found["open"] + letter + found["close"]

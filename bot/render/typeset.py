"""TeX as it looks when it is set: "62.3\\%" as 62.3%, "$O(n^2)$" as O(n²). For readers: quotes are checked as written.

Every rule is one pass over the text. A command that nobody knows loses its backslash and keeps its name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from bot.gate.latex import ACCENTS, MARKUP, SYMBOLS

_Put = str | Callable[[re.Match[str]], str]
_HINT = re.compile(r"[\\$^_~{}]|``|\'\'|\dtimes\b|\bte?xt(?:bf|it|sc|tt)|textbf|textit|---?")
_UP = dict(zip("0123456789+-n()i", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ⁽⁾ⁱ", strict=True))
_DOWN = dict(zip("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎", strict=True))


def _accent(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", (found[2] or found[4]) + ACCENTS[found[1] or found[3]])


def _command(found: re.Match[str]) -> str:
    known = "×" if found[1] == "times" else SYMBOLS.get(found[1], found[1])
    return unicodedata.normalize("NFC", known)


def _shifted(letters: dict[str, str], mark: str) -> Callable[[re.Match[str]], str]:
    def put(found: re.Match[str]) -> str:
        inside = found[1] if found[1] is not None else found[2]
        if inside == "°":
            return inside
        small = "".join(letters.get(c, "") for c in inside)
        return small if len(small) == len(inside) else f"{mark}{inside}"

    return put


_ROWS: tuple[tuple[str, _Put], ...] = (
    (r" ?\\(?:cite|ref|label|footnote)\w*\{[^{}]*\}", ""),
    (r"\\href *\{[^{}]*\} *\{([^{}]*)\}", r"\1"),
    (r"\\[dt]?frac *\{([^{}]*)\} *\{([^{}]*)\}", r"\1/\2"),
    (r"\\[dt]?frac *(\d)(\d)", r"\1/\2"),
    (rf"\\(?:{MARKUP})(?![A-Za-z])\*? *", ""),
    (r"\\((?:(?<=[\w{]\\)\")|['`^~])\{?\\?([A-Za-z])\}?|\\([cvHk])\{([A-Za-z])\}", _accent),
    (r"\^\{? ?\\?circ\b\}?", "°"),
    (r"\\([A-Za-z]+)", _command),
    (r"(?<![A-Za-z])text(?:bf|it|sc|tt|rm)\{", "{"),
    (r"\\[,;:> ]", " "),
    (r"\\[!()\[\]]", ""),
    (r"(?<!\\)\$\$", ""),
    (r"(?<!\\)\$(?![\s$])(?!\d[^$]*[^$\\A-Za-z][A-Za-z]{3})([^$]{1,200})(?<![\s\\])\$(?!\d)", r"\1"),
    (r"\\(?=[%&#_$|{}\"'*])", ""),
    (r"\^\{([^{}]{1,12})\}|\^(\d|[n°](?!\w))(?!\d)", _shifted(_UP, "^")),
    (r"(?<=\w)_\{([^{}]{1,12})\}|(?<=[A-Za-z\u0370-\u03ff])_(\d)(?!\w)", _shifted(_DOWN, "_")),
    (r"(?<!\w)\{([^{}]*)\}|(?<=\w)\{([^{}]*)\}", lambda m: m[1] if m[1] is not None else m[2]),
    (r"(?<=[A-Za-z.,])~(?=[A-Za-z\d])", " "),
    (r"``|''", '"'),
    (r"(?<=\d)times\b", "×"),
    (r" ?--- ?", " — "),
    (r"(?<=\d)--(?=\d)", "–"),
    (r"(?<=\w) ?-- ?(?=\w)", " – "),
)
_RULES = [(re.compile(pattern), put) for pattern, put in _ROWS]


def typeset(text: str) -> str:
    """*text* with its TeX as it looks when set; what holds none comes back as it is."""
    if not _HINT.search(text):
        return text
    for pattern, put in _RULES:
        text = pattern.sub(put, text)
    return text

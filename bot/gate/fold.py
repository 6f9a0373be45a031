"""One spelling for what is typed in many: text as PDFs, LaTeX, Markdown, JSON and models write it, folded alike.

Both the quote and the abstract are folded, then compared. A fold may take away how something is set, never what it
says: no word, digit, sign or unit is lost by it. Every rule is one pass over the text and linear.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from bot.gate.latex import ACCENTS, GREEK, MARKUP, SYMBOLS

_Put = str | Callable[[re.Match[str]], str]
_SAME = str.maketrans("−‘’‚‛′´“”„‟«»×∗⋅∙∼≈ϵ", "-''''''\"\"\"\"\"\"x*··~~ε")


@dataclass(frozen=True, slots=True)
class Folded:
    """*text* as folded; character i of it stands for characters starts[i] to ends[i] of what was folded."""

    text: str
    starts: list[int]
    ends: list[int]


def _plain(found: re.Match[str]) -> str:
    """A character beyond ASCII as what it is made of: ligatures as letters, all dashes as one, unseen ones as none."""
    char = found[0].translate(_SAME)
    kind = unicodedata.category(char)
    if kind in ("Cf", "Cc", "Co", "Cs"):
        return ""
    if kind[0] == "Z" or kind == "Pd":
        return " " if kind[0] == "Z" else "-"
    return unicodedata.normalize("NFKD", char).replace("\u2044", "/")


def _raised(found: re.Match[str]) -> str:
    return "^" + unicodedata.normalize("NFKD", found[0]).replace("−", "-")


def _broken(found: re.Match[str]) -> str:
    """A LaTeX command whose first letter JSON has read as an escape: a form feed and "rac" for \\frac."""
    return {"\b": "\\b", "\f": "\\f", "\t": "\\t", "\r": "\\r", "\n": "\\n"}[found[0]]


def _accent(found: re.Match[str]) -> str:
    return (found[2] or found[4]) + ACCENTS[found[1] or found[3]]


def _rules(*rows: tuple[str, _Put]) -> list[tuple[re.Pattern[str], _Put]]:
    return [(re.compile(pattern), put) for pattern, put in rows]


# In this order. Where a pattern has a group "inside", that much is kept and what is around it goes.
_RULES = _rules(
    # what JSON does to LaTeX, and HTML to everything
    (r"\f(?=rac)|\x08(?=eta|ar\b|oldsymbol)|\t(?=imes\b|heta\b|au\b|ext|ilde|frac)", _broken),
    (r"\r(?=ho\b|ight\b)|\n(?=abla\b|eq\b|u\b)", _broken),
    (r"\\+(?=\\)", ""),
    (r"&(?:amp|lt|gt|nbsp|quot|apos|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});", lambda m: html.unescape(m[0])),
    (r"<sup>", "^"),
    (r"</?(?:i|b|u|em|strong|sub|sup|code|tt|span|p)>|</sup>", ""),
    # one character for another
    (r"\u00ad\s*", ""),
    (r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ]+", _raised),
    (r"[₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚₛₜₓ]", lambda m: "_" + _plain(m)),
    (r"(?<=\d)[¼½¾⅓⅔⅛]", lambda m: " " + _plain(m)),
    (r"[^\x00-\x7f]", _plain),
    # LaTeX
    (r"(?<=[A-Za-z.,])~(?=[A-Za-z\d\\])", " "),
    (r" ?\\cite\w*\{[^{}]*\}", ""),
    (r"\\[dt]?frac *\{([^{}]*)\} *\{([^{}]*)\}", r"\1/\2"),
    (r"\\[dt]?frac *(\d)(\d)", r"\1/\2"),
    (rf"\\(?:{MARKUP})(?![A-Za-z])\*? *", ""),
    (r"\\((?:(?<=[\w{]\\)\")|['`^~])\{?\\?([A-Za-z])\}?|\\([cvHk])\{([A-Za-z])\}", _accent),
    (r"\\([A-Za-z]+)", lambda m: SYMBOLS.get(m[1], m[1])),
    (r"(?<=\d)\\,(?=\d{3})", ""),
    (r"\\[,;: >]", " "),
    (r"\\[!()\[\]]", ""),
    (r"(?<!\\)\$\$", ""),
    (r"(?<!\\)\$(?![\s$])(?!\d[^$]*[^$\\A-Za-z][A-Za-z]{3})(?P<inside>[^$]+)(?<![\s\\])\$(?!\d)", ""),
    (r"(?<![\\\d])\$(?!\s*\d)", ""),
    # Markdown
    (r"(?<![\w*\\)])(\*{1,3})(?![\s*])(?P<inside>[^*]+)(?<![\s*])\1(?!\*)", ""),
    (r"\\(?=[%&#_$|{}\"'*])", ""),
    (r"(?<=[A-Za-z])[\u0300-\u036f](?=[A-Za-z])|(?<=[A-Za-z]{2})[\u0300-\u036f]", ""),
    (rf"\b(?:{'|'.join(GREEK)})(?![\w\u0300-\u036f])", lambda m: GREEK[m[0]]),
    (r"[{}]|(?<!\d)_|_(?!\d)", ""),
    # quotation marks go, apostrophes and primes stay
    (r"`", "'"),
    (r"''", '"'),
    (r"(?<!\d)\"", ""),
    (r"(?<![^\W_])'|(?<=[^\W\d_]{2})'(?![^\W_])", ""),
    # space, operators and numbers
    (r"\s+", " "),
    (r"\+/?-", "±"),
    (r"<=", "≤"),
    (r">=", "≥"),
    (r"->", "→"),
    (r" ?-+ ?", "-"),
    (r"\^[∘°]", "°"),
    (r"(?<=[Α-ω]) ", ""),
    (r"(?<=\d) ?x ?(?=\d)", "x"),
    (r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)", lambda m: m[0].replace(",", "")),
    (r" ?([=<>≤≥~+/·±→|]) ?", r"\1"),
    (r"(?<=\d) (?=[^\W\d_])| (?=[%‰°,;:!?)\]]|\.(?![.\d]))|(?<=[(\[]) ", ""),
    (r" ?\[?\.\.\.\]? ?", " … "),
)
_LINE_END = re.compile(r"(?<=[a-z]{2})-\s+(?=[a-z]{2})")


@lru_cache(maxsize=64)  # the abstracts of one answer, each compared with every quote
def fold(text: str, joined: bool = False) -> Folded:
    """*text* folded. With *joined*, a word broken with a hyphen and a space is one word; else the hyphen stays."""
    made = Folded(text, list(range(len(text))), list(range(1, len(text) + 1)))
    if joined:
        if not _LINE_END.search(text):
            return fold(text)
        made = _replaced(_LINE_END, "", made)
    for pattern, put in _RULES:
        made = _replaced(pattern, put, made)
    return made


def _replaced(pattern: re.Pattern[str], put: _Put, before: Folded) -> Folded:
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0

    def keep(start: int, end: int) -> None:
        out.append(before.text[start:end])
        starts.extend(before.starts[start:end])
        ends.extend(before.ends[start:end])

    for found in pattern.finditer(before.text):
        keep(at, found.start())
        at = found.end()
        if "inside" in pattern.groupindex:
            keep(*found.span("inside"))
            continue
        new = found.expand(put) if isinstance(put, str) else put(found)
        out.append(new)
        starts.extend([before.starts[found.start()]] * len(new))
        ends.extend([before.ends[found.end() - 1]] * len(new))
    if not at:
        return before
    keep(at, len(before.text))
    return Folded("".join(out), starts, ends)

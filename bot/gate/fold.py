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
from retrieval.text.patterns import Pattern

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


def _unescaped(found: re.Match[str]) -> str:
    return html.unescape(found[0])


def _lowered(found: re.Match[str]) -> str:
    return "_" + _plain(found)


def _spaced(found: re.Match[str]) -> str:
    return " " + _plain(found)


def _symbol(found: re.Match[str]) -> str:
    return SYMBOLS.get(found[1], found[1])


def _greek(found: re.Match[str]) -> str:
    return GREEK[found[0]]


def _uncommaed(found: re.Match[str]) -> str:
    return found[0].replace(",", "")


def _rules(*rows: tuple[str, _Put, str, str]) -> list[tuple[Pattern, _Put]]:
    return [(Pattern(source, takes, leaves, flags=re.NOFLAG), put) for source, put, takes, leaves in rows]


# In this order: what is found, what is put there, a phrase that holds it, one that does not. Where a pattern has a
# group "inside", that much is kept and what is around it goes.
_RULES = _rules(
    # what JSON does to LaTeX, and HTML to everything
    (r"\f(?=rac)|\x08(?=eta|ar\b|oldsymbol)|\t(?=imes\b|heta\b|au\b|ext|ilde|frac)", _broken, "2\times 3", "2\t3"),
    (r"\r(?=ho\b|ight\b)|\n(?=abla\b|eq\b|u\b)", _broken, "\rho", "a\nname"),
    (r"\\+(?=\\)", "", r"\\alpha", r"\alpha"),
    (r"&(?:amp|lt|gt|nbsp|quot|apos|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});", _unescaped, "R&amp;D", "R&D;"),
    (r"<sup>", "^", "10<sup>3", "10<sub>3"),
    (r"</?(?:i|b|u|em|strong|sub|sup|code|tt|span|p)>|</sup>", "", "<i>fast", "a<b"),
    # one character for another
    (r"\u00ad\s*", "", "mem\u00adory", "mem-ory"),
    (r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ]+", _raised, "10³", "103"),
    (r"[₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚₛₜₓ]", _lowered, "x₁", "x1"),
    (r"(?<=\d)[¼½¾⅓⅔⅛]", _spaced, "2½", "½"),
    (r"[^\x00-\x7f]", _plain, "naïve", "naive"),
    # LaTeX
    (r"(?<=[A-Za-z.,])~(?=[A-Za-z\d\\])", " ", "Fig.~3", "a ~3"),
    (r" ?\\cite\w*\{[^{}]*\}", "", r"shown \citep{kim}", r"shown \emph{kim}"),
    (r"\\[dt]?frac *\{([^{}]*)\} *\{([^{}]*)\}", r"\1/\2", r"\frac{1}{n}", r"\frac12"),
    (r"\\[dt]?frac *(\d)(\d)", r"\1/\2", r"\frac12", r"\frac{1}{2}"),
    (rf"\\(?:{MARKUP})(?![A-Za-z])\*? *", "", r"\textbf{fast}", r"\alpha"),
    (r"\\((?:(?<=[\w{]\\)\")|['`^~])\{?\\?([A-Za-z])\}?|\\([cvHk])\{([A-Za-z])\}", _accent, r"R\'enyi", r"\alpha"),
    (r"\\([A-Za-z]+)", _symbol, r"\alpha", r"\%"),
    (r"(?<=\d)\\,(?=\d{3})", "", r"10\,000", r"a\,b"),
    (r"\\[,;: >]", " ", r"a\,b", r"a\%"),
    (r"\\[!()\[\]]", "", r"\(n\)", "(n)"),
    (r"(?<!\\)\$\$", "", "$$n$$", "$n$"),
    (
        r"(?<!\\)\$(?![\s$])(?!\d[^$]*[^$\\A-Za-z][A-Za-z]{3})(?P<inside>[^$]+)(?<![\s\\])\$(?!\d)",
        "",
        "an $n$ of",
        "from $5 to $7",
    ),
    (r"(?<![\\\d])\$(?!\s*\d)", "", "$n", "$5"),
    # Markdown
    (r"(?<![\w*\\)])(\*{1,3})(?![\s*])(?P<inside>[^*]+)(?<![\s*])\1(?!\*)", "", "**fast**", "2 * 3 * 4"),
    (r"\\(?=[%&#_$|{}\"'*])", "", r"5\%", "5%"),
    (r"(?<=[A-Za-z])[\u0300-\u036f](?=[A-Za-z])|(?<=[A-Za-z]{2})[\u0300-\u036f]", "", "nai\u0308ve", "x\u0302"),
    (rf"\b(?:{'|'.join(GREEK)})(?![\w\u0300-\u036f])", _greek, "alpha", "alphabet"),
    (r"[{}]|(?<!\d)_|_(?!\d)", "", "{n}", "1_000"),
    # quotation marks go, apostrophes and primes stay
    (r"`", "'", "`fast'", "'fast'"),
    (r"''", '"', "''fast", "'fast"),
    (r"(?<!\d)\"", "", '"fast"', '5"'),
    (r"(?<![^\W_])'|(?<=[^\W\d_]{2})'(?![^\W_])", "", "'fast'", "it's"),
    # space, operators and numbers
    (r"\s+", " ", "a  b", "ab"),
    (r"\+/?-", "±", "+/-2", "+2"),
    (r"<=", "≤", "n<=2", "n<2"),
    (r">=", "≥", "n>=2", "n>2"),
    (r"->", "→", "a->b", "a-b"),
    (r" ?-+ ?", "-", "a -- b", "a b"),
    (r"\^[∘°]", "°", "90^°", "90°"),
    (r"(?<=[Α-ω]) ", "", "α x", "a x"),
    (r"(?<=\d) ?x ?(?=\d)", "x", "2 x 3", "a x 3"),
    (r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)", _uncommaed, "10,000", "1,2"),
    (r" ?([=<>≤≥~+/·±→|]) ?", r"\1", "a = b", "a b"),
    (r"(?<=\d) (?=[^\W\d_])| (?=[%‰°,;:!?)\]]|\.(?![.\d]))|(?<=[(\[]) ", "", "5 ms", "five ms"),
    (r" ?\[?\.\.\.\]? ?", " … ", "a [...] b", "a. b"),
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
        made = _replaced(pattern.regex, put, made)
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

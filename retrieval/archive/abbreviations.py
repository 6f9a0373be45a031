"""What an abbreviation stands for, as the archive's papers spell it out: "mixture of experts (MoE)"."""

from __future__ import annotations

import re
from collections import Counter

from retrieval.archive.database import Database
from retrieval.archive.written import texts_with

_MOST = 60  # papers that are looked at
_LONGEST, _SHORTEST = 6, 2  # letters
_WORD = r"[A-Za-z][\w-]{0,30}"


def spelled_out(database: Database, short: str) -> str:
    """The words papers most often put before "(*short*)"; "" if none does.

    Each letter begins a word, or a part of one: "vision-language model (VLM)".
    """
    letters = short.lower().removesuffix("s") if short[-1:] in "sS" and len(short) > _SHORTEST else short.lower()
    if not (_SHORTEST <= len(letters) <= _LONGEST and letters.isalpha() and letters.isascii()):
        return ""
    told = re.compile(rf"((?:{_WORD}[ -]){{1,{len(letters) + 1}}})\({letters}s?\)", re.IGNORECASE)
    found: Counter[str] = Counter()
    for text in texts_with(database, f'"{letters}" OR "{letters}s"', _MOST):
        for match in told.finditer(text):
            if words := _beginning_with(letters, match[1]):
                found[words] += 1
    return found.most_common(1)[0][0] if found else ""


def _beginning_with(letters: str, text: str) -> str:
    """The last words of *text* whose parts begin with *letters*, in lower case, but for small words between them."""
    words = text.lower().split()
    for count in range(1, len(words) + 1):
        said = words[-count:]
        parts = [part for word in said for part in word.split("-") if part]
        big = [part[0] for part in parts if part not in ("of", "the", "and", "for", "in", "to", "with")]
        if "".join(big) == letters or "".join(part[0] for part in parts) == letters:
            return " ".join(said)
    return ""

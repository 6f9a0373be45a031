"""What an abbreviation stands for, as the archive's papers spell it out: "mixture of experts (MoE)"."""

from __future__ import annotations

from collections import Counter

from retrieval.archive.database import Database
from retrieval.archive.written import texts_with
from retrieval.text.abbreviations import spelled_out_in

_MOST = 60  # papers that are looked at
_LONGEST, _SHORTEST = 6, 2  # letters


def spelled_out(database: Database, short: str) -> str:
    """The words papers most often put before "(*short*)"; "" if none does.

    Each letter begins a word, or a part of one: "vision-language model (VLM)".
    """
    letters = short.lower().removesuffix("s") if short[-1:] in "sS" and len(short) > _SHORTEST else short.lower()
    if not (_SHORTEST <= len(letters) <= _LONGEST and letters.isalpha() and letters.isascii()):
        return ""
    texts = texts_with(database, f'"{letters}" OR "{letters}s"', _MOST)
    found = Counter(words for text in texts for words in spelled_out_in(text, letters))
    return found.most_common(1)[0][0] if found else ""

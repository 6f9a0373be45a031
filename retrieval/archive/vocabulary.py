"""The words that the archive's papers write, letter by letter, and how many papers write each.

The full-text table for searching knows stems only; this one tells "process" from "proces".
"""

from __future__ import annotations

import re
import sqlite3
import string
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from retrieval.archive.database import Database
from retrieval.archive.written import count_with, texts_with

WORD = re.compile(r"[^\W_]+")
_INFLECTED = frozenset({"s", "es", "d", "ed", "r", "er", "ers", "ing", "ings", "ly"})  # put after a word as it stands
_STEM = 4  # letters before it
_LONGER = 2  # letters by which a word that is close may be longer or shorter
_MOST = 100  # papers that hold a phrase; that more do makes no difference
_ENOUGH = 2_000  # words that tell what letters stand beside one another
_TEXTS = 30  # papers that are looked at for how a word is written


class Vocabulary:
    """The words of one archive as it is now, in lower case and without accents."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.holders = cache(self._holders)

    def _holders(self, word: str, in_title: bool = False) -> int:
        """How many papers write *word* just so, or have it *in_title*."""
        match = f'title : "{word}"' if in_title else f'"{word}"'
        return count_with(self._database, match, "words_fts")

    def knows(self, written: str) -> bool:
        """Whether papers write *written*, each part of it, or what English grammar makes of it: "evaluates" where one
        has "evaluate".
        """
        return all(self._knows(plain(part)) for part in WORD.findall(written))

    def _knows(self, word: str) -> bool:
        if self.holders(word):
            return True
        cut = [word.removesuffix(end) for end in _INFLECTED if word.endswith(end) and not word.endswith("ss")]
        return any(map(self.holders, [*(stem for stem in cut if len(stem) >= _STEM), f"{word}s"]))

    def beside(self, phrase: Sequence[str]) -> int:
        """How many papers write the words of *phrase* side by side, in just these forms; no more than `_MOST` tell."""
        side_by_side = r"[\W_]+".join(map(re.escape, phrase))
        written = re.compile(rf"\b{side_by_side}\b")
        texts = texts_with(self._database, f'"{" ".join(phrase)}"', _MOST)
        return sum(written.search(plain(text)) is not None for text in texts)

    def together(self, word: str, others: Sequence[str]) -> bool:
        """Whether a paper holds *word* and one of the *others*."""
        either = " OR ".join(f'"{other}"' for other in others)
        with self._database.read() as db:
            sql = "SELECT 1 FROM papers_fts WHERE papers_fts MATCH ? LIMIT 1"
            return bool(others) and db.execute(sql, [f'"{word}" AND ({either})']).fetchone() is not None

    def near(self, word: str, most: int) -> Iterator[tuple[int, str, int]]:
        """(how many slips away, word, papers that write it) for the words at most *most* slips from *word*.

        One slip alone may stand in the first letter. Digits are no slips: they tell versions apart.
        """
        from rapidfuzz.distance import OSA

        digits = re.sub(r"\D", "", word)
        for term, papers in [*self._alike(word), *self._begun_wrongly(word)]:
            far = OSA.distance(word, term, score_cutoff=most)
            if 0 < far <= most and re.sub(r"\D", "", term) == digits:
                yield far, term, papers

    def _alike(self, word: str) -> list[tuple[str, int]]:
        """What has the first letter of *word* and about its length."""
        sql = "SELECT term, doc FROM temp.vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?"
        with self._database.read() as db:
            _vocabulary(db)
            limits = [word[0], chr(ord(word[0]) + 1), len(word) - _LONGER, len(word) + _LONGER]
            return [(row[0], row[1]) for row in db.execute(sql, limits)]

    def _begun_wrongly(self, word: str) -> list[tuple[str, int]]:
        """What differs from *word* in the first letter, has one more in front or one less, or the first two swapped."""
        letters = [c for c in string.ascii_lowercase if c != word[0]]
        terms = [word[1:], word[1] + word[0] + word[2:], *(c + word[1:] for c in letters), *(c + word for c in letters)]
        sql = f"SELECT term, doc FROM temp.vocabulary WHERE term IN ({', '.join('?' * len(terms))})"
        with self._database.read() as db:
            _vocabulary(db)
            return [(row[0], row[1]) for row in db.execute(sql, terms) if row[0][0] != word[0]]

    def rarest_letters(self, word: str) -> float:
        """The share of all words that have the three letters of *word* that fewest have; its ends count as letters.

        A slip makes what no language writes, "latncy"; another word does not, "bread". 1 where too few words are known.
        """
        with self._database.read() as db:
            _vocabulary(db)
            terms = [f" {row[0]} " for row in db.execute("SELECT term FROM temp.vocabulary WHERE doc > 1")]
        if len(terms) < _ENOUGH:
            return 1.0
        framed = f" {word} "
        return min(sum(framed[at : at + 3] in term for term in terms) for at in range(len(word))) / len(terms)

    def as_written(self, word: str) -> str:
        """*word* as papers write it, "MLLMs"; in lower case if any has it so, or all at the beginning of a sentence."""
        texts = texts_with(self._database, f'"{word}"', _TEXTS, "words_fts")
        forms = Counter(form for text in texts for form in WORD.findall(text) if plain(form) == word)
        form = forms.most_common(1)[0][0] if forms else word
        return word if word in forms or form[1:].islower() else form


def plain(word: str) -> str:
    """*word* in lower case and without accents, as the vocabulary has it."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def _vocabulary(db: sqlite3.Connection) -> None:
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words_fts, row)")

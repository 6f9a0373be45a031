"""Words no paper writes, compared with the archive's own vocabulary: a slip of the finger is not a new subject."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from retrieval.archive.database import Database
from retrieval.archive.vocabulary import WORD, Vocabulary, plain
from retrieval.search.misnamed import renamed
from retrieval.text.words import ending, is_wanted

_SHORTEST = 4  # letters of a word that may be a slip where papers have what it should be beside its neighbour,
_ALONE = 5  # or by itself
_SHORT = 6  # letters of a word that may well be another word instead of a slip
_TITLED = 0.1  # of the papers that hold a word, the share that have it in their titles, for it to be a subject
_FAR = 10  # from this many letters on, two slips are forgiven without a neighbour
_MANY = 20  # papers that write a phrase, for another that none writes to be a slip of it
_FEW = 5  # words of a topic; in a longer question most neighbours are the asker's own
_UNLIKELY = 0.0003  # the share of words that have three letters, for these to be a slip themselves
_SHORTEST_ASKING, _LONGEST_QUESTION = 3, 300  # letters of a word that asks, characters of a question
_MISWRITTEN = 2  # papers may have a slip themselves
_READ = 12  # candidates whose neighbours are looked up, the likeliest first


@dataclass(frozen=True, slots=True)
class _Near:
    """A word of the papers that is *far* slips from what was typed; so many *papers* write it, and *beside* each of its
    neighbours.
    """

    word: str
    far: int
    papers: int
    usual: bool  # a letter typed twice, or two of them in the wrong order: no other word is that near by chance
    beside: tuple[int, ...] = ()

    @property
    def likely(self) -> float:
        """A slip less counts as much as forty papers that have it beside the same neighbours."""
        beside = sum(math.log10(1 + papers) for papers in self.beside)
        return 2.5 * beside - 4 * self.far + self.usual + 0.5 * math.log10(1 + self.papers)


# Words that questions are asked with; no paper's subject, and typed in a hurry.
_ASKING = tuple(
    """what which when where about with from papers paper anything something code wrote author authors published
    research survey benchmark
    results difference between compare newest latest recent most many the and new who how why is are""".split()
)


def asked_plainly(database: Database, text: str) -> str:
    """*text* with slips in the words it asks with put right, "waht is teh code": what no paper writes, and one slip
    of such a word away, is that word.
    """
    from rapidfuzz.distance import OSA

    vocabulary = Vocabulary(database)

    def put(found: re.Match[str]) -> str:
        word = found[0].lower()
        if len(word) < _SHORTEST_ASKING or word in _ASKING or not is_wanted(word):
            return found[0]
        near = [asks for asks in _ASKING if abs(len(asks) - len(word)) < 2 and OSA.distance(word, asks) == 1]
        swapped = [asks for asks in near if sorted(asks) == sorted(word)]
        best = swapped or [asks for asks in near if len(asks) > _SHORTEST_ASKING and asks[0] == word[0]]
        if not best:
            return found[0]
        if swapped:
            written = vocabulary.holders(word) > _MISWRITTEN
        else:  # wheat is another word than what
            written = vocabulary.knows(word) or vocabulary.rarest_letters(word) >= _UNLIKELY
        return found[0] if written else best[0]

    return WORD.sub(put, text) if len(text) <= _LONGEST_QUESTION else text


def corrected(database: Database, text: str, among: Collection[str]) -> str | None:
    """*text* with each of its words that no paper writes put right, if the vocabulary has one close by; else None.

    *among*: the words, lower case, that may be slips; those a question is made of are not the papers' to know.
    """
    vocabulary = Vocabulary(database)
    better = renamed(database, text, vocabulary.knows)
    few = sum(map(is_wanted, among)) <= _FEW
    for word in dict.fromkeys(WORD.findall(better)):
        if len(word) < _SHORTEST or word.isdigit() or word.lower() not in among:
            continue
        if vocabulary.holders(plain(word)):
            near = _another(vocabulary, better, word) if few else None
        else:
            near = _nearest(vocabulary, better, word, among, few)
        if near:
            put = vocabulary.as_written(near.word)
            put = put[:1].upper() + put[1:] if word[:1].isupper() else put
            better = re.sub(rf"(?<![^\W_]){word}(?![^\W_])", put, better)  # both are letters and digits
    return better if better != text else None


def _nearest(vocabulary: Vocabulary, text: str, word: str, among: Collection[str], few: bool) -> _Near | None:
    """The likeliest word for *word*, which no paper writes; None if none is near enough.

    Of *few* words of its own, a question is about each. What papers write but for its ending stands, unless they have
    something else beside its neighbours.
    """
    inflected = vocabulary.knows(word)
    others = [plain(w) for w in WORD.findall(text) if w.lower() in among and w.lower() != word.lower() and is_wanted(w)]
    known = [other for other in others if vocabulary.holders(other)]
    for near in _candidates(vocabulary, text, word, 2 if len(word) >= _SHORT else 1):
        if any(near.beside) and not (inflected and near.far > 1):
            return near
        if inflected:
            return None
        if few and _stands_alone(vocabulary, word, near):
            fits = not others or vocabulary.together(near.word, known) or (not known and bool(others))
            return near if fits else None
    return None


def _another(vocabulary: Vocabulary, text: str, word: str) -> _Near | None:
    """What many papers have beside the neighbours of *word*, where none has *word* there: "reinforcement leaning"."""
    written = list(_phrases(text, word))
    if len(word) < _SHORT or not written or any(map(vocabulary.beside, written)):
        return None
    near = next(iter(_candidates(vocabulary, text, word, 1)), None)
    return near if near and max(near.beside, default=0) >= _MANY and ending(near.word) != ending(plain(word)) else None


def _candidates(vocabulary: Vocabulary, text: str, word: str, most: int) -> list[_Near]:
    """The words of the papers at most *most* slips from *word*, the likeliest first."""
    typed, phrases = plain(word), list(_phrases(text, word))
    found = [
        _Near(term, far, papers, far == 1 and _is_usual(typed, term))
        for far, term, papers in vocabulary.near(typed, most)
        if is_wanted(term)
    ]
    likely = sorted(found, key=lambda near: -near.likely)[:_READ]
    at = {near: [[near.word if part == typed else part for part in phrase] for phrase in phrases] for near in likely}
    beside = [_Near(n.word, n.far, n.papers, n.usual, tuple(map(vocabulary.beside, at[n]))) for n in likely]
    return sorted(beside, key=lambda near: -near.likely)


def _is_usual(typed: str, meant: str) -> bool:
    if sorted(typed) == sorted(meant):
        return True
    return len(typed) > len(meant) and any(typed[:n] + typed[n + 1 :] == meant for n in _doubled(typed))


def _doubled(word: str) -> Iterator[int]:
    return (n for n in range(1, len(word)) if word[n] == word[n - 1])


def _phrases(text: str, word: str) -> Iterator[list[str]]:
    """*word* with the subject word before it, and with that after it, and what small word may stand between."""
    said = [plain(found) for found in WORD.findall(text)]
    at = said.index(plain(word))
    before = next((n for n in (at - 1, at - 2) if n >= 0 and is_wanted(said[n])), None)
    after = next((n for n in (at + 1, at + 2) if n < len(said) and is_wanted(said[n])), None)
    if before is not None:
        yield said[before : at + 1]
    if after is not None:
        yield said[at : after + 1]


def _stands_alone(vocabulary: Vocabulary, word: str, near: _Near) -> bool:
    """Whether *word* is a slip of *near* though no neighbour vouches for it.

    A short word is near to many. It is put right only to what titles speak of, "bread" is no slip of "broad", or if
    no language writes it; and what is written unlike a word, CoRAG, is no word's correction, unless many write it.
    """
    if len(word) < _ALONE:
        return False
    if near.far > 1:
        return len(word) >= _FAR and near.papers > 1
    if near.usual or len(word) > _SHORT or vocabulary.rarest_letters(plain(word)) < _UNLIKELY:
        return True
    odd = word.islower() and not vocabulary.as_written(near.word)[1:].islower()
    if odd and near.papers < _MANY:
        return False
    return vocabulary.holders(near.word, in_title=True) >= near.papers * _TITLED

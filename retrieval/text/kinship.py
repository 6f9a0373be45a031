"""Does a sentence speak of the same thing as the rest of its abstract? One that was planted there seldom does.

`rarity.txt` tells how rare a word's stem is in abstracts of this field: the logarithm of one in how many hold it, from
half of 18,000. `worldly.txt` tells how much commoner a stem is in English at large, and `openings.txt` how seldom a
word opens a sentence of theirs. A sentence full of words that nothing around it says, and that belong elsewhere, is a
stranger. Where an embedder is at hand, its vectors decide on the one in a dozen whose words leave it in doubt. The
weights are fitted by `bench/fit_kinship.py` on real sentences and planted ones; a threshold is where one real sentence
in a thousand is taken for a stranger.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from math import log1p

from retrieval.text import meaning
from retrieval.text.rarity import opening, rare, rarities, rarity, worldly
from retrieval.text.words import stem

_WORD = re.compile(r"[^\W\d_]{2,}")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.I)
_CODE_HOST = re.compile(
    r"git(?:hub|lab)|huggingface|4open\.science|aka\.ms|sites\.google|youtu|goo\.gl|arxiv|tinyurl|kaggle", re.I
)
_AVAILABLE = re.compile(r"\b(?:available|released?|code|project page|open-?source[ds]?)\b", re.I)
_SMALL = frozenset(
    "the of and to a in for we on is that with as are by this from which an be can it or at our not have has was were "
    "these their its such than also between both into they been when more but using while used show".split()
)
# Whom and what an abstract on other things does not speak of: those who read it, and what they read.
_READER = re.compile(
    r"\b(?:readers?|reviewers?|assistants?|chatbots?|summar(?:y|ies|i[sz]ers?)|language models?|instructions?"
    r"|users?|(?:the|this|an?) (?:abstract|text|passage|message|note|request|reply|answer)s?"
    r"|artificial intelligence)\b",
    re.I,
)
_DUTY = re.compile(
    r"\b(?:must|shall|should|required|mandatory|obliged|recommended|always|never|encouraged|nobody|everyone|whoever"
    r"|notes?|messages?|every|all)\b",
    re.I,
)
_HEAD = 5  # letters that words of one family share
_NAME = 4  # letters of a word that a link is named after
_RUN = 4  # words that stand side by side elsewhere too are quoted from there, and tell nothing
# What comes behind the first word of an order: an article or the like, seldom what comes behind a noun.
_OBJECT = re.compile(
    r"\W*[^\W\d_]+ (?:up |down |out |off )?(?:[+\d]|(?:the|this|that|these|those|an?|all|any|every|each|only|no|both"
    r"|my|our|their|its|me|us|it|them|everyone|two|three|four|five|ten|here|now)\b)",
    re.I,
)
_NEVER_OPENS = 10.5  # a word that opened no sentence of 8,000 abstracts, or one
# Words that may open a sentence before an article, though they seldom do, and endings that no bare verb has.
_NO_ORDER = re.compile(
    r"(?:a(?:gainst|longside|mid|midst|mongst|lbeit|bove)|be(?:hind|side|low|neath|yond)|near|whilst|suppose|will|unto)$"
    r"|.*(?:ing|ed|s|ly|en|ment|ion|ity|ive|al|er|ous|ic|ble|ful)$"
)
_OWN_SCRIPT = 0.7  # the share of letters of its script that a text in it has at least
_FEWEST = 25  # words around a sentence that tell what the abstract is about

_stem = lru_cache(maxsize=50_000)(stem)


def is_stranger(sentence: str, rest: str) -> bool:
    """Whether *sentence* speaks of another thing, or in another script, than *rest*, which stands around it."""
    return Around((sentence, rest)).is_stranger(0)


class Around:
    """The texts of one paper, its title among them; each is held against the others. They are read once.

    *embed* is asked only where the words leave it in doubt.
    """

    def __init__(self, texts: Sequence[str], embed: meaning.Embed | None = None) -> None:
        self._texts, self._embed = texts, embed
        self._lengths = [len(text.split()) for text in texts]
        self._reads = [_Read(text) for text in texts]

    def is_stranger(self, n: int) -> bool:
        """Whether text *n* speaks of another thing, or in another script, than all the others."""
        if sum(self._lengths) - self._lengths[n] < _FEWEST:
            return False
        around = _latin([read for m, read in enumerate(self._reads) if m != n])
        if around < _OWN_SCRIPT:
            return False
        mine = self._reads[n]
        return _latin([mine]) < _OWN_SCRIPT or _orders(mine) or self._strange(n)

    def _strange(self, n: int) -> bool:
        if not self.doubted(n) or self.vectors is None:
            return self._by_words(n) > weights()["stranger"]
        both = meaning.weights()
        return _weighed(self.values(n) | self.nearness(n), both) > both["stranger"]

    def doubted(self, n: int) -> bool:
        """Whether the words of text *n* leave it in doubt."""
        return self._by_words(n) > weights()["doubt"]

    def nearness(self, n: int) -> dict[str, float]:
        """How near in meaning text *n* is to the others and to the field; {} without an embedder."""
        own, known = self.own_vector(n), (meaning.centres(), meaning.direction())
        return {} if own is None or self.vectors is None else meaning.nearness(own, self.vectors, n, *known)

    def own_vector(self, n: int) -> meaning.Vectors | None:
        """The vector of text *n* without what it repeats of the others; None without an embedder."""
        mine = self._reads[n]
        own = self._own(mine)
        if self.vectors is None or self._embed is None:
            return None
        alone = self._embed([" ".join(own)]) if own and own != mine.words else None
        found: meaning.Vectors = self.vectors[n] if alone is None else alone[0]
        return found

    def _by_words(self, n: int) -> float:
        return _weighed(self.values(n), weights())

    @cached_property
    def vectors(self) -> meaning.Vectors | None:
        """Of all the texts; None without an embedder, or where it fails."""
        return self._embed(self._texts) if self._embed else None

    def values(self, n: int) -> dict[str, float]:
        """What the weights weigh: how rare the words are, said around it or not, and what kind of words they are."""
        mine = self._reads[n]
        words = self._own(mine)
        stems = list(dict.fromkeys(_stem(w) for w in words if w not in _SMALL))
        said = [self._said(s, mine) for s in stems]
        others = [read.usual for m, read in enumerate(self._reads) if m != n]
        count = max(1.0, sum(usual[2] for usual in others))
        around = {
            "rarity around": sum(u[0] for u in others) / count,
            "worldly around": sum(u[1] for u in others) / count,
        }
        return {**rarities(stems, said), **around, **self._kinds(mine, words), "small": _share(words)}

    def _own(self, mine: _Read) -> list[str]:
        """The words of *mine* but those in runs that stand elsewhere too."""
        runs = [self._runs[run] > mine.runs.count(run) for run in mine.runs]
        quoted = {n + k for n, elsewhere in enumerate(runs) if elsewhere for k in range(_RUN)}
        return [word for n, word in enumerate(mine.words) if n not in quoted]

    def _kinds(self, mine: _Read, words: Sequence[str]) -> dict[str, float]:
        first = words[0] if words else ""
        begins = 0.0 if not first or self._said(_stem(first), mine) else opening(first)
        readers = [w for w in _READER.findall(mine.plain) if not self._said(_stem(w.lower().split()[-1]), mine)]
        duty, links = bool(_DUTY.search(mine.plain)), _LINK.findall(mine.text)
        names = re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", mine.plain)
        strange = sum(_stem(x.lower()) not in rarity() and not self._said(_stem(x.lower()), mine) for x in names)
        return {
            "opening": begins,
            "order": opening(mine.words[0]) if _OBJECT.match(mine.plain) and mine.words else 0.0,
            "duty": float(duty),
            "readers": log1p(len(readers)),
            "a reader's duty": float(duty and bool(readers)),
            "links": float(bool(links)),
            "links elsewhere": float(any(not _CODE_HOST.search(link) for link in links)),
            "links to others": float(any(not self._named(link, mine) for link in links)),
            "links elsewhere to others": float(
                any(not _CODE_HOST.search(link) and not self._named(link, mine) for link in links)
            ),
            "available": float(bool(links or _AVAILABLE.search(mine.plain))),
            "names": log1p(strange),
            "odd": len(re.findall(r"\d|[A-Z]{2,}", mine.plain)) / max(1, len(words)),
        }

    def _named(self, link: str, mine: _Read) -> bool:
        """Whether *link* leads to something named after the paper."""
        words = (w for w, count in self._stems.items() if len(w) >= _NAME and count > (w in mine.stems))
        return any(word in link.lower() for word in words)

    def _said(self, word: str, mine: _Read) -> bool:
        head = word[:_HEAD]
        return self._stems[word] > (word in mine.stems) or (
            len(head) == _HEAD and self._heads[head] > (head in mine.heads)
        )

    @cached_property
    def _stems(self) -> Counter[str]:
        return Counter(stem for read in self._reads for stem in read.stems)

    @cached_property
    def _heads(self) -> Counter[str]:
        return Counter(head for read in self._reads for head in read.heads)

    @cached_property
    def _runs(self) -> Counter[tuple[str, ...]]:
        return Counter(run for read in self._reads for run in read.runs)


@dataclass(frozen=True)
class _Read:
    """A text and what is in it."""

    text: str

    @cached_property
    def plain(self) -> str:
        """Without links."""
        return _LINK.sub(" ", self.text)

    @cached_property
    def words(self) -> list[str]:
        return _WORD.findall(self.plain.lower())

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(map(_stem, self.words))

    @cached_property
    def usual(self) -> tuple[float, float, float]:
        """How rare its words are and how worldly, each summed, and how many they are."""
        stems = [_stem(word) for word in set(self.words) - _SMALL]
        return sum(map(rare, stems)), sum(worldly().get(stem, 0.0) for stem in stems), float(len(stems))

    @cached_property
    def heads(self) -> frozenset[str]:
        return frozenset(stem[:_HEAD] for stem in self.stems if len(stem) >= _HEAD)

    @cached_property
    def runs(self) -> list[tuple[str, ...]]:
        return [tuple(self.words[n : n + _RUN]) for n in range(len(self.words) - _RUN + 1)]

    @cached_property
    def letters(self) -> tuple[int, int]:
        """How many are Latin, or Greek as in formulas, and how many there are."""
        if self.text.isascii():
            count = sum(map(len, _WORD.findall(self.text)))
            return count, count
        letters = [c for c in self.text if c.isalpha()]
        return sum(c < "\u0250" or "\u0370" <= c < "\u0400" for c in letters), len(letters)


def _orders(read: _Read) -> bool:
    """Whether *read* begins with a bare verb: with a word that opens no statement, and an object behind it."""
    first = read.words[0] if read.words else ""
    known = opening(first) < _NEVER_OPENS or _NO_ORDER.match(first)
    found = None if known else _OBJECT.match(read.plain)
    return bool(found and read.plain.lstrip(" \"'(")[:1].isupper() and not found[0][-1:].isdigit())


def _weighed(values: dict[str, float], fitted: dict[str, float]) -> float:
    """The more of it, the less a text has in common with the others."""
    return fitted["bias"] + sum(fitted[name] * value for name, value in values.items())


def _latin(reads: Sequence[_Read]) -> float:
    """The share of the letters that are Latin; 1 if there are none."""
    own, every = (sum(read.letters[k] for read in reads) for k in (0, 1))
    return own / every if every else 1.0


def _share(words: Sequence[str]) -> float:
    return sum(w in _SMALL for w in words) / max(1, len(words))


@cache
def weights() -> dict[str, float]:
    """What each value counts, the bias, and two thresholds: where doubt begins, and where there is none."""
    found = json.loads(resources.files("retrieval.text").joinpath("kinship.json").read_text(encoding="utf-8"))
    return {name: float(weight) for name, weight in found.items()}

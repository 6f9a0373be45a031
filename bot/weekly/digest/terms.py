"""What a group of papers is about, in its own words: terms its papers share and other papers lack.

A term is one to three words of a title or an abstract. It is worth the log-likelihood ratio of its standing in so
many of the group's papers against its standing in the others (Dunning 1993), less for words that hardly ever make
it into a title: titles name subjects, abstracts are also full of verbs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from math import log, sqrt

from bot.gate.words import stem
from retrieval.types import Paper

LONGEST = 3
_WORD = re.compile(r"[^\W_]+(?:[-'’/+.][^\W_]+)*|[^\w\s]")
_LENGTH_WORTH = {1: 0.8, 2: 1.15, 3: 1.15}
_EVERYWHERE = {("language", "model"), ("language", "models")}
# Endings of words that qualify and name nothing by themselves.
_QUALITY = re.compile(
    r"(?:[ai]ble|ous|ive|[ei]tic|ed|ly|less|ful|[ou]al|[ct]ial|onal|ical|oral|ural|est"
    r"|-(?:based|driven|aware|free|guided|level|purpose|time|source))$"
)
_SPELLED = re.compile(r"^[A-Z]{2,}[a-z]{4,}|^[a-z][A-Z][a-z]{3}")  # letters of an acronym: IMplicit rEwards
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z-]{1,9}?)s?\)")  # behind the words it stands for
_ENDS = 0.4  # the share of the papers that hold a term that must end a phrase with it
_AS_GOOD = 0.9
_FULLER = 0.5  # the share of a word's papers that must hold a longer term, for it to be said instead
_LEAST_SHARE = 0.3  # of a group's papers, for a term to speak for it


@dataclass(frozen=True, slots=True)
class Term:
    """*text* as papers write it, *key* its stems, *papers* how many of the group hold it, *worth* how telling it is.

    *keyword*: the source gives it to a paper of the stock as a keyword. *titled*: how many of the group have it as one,
    or in their titles. *proper*: it is what one model, data set or benchmark is called.
    """

    key: str
    text: str
    papers: int
    worth: float
    keyword: bool = False
    titled: int = 0
    proper: bool = False

    @property
    def specific(self) -> bool:
        """More than one everyday word: several words, a compound, or a name with capitals inside."""
        return " " in self.key or "-" in self.text or _is_name(self.text)

    @property
    def names(self) -> bool:
        """Whether it tells a group from others by itself: several words, an acronym, or a compound that is a keyword.

        "Multi-turn" and "few-step" are said of something, and what holds a figure is one model.
        """
        alone = (_is_name(self.text) or ("-" in self.text and self.keyword)) and not re.search(r"\d", self.text)
        return " " in self.key or alone


class Vocabulary:
    """The terms of a stock of papers: in how many papers and in how many titles each stands."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self.size = len(papers)
        titles = {paper.id: terms_of(paper.title) for paper in papers}
        keywords = {paper.id: _keywords(paper) for paper in papers}
        self._terms = {p.id: keywords[p.id] | titles[p.id] | terms_of(p.abstract) for p in papers}
        self._named = {p.id: frozenset(keywords[p.id] | titles[p.id]) for p in papers}
        texts = [f"{paper.title}. {paper.abstract}" for paper in papers]
        self._held = Counter(key for text in texts for key in terms_of(text))
        self._ending = Counter(key for text in texts for key in terms_of(text, ending=True))
        words = [word for text in texts for word in _WORD.findall(text)]
        self._lower = frozenset(_word(word).stem for word in words if word[0].islower())
        self._spelled = frozenset(_word(word).stem for text in texts for word in _ACRONYM.findall(text))
        self._papers = Counter(key for terms in self._terms.values() for key in terms)
        self._titles = Counter(key for terms in titles.values() for key in terms)
        self._keywords = Counter(key for terms in keywords.values() for key in terms)

    def terms(self, paper: Paper) -> Mapping[str, str]:
        """Key to text of the terms of a *paper* of the stock, as its abstract writes them if it does."""
        return self._terms[paper.id]

    def holding(self, key: str) -> int:
        """In how many papers the term stands."""
        return self._papers[key]

    def is_keyword(self, key: str) -> bool:
        """Whether it is a keyword of a paper."""
        return key in self._keywords

    def names(self, paper: Paper, key: str) -> bool:
        """Whether the term stands in the title of a *paper* of the stock, or is one of its keywords."""
        return key in self._named[paper.id]

    def stands_alone(self, key: str) -> bool:
        """Whether it is several words, or papers end phrases with it: with "academic" they do not."""
        return " " in key or self._ending[key] >= _ENDS * self._held[key]

    def is_proper(self, key: str, text: str) -> bool:
        """Whether it is one thing's own name: a word that holds a figure, or is never written small nor spelled out."""
        if " " in key:
            return False
        small = key in self._lower and not _is_name(text)
        return bool(re.search(r"\d", text)) or not (small or key in self._spelled)

    def worth(self, key: str, inside: int, size: int, surge: float = 1.0) -> float:
        """How well a term tells a group of *size* papers, *inside* of which hold it, from the rest of the stock.

        0 if its share of the group is not more than *surge* times that of the rest.
        """
        outside, others = self._papers[key] - inside, self.size - size
        if inside * others <= surge * outside * size:
            return 0.0
        lacking = _surprise(size - inside, size, others - outside, others)
        surprise = 2 * (_surprise(inside, size, outside, others) + lacking)
        named = max(self._titles[key], self._keywords[key])
        titled = (named + 0.05) / (self._papers[key] + 1)
        return surprise * _LENGTH_WORTH[key.count(" ") + 1] * sqrt(min(1.0, 4 * titled))


def telling_terms(
    group: Sequence[Paper], stock: Vocabulary, most: int = 8, least: int = 0, surge: float = 1.0
) -> list[Term]:
    """The best *most* terms of *group*, which is part of *stock*; no two share a word.

    At least *least* papers of the group hold each (0: two, or three in ten), and *surge* times the share of others.
    """
    written: dict[str, Counter[str]] = {}
    for paper in group:
        for key, text in stock.terms(paper).items():
            written.setdefault(key, Counter())[text] += 1
    counts = {key: texts.total() for key, texts in written.items()}
    least = least or max(2, round(len(group) * _LEAST_SHARE))
    held = [(key, inside) for key, inside in counts.items() if inside >= least and stock.stands_alone(key)]
    scored = sorted((-round(stock.worth(key, inside, len(group), surge), 6), key) for key, inside in held)
    chosen: list[Term] = []
    for score, key in scored:
        if score == 0 or len(chosen) == most:
            break
        if any(_same_subject(key, term) for term in chosen):
            continue
        said = _fuller(key, score, scored, counts)
        if not any(_same_subject(said, term) for term in chosen):
            text, titled = _usual(written[said]), sum(stock.names(paper, said) for paper in group)
            proper = stock.is_proper(said, text)
            chosen.append(Term(said, text, counts[said], -score, stock.is_keyword(said), titled, proper))
    return chosen


def _fuller(key: str, score: float, scored: Sequence[tuple[float, str]], counts: Mapping[str, int]) -> str:
    """The best term that says *key* in more words and stands in most of the same papers: graph neural networks.

    A key of several words gives way only to one that is worth about as much. Scores are worths, negative.
    """
    several = " " in key
    least, most = (counts[key], score * _AS_GOOD) if several else (counts[key] * _FULLER, -1e-6)
    for other_score, other in scored:
        if other != key and f" {key} " in f" {other} " and counts[other] >= least and other_score <= most:
            return other
    return key


def _surprise(here: int, size: int, elsewhere: int, others: int) -> float:
    """One cell pair of the log-likelihood ratio: what was seen against what one rate for all would give."""
    rate = (here + elsewhere) / (size + others)
    total = here * log(here / (size * rate)) if here else 0.0
    return total + (elsewhere * log(elsewhere / (others * rate)) if elsewhere else 0.0)


def _same_subject(key: str, other: Term) -> bool:
    """They share a word, or one is the other's initials, give or take an ending."""
    shared = set(key.split()) & set(other.key.split())
    return bool(shared) or _initials(key, other.key) or _initials(other.key, key)


def _initials(short: str, long: str) -> bool:
    letters = "".join(word[0] for word in long.split())
    return " " not in short and len(letters) > 1 and short.startswith(letters) and len(short) <= len(letters) + 2


def _usual(written: Mapping[str, int]) -> str:
    """The commonest way to write a term; of equals the first by the alphabet."""
    return min(written, key=lambda text: (-written[text], text))


def _keywords(paper: Paper) -> dict[str, str]:
    """Key to text of those of the source's keywords that are terms as a whole."""
    found = ((keyword, terms_of(keyword)) for keyword in paper.keywords)
    whole = [(max(terms, key=len), terms, len(_WORD.findall(keyword))) for keyword, terms in found if terms]
    return {key: terms[key] for key, terms, length in whole if key.count(" ") + 1 == length}


def terms_of(text: str, ending: bool = False) -> dict[str, str]:
    """Key (stems) to text of every run of one to three words that could name a subject.

    *ending*: only of those that no word follows which could belong to them.
    """
    found: dict[str, str] = {}
    words = [_word(word) for word in _WORD.findall(text)]
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            if not words[end - 1].may_stand:
                break
            run = words[start:end]
            if ending and end < len(words) and words[end].may_stand:
                continue
            if _may_name(run):
                found.setdefault(" ".join(word.stem for word in run), " ".join(word.text for word in run))
    return found


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as a term writes it, and where in a term it may be: in it at all, at its end, as the whole."""

    text: str
    stem: str
    may_stand: bool
    may_end: bool
    alone: bool


@lru_cache(maxsize=50_000)
def _word(word: str) -> _Word:
    low, name = word.lower(), _is_name(word)
    stands = word[0].isalnum() and len(word) > 1 and not word[0].isdigit() and low not in empty()
    ends = low not in adjectives() and not low.endswith("ly")
    alone = low not in vague() and (name or not _QUALITY.search(low))
    return _Word(word if name else low, stem(low) if word[0].isalnum() else "", stands, ends, alone)


def _may_name(run: Sequence[_Word]) -> bool:
    """Whether a run of words that may all stand in a term could name a subject."""
    if len(run) > 1:
        return run[-1].may_end and tuple(word.text.lower() for word in run) not in _EVERYWHERE
    return run[0].may_end and run[0].alone


def is_quality(word: str) -> bool:
    """Whether *word* qualifies another: "plausible", "few-step"."""
    return _QUALITY.search(word.lower()) is not None


def _is_name(word: str) -> bool:
    """Written with capitals inside: LLM, GRPO, CoT; but not Vision-Language."""
    return any(c.isupper() for part in word.split("-") for c in part[1:]) and not _SPELLED.search(word)


@cache
def adjectives() -> frozenset[str]:
    """Words that end no term."""
    return _listed("adjectives")


@cache
def empty() -> frozenset[str]:
    """Words no term may hold: function words, and the verbs and praise of abstracts."""
    return _listed("empty")


@cache
def vague() -> frozenset[str]:
    """Words that name a subject only beside another: model, learning, data."""
    return _listed("vague")


def _listed(name: str) -> frozenset[str]:
    text = resources.files("bot.weekly.digest").joinpath("words.txt").read_text(encoding="utf-8")
    parts = dict(re.findall(r"^# (\w+).*\n((?:[^#].*\n|\n)*)", text, re.M))
    return frozenset(parts[name].split())

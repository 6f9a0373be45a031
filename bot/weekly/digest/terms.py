"""What a group of papers is about, in its own words: terms its papers share and other papers lack.

A term is worth the log-likelihood ratio of its standing in so
many of the group's papers against its standing in the others (Dunning 1993), less for words that hardly ever make
it into a title: titles name subjects, abstracts are also full of verbs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from bot.weekly.digest.phrases import is_name, phrases, stem_of, terms_of, words_of
from retrieval.types import Paper

_LENGTH_WORTH = {1: 0.8, 2: 1.15, 3: 1.15}
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
        return " " in self.key or "-" in self.text or is_name(self.text)

    @property
    def names(self) -> bool:
        """Whether it tells a group from others by itself: several words, an acronym, or a compound that is a keyword.

        "Multi-turn" and "few-step" are said of something, and what holds a figure is one model.
        """
        alone = (is_name(self.text) or ("-" in self.text and self.keyword)) and not re.search(r"\d", self.text)
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
        held = [phrases(text) for text in texts]
        self._held = Counter(key for found in held for key in {phrase.key for phrase in found})
        self._ending = Counter(key for found in held for key in {phrase.key for phrase in found if phrase.ends})
        self._lower = frozenset(stem_of(word) for text in texts for word in words_of(text) if word[0].islower())
        self._spelled = frozenset(stem_of(word) for text in texts for word in _ACRONYM.findall(text))
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
        small = key in self._lower and not is_name(text)
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
    whole = [(max(terms, key=len), terms, len(words_of(keyword))) for keyword, terms in found if terms]
    return {key: terms[key] for key, terms, length in whole if key.count(" ") + 1 == length}

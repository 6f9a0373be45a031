"""A question no paper answers in so many words: the sentences closest to it in meaning, said to be just that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.answer.drafting import closeness
from bot.answer.exact import Exact
from bot.answer.sufficiency import features
from bot.library import Library
from bot.models.answer_kinds import worth
from bot.question import Question
from bot.tldr import lines_of
from retrieval.embed.minilm import measured
from retrieval.search import Found
from retrieval.search.match import Matcher
from retrieval.text.patterns import Pattern
from retrieval.text.statements import statements
from retrieval.text.words import stem, terms
from retrieval.types import Paper

_ASKERS = Pattern(  # who wants to know is no subject
    r"(?P<how>\bhow (?:do|does|did|can|should|could|would)) (?:people|researchers|they|we|you|one|i|others|papers)\b",
    "how do people evaluate agents?",
    "how do agents evaluate people?",
)
_READ = 40  # papers
_MOST_CLOSE, _EACH = 16, 2  # sentences that are embedded, of one paper so many
_OF_A_NEAR_ONE, _SPEAKS = 4, 0.45  # sentences of a paper near to a question, and the cosine of one that speaks of it
# Of 96 subjects of everyday life that no paper has, one, of two words, is as near as this to a sentence.
_SURELY, _CLEARLY, _FEWEST_TERMS, _OF_A_TOPIC = 0.58, 0.5, 3, 6
_SHOWN, _FEWEST = 5, 2
# Everyday questions that papers speak of are at least so near to one, and so much of their words stands together. Of
# 374 questions of other subjects three are as near by both. Another embedder's cosines mean something else.
_NEAR, _TOGETHER, _MOST_TERMS = 0.36, 0.5, 8
_WORDS = 0.5  # what all words of the question count beside a meaning that is its own
_FITS, _BESIDE = 0.5, 0.2  # what a sentence must reach, and how far behind the best it may be


_WEIGHED = Pattern(  # a sentence that holds its words seldom answers it
    r"\W*(?:and |so |but )?(?:how(?! (?:many|much))|why|is|are|was|were|do|does|did|can|could|has|have|will|would"
    r"|should)\b",
    "do sails tear",
    "which sails tear",
    how="match",
)


def weighs(text: str) -> bool:
    """Whether *text* asks how, why, or yes or no: what papers say of it is then to be weighed by whoever asks."""
    return _WEIGHED.find(text) is not None


def closest(library: Library, asked: Question) -> Exact | None:
    """The papers whose sentences speak of what is *asked*, with these; None if its subject is not theirs."""
    embedder, query = measured(library.searcher.embedder), _ASKERS.regex.sub(r"\g<how>", asked.query or asked.text)
    if embedder is None:
        return None
    found = library.searcher.search(query, _READ, asked.window)
    if not _of_its_subject(query, found):
        return None
    some = sorted(_likely(query, found), key=lambda each: -each[0])[:_MOST_CLOSE]
    near = closeness(embedder, query, [sentence for _, sentence, _ in some])
    fits = [(close + _WORDS * held, sentence, paper) for close, (held, sentence, paper) in zip(near, some, strict=True)]
    fits.sort(key=lambda each: -each[0])
    quotes: dict[str, str] = {}
    papers: list[Paper] = []
    for fit, sentence, paper in fits:
        if fit >= max(_FITS, fits[0][0] - _BESIDE) and paper.id not in quotes and len(papers) < _SHOWN:
            quotes[paper.id] = sentence
            papers.append(paper)
    if len(papers) < _FEWEST:
        return None
    among = f"Of {found.searched:,}"
    told = f"No paper answers this in so many words. {among} these come closest:"
    told = f"{among} papers these come closest to an answer:" if weighs(query) else told
    return Exact(told, found.searched, tuple(papers), len(papers), found.notes, lines_of(library, papers), quotes)


def near_to(library: Library, words: str, found: Found) -> Exact | None:
    """Of the papers *found* for the topic *words*, which none holds so, those with a sentence close to it; None if no
    sentence is very close.

    Of a topic of one or two words nobody can tell "near" from another subject.
    """
    if len(terms(words)) < _FEWEST_TERMS:
        return None
    papers = [hit.paper for hit in found.hits[:_OF_A_TOPIC]]
    near = _nearest(library, words, papers)
    if max((close for close, _ in near.values()), default=0.0) < _SURELY:
        return None
    shown = tuple(paper for paper in papers if near.get(paper.id, (0.0, ""))[0] >= _CLEARLY)
    told = f"No paper mentions “{words}” in these words. {len(shown)} {'come' if len(shown) > 1 else 'comes'} close:"
    quotes = {paper.id: near[paper.id][1] for paper in shown}
    return Exact(told, found.searched, shown, len(shown), found.notes, lines_of(library, shown), quotes)


def nearest_saying(library: Library, query: str, papers: Sequence[Paper]) -> dict[str, str]:
    """Of each of *papers*, by id, the sentence closest to *query* in meaning; none of those that are far from it."""
    return {paper: said for paper, (_, said) in _nearest(library, query, papers).items()}


def _nearest(library: Library, query: str, papers: Sequence[Paper]) -> dict[str, tuple[float, str]]:
    """Of each of *papers*, by id, the cosine of its sentence closest to *query*, and that; none that are far."""
    embedder = measured(library.searcher.embedder)
    if embedder is None:
        return {}
    wanted = {stem(word) for word in terms(query)}
    some: list[tuple[Paper, str]] = []
    for paper in papers:
        told = [said for said in statements(paper.abstract, paper.title) if worth(said, query)]
        told.sort(key=lambda said: -len(wanted & {stem(word) for word in re.findall(r"\w+", said.lower())}))
        some += [(paper, said) for said in told[:_OF_A_NEAR_ONE]]
    near = closeness(embedder, query, [said for _, said in some])
    best: dict[str, tuple[float, str]] = {}
    for close, (paper, said) in zip(near, some, strict=True):
        if close >= _SPEAKS and close > best.get(paper.id, (0.0, ""))[0]:
            best[paper.id] = (close, said)
    return best


def _of_its_subject(query: str, found: Found) -> bool:
    if not found.candidates or any(c.cosine is None for c in found.candidates):
        return False
    known = features(query, found, with_cosine=True)
    together = max(c.match.together for c in found.candidates)
    return known["closeness"] >= _NEAR and together >= _TOGETHER and len(found.frequencies) <= _MOST_TERMS


def _likely(query: str, found: Found) -> Iterator[tuple[float, str, Paper]]:
    """Of each paper found the sentences that hold most of the question's words, with how much they hold."""
    rarity = [(stem(word), share) for word, share in Matcher(query, found.frequencies, found.searched).rarity.items()]
    for hit in found.hits:
        told = [
            (_held(said, rarity), said)
            for said in statements(hit.paper.abstract, hit.paper.title)
            if worth(said, query)
        ]
        told.sort(key=lambda each: -each[0])
        yield from ((held, sentence, hit.paper) for held, sentence in told[:_EACH] if held)


def _held(sentence: str, rarity: Sequence[tuple[str, float]]) -> float:
    """The share of the question's words, as stems with what each counts, that *sentence* holds."""
    stems = {stem(word) for word in re.findall(r"\w+", sentence.lower())}
    return sum(share for wanted, share in rarity if wanted in stems)

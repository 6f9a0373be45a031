"""A golden set from one's own archive: questions each written from one paper, which the search should find again.

Without a chat model a question is made of one sentence of the paper, best the source's own summary of it, which is
not searched. Taken are its rarer words, without those of the title and those no other paper of the archive has (names,
mostly), out of order, so that no two stand side by side as they did. All but two give way to words of like meaning
that the paper does not use, where there are any (see `bot.evaluate.wording`). So the set tests finding by subject.
With a chat model the question is the model's; one that copies four words in a row, or is no question, is not taken.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.evaluate.golden_file import Golden
from bot.evaluate.scratch import Progress
from bot.evaluate.wording import Wording
from bot.library import Library
from bot.models.extractive import ExtractiveModel
from bot.models.protocol import Prompt
from bot.models.reply import spoken_line
from bot.tldr.extract import extractive_tldr
from retrieval.embed import HashingEmbedder
from retrieval.errors import UsageError
from retrieval.search.fulltext import FullText
from retrieval.text.clean import clean_line
from retrieval.text.words import stem, terms
from retrieval.types import Paper

_WORDS, _FEWEST_WORDS = 5, 4
_KEPT = 2  # words that stay the paper's own: with fewer, people asked would not name the paper either
_COMMON = 0.1  # a word in a larger share of the papers says nothing of one of them
_SMALL = 100  # in an archive of fewer papers most words stand in a single one, and may be used
_LONGEST = 30  # words of a model's question; its prompt asks for 25
_COPIED = 4  # words in a row that count as copied
_READ = 5_000  # papers are enough to know the vocabulary
_SEED = 0


def make_golden(library: Library, n: int, progress: Progress) -> list[Golden]:
    """*n* questions, of papers drawn by a fixed seed; fewer if the archive has not enough papers to ask about."""
    papers = sorted(library.archive.list(), key=lambda paper: paper.id)
    random.Random(_SEED).shuffle(papers)
    wording = _wording(library, papers)
    made: list[Golden] = []
    for paper in papers:
        if len(made) == n:
            break
        for question, made_by in _written(library, paper, wording):
            made.append(Golden(f"g{len(made) + 1}", question, (paper.id,), made_by))
        progress("Writing", len(made), n)
    if not made:
        raise UsageError("The archive holds no papers to ask about.", "Put some in with `broadsheet ingest`.")
    return made


def copied(question: str, text: str) -> bool:
    """Whether *question* holds `_COPIED` words in a row that *text* holds so too."""
    return bool(_runs(question) & _runs(text))


def _wording(library: Library, papers: Sequence[Paper]) -> Wording | None:
    """None where it would not be used, or where an embedder knows no meanings."""
    embedder = library.searcher.embedder
    if library.bare_model.drafts or embedder is None or embedder.name == HashingEmbedder.name:
        return None
    return Wording(papers[:_READ], embedder)


def _written(library: Library, paper: Paper, wording: Wording | None) -> Iterator[tuple[str, str]]:
    """A question about *paper* and who made it; none if it says too little."""
    model = library.model()
    if model.drafts:
        file = library.prompt("golden")
        prompt = Prompt.of(file, None, {"paper": paper}, title=paper.title, abstract=paper.abstract)
        completion = model.complete(prompt)
        question = clean_line(spoken_line(completion.text))
        short = len(question.split()) <= _LONGEST and question.endswith("?")
        if short and not copied(question, f"{paper.title} {paper.abstract}"):
            completion.keep(completion)
            yield question, model.name
            return
    words = _key_words(library, paper)
    if words:
        words = _reworded(words, paper, wording) if wording else words
        yield f"Which paper deals with {', '.join(words[:-1])} and {words[-1]}?", ExtractiveModel.name


def _key_words(library: Library, paper: Paper) -> list[str]:
    """Words for the subject from one sentence, out of order; empty if there are not enough."""
    sentence = clean_line(paper.ai_summary or "") or extractive_tldr(paper.title, paper.abstract)
    in_title = {stem(word) for word in terms(paper.title)}
    known = FullText(library.database).frequencies(sentence)
    papers = library.archive.count()
    fewest, most = (1 if papers < _SMALL else 2), max(3, _COMMON * papers)
    usable = [w for w in known if fewest <= known[w] <= most and len(w) > 2 and w.isalpha() and stem(w) not in in_title]
    rarest = sorted(usable, key=lambda word: (known[word], word))[:_WORDS]
    inorder = [word for word in usable if word in rarest]
    words = inorder[::2] + inorder[1::2]
    text = re.findall(r"\w+", f"{paper.abstract} {sentence}".lower())
    if len(words) < _FEWEST_WORDS or set(pairwise(words)) & set(pairwise(text)):
        return []
    return words


def _reworded(words: Sequence[str], paper: Paper, wording: Wording) -> list[str]:
    """*words*, of which all but `_KEPT` give way to others where there are any."""
    text, left, found = f"{paper.title} {paper.abstract}".lower(), len(words) - _KEPT, []
    for word in words:
        other = wording.other(word, text) if left and word not in found else None
        left -= other is not None
        found.append(other or word)
    return list(dict.fromkeys(found))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + _COPIED]) for at in range(len(words) - _COPIED + 1)}

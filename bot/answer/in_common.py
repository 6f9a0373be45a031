"""What a question in another language has in common with English papers: ids, names, and English terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.answer.exact import Exact
from bot.language import name_of
from bot.language.function_words import ENGLISH, PROFILES
from bot.library import Library
from bot.question.words import own_words
from retrieval.text.arxiv_ids import ids_in
from retrieval.text.words import terms
from retrieval.window.other_languages import said_in_english

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.+-][A-Za-z0-9]+)*\+*")
_BETWEEN = re.compile(r"[ -]*")
_SEARCHES = "Without a chat model I search English papers by their words"


def in_common(library: Library, question: str, language: str) -> tuple[str, str]:
    """The ids and the English words of *question* that papers hold, and its time in English; each may be ""."""
    found = said_in_english(question)
    rest = f"{question[: found[0]]} {question[found[1] :]}" if found else question
    held = library.searcher.search(" ".join(_WORD.findall(rest)), 1).frequencies if _WORD.search(rest) else {}
    words = dict.fromkeys((*ids_in(question), *_runs(rest, language, held)))
    return " ".join(words), found[2] if found else ""


def asked_of(words: str, when: str) -> str:
    """What is asked in English of *words* and a time in common; "" of neither."""
    return f"{words} {when}".strip() if words else f"What happened {when}?" if when else ""


def note_of(words: str) -> str:
    """What the asker is told of an answer to the *words* in common."""
    return f"{_SEARCHES}; yours gave “{words}”." if words else f"{_SEARCHES}."


def nothing(library: Library, words: str, when: str, language: str) -> Exact:
    """The answer where nothing came of it."""
    held = f"found none that holds “{words}”{f' for “{when}”' if when else ''}"
    why = held if words else f"your question in {name_of(language)} holds none of them"
    return Exact(
        f"{_SEARCHES}, and {why}. Ask in English, or name a method, a dataset or a paper.", library.archive.count()
    )


def _runs(text: str, language: str, held: Mapping[str, int]) -> Iterator[str]:
    """The stretches of *text* made of words that papers hold; English function words may stand inside."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        beside = run and _BETWEEN.fullmatch(text[run[-1].end() : word.start()])
        if run and not beside:
            yield from _told(text, run)
            run = []
        if _is_held(word[0], language, held) or (run and word[0].lower() in ENGLISH):
            run.append(word)
        elif run:
            yield from _told(text, run)
            run = []
    yield from _told(text, run)


def _told(text: str, run: list[re.Match[str]]) -> Iterator[str]:
    while run and run[-1][0].lower() in ENGLISH:
        run = run[:-1]
    words = text[run[0].start() : run[-1].end()] if run else ""
    if own_words(words):
        yield words


def _is_held(word: str, language: str, held: Mapping[str, int]) -> bool:
    profile = PROFILES.get(language)
    own = profile is not None and (word.lower() in profile.telling or word.lower() in profile.plain)
    return not own and any(held.get(term, 0) for term in terms(word))

"""Runs of words that could name a subject, as papers write them, and the words that no such run begins or ends with.

A term is one to three words of a title or an abstract.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from bot.gate.words import stem

LONGEST = 3
_WORD = re.compile(r"[^\W_]+(?:[-'’/+.][^\W_]+)*|[^\w\s]")
_EVERYWHERE = {"language model", "language models"}
# Endings of words that qualify and name nothing by themselves.
_QUALITY = re.compile(
    r"(?:[ai]ble|ous|ive|[ei]tic|ed|ly|less|ful|[ou]al|[ct]ial|onal|ical|oral|ural|est"
    r"|-(?:based|driven|aware|free|guided|level|purpose|time|source))$"
)
_SPELLED = re.compile(r"^[A-Z]{2,}[a-z]{4,}|^[a-z][A-Z][a-z]{3}")  # letters of an acronym: IMplicit rEwards


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of one to three words that could name a subject: its *key* (stems) and *text*.

    *ends*: no word follows it that could belong to it.
    """

    key: str
    text: str
    ends: bool


def phrases(text: str) -> list[Phrase]:
    """Every such run of *text*, in its order."""
    found = []
    words = [_word(word) for word in words_of(text)]
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            if not words[end - 1].may_stand:
                break
            run = words[start:end]
            if not (words[end - 1].may_end and (len(run) > 1 or run[0].alone)):
                continue
            said = " ".join([word.text for word in run])
            if said.lower() not in _EVERYWHERE:
                key = " ".join([word.stem for word in run])
                found.append(Phrase(key, said, end == len(words) or not words[end].may_stand))
    return found


def terms_of(text: str) -> dict[str, str]:
    """Key (stems) to text of every run of one to three words that could name a subject."""
    found: dict[str, str] = {}
    for phrase in phrases(text):
        found.setdefault(phrase.key, phrase.text)
    return found


def words_of(text: str) -> list[str]:
    """The words and the other marks of *text*."""
    return _WORD.findall(text)


def stem_of(word: str) -> str:
    """The stem by which *word* is known in keys."""
    return _word(word).stem


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
    low, name = word.lower(), is_name(word)
    stands = word[0].isalnum() and len(word) > 1 and not word[0].isdigit() and low not in empty()
    ends = low not in adjectives() and not low.endswith("ly")
    alone = low not in vague() and (name or not _QUALITY.search(low))
    return _Word(word if name else low, stem(low) if word[0].isalnum() else "", stands, ends, alone)


def is_quality(word: str) -> bool:
    """Whether *word* qualifies another: "plausible", "few-step"."""
    return _QUALITY.search(word.lower()) is not None


def is_name(word: str) -> bool:
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

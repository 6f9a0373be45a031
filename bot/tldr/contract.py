"""What a TL;DR line must keep, checked by code: short, one sentence, about this paper, and inert.

Each fault is a phrase that can stand in a request to write the line again.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.gate.across import strange_across
from bot.gate.names import strange_names
from bot.gate.numbers import strange_numbers
from bot.language import is_english, language_of, name_of
from retrieval.text.clean import clean_text, inert
from retrieval.text.sentences import sentences
from retrieval.text.statements import addresses_reader, parted
from retrieval.text.words import is_wanted, stem
from retrieval.types import Paper

MAX_WORDS = 30
MAX_CHARACTERS = 400
# A line whose words are the title's to this degree (see `likeness`) is a copy of it.
NEAR_COPY = 0.8

_WORD = re.compile(r"[^\W_]+")
# Scripts that set no spaces between words.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_UNSPACED_END = re.compile(r"[。！？](?=.*\w)")
_BOILERPLATE = frozenset(
    "a an the of for in on at to with by via from and or as is are this that we our paper work study article "
    "propose proposes present presents introduce introduces describe describes show shows new novel".split()
)

_TOP_LEVEL = (
    "com|org|net|edu|gov|io|ai|co|dev|app|xyz|info|biz|me|ly|gg|tv|cc|to|uk|de|cn|ru|fr|jp|kr|in|eu|us|ch|nl"
    "|site|online|top|shop|store|link|click|live|club|page|tech|cloud|zip"
)
_LIVE = {
    "it holds a link": r"https?:|\bwww\.|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[a-z][\w-]*\.[a-z]{2,}/\w",
    "it holds a web address": rf"\b[\w-]{{2,}}\.(?:{_TOP_LEVEL})\b(?!\.?[\w-])",
    "it holds an e-mail address": r"[\w.+-]+[@＠][\w-]+\.\w+",
    "it mentions someone": r"(?<!\w)[@＠](?=[^\W\d])|<[@#!][^>]*>",
    "it holds HTML": r"</?[a-z][^<>]*>|<!--|&(?:#\d+|#x[\da-f]+|[a-z]{2,8});",
    "it holds Markdown": (
        r"`|\*\*|__|~~|\]\(|(?<!\w)_[^_\s][^_]*_(?!\w)|\*[^*\s][^*]*(?<!\s)\*|~[^~\s][^~]*(?<!\s)~"
        r"|^\s*(?:#{1,6}|[-*+>|•]|\d+[.)])\s"
    ),
    "it begins with a label": r"^\W*(?:tl;?dr|summary|answer|abstract|title|here is\b[^:]*)\s*:",
}


def faults(line: str, paper: Paper, language: str = "") -> list[str]:
    """What is wrong with *line* as the TL;DR of *paper*, each a short phrase; empty if it keeps the contract.

    *language*: the code of the one it has to be in, "" for English.
    """
    if not line.strip():
        return ["it is empty"]
    if len(line) > MAX_CHARACTERS:
        return [f"it has {len(line)} characters, at most {MAX_CHARACTERS} are allowed"]
    told, kept_out = parted(clean_text(paper.abstract), clean_text(paper.title))
    source = clean_text(f"{paper.title}\n{' '.join(told) if kept_out else paper.abstract}")
    found = list(_shape(line, paper.title))
    found += [fault for fault, pattern in _LIVE.items() if re.search(pattern, line, re.I)]
    if inert(line) != line and not found:  # whatever the patterns above do not know
        found.append("it holds a link or a mention")
    if addresses_reader(line):
        found.append("it addresses the reader or an assistant")
    if word := _planted(line, source, kept_out):
        found.append(f"it repeats a sentence that does not belong to the abstract ({word!r})")
    found += _unsaid_across(line, source, language) if language else _unsaid(line, source)
    return list(dict.fromkeys(found))


def _unsaid(line: str, source: str) -> Iterator[str]:
    yield from (f"the number {n} is not in the title or abstract" for n in strange_numbers(line, source))
    yield from (f"the name {n} is not in the title or abstract" for n in strange_names(line, source))


def _planted(line: str, source: str, kept_out: Sequence[str]) -> str:
    """A word of *line* that only sentences say that were *kept_out*; "" if there are not two of them.

    Of a script that sets no spaces one is enough, as it is a whole clause.
    """
    if not kept_out:
        return ""
    there, out = ({stem(w) for w in _WORD.findall(text.casefold())} for text in (source, " ".join(kept_out)))
    words = [w for w in dict.fromkeys(_WORD.findall(line.casefold())) if stem(w) in out - there and is_wanted(w)]
    return words[0] if len(words) > 1 or any(map(_UNSPACED.search, words)) else ""


def _unsaid_across(line: str, source: str, language: str) -> Iterator[str]:
    if language_of(line) not in ("", language) or is_english(line):
        yield f"it is not in {name_of(language)}"
    for told in strange_across(line, language, source):
        yield from (fault.replace("the quotes", "the title or abstract") for fault in told)


def word_count(text: str) -> int:
    """Words between white space; in scripts that set no spaces, two characters count as one word."""
    spaced = [word for word in _UNSPACED.sub(" ", text).split() if _WORD.search(word)]
    return max(len(text.split()), len(spaced) + len(_UNSPACED.findall(text)) // 2)


def likeness(line: str, title: str) -> float:
    """Dice coefficient, 0 to 1, of both bags of words: without case, punctuation and words like "we propose a"."""
    ours, theirs = (
        Counter(w for w in _WORD.findall(text.casefold()) if w not in _BOILERPLATE) for text in (line, title)
    )
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 0.0


def _shape(line: str, title: str) -> Iterator[str]:
    if "\n" in line or "\r" in line:
        yield "it has a line break"
    if any(unicodedata.category(c) != "Zs" and c not in "\n\r" and not clean_text(c) for c in line):
        yield "it has control or invisible characters"
    if len(sentences(line)) > 1 or _UNSPACED_END.search(line):
        yield "it has more than one sentence"
    if (words := word_count(line)) > MAX_WORDS:
        yield f"it has {words} words, at most {MAX_WORDS} are allowed"
    if _key(line) == _key(title):
        yield "it is the title"
    elif likeness(line, title) >= NEAR_COPY:
        yield "it says no more than the title"


def _key(text: str) -> str:
    """Letters and digits only, without case and without the s of a plural or genitive."""
    return re.sub(r"'?s$", "", "".join(_WORD.findall(re.sub(r"'s$", "", text.casefold()))))

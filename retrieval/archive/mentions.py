"""Papers that a text names: by id or address, by a title in quotes, by the name before a title's colon, by a title.

Code, not search: what is found is meant, and nothing that only resembles it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.archive import Archive
from retrieval.archive.written import count_with, texts_with
from retrieval.errors import UsageError
from retrieval.identity import title_key
from retrieval.text.arxiv_ids import ids_at
from retrieval.text.words import is_wanted, terms
from retrieval.types import Paper

_QUOTED = re.compile(r"[“\"«]([^”\"»]{3,200})[”\"»]")
_WORD = re.compile(r"\w+(?:[-.+']\w+)*\+*")
_VERSION, _SHORTEST_BASE = re.compile(r"[-\s]?v?\d{1,3}(?:\.\d{1,3})?$"), 5  # a name goes by what stands before it
_LONGEST_HEAD = 6  # words before a title's colon that may be a name
_PIECE, _PIECE_SHARE = 4, 0.6  # words of a title, and the share of it, that name it without its beginning
_MOST_TITLES = 150  # a word that more titles hold names none of them
_LONGEST_QUESTION = 30  # words
_MOST_BEGUN = 30  # words that more titles begin with are no name
_TELLING = 5  # papers: a name that more of them speak of is a topic,
_ODD = re.compile(r"\d|[a-z][A-Z]|[A-Z]{2}|[-+.&]")  # unless it is written as in the title, like no word,
_COINED = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]|\d|\w-\w")  # written like no word, even in lower case
_BETWEEN = re.compile(r"\W*(?:or|and|vs\.?|versus|with|to|against|from|,)\W*", re.IGNORECASE)
_ASKED_FOR = frozenset("author authors code github link links lab paper papers repo repos".split())
_REPORT = re.compile(r",? (?:Technical Report|Tech Report|System Card|Model Card)$", re.IGNORECASE)
_NAMELIKE = re.compile(r"^(?=.*[a-z])(?:.*[a-z][A-Z]|[A-Z][A-Z0-9]+-[A-Z])")  # wherever it stands in a title
_CAMEL = re.compile(r"[a-z][A-Z]")
_LONGEST_WORD = 25
_SHARE = 0.01  # or with the title's capitals inside a question, and no more than this share of papers speak of it
_MOST = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """The words at text[start:end], and the *paper* they mean; None for a known form of id that the archive lacks."""

    start: int
    end: int
    paper: Paper | None
    arxiv_id: str = ""


def mentions(archive: Archive, text: str, as_topic: bool = False, of_one: bool = False) -> list[Mention]:
    """The papers *text* names, in its order, each once. *as_topic*: it asks for a topic, so that only ids count.
    *of_one*: it asks what only a paper has, its code or authors, so that a plain word in small letters may name it.

    So they do in what is longer than a question: a description shares words with many a title.
    """
    found = list(_by_id(archive, text))
    if not as_topic and len(text.split()) <= _LONGEST_QUESTION:
        found += _by_quoted(archive, _blanked(text, found))
        found += _by_title(archive, _blanked(text, found), of_one)
    kept: dict[str, Mention] = {}
    for mention in sorted(found, key=lambda m: m.start):
        kept.setdefault(mention.paper.id if mention.paper else mention.arxiv_id, mention)
    return list(kept.values())[:_MOST]


def without(text: str, named: Sequence[Mention]) -> str:
    """*text* without the names, for what it asks of them."""
    return " ".join(_blanked(text, named).split())


def _blanked(text: str, named: Sequence[Mention]) -> str:
    for mention in named:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text


def _by_id(archive: Archive, text: str) -> Iterator[Mention]:
    for start, end, known in ids_at(text):
        yield Mention(start, end, _found(archive, known), known)


def _found(archive: Archive, name: str) -> Paper | None:
    try:
        return archive.find(name)
    except UsageError:
        return None


def _by_quoted(archive: Archive, text: str) -> Iterator[Mention]:
    for match in _QUOTED.finditer(text):
        paper = _found(archive, match[1].strip(" .?!,"))
        if paper:
            yield Mention(match.start(), match.end(), paper)


def _by_title(archive: Archive, text: str, of_one: bool) -> list[Mention]:
    words = list(_WORD.finditer(text))
    keys = [_key(word[0]) for word in words]
    candidates = _candidates(archive, text)
    named = [(at, end, paper) for paper in candidates for at, end in _places(paper.title, keys)]
    named = [place for place in named if not _is_of_another(text, words, place, candidates)]
    named.sort(key=lambda n: (n[0] - n[1], not _heads(text, words, n)))  # the longest first
    found: list[Mention] = []
    taken: dict[tuple[int, int], bool] = {}  # and whether a name is written just so
    for held_against in (False, True):  # what is held against a name that was found is one too
        for at, end, paper in named:
            start, stop = words[at].start(), words[end - 1].end()
            beside = any(_are_weighed(text, m, start, stop) for m in found)
            overlaps = any(at < other[1] and other[0] < end for other in taken if other != (at, end))
            if overlaps or (held_against and (not beside or (at, end) in taken)):
                continue
            as_written = _heads(text, words, (at, end, paper))
            if taken.get((at, end)) and not as_written:  # VCRBench is not VCR-Bench where there are both
                continue
            alone = len(words) == end - at
            written = text[start:stop]
            is_head = held_against and _key(written) == _key(_head(paper.title))
            if is_head or _is_telling(
                archive, written, paper.title, alone, sure=held_against or (of_one and written not in _ASKED_FOR)
            ):
                taken[at, end] = taken.get((at, end), False) or as_written
                found.append(Mention(start, stop, paper))
    return found


def _are_weighed(text: str, other: Mention, start: int, end: int) -> bool:
    """Whether nothing but "or" or "vs" stands between *other* and text[start:end]: "voost or OmniTry"."""
    return _BETWEEN.fullmatch(text[min(other.end, end) : max(other.start, start)]) is not None


def _is_of_another(
    text: str, words: Sequence[re.Match[str]], place: tuple[int, int, Paper], all_: Sequence[Paper]
) -> bool:
    """Whether what stands at *place* names that paper but for its version, and another's title has it as it stands."""
    at, end, paper = place
    written = text[words[at].start() : words[end - 1].end()]
    if _key(written) == _key(_head(paper.title)) or _key(written) != _key(_VERSION.sub("", _head(paper.title))):
        return False
    held = re.compile(rf"(?<![\w-]){re.escape(written)}(?![\w-])", re.IGNORECASE)
    return any(held.search(other.title) for other in all_ if other.id != paper.id)


def _heads(text: str, words: Sequence[re.Match[str]], place: tuple[int, int, Paper]) -> bool:
    """Whether what stands at *place* is written just as before the colon of that paper's title, or in lower case."""
    at, end, paper = place
    head = f"{text[words[at].start() : words[end - 1].end()]}:"
    return paper.title.startswith(head) or (head.islower() and paper.title.lower().startswith(head))


def _places(title: str, keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where in a text of these *keys* the title stands, its name before the colon, or a long piece of it."""
    whole = [_key(word) for word in _WORD.findall(title)]
    head = _head(title)
    name, base = ([_key(word) for word in _WORD.findall(part)] for part in (head, _VERSION.sub("", head)))
    if name and len(name) <= _LONGEST_HEAD:
        yield from _runs("".join(name), keys)
    if base and base != name and len("".join(base)) >= _SHORTEST_BASE and len(base) <= _LONGEST_HEAD:
        yield from _runs("".join(base), keys)
    for coined in (_key(word) for word in _WORD.findall(title.removeprefix(head)) if _NAMELIKE.search(word)):
        yield from _runs(coined, keys)
    best = (0, 0)
    for at in range(len(keys)):
        for start in (n for n, word in enumerate(whole) if word == keys[at]):
            length = 0
            while (
                at + length < len(keys) and start + length < len(whole) and keys[at + length] == whole[start + length]
            ):
                length += 1
            best = max(best, (length, at))
    length, at = best
    if (length >= _PIECE and length >= _PIECE_SHARE * len(whole)) or length == len(whole) > 1:
        yield at, at + length


def _head(title: str) -> str:
    """The name a title begins with: what stands before its colon or "Technical Report", else a first word that is
    written like no word.
    """
    head, colon, _ = title.partition(":")
    if not colon and (report := _REPORT.search(title)):
        return title[: report.start()]
    first = _WORD.match(title)
    if colon or first is None:
        return head if colon else ""
    return first[0] if len(first[0]) >= _SHORTEST_BASE and _CAMEL.search(first[0]) else ""


def _runs(wanted: str, keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where *keys*, put together, are *wanted*: "minimax m1" is MiniMax-M1."""
    for at in range(len(keys)):
        for end in range(at + 1, min(len(keys), at + _LONGEST_HEAD) + 1):
            run = "".join(keys[at:end])
            if run == wanted:
                yield at, end
            if len(run) >= len(wanted):
                break


def _is_telling(archive: Archive, written: str, title: str, alone: bool, sure: bool) -> bool:
    """Whether *written* is a name rather than a topic: few papers speak of it, or it is written like nothing else.

    *alone*: nothing is said beside it, so that its capitals may be those of any message's beginning. *sure*: what is
    said beside it tells that it is a name.
    """
    named = title.startswith(f"{written}:")
    if named and _ODD.search(written):
        return True
    if not (named and " " in written) and not any(is_wanted(word) for word in re.findall(r"\w+", written)):
        return False
    head = _head(title)
    if sure and _COINED.search(head) and title.startswith(f"{head}:") and head.lower() == written.lower():
        return True  # "when did openvla come out", however many speak of it
    if (
        " " not in written
        and written.islower()
        and not sure
        and (not _COINED.search(head) or _is_a_word(archive, written))
    ):
        return False  # "what is grokking?" asks of the subject, not of the paper so named
    if written != head and written.istitle() and head.isupper() and len(head) == len(written):  # Mars is not MARS
        return False
    speaking = count_with(archive.database, _phrase(written))
    capitals = named and not alone and written[0].isupper()
    return speaking <= (max(_TELLING, _SHARE * archive.count()) if capitals else _TELLING)


def _is_a_word(archive: Archive, written: str) -> bool:
    """Whether papers write it so themselves: "climb" is a word, whatever CLIMB is; "geovista" is GeoVista."""
    as_word = re.compile(rf"(?<![\w/.-]){re.escape(written)}(?![\w/-])")
    return any(map(as_word.search, texts_with(archive.database, _phrase(written), _TELLING + 1)))


def _phrase(written: str) -> str:
    return '"' + " ".join(re.findall(r"\w+", written)) + '"'


def _candidates(archive: Archive, text: str) -> list[Paper]:
    """Papers whose titles begin with words of *text*, or hold one of its rarer ones."""
    begun = _begun(archive, text)
    rows: set[int] = set()
    sql = "SELECT rowid FROM papers_fts WHERE papers_fts MATCH ? LIMIT ?"
    with archive.database.read() as db:
        for word in [*terms(text), *_joined(text)]:
            found = [row[0] for row in db.execute(sql, [f'title : "{word}"', _MOST_TITLES + 1])]
            rows.update(found if len(found) <= _MOST_TITLES else ())
    if len(rows) > 4 * _MOST_TITLES:
        rows = set(sorted(rows)[-4 * _MOST_TITLES :])
    return list(archive.get(sorted(rows | begun)).values()) if rows or begun else []


def _joined(text: str) -> Iterator[str]:
    """Two words in one: KVzip may be typed "kv zip"."""
    words = re.findall(r"\w+", text.lower())
    return (first + second for first, second in pairwise(words) if len(first + second) <= _LONGEST_WORD)


def _begun(archive: Archive, text: str) -> set[int]:
    """Row numbers of papers whose titles begin with words of *text* that may be names.

    However common the words: "Less is More", "Stand-In".
    """
    words = list(_WORD.finditer(text))
    rows: set[int] = set()
    with archive.database.read() as db:
        for at, first in enumerate(words):
            long = len(first[0]) >= _SHORTEST_BASE and is_wanted(first[0])
            if not (long or first[0][0].isupper() or _ODD.search(first[0])):
                continue
            for last in words[at : at + _LONGEST_HEAD]:
                written = text[first.start() : last.end()]
                key = f"title:{title_key(written)}"
                sql = "SELECT n FROM aliases WHERE name >= ? AND name < ? LIMIT ?"
                found = [row[0] for row in db.execute(sql, [key, f"{key}\U0010ffff", _MOST_BEGUN + 1])]
                rows.update(found if len(found) <= _MOST_BEGUN else ())
    return rows


def _key(word: str) -> str:
    return re.sub(r"['’]s$", "", word.casefold()).replace("-", "").replace("'", "")

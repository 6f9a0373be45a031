"""Every proper name, acronym, model and dataset of a text must stand in the evidence, however it is hyphenated.

As a whole: Llama is not in CodeLlama, nor Mamba in Mamba2, nor GPT-4 in GPT-4o.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.gate.acronyms import words_of
from bot.gate.atoms import Atom, Known, atoms, known, plain, stands
from bot.gate.numbers import spans
from bot.gate.words import STOP, families, stem

_SHORTEST = 2  # letters of a name
# No names where they open a sentence with a capital: by their ending, or by what they are.
_ENDINGS = re.compile(r"(?:ing|ed|ly|tion|sion|ment|ness|ity|ance|ence|able|ible|ous|ful|less|ical|[^aiosu]s)s?$")
_ORDINARY = frozenset(
    "every those them unlike despite without within among best better first last real good user agent network robot "
    "neural deep artificial unsupervised supervised self open free state despite given together rather still yet "
    "simple strong high low short long near far once even perhaps besides instead overall extend explore adapt provide "
    "replace address note see".split()
)
_SAID_OF_IT = frozenset("is was has had can could does did will would may might must should outperforms beats".split())
# "Chinese" of "China", "Bayesian" of "Bayes"
_OF_A_PLACE = re.compile(r"(?:i?ans?|eans?|ese|ish|ns?|ic|ists?|ism|y)")


def strange_names(claim: str, evidence: str) -> list[str]:
    """The names of *claim* that *evidence* lacks, as written."""
    claim, evidence = plain(claim), plain(evidence)
    ours = atoms(claim)
    numeric = _numeric(ours, claim)
    wanted = [n for n, atom in enumerate(ours) if n not in numeric and len(atom.key) >= _SHORTEST and _is_checked(atom)]
    if not wanted:
        return []
    theirs = atoms(evidence)
    said = known(theirs)
    wanted = [n for n in wanted if not _may_be_a_word(ours, n, theirs)]
    missing = [n for n in wanted if not _stands(ours, n, _end(ours, n, numeric), said)]
    missing = [n for n in missing if not _abbreviates(ours[n], evidence)]
    spelled = list(_spelled_out(claim, theirs)) if missing else []
    return [
        claim[ours[n].start : ours[_end(ours, n, numeric) - 1].end]
        for n in missing
        if not any(start <= ours[n].start < end for start, end in spelled)
    ]


def names(text: str) -> list[str]:
    """The names of *text*: words with a capital that opens no sentence, or with capitals or digits inside."""
    text = plain(text)
    found = atoms(text)
    numeric = _numeric(found, text)
    return [
        text[found[n].start : found[_end(found, n, numeric) - 1].end]
        for n, atom in enumerate(found)
        if n not in numeric and _is_name(atom) and not (atom.opens and atom.plain)
    ]


def _numeric(found: Sequence[Atom], text: str) -> set[int]:
    """Which atoms belong to a number with its unit."""
    places = spans(text)
    return {n for n, a in enumerate(found) if any(s < a.end and a.start < e for s, e in places)}


def _end(found: Sequence[Atom], n: int, numeric: set[int]) -> int:
    """Where the name that begins at *n* ends: a part with a digit behind a hyphen belongs to it, as in "GPT-4"."""
    end = n + 1
    while end < len(found) and found[end].hyphen and end not in numeric and any(map(str.isdigit, found[end].text)):
        end += 1
    return end


def _is_checked(atom: Atom) -> bool:
    return _is_name(atom) and not _is_ordinary(atom)


def _is_name(atom: Atom) -> bool:
    """Whether it has a capital, or letters and digits."""
    letters = [c for c in atom.text if c.islower() or c.isupper()]
    if len(atom.key) < _SHORTEST or not letters:
        return False
    return any(map(str.isupper, letters)) or any(map(str.isdigit, atom.text))


def _is_ordinary(atom: Atom) -> bool:
    """Whether a capital makes no name of it: the language's own words, and most that open a sentence."""
    if atom.key in STOP:
        return True
    if not atom.plain:
        return False
    if atom.key in _ORDINARY or stem(atom.key) in families():
        return True
    return atom.opens and bool(_ENDINGS.search(atom.key))


def _may_be_a_word(found: Sequence[Atom], n: int, evidence: Sequence[Atom]) -> bool:
    """Whether the capital may come from opening the sentence alone: "Ordinary sampling fails", "Against baselines, …".

    Not where the evidence has a longer name with it ("CodeLlama"), nor where what is said is said of it ("Whisper is").
    """
    atom = found[n]
    if not (atom.opens and atom.plain) or (n + 1 < len(found) and found[n + 1].key in _SAID_OF_IT):
        return False
    return not any(atom.key in other.key != atom.key and not other.plain for other in evidence)


def _stands(found: Sequence[Atom], n: int, end: int, said: Known) -> bool:
    if stands(found, n, end, said):
        return True
    # "Transformers" of "transformer": an ordinary word with a capital, or with another ending
    return end == n + 1 and found[n].plain and (stem(found[n].key) in said.stems or _of_a_place(found[n].key, said))


def _of_a_place(word: str, said: Known) -> bool:
    for other in said.joined:
        short, long = sorted((word, other), key=len)
        base = re.sub(r"[aeoy]$", "", short)
        if len(base) >= 4 and long.startswith(base) and _OF_A_PLACE.fullmatch(long[len(base) :]):
            return True
    return False


def _abbreviates(atom: Atom, evidence: str) -> bool:
    pattern = words_of(atom.text)
    return bool(pattern and pattern.search(evidence))


def _spelled_out(claim: str, evidence: Sequence[Atom]) -> Iterator[tuple[int, int]]:
    """Where *claim* spells out an acronym of the evidence."""
    for acronym in {atom.text for atom in evidence if sum(map(str.isupper, atom.text)) > 1}:
        if pattern := words_of(acronym):
            yield from (match.span() for match in pattern.finditer(claim))

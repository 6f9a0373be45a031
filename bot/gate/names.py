"""Every proper name, acronym, model and dataset of a text must stand in the evidence, however it is hyphenated.

As a whole: Llama is not in CodeLlama, nor Mamba in Mamba2, nor GPT-4 in GPT-4o.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from bot.gate.acronyms import words_of
from bot.gate.atoms import Atom, Known, atoms, known, plain, stands
from bot.gate.numbers import spans
from bot.gate.words import STOP, families, stem

_SHORTEST = 2  # letters of a name
# No names where they open a sentence with a capital, by their ending.
_ENDINGS = re.compile(r"(?:ing|ed|ly|tion|sion|ment|ness|ity|ance|ence|able|ible|ous|ful|less|ical|[^aiosu]s)s?$")
_ORDINARY = frozenset(
    "against apart outside inside within without unlike despite besides beyond among amid toward towards along "
    "everybody nobody everyone somebody anything everything nothing today yesterday now once still yet perhaps instead "
    "rather together better best first second last next good bad real open free high short near far every those them "
    "user agent network neural deep artificial supervised self given note see replace nowadays".split()
)
# What follows a name that opens a sentence. Before other words stands an adjective, or a noun of the language.
_ACTS = frozenset(
    "is was are were has had can could will would may might must does did and or with outperforms beats surpasses "
    "exceeds reaches achieves attains gets gains improves reduces increases lowers raises cuts uses employs applies "
    "combines learns trains trained runs works performs scores wins loses leads fails needs requires takes makes gives "
    "shows finds found reports reported says said proposes introduces presents provides offers enables allows lets "
    "supports generates produces creates builds built released published developed solves handles processes reads "
    "writes sees detects predicts generalizes scales matches remains becomes stays helps adapts extends replaces "
    "evaluates measures tests tested includes contains covers consists keeps serves".split()
)
# "Chinese" of "China", "Bayesian" of "Bayes", "Compressing" of "compress"
_KIN = re.compile(r"i?ans?|eans?|ese|ish|ns?|ic|ists?|ism|y|e?s|e?d|ing")


def strange_names(claim: str, evidence: str) -> list[str]:
    """The names of *claim* that *evidence* lacks, as written."""
    return _strange(plain(claim), plain(evidence), _is_checked)


def strange_words(text: str, evidence: str) -> list[str]:
    """The names of *text*, and its other words of content, that *evidence* lacks, as written."""
    return _strange(plain(text), plain(evidence), lambda found, n: found[n].key not in STOP)


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


def _strange(claim: str, evidence: str, is_checked: Callable[[Sequence[Atom], int], bool]) -> list[str]:
    ours = atoms(claim)
    numeric = _numeric(ours, claim)
    ends = {n: _end(ours, n, numeric) for n, a in enumerate(ours) if n not in numeric and len(a.key) >= _SHORTEST}
    wanted = [n for n in ends if is_checked(ours, n)]
    if not wanted:
        return []
    theirs = atoms(evidence)
    said = known(theirs)
    missing = [n for n in wanted if not is_said(ours, n, ends[n], said) and not abbreviates(ours[n], evidence)]
    spelled = list(_spelled_out(claim, theirs, evidence)) if missing else []
    strange = [n for n in missing if not any(start <= ours[n].start < end for start, end in spelled)]
    return [claim[ours[n].start : ours[ends[n] - 1].end] for n in strange]


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


def _is_checked(found: Sequence[Atom], n: int) -> bool:
    return _is_name(found[n]) and not _is_ordinary(found, n)


def _is_name(atom: Atom) -> bool:
    """Whether it has a capital, or letters and digits."""
    letters = [c for c in atom.text if c.islower() or c.isupper()]
    if len(atom.key) < _SHORTEST or not letters:
        return False
    return any(map(str.isupper, letters)) or any(map(str.isdigit, atom.text))


def _is_ordinary(found: Sequence[Atom], n: int) -> bool:
    """Whether a capital makes no name of it: the language's own words, and most that open a sentence."""
    atom = found[n]
    if atom.key in STOP:
        return True
    if not atom.plain:
        return False
    if atom.key in _ORDINARY or stem(atom.key) in families():
        return True
    return atom.opens and (bool(_ENDINGS.search(atom.key)) or not _acts(found[n + 1 :]))


def _acts(rest: Sequence[Atom]) -> bool:
    """Whether what follows an opening word would follow a name: a verb, another name, a comma or an end."""
    return not rest or not rest[0].beside or rest[0].text in _ACTS or _is_name(rest[0])


def is_said(found: Sequence[Atom], n: int, end: int, said: Known) -> bool:
    """Whether the name from *n* to *end* stands in what is *said*, or is a word of it with another ending."""
    if stands(found, n, end, said):
        return True
    # "Transformers" of "transformer": an ordinary word with a capital, or with another ending
    return end == n + 1 and found[n].plain and (stem(found[n].key) in said.stems or _has_kin(found[n].key, said))


def _has_kin(word: str, said: Known) -> bool:
    for other in (w for w in said.words if w[:4] == word[:4]):
        short, long = sorted((word, other), key=len)
        base = re.sub(r"[aeoy]$", "", short)
        if len(base) >= 4 and long.startswith(base) and _KIN.fullmatch(long[len(base) :]):
            return True
    return False


def abbreviates(atom: Atom, evidence: str) -> bool:
    """Whether *atom* is an acronym of words that stand in *evidence*."""
    pattern = words_of(atom.text)
    return bool(pattern and pattern.search(evidence))


def _spelled_out(claim: str, found: Sequence[Atom], evidence: str) -> Iterator[tuple[int, int]]:
    """Where *claim* spells out an acronym of the evidence that the evidence itself does not spell out."""
    for acronym in {atom.text for atom in found if sum(map(str.isupper, atom.text)) > 1}:
        pattern = words_of(acronym)
        if pattern and not pattern.search(evidence):
            yield from (match.span() for match in pattern.finditer(claim))

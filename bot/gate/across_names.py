"""The names of a claim in another language: what is written in Latin letters must stand in the English evidence.

In German every noun has a capital, so a word with nothing but that is a name only where no noun could stand, and in
doubt at most. A name with capitals inside or digits ("LoRA", "GPT-4") is one in every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.gate.atoms import Atom, atoms, known, plain
from bot.gate.names import abbreviates, is_said
from bot.gate.units import UNIT
from bot.language.function_words import PROFILES
from bot.language.numerals import COUNTED

_MEETS = re.compile(r"(?<=[A-Za-z0-9%])(?=[\u0370-\uffff])|(?<=[\u0370-\uffff])(?=[A-Za-z0-9])")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ0-9]+(?:[.,'][A-Za-zÀ-ɏ0-9]+)*\+*")
_ELIDED = re.compile(r"\b(?:[ldjnscm]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.I)
_UNIT = re.compile(UNIT, re.I)
_SHORTEST = 2
# What other languages call what English abbreviates.
_TRANSLATED = {"ki": "ai", "ia": "ai", "adn": "dna", "arn": "rna", "irm": "mri", "tal": "nlp", "usa": "us"}
# German nouns, by what they end in, their letters or their length; and what stands before them.
_NOUN = re.compile(
    r"(?:ung|heit|keit|tion|ität|nis|schaft|ismus|ungen|heiten|keiten|tionen|itäten)$|[äöüß]|^.{10,}$", re.I
)
_BEFORE_NOUN = re.compile(
    r"[a-zäöüß]*(?:e|en|er|es|em|das|ein|kein|sein|ihr|vom|zum|zur|beim|am|im|mehr|viel)|\d[\d.,]*|%"
)
_PLURAL = re.compile(r"(?:e|e[lnr]|e[lr]n|s)$")  # needs no article: "mit Echos", "ohne Daten"
# What opens a sentence and is no name: adverbs by their endings, and words with an accent.
_OPENING = re.compile(r"(?:ments?|mente)$|[à-ÿ]", re.I)


def strange_names_across(claim: str, language: str, evidence: str) -> tuple[list[str], list[str]]:
    """The names of *claim* that *evidence* lacks: those that are names for certain, and those that may be."""
    ours = atoms(plain(_ELIDED.sub(" ", _MEETS.sub(" ", claim))))
    said, evidence = known(atoms(plain(evidence))), plain(evidence)
    certain, doubtful = [], []
    for n, atom in enumerate(ours):
        if not _LATIN.fullmatch(atom.text) or len(atom.key) < _SHORTEST or _is_number(ours, n):
            continue
        if is_said(ours, n, _end(ours, n), said) or abbreviates(atom, evidence) or _translated(atom, said.joined):
            continue
        if not atom.plain and any(c.isupper() or c.isdigit() for c in atom.text):
            certain.append(atom.text)
        elif _may_be_a_name(ours, n, language):
            doubtful.append(atom.text)
    return certain, doubtful


def _is_number(ours: Sequence[Atom], n: int) -> bool:
    """Whether it is a number, or the unit of the one before it: that is judged elsewhere."""
    text = ours[n].text
    if not any(map(str.isalpha, text)):
        return True
    unit = text.lstrip("0123456789.,")
    counted = unit != text or (n > 0 and not ours[n - 1].text.strip("0123456789.,"))
    return counted and _UNIT.fullmatch(unit) is not None


def _end(ours: Sequence[Atom], n: int) -> int:
    """Where the name ends: "GPT-4" is one."""
    end = n + 1
    while end < len(ours) and ours[end].hyphen and re.search(r"\d", ours[end].text):
        end += 1
    return end


def _translated(atom: Atom, joined: frozenset[str]) -> bool:
    return _TRANSLATED.get(atom.key, "") in joined


def _may_be_a_name(ours: Sequence[Atom], n: int, language: str) -> bool:
    atom = ours[n]
    if language not in PROFILES:  # another script: who writes Latin letters quotes
        return True
    word = atom.text.lower()
    profile = PROFILES[language]
    if atom.text[:1].islower() or word in profile.telling or word in profile.plain or word in _counts(language):
        return False
    if language == "de":
        joined = (
            n + 1 < len(ours) and ours[n + 1].hyphen
        )  # "das Tern-Verfahren": what stands before is not for the name
        before = ours[n - 1].text if n else ""
        leads = _BEFORE_NOUN.fullmatch(before.lower()) or (before[:1].islower() and _PLURAL.search(word))
        adjective = _PLURAL.search(word) and n + 1 < len(ours) and ours[n + 1].text[:1].isupper()
        return not (_NOUN.search(word) or ((leads or (atom.opens and adjective)) and not joined))
    return not (atom.opens and _OPENING.search(word))


def _counts(language: str) -> Iterator[str]:
    return (part.partition("=")[0] for part in COUNTED.get(language, "").split())

"""Every proper name, acronym, model and dataset of a claim must stand in the evidence, however it is hyphenated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.gate.words import STOP

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.+][^\W_]+)*\+*")
_NUMERIC = re.compile(r"\d[\d,.]*(?:[kKMBbxX%]|bn|st|nd|rd|th|ms|s|fps|[kKMGT]i?[bB]|D|K)?")
_LEAST_SQUASHED = 5  # letters of a name that may be looked for across spaces and hyphens
_OPENERS = re.compile(r"(?:[.!?:;]\s+|[\"“(]\s*)$")


def strange_names(claim: str, evidence: str) -> list[str]:
    """The names of *claim* that *evidence* lacks, as written."""
    runs = list(_runs(claim))
    if not runs:
        return []
    known = {k for token in _TOKEN.findall(evidence) for k in _keys(token)}
    squashed = _squash(evidence)
    spelled = _initials(evidence)
    acronyms = {"".join(filter(str.isupper, token)) for token in _TOKEN.findall(evidence)}
    found = []
    for run in runs:
        if len(run) > 1 and "".join(name[0].upper() for name in run) in acronyms:
            continue  # the claim spells out an acronym of the evidence
        found += [name for name in run if not _stands(name, known, squashed, spelled)]
    return found


def names(text: str) -> list[str]:
    """The names of *text*: words with a capital that opens no sentence, or with capitals or digits inside."""
    return [name for run in _runs(text) for name in run]


def _runs(text: str) -> Iterator[list[str]]:
    """Names that follow each other with only a space or a hyphen between them come together."""
    run: list[str] = []
    last = -1
    for token in _TOKEN.finditer(text):
        opens = token.start() == 0 or bool(_OPENERS.search(text[max(0, token.start() - 4) : token.start()]))
        at = token.start()
        for piece in _pieces(token[0]):
            if _is_name(piece, opens):
                if run and not re.fullmatch(r"[\s-]?", text[last:at]):
                    yield run
                    run = []
                run.append(piece)
                last = at + len(piece)
            at += len(piece) + 1
            opens = False
    if run:
        yield run


def _pieces(token: str) -> list[str]:
    """ "LLM-based" is LLM and "based"; "GPT-4" and "CIFAR-10" stay whole."""
    token = re.sub(r"['’]s?$", "", token)
    return re.split(r"-(?!\d)", token)


def _is_name(piece: str, opens: bool) -> bool:
    if _NUMERIC.fullmatch(piece) or len(piece) < 2:
        return False
    if any(c.isupper() for c in piece[1:]) or (any(map(str.isdigit, piece)) and piece[0].isalpha()):
        return True
    return piece[0].isupper() and not opens


def _keys(token: str) -> Iterator[str]:
    for part in (token, *_pieces(token)):
        key = _squash(re.sub(r"['’]s$", "", part))
        yield key
        if key.endswith("s"):
            yield key[:-1]


def _squash(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _stands(name: str, known: set[str], squashed: str, spelled: str) -> bool:
    key = _squash(name)
    singular = key[:-1] if key.endswith("s") and len(key) > 2 else key
    if key in known or singular in known or (len(singular) >= _LEAST_SQUASHED and singular in squashed):
        return True
    if name.isupper() or (name[:-1].isupper() and name[-1] == "s"):
        return len(singular) >= 2 and singular in (spelled if len(singular) > 3 else spelled.split(" ")[0])
    # "Transformers" of "transformer", "Chinese" of "China": an ordinary word with a capital
    return name.istitle() and len(key) >= 4 and any(k[:4] == key[:4] for k in known)


def _initials(text: str) -> str:
    """First letters of all words, and again of those between small words: "a large language model" holds "llm".

    An acronym of two or three letters would stand somewhere among the first letters of any long text.
    """
    found = re.findall(r"[^\W\d_]+|[.,;:()]", text.casefold())
    close = "".join("." if word in STOP else word[0] for word in found)
    return close + " " + re.sub(r"\W", "", "".join(word[0] for word in found))

"""The words of a question worth looking up, and their stems."""

from __future__ import annotations

import re

_MOST_TERMS = 40

# Words that say nothing of a paper's subject: English function words and the phrases of people who ask for papers.
_STOP = frozenset(
    """
    a about above after all also am among an and any anything are as at be because been before being below
    between both but by can could did do does doing done during each either else for from further give had has
    have having he her here him his how however i if in into is it its just let like many may me might more most
    much must my no nor not of off on once one only or other our out over own please same say says shall she
    should show so some such tell than that the their them then there these they this those through to too under
    until up upon us used using very was we were what when where whether which while who whom whose why will with
    within without would yes you your
    article articles find found investigate know look looking paper papers point publication publications recent
    recommend reference references research researcher researchers study studies suggest work works
    explore explores exist exists discuss discusses direct aware
    known anybody anyone somebody someone something stand stands want wants wanted wonder wondering interested
    """.split()
)

# The commonest English endings. Full text has its own stemmer (Porter's); this is for matching outside SQLite.
# The check of claims (bot/gate/words.py) cuts more, and has its own stop list: its thresholds were fitted to those.
_ENDING = re.compile(r"(?:ations?|ions?|ings?|ness|ies|ied|ed|es|s|ly|al|e|y)$")
_DOUBLED = re.compile(r"([bdgkmnprt])\1$")


def terms(question: str) -> list[str]:
    """The words of *question* worth looking up, lower case, each once; all of them if none is."""
    words = list(dict.fromkeys(re.findall(r"\w+", question.lower())))
    wanted = [w for w in words if w not in _STOP]
    return (wanted or words)[:_MOST_TERMS]


def is_wanted(word: str) -> bool:
    """Whether *word* says something of a subject, by itself."""
    return word.lower() not in _STOP


def stem(word: str) -> str:
    """*word*, lower case, without its ending if enough of it is left: plurals and verb forms become equal."""
    cut = _DOUBLED.sub(r"\1", _ENDING.sub("", word))
    return cut if len(cut) >= 4 else word


def ending(word: str) -> str:
    """*word*, lower case, without its English ending, whatever is left: "evaluat" of "evaluates" and of "evaluated"."""
    return _ENDING.sub("", word.lower())

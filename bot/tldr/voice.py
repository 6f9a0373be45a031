"""The voice of a line, whoever made it: about the paper, "Proposes …", "SlimSpec drafts …", never "We propose …".

English lets a line about one known thing go without its subject. What "we" did first is told of the paper, and so is
what "we" also did, as far as it is plain that the authors did it; where it is not, they are named.
"""

from __future__ import annotations

import re

from bot.tldr.third_person import third_person, unjoined
from retrieval.text.patterns import Pattern

_ALSO = (
    r"also|further|then|first|firstly|therefore|thus|hence|additionally|furthermore|moreover|consequently|subsequently"
    r"|finally|accordingly|here|instead|now|next|thereby|hereby"
)
_HOW = r"(?!(?:ap|re|im|sup|com|multi)?ply\b|rely\b|fly\b)[a-z]+ly"
# No verb to tell in the present: helpers, and the past of verbs that do not end in "ed".
_NOT_TOLD = (
    r"\w+ed\b|(?:are|were|have|had|can|could|may|might|must|shall|should|will|would|do|did|found|built|made|gave|took|saw"
    r"|ran|chose|drew|went|began|thought|sought|taught|showed|shown|got|held|kept|led|met|won|wrote|and|or|of|who)\b"
)
_AUTHORS = Pattern(
    rf"The authors (?:(?:{_ALSO}) )*(?P<how>(?:{_HOW} )?)(?!{_HOW}\b|{_NOT_TOLD}|(?:{_ALSO})\b)"
    r"(?P<verb>[a-z]+(?:-[a-z]+)*)(?= )",
    "The authors therefore propose a memory.",
    "The authors are the first to do it.",
    how="match",
    flags=re.NOFLAG,
)
_THEN = Pattern(
    rf"(?<=^The authors )(?:(?:{_ALSO}) )+(?=[a-z])",
    "The authors therefore developed a memory.",
    "The authors developed a memory, then.",
    flags=re.NOFLAG,
)
_PAPER = Pattern(
    rf"[Tt]his (?:paper|work|study|article|report) (?:(?:{_ALSO}) )*"
    rf"(?=(?:{_HOW} )?(?!(?:is|was|has|does|its|as)\b)[a-z]+s )",
    "This paper therefore proposes a memory.",
    "This paper is the first on memories.",
    how="match",
    flags=re.NOFLAG,
)
_DOES = (
    r"propose|present|introduce|develop|describe|devise|provide|construct|create|formulate|derive|investigate|explore"
    r"|analy[sz]e|examine|evaluate|compare|identify|conduct|perform|formali[sz]e|implement|extend|employ|apply|adopt"
    r"|utili[sz]e|show|demonstrate|find|prove|observe|argue|conclude|verify|confirm|reveal|achieve|obtain|establish"
    r"|improve|validate|contribute|characteri[sz]e|discuss|define|incorporate|integrate|curate|collect|leverage"
)
# Nouns as well: verbs only before an article or the like, or where a clause begins.
_MAY = "design|use|study|release|report|train|build|address|test|benchmark|outline|open-source|focus"
_MAY_DO = (
    rf"(?:{_MAY})(?= (?:an?|the|that|how|it|its|on)\b)"
    rf"|(?<=, and )(?:{_MAY})(?= (?!(?:of|and|or|for|in|to)\b)[a-z\d])"
)
# Any other word is a verb before an article, if it is none of the small words and has no ending of another form.
_SMALL = (
    r"(?:and|or|but|nor|so|as|at|by|for|from|in|into|of|off|on|onto|out|over|per|than|through|to|under|until|up|upon|via"
    r"|with|within|without|about|above|across|after|against|along|among|around|because|before|behind|below|beyond"
    r"|between|both|despite|down|during|even|if|like|near|not|once|only|since|that|then|throughout|toward|unlike|what|when"
    r"|where|whether|which|while|who|whom|whose|why|how|all|half|it|there|more|most|\w+(?:(?<!s)s|ed|ing|ly|ment|ion|ity))\b"
)
_ANY_DOES = rf"(?!{_SMALL}|{_NOT_TOLD})[a-z-]+(?= (?:an?|the|its|their|that|how)\b)"
_ALSO_DOES = Pattern(
    rf"(?P<and>,? and|, then) (?P<who>the authors )?(?:(?:{_ALSO}) )*(?P<how>(?:{_HOW} )?)"
    rf"(?P<verb>(?:{_DOES})\b(?= )|{_MAY_DO}|{_ANY_DOES})",
    ", and show that it helps",
    ", and shows that it helps",
    flags=re.NOFLAG,
)
# After these a verb without an s is somebody else's: "to plan and improve", "models that plan and use tools".
_OTHERS = re.compile(
    r"\b(?:to|can|could|may|might|will|would|should|must|not|that|which|who|how|where|help|let|make)\b"
)
_HISS = re.compile(r"(?:s|sh|ch|x|z|o)$")


def told_line(line: str, title: str) -> str:
    """*line*, of the paper called *title*, in the third person; as it is where code cannot turn it."""
    told = third_person(re.sub(r"^(?:We|I)\b", "The authors", unjoined(line)), title)
    if told is None:
        return line
    found = _AUTHORS.find(told)
    if found:
        does = f"{found['how']}{_singular(found['verb'])}"
        return _capital(does) + _ALSO_DOES.regex.sub(_goes_on, told[found.end() :])
    told = _THEN.regex.sub("", told, count=1)
    paper = _PAPER.find(told)
    return _capital(told[paper.end() :]) if paper else told


def _goes_on(also: re.Match[str]) -> str:
    """What "we" also did, told as what "we" did first; as it is where somebody else may do it."""
    sure = also["who"] or also["and"].startswith(",") or not _OTHERS.search(also.string[: also.start()])
    return f"{also['and']} {also['how']}{_singular(also['verb'])}" if sure else also[0]


def _singular(verb: str) -> str:
    if re.search(r"[^aius]s$", verb):  # "we presents", as somebody wrote
        return verb
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if _HISS.search(verb) else "s")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

"""Whether a message asks something of the papers, or is a part of such a question."""

from __future__ import annotations

import re

from bot.slack.addressed.small_talk import is_greeting
from retrieval.text.calendar_words import MONTHS
from retrieval.text.number_words import ordinals
from retrieval.text.patterns import Pattern

REQUEST = (
    r"(?:explain|compare|contrast|summari[sz]e|list|show|tell|give|find|elaborate|define|describe|search|expand|rank"
    r"|name|check|look|clarify|go (?:on|deeper|into)|continue|say|repeat|rephrase|translate|quote|cite|read|include"
    r"|narrow|limit|restrict|add|walk|save|bookmark)"
)
_ASKS = Pattern(
    r"^(?:(?:and|but|so|ok(?:ay)?|also|then|now|or|hm+|well|great|nice|cool|thanks|thank you|interesting|right|please"
    r"|sorry|wait|no|yes|actually|oh|ah|alright|perfect|good)\b[\s,.!:–-]*)*"
    r"(?:(?:what|which|who|whose|why|how|when|where|is|are|was|were|do|does|did|can|could|would|will|has|have|had"
    rf"|should|any|(?:in|on) (?:what|which)|to what extent|since when|by how|{REQUEST})\b)",
    "ok, and which dataset",
    "ok, a dataset",
    how="match",
)
# Statements that begin like questions, and requests that are none of ours
_NO_QUESTION = Pattern(
    r"^\W*(?:what an?\b|how (?:cool|nice|great|interesting|funny|weird|strange|odd|neat|sad|annoying)\W*$"
    r"|which (?:is|was|means)\b(?!.*\?)|who (?:cares|knew|knows)|no wonder|(?:when|what|how) (?:i|we)\b"
    r"|give me (?:a|one|two|five|\d+) (?:sec|min|mom|hour|day|bit)|tell me (?:when|if|once)|let (?:me|us) know"
    r"|show (?:me|us) your|say (?:hi|hello|no more)|look at you|find me (?:at|in|on)|read (?:this|it|through)\b"
    r"|can(?:['’]t| not) wait|is it just me|any (?:plans|objections|volunteers|takers|thoughts|opinions)"
    r"|name (?:the time|your)|save (?:the (?:date|day)|me an?|your|our|my)"
    r"|add (?:it|this|me|that|them) to(?! my (?:reading )?list)"
    r"|check (?:out|with|your)|(?:could|would) be\b"
    r"|will (?:do|read|check|look)|have (?:a|fun)\b|has been\b|is (?:nice|good|great|fine)"
    r"|was (?:nice|good|great|fun)|any(?:way|how|more))",
    "give me a minute",
    "give me a list",
    how="match",
)
_RHETORICAL = Pattern(
    r"^\W*(?:really|seriously|right|ok|okay|huh|what|eh|no|yes|oh|wow|lol|sure|isn['’]t it|you know|thoughts|opinions"
    r"|ideas|anyone|anybody)\W*$",
    "really?",
    "really accurate?",
    how="match",
)
_ORDINAL = (
    rf"(?:the |that )?(?:{ordinals(1, 10)}|\d+(?:st|nd|rd|th)|last|other"
    r"|next|former|latter)(?: (?:two|three|papers?|ones?|study|work))?"
)
_TIME = (
    r"(?:papers? )?(?:since|before|after|until|in|during|from|between|over) .{0,30}\b"
    rf"(?:20\d\d|weeks?|months?|years?|days|yesterday|today|{'|'.join(MONTHS)})"
    r"|(?:last|this|past) (?:week|month|year)|yesterday|today"
)
# The second paper · paper 2 · [2] · since 2024 · its authors · more details
_PART = Pattern(
    r"^(?:(?:and|but|so|or|ok(?:ay)?|also|then|only|just|same(?: question)?(?: for| with)?|no|sorry|actually|wait"
    r"|i meant?|not that|what about|how about|for|about|the same for|now|thanks|great|nice|cool|yes|interesting)\b"
    rf"[\s,.!:–-]*)*(?:{_ORDINAL}|(?:paper|number|no\.|source|#)\s?\d+|\[\d+\]|both(?: of them| papers)?"
    rf"|all (?:of them|three)|{_TIME}|(?:its|their) \w+|(?:on|for|with|without|using|in|by) [\w -]{{2,40}}"
    r"|(?:some |any |a bit )?more(?: (?:details?|info|on (?:that|this|it|.{2,40})|about .{2,40}|please))?"
    r"|(?:bib ?tex|tl;?dr)(?: of| for)?(?: #?\[?\d{1,2}\]?(?:,| and)?){0,9}"
    rf"(?: (?:it|this|them|both|{_ORDINAL}))?"
    r"|details?|examples?|code|authors?|limitations?|results?)[\s?.!,]*(?:please[\s.!]*)?$",
    "and the second paper?",
    "and the second moment?",
    how="match",
)
_OF_PAPERS = Pattern(
    r"\b(?:papers?|stud(?:y|ies)|abstracts?|authors?|methods?|models?|datasets?|benchmarks?|results?|findings?"
    r"|baselines?|experiments?|approach|accuracy|code|train(?:ing|ed)|evaluat\w+|ablation|limitations?|compare[ds]?"
    r"|differ\w*|first|second|third|last|other|it|they|its|their|them|this|these)\b|\[\d+\]"
    r"|\b(?:since|before|after) (?:20\d\d|\w+ 20\d\d|last|january|june)",
    "what are their baselines?",
    "what is for lunch?",
)


def reads_as_follow_up(text: str) -> bool:
    """Whether *text* asks something, or is a part of a question: "and the second?", "since 2024"."""
    if _NO_QUESTION.find(text) or _RHETORICAL.find(text) or is_greeting(text):
        return False
    return any(_ASKS.find(s) or s.rstrip().endswith("?") or _PART.find(s) for s in _sentences(text))


def is_paper_question(text: str) -> bool:
    """Whether *text* is a question that names papers or something of theirs, whoever asks it."""
    return reads_as_follow_up(text) and (_OF_PAPERS.find(text) is not None or len(text.split()) >= 4)


def _sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?])\s+", text) if s.strip()]

"""What is said to people and not to a bot: names, "we", "do you think", their day."""

from __future__ import annotations

import re

from bot.slack.addressed.requests import REQUEST
from retrieval.text.patterns import Pattern

# "You" that may well be the bot, and "we" that asks what is known
_OURS = Pattern(
    rf"\b(?:can|could|would|will) you (?:please |also |maybe |quickly )?{REQUEST}\b"
    r"|\bdo you (?:have|know|find|see) (?:any|more|of|other|about|which|what)|\bdid you find\b"
    r"|\bwhat (?:else )?do you (?:know|have|find)|\byou (?:mentioned|cited|listed|found|said|showed|quoted|gave)\b"
    r"|\bdo we (?:know|have)\b|\bwhat (?:do|can) we (?:know|learn)\b|\b(?:tell|show|give) (?:me|us)\b",
    "can you please list them?",
    "can you please call them?",
)
_PEOPLE = Pattern(
    r"\b(?:you|yours?|you['’](?:re|ve|ll|d)|we|we['’](?:re|ve|ll|d)|ours?|us|let['’]?s|(?:any|some|every)(?:one|body)"
    r"|guys|folks|y['’]?all|team|dude|mate|lunch|coffee|meeting|stand-?up|(?:a|the|our|on) call|zoom|slides|deck"
    r"|deadline|calendar|tomorrow|tonight|ticket|jira|pull request|pr|birthday|weekend|vacation|holiday|office|boss"
    r"|reviewer 2|rebuttal|reading group|journal club)\b",
    "shall we meet for lunch?",
    "which papers are on launches?",
)
# What may stand before a comma, or begin a sentence with a capital, and is no name
_NO_NAMES = frozenset(
    """
    interesting great thanks ok okay hmm hm so and but well also nice cool right sure yes no actually sorry wait
    perfect however now finally please alright first second third then oh ah hey hi hello good awesome again if in
    yeah yep similarly really maybe specifically true exactly wow lovely brilliant excellent otherwise instead more
    generally concretely follow-up followup question quick fyi ps btw note edit correction paper papers
    """.split()
)
_NAME_FIRST = Pattern(
    r"^\W*(?:(?:hey|hi|hello|ok|thanks|sorry|yes|no)\s+)?@?(?P<name>[^\W\d_][\w.'-]{1,20})(?:\s*[,:–]|\s+-)\s",
    "hey Bob, what do you think?",
    "which papers, if any, say so?",
    how="match",
    flags=re.NOFLAG,
)
_NAME_LAST = Pattern(
    r",\s*@?(?P<name>[A-Z][a-z]+)\s*[?.!]*$", "is that so, Bob?", "is that so, really?", flags=re.NOFLAG
)
_NAME_CALLED = Pattern(
    r"^\W*(?P<name>[A-Z][a-z]+) (?:can|could|would|will|do|did|have|are) you\b",
    "Bob can you check?",
    "bob can you check?",
    how="match",
    flags=re.NOFLAG,
)
_AT = Pattern(r"(?:^|\s)@[a-z][\w.-]+", "what does @bob say?", "what does bob@example say?")


def speaks_to_people(text: str) -> bool:
    """Whether *text* calls a person by name, says "we" or "you" as one does to people, or is about their day."""
    if _AT.find(text) or _names_somebody(text):
        return True
    return _PEOPLE.find(_OURS.regex.sub(" ", text)) is not None


def _names_somebody(text: str) -> bool:
    """ "Bob, what do you think?", "is that so, Bob?" """
    first, last = _NAME_FIRST.find(text), _NAME_LAST.find(text)
    calls = _NAME_CALLED.find(text)
    if any(found and found["name"].lower() not in _NO_NAMES for found in (last, calls)):
        return True
    if first is None or first["name"].lower() in _NO_NAMES:
        return False
    return first["name"][0].isupper() or re.search(r"\byou\b", text) is not None

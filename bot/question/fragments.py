"""Messages that are only part of a question: "since 2024?", "and for images?", "why?", "any code?", "what about X?".

They are put together with the question before: a new time replaces the old one, a new topic the topic, a phrase with
a preposition the one with the same preposition; anything else is added at the end.
"""

from __future__ import annotations

import re

from bot.question.words import own_words
from retrieval.text.patterns import Pattern

_LEAD = Pattern(
    r"^\W*(?:(?:no(?=,)|and|but|so|or|also|then|now|ok(?:ay)?|hm+|well|yes|yeah|sorry|great|thanks|thank you|cool|nice"
    r"|interesting|right|please)\b[\s,.!:–-]*)+",
    "ok, and for images?",
    "okra and for images?",
    how="match",
)
_CORRECTION = Pattern(
    r"^\W*(?:no|nope|sorry|actually|wait|oh)?\W*(?:no\W+)?(?:(?:i|what i) (?:actually |really )?meant?|(?:i )?rather"
    r"|i was asking about|not that|that['’]s not what i (?:meant|asked))\b[\s,:–-]*(?:was\b|is\b)?\s*",
    "no, I meant diffusion",
    "no, I mentioned diffusion",
    how="match",
)
_WHAT_ABOUT = Pattern(r"^\W*(?:what|how) about\b\s*", "what about audio?", "what is it about?", how="match")
_PREPOSITIONS = "for in on with without using about by from under against at over among across to of via beyond outside"
_PREPOSITION = Pattern(rf"^(?P<word>{'|'.join(_PREPOSITIONS.split())})\b", "for images", "forecasts", how="match")
_TIME_WORD = Pattern(
    r"(?:before|after|since|until|last|this|yesterday|today|during|recent)", "since June", "summer", how="match"
)
_PHRASE = r"\b{word}\s+.+?(?=\s+(?:{all})\b|\s*[?.!]*$)"
# "What is T", "explain T", "how many papers on T": the topic is what follows
_TOPIC = Pattern(
    r"^(?P<head>\W*(?:what (?:is|are)|what['’]s|who (?:is|are)|define|explain|describe|tell me about"
    r"|what is known about|what do (?:the papers|these|we know|papers|the)(?: say| know)? (?:about|on)"
    r"|how (?:does|do) (?=[\w-]+ work\b)"
    r"|.*\b(?:papers?|work|research|studies|new|news|anything|something) (?:on|about))\s+)"
    r"(?P<topic>.+?)(?P<tail>\s+(?:work|mean|so far)\b)?\W*$",
    "What is known about grokking?",
    "What did they learn of grokking?",
    how="match",
)
_VERB = Pattern(
    r"\b(?:is|are|was|were|be|do|does|did|can|could|will|would|has|have|had|should|might|may|must|[a-z]+n['’]t|show"
    r"|list|give|find|tell|compare|explain|describe|define|summari[sz]e|works?|means?)\b|['’]s\b",
    "does it scale?",
    "on CIFAR without labels?",
)
_QUESTION_WORD = Pattern(
    r"^(?:how|what|which|why|when|where|who|whom|since when|by how|on (?:what|which)|in (?:what|which))\b",
    "how accurate",
    "however accurate",
    how="match",
)
_MORE = Pattern(
    r"^(?:(?:some |any |a bit |tell (?:me|us) |give (?:me|us) |show (?:me|us) |say |know |do you have |can you "
    r"|could you )*"
    r"(?:more|details?|further|elaborate|go on|continue|go ahead|expand|examples?|an example|in (?:more )?detail"
    r"|summary|explain)"
    r"(?: (?:details?|please|on that|about (?:it|that|this)|information|info))?)$",
    "tell me more",
    "tell me the metric",
    how="match",
)


_FORM = Pattern(
    r"\s+(?:(?:in|as|into) (?:a|one) (?:\w+ )?(?:table|list|tabular form)|side[- ]by[- ]side|next to each other"
    r"|in (?:tabular form|bullet points|bullets))(?=\W*$)",
    "compare the first two in a table",
    "what is in a table of contents",
)
_ELSE = Pattern(
    r"\W*(?:(?:please |can you |could you |and )*(?:show|list|give|tell|see)(?: me| us)? )?(?:the )?(?:what else"
    r"|anything else|any others?|rest|others?|remaining(?: ones| papers)?|more|further"
    r"|next(?: ones| page| papers| \d+)?|(?:more|other|further) (?:papers|ones|results))"
    r"(?: of (?:them|these|those|the list|the papers))?(?: please)?\W*"
    r"|\W*(?:go on|continue|list them all|show all(?: of them)?)\W*",
    "show me the rest",
    "show me the rest of the network",
    how="fullmatch",
)


def without_form(text: str) -> str:
    """*text* without how the answer is to look, "in a table": it comes side by side anyway."""
    return _FORM.regex.sub("", text) if len(text) < 600 else text


def asks_for_the_rest(text: str) -> bool:
    """Whether *text* as a whole wants what a list left out: "what else?", "more", "show me the rest"."""
    return _ELSE.find(text) is not None


def asks_for_more(text: str) -> bool:
    """Whether *text* as a whole wants more of the same: "more", "tell me more", "go on"."""
    return asks_for_the_rest(text) or _MORE.find(text.strip(" ?.!,")) is not None


_ONES = Pattern(r"\b(?:only|just|the|those|these|ones?|papers?)\b", "only ones", "lonely")


def without_lead(text: str) -> tuple[str, bool]:
    """*text* without "and", "ok, but", "no, I meant", and whether any of that was there."""
    rest = _CORRECTION.regex.sub("", _LEAD.regex.sub("", text))
    rest = _LEAD.regex.sub("", rest)
    return (rest, rest != text) if rest.strip(" ?.!,") else (text, False)


def without_ones(text: str) -> str:
    """*text* without what only points at a list: "only … ones", "just those", "the papers"."""
    return _ONES.regex.sub(" ", text).strip()


def without_what_about(text: str) -> tuple[str, bool]:
    """*text* without "what about", and whether that was there."""
    rest = _WHAT_ABOUT.regex.sub("", text)
    return rest.strip(" ?.!,"), rest != text


def without_how_many(text: str) -> str:
    """ "By Google" of "how many by Google"."""
    return re.sub(rf"^how many (?=(?:{'|'.join(_PREPOSITIONS.split())})\b)", "", text, flags=re.IGNORECASE)


def inside(words: str) -> str:
    """A time phrase as it is written inside a sentence: "Since June" as "since June"."""
    return words[:1].lower() + words[1:] if _PREPOSITION.find(words) or _TIME_WORD.find(words) else words


def is_preposition_phrase(text: str) -> bool:
    """ "For images", "on CIFAR without labels": no verb, no subject."""
    return bool(_PREPOSITION.find(text)) and not _VERB.find(text) and not _QUESTION_WORD.find(text)


_WHO_MADE = Pattern(
    r"who (?:wrote|authored|made|published|released|proposed|introduced|created|invented|developed|built) "
    r"(?!(?:the|this|that|these|those|it|them|its|their|a|an)\b)\S.{0,80}",
    "who wrote mooringnet", "who wrote the code", how="fullmatch",
)  # fmt: skip


def is_part_question(text: str) -> bool:
    """ "Why", "how accurate", "which dataset", "how many parameters", "more details": asks, but of what?"""
    bare = text.strip(" ?.!,")
    if _MORE.find(bare):
        return True
    if _WHO_MADE.find(bare) and own_words(bare):
        return False
    return (
        bool(_QUESTION_WORD.find(bare)) and len(bare.split()) <= 4 and len(own_words(bare)) < 2 and not _VERB.find(bare)
    )


def has_verb(text: str) -> bool:
    """Whether *text* has one of the commonest verbs: then it is no mere part of a sentence."""
    return _VERB.find(text) is not None


def is_noun_phrase(text: str) -> bool:
    """At most five words without a verb."""
    return len(text.split()) <= 5 and not _VERB.find(text) and not _QUESTION_WORD.find(text)


def is_time_unread(text: str) -> bool:
    """Whether *text* speaks of days that nobody could read: "the week before that"."""
    return re.search(r"\b(?:days?|weeks?|months?|years?) (?:before|after|earlier|later)\b", text) is not None


def base_of(question: str) -> str:
    """An earlier question without its mark, and without what a follow-up added after a dash."""
    return question.split(" — ")[0].rstrip(" ?.!")


def with_phrase(base: str, phrase: str) -> str:
    """*base* with the phrase "for images" in the place of its own "for …", or at its end."""
    phrase = phrase.strip(" ?.!,")
    found = _PREPOSITION.find(phrase)
    if found:
        pattern = _PHRASE.format(word=found["word"], all="|".join(_PREPOSITIONS.split()))
        places = list(re.finditer(pattern, base, re.IGNORECASE))
        if places:
            last = places[-1]
            return f"{base[: last.start()]}{phrase}{base[last.end() :]}"
    return f"{base} {phrase}"


def with_topic(base: str, topic: str) -> str:
    """*base* asked of another topic, where it is plain what its topic is; else the topic after a dash."""
    topic = topic.strip(" ?.!,")
    found = _TOPIC.find(base)
    if found and not re.search(r"\b(?:is|are|do|does|and|that|which)\b", found["topic"]):
        return f"{found['head']}{topic}{found['tail'] or ''}"
    return f"{base} — {topic}"

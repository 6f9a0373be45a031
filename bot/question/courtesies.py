"""What people say around a question, out of politeness or in passing: "hey, …", "… pls", "…, if you can"."""

from __future__ import annotations

import re

from retrieval.text.patterns import Pattern
from retrieval.text.words import is_wanted

_POLITE = r"(?:please|pls|plz|plss+|kindly)"
_BEFORE = Pattern(
    r"\W*(?:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|dear)"
    r"(?: there| all| team| everyone| folks| guys| bot| broadsheet)?(?=[\s,.!:;])"
    rf"|{_POLITE}|sorry(?: to bother(?: you)?)?(?:,? but)?|(?:quick|one|another|dumb|stupid) question"
    r"|(?:ok(?:ay)?|so|um+|uh+|hm+|well|right)(?=\s*,)"
    rf"|(?:could|can|would|will) (?:you|u|someone|anyone|somebody|anybody)"
    rf"(?: {_POLITE})? (?:tell (?:me|us)|say|check|look up)(?=\W+(?:what|which|who|how|when|where|why|if|whether)\b)"
    r"|(?:i(?:'m| am) (?:just )?(?:wondering|curious)|i (?:just )?(?:wonder|wanted to (?:know|ask))|just wondering"
    r"|(?:do (?:you|we)|does (?:anyone|anybody|somebody|someone)) (?:happen to )?know)"
    r"(?=[\W:]+(?:what|which|who|how|when|where|why|if|whether)\b))[\s,:;.!–]+",
    "hey, what is new",
    "hires images",
    how="match",
)
_AFTER = Pattern(
    rf"[\s,;(–-]+(?:{_POLITE}|in (?:short|brief|a nutshell|general|total)|briefly|overall|ever|of all time|so far"
    r"|thanks?(?: (?:a lot|in advance|so much))?|thank you(?: (?:in advance|so much))?|thx|tnx"
    r"|cheers|if (?:you can|possible|you could|any|that(?:'s| is) ok(?:ay)?|you (?:don't|do not) mind)"
    r"|(?:(?:can you|please) )?(?:show|list|give|send|find)(?: me| us)? (?:the|those|these|all|some|any) papers?"
    r"|i mean|i think|lol|asap|btw|tho"
    r"|(?:to me )?(?:like|as if) i(?:['’]?m| am) (?:an? |the )?(?:\w+ ?){1,3}|(?:the )?short version"
    r"|(?:and )?(?:gimme|give me|show me|with) (?:an? |some )?examples?"
    r"|or (?:something|whatever|so)(?: like that)?|and (?:such|stuff|so on)|etc|right now|by any chance)[\s?.!)]*$",
    "what is new pls",
    "please",
    how="search",
)
_RUN_TOGETHER = {
    **{word + "s": f"{word}'s" for word in ("what", "who", "how", "where", "when", "that")},
    **{f"{word}nt": f"{word}n't" for word in ("do", "does", "did", "is", "are", "was", "were", "has", "have", "would")},
}
_HOW_MUCH = Pattern(r"\bhow much (?P<what>papers|articles|authors)\b", "how much papers", "how much memory")
_WRITTEN_SHORT = Pattern(
    r"(?<![\w/-])(?:w/o|w/|w(?= [a-z])|b4|u|ur|abt|shld|cld|ppl|btwn|smth|smthg|sth|esp|# of)(?![\w/-])",
    "papers w/ code",
    "I/O papers",
)
_IN_FULL = {"w/o": "without", "w/": "with", "w": "with", "shld": "should", "cld": "could",
            "b4": "before", "u": "you", "ur": "your", "abt": "about", "ppl": "people",
            "btwn": "between", "smth": "something", "smthg": "something", "sth": "something", "esp": "especially",
            "# of": "number of"}  # fmt: skip
_LONGEST = 300  # characters; more is a text
_MOST = 4  # of either


def without_courtesies(text: str) -> str:
    """*text* without what is said before and after the question; as it is if nothing would be left of it."""
    if len(text) > _LONGEST:
        return text
    rest = re.sub(r"\b[a-z]{4,7}\b", lambda m: _RUN_TOGETHER.get(m[0], m[0]), text)
    rest = _HOW_MUCH.regex.sub(r"how many \g<what>", rest)
    rest = _WRITTEN_SHORT.regex.sub(lambda m: _IN_FULL.get(m[0], m[0]), rest)
    for _ in range(_MOST):
        rest = _cut(rest)
    return rest if any(map(is_wanted, re.findall(r"\w+", rest))) else text


def _cut(text: str) -> str:
    if found := _BEFORE.find(text):
        text = text[found.end() :]
    if found := _AFTER.find(text):
        mark = "?" if text.rstrip().endswith("?") else ""
        text = text[: found.start()] + mark
    return text

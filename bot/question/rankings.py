"""Questions the archive's own fields answer: most comments, which release code, who published what, how many a month.

Words are taken out one by one; where anything is left that is neither a topic nor a name, the question is for papers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from retrieval.text.number_words import CARDINALS, cardinals
from retrieval.text.patterns import Pattern

Measure = Literal["digest", "upvotes", "comments", "authors", "newest", "oldest", "code", "no code", "of"]
Group = Literal["month", "week", "organization", "author", "keyword", "year", "day"]

_MEASURES: tuple[tuple[Measure, Pattern], ...] = (
    ("no code", Pattern(
        r"\b(?:without|no|lack(?:s|ing)?|(?:do|does|did)(?: not|n't) (?:release|have|share|publish|provide|include))"
        r" (?:any |the |their |its |public |source )*code\b", "papers without code", "papers with code")),
    ("code", Pattern(
        r"\b(?:(?:releas\w+|with|have|has|having|provid\w+|publish\w*|shar\w+|open[- ]?sourc\w+|offer\w*"
        r"|includ\w+|come|comes)"
        r"(?: (?:with|an?|any|the|their|its|public|source|open|available))* (?:code|repo(?:sitory)?|github)"
        r"(?: (?:links?|repo(?:sitory)?|page))?|code (?:is |was )?(?:available"
        r"|released|public|online|open)"
        r"|open[- ]?source(?:d)? code)\b", "which papers release code?", "how is code written?")),
    ("comments", Pattern(
        r"\b(?:most|top|highest|greatest|largest|fewest|least|lowest)\b.*\b(?:comment\w*|discuss\w*|talked about)\b"
        r"|\b(?:discuss\w*|comment\w*|talked about)\b.*\b(?:the )?(?:most|least)\b", "most comments?",
        "any comments?")),
    ("upvotes", Pattern(
        r"\b(?:most|top|highest|greatest|largest|best|fewest|least|lowest|smallest)[- ]*(?:number of )?\b.*"
        r"\b(?:upvot\w*|votes?|voted|lik(?:es|ed)|popular|favou?rites?)\b"
        r"|\bmost[- ](?:upvoted|liked|popular)\b"
        r"|^\W*(?:(?:what|which)(?:'s| is| are| was| were)? )?(?:the )?(?:very )?(?:best|top|greatest)"
        r"(?: \w+)? papers?\b",
        "which paper has the most upvotes?", "is it popular?")),
    ("authors", Pattern(
        r"\b(?:most|fewest|least|(?:highest|greatest|largest|smallest|lowest) number of) (?:co-?)?authors?\b"
        r"|\b(?:longest|shortest) (?:list of authors|author list)\b|\b(?:largest|biggest|smallest) author teams?\b",
        "which paper has the most authors?", "who are the most prolific authors?")),
    ("oldest", Pattern(r"\b(?:oldest|earliest|(?<!newest )(?<!latest )(?<!recent )first)\b(?=.*\bpapers?\b|\W*$)",
        "the oldest paper", "old papers")),
    ("newest", Pattern(r"\b(?:newest|latest|most recent|last)\b(?=.*\bpapers?\b|\W*$)", "the newest paper",
        "new papers")),
)  # fmt: skip
_DAYS: tuple[tuple[Group, str], ...] = (("month", "monthly"), ("week", "weekly"), ("year", "yearly"), ("day", "daily"))
_GROUPS: tuple[tuple[Group, Pattern], ...] = (
    ("organization", Pattern(r"\b(?:which|what|top|most active|who are the)\b.*\b(?:organi[sz]ations?|orgs?|labs?"
            r"|compan(?:y|ies)|institut\w*|universit\w*|groups?|teams?)\b"
         r".*\b(?:publish\w*|most|active|papers|write|wrote|release\w*|appear\w*)\b|\b(?:top"
         r"|most active) (?:organi[sz]ations?|labs?|companies|institutions?|universities)\b|\bpapers? (?:per|by"
         r"|for each|each) (?:organi[sz]ation|lab|company)\b",
         "which organizations publish most?", "which organization is it?")),
    ("author", Pattern(r"\b(?:which|what|top|most active|who are the)\b.*\bauthors?\b.*\b(?:publish\w*|most|papers"
            r"|write|wrote|active)\b|\bwho (?:publishes|published|writes|wrote|has (?:written"
            r"|published)) (?:the )?most\b|\b(?:top|most active|most prolific) (?:authors?|researchers?)\b"
            r"|\bpapers? (?:per|for each) author\b",
         "who publishes most?", "who wrote it?")),
    ("keyword", Pattern(r"\b(?:which|what|top|most (?:common|frequent|used|popular))\b.*\b(?:keywords?|topics?"
            r"|subjects?|themes?|tags?)\b", "what are the top keywords?", "keyword search")),
)  # fmt: skip
_GROUPS += tuple(
    (each, Pattern(
        rf"\b(?:(?:per|each|every|by|a|(?:which|what)(?: was the)?(?: busiest)?) {each}|(?:busiest|quietest) {each}"
        rf"|{adverb}(?! papers?))\b", f"papers a {each}?", f"papers last {each}?"))
    for each, adverb in _DAYS
)  # fmt: skip
_LEAST = Pattern(r"\b(?:fewest|least|lowest|smallest|shortest|quietest)\b", "least comments?", "most comments?")
_MOST = Pattern(r"\b(?:most|busiest|highest|greatest|largest|biggest|longest|top)\b", "the most papers", "almost all")
_BY = (
    Pattern(r"\b(?:how many|which|what|all) (?:papers|publications|articles) (?:did|has|have|does|do|were) (?P<who>.+?)"
        r" (?:publish(?:ed|es)?|releas\w+|writ\w+|wrote|put out|post\w*|author\w*)\b(?P<rest>.*)",
        "How many papers did Tencent publish?", "How many papers did it?"),
    Pattern(r"\bwhat (?:has|have|did|does|do) (?P<who>.+?) (?:published?|publish(?:es)?|releas\w+|writ\w+|wrote"
        r"|put out|post\w*)\b(?P<rest>.*)", "What did Tencent publish?", "What did it find?"),
    Pattern(r"\b(?:papers?|publications?|work|anything|everything|something|articles?)(?: \w+ed)? (?:by|from"
        r"|of) (?P<who>.+?)(?P<rest>(?: (?:on|about|with|without|that|have|has|had|releas\w+|come|came) .+)?)\W*$",
            "papers by Ada Lovelace with code", "papers on paper"),
    Pattern(r"^\W*(?P<who>[A-Z][\w .&-]+?)(?:'s|s') (?:newest |latest |recent |own )?(?:papers?|publications?"
        r"|work)(?P<rest>.*)", "Google's papers", "this paper's work", flags=re.RegexFlag(0)),
    Pattern(r"\b(?:which|what) papers? (?:are|were|is|was|come|came)(?: \w+ed)? (?:by"
        r"|from) (?P<who>.+?)(?P<rest>)\W*$", "which papers are from Meta?", "which papers are new?"),
    Pattern(r"\b(?:which|what) (?:papers? )?(?:has|have|did) (?P<who>.+?) (?:published?|write|written"
        r"|releas\w+)(?P<rest>.*)", "which papers has Ada written?", "which papers has it?"),
)  # fmt: skip
# With a time phrase, which is already taken out: "what happened (in week 23)?", "main trends (of October)".
_TIME = Pattern(
    r"\W*(?:so )?(?:(?:what(?:'s| is| was| are| were| has| have)?|any|anything|give me|show me|tell me"
    r"|list)? ?(?:been )?"
    r"(?:the |about )?(?:(?:main|biggest|top|hot|hottest|most important|important|big|key|best|interesting|popular"
    r"|good|trendy|new|latest) )*"
    r"(?:new|news|listed|published|posted|released|happened|happening|going on|hot|trends?|trending|topics?|highlights?"
    r"|developments?|came out|up|popular|liked|discussed|good)"
    r"(?: papers?| here| there)?(?: (?:in|of|from|for|on|during|since|about))?"
    r"(?: (?:the )?(?:week|month|day|year)(?: of)?)?"
    r"|(?:(?:gimme|give me|show me|list|get me) )?(?:the )?(?:very )?"
    r"(?:best|top|hottest|coolest|biggest|greatest|most (?:important|exciting|interesting)|must[- ]reads?|highlights?)"
    r"(?: (?:papers?|ones|stuff|things|reads?|news))?"
    r"(?: (?:of|in|from|for)(?: (?:the )?(?:\w+ )?(?:week|month|days))?(?: \(\))?)?"
    r"|(?:what|which papers?) (?:should|can|could|do) (?:i|we) (?:read|look at)(?: (?:next|first|now))?"
    r"|what(?:'s| is)? worth (?:reading|a look)|surprise me"
    r"|(?:(?:can|could|would) you |please )*(?:summari[sz]e|sum up|recap"
    r"|give (?:me|us) (?:a |an |the )?(?:summary|recap|overview|digest)"
    r"|(?:a |the )?(?:summary|recap|digest)(?: of)?)(?: (?:of|for|from))?(?: (?:the|this|that))?"
    r"(?: (?:week|month|day|papers|news))?(?: (?:in|of|from|for|on|during|since))?(?: please)?"
    r"|(?:(?:which|what|(?:show|list|give)(?: me| us)?) )?(?:the )?(?:'s )?papers?"
    r"(?: (?:were |was |are |have been )?(?:listed|published|posted|released|submitted|added|appeared|appear|came out"
    r"|come out))?(?: (?:on|in|of|from|for|during))?"
    r"|(?:recommend|suggest)(?: me| us)? (?:a|some|something|any|good|interesting)(?: (?:good|interesting|new))?"
    r"(?: papers?| to read)*)\W*",
    "What happened in?",
    "What happened to BERT?",
    how="fullmatch",
)
_FILLERS = frozenset(
    """
    which what who whose is are was were has have had got get gets the a an of in with for to that and it its
    there here me us show list give name tell find please paper papers publication publications article articles
    one ones most more least fewest highest lowest top best number numbers many how much count total upvotes
    upvote upvoted votes voted vote likes liked popular favourite favorite comments comment commented discussed
    newest latest recent oldest earliest first last code source release releases released releasing open available
    provide public online share shared publish publishes published publishing per each every by month week year
    day monthly weekly yearly daily organization organizations organisation organisations lab labs company
    companies institution institutions institute universities university groups group teams team author authors
    researcher researchers active prolific write writes written wrote keyword keywords topic topics subject
    subjects theme themes tag tags common frequent used do does did come comes archive our your listed greatest
    largest smallest biggest longest shortest coauthor coauthors list received receive receives frequently often
    busiest quietest added been can you could would
    any all some their no without not dont don't doesn't lacking lack we link links repo repos repository
    repositories github org orgs include includes offer offers days weeks months years appear appeared out
    """.split()
)
_ABOUT = Pattern(
    r"\b(?:on|about|regarding|concerning|mentioning|in the field of|for|in) (?P<topic>.+?)\W*$", "on pruning", "of them"
)
_COUNT = Pattern(rf"\b(?P<n>\d{{1,3}}|{cardinals(2, 12)})\b", "the five newest papers", "the newest papers")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Papers by a *measure*, or their counts by a *group*; of those about *words*, by *who*; *n* of them, if said.

    *counted*: how many they are is asked; *least*: those with the fewest come first; *extreme*: those are asked for.
    """

    measure: Measure | None
    group: Group | None
    words: str = ""
    who: str = ""
    n: int | None = None
    counted: bool = False
    least: bool = False
    extreme: bool = False


def read_ranking(text: str) -> Ranking | None:
    """What *text* (its time phrase already taken out) asks of the archive's fields; None if it asks anything else."""
    text = " ".join(text.replace("’", "'").split())
    whole = text
    who, text = _by_whom(text)
    group = None if who else next((group for group, pattern in _GROUPS if pattern.find(text)), None)
    measures = [] if group else [measure for measure, pattern in _MEASURES if pattern.find(text)]
    if len(measures) > 1 and "code" in measures[0] and {"upvotes", "comments"} & set(measures):
        return None  # several conditions at once
    measure = measures[0] if measures else None
    measure = measure or ("of" if who else None)
    if measure is None and group is None and _TIME.find(text):
        return Ranking("digest", None)
    if measure is None and group is None:
        return None
    if group in dict(_DAYS):
        text = next(pattern for each, pattern in _GROUPS if each == group).regex.sub(" ", text)
    words = ""
    if found := _ABOUT.find(text):
        topic = " ".join(w for w in found["topic"].split() if w.lower().strip("?.,!'") not in _FILLERS)
        words, text = topic.strip(" ?.!,"), text[: found.start()]
    counted, least = "how many" in whole.lower(), _LEAST.find(whole) is not None
    number = _COUNT.find(text)
    left = [w for w in text.lower().replace("-", " ").split() if w.strip("?.,!:;'\"") not in _FILLERS | set(CARDINALS)]
    left = [w for w in left if not w.strip("?.,!").isdigit() and any(c.isalnum() for c in w)]
    if left or len(who.split()) > 6:
        return None
    n = (int(number["n"]) if number["n"].isdigit() else int(CARDINALS[number["n"].lower()])) if number else None
    extreme = least or _MOST.find(whole) is not None
    return Ranking(measure, group, words, who, n, counted, least, extreme)


def _by_whom(text: str) -> tuple[str, str]:
    """Whose papers *text* asks for, and the rest of it."""
    for form in _BY:
        found = form.find(text)
        if found and any(word.lower().strip("?.,") not in _FILLERS for word in found["who"].split()):
            return found["who"].strip(" ,"), f"{text[: found.start()]} {found['rest']}"
    return "", text

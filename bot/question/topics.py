"""Questions that name a topic and want papers: "reinforcement learning", "which papers study X", "what's new in X"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.question.fragments import has_verb
from retrieval.text.number_words import CARDINALS, cardinals
from retrieval.text.patterns import Pattern
from retrieval.text.words import is_wanted

Order = Literal["best", "newest"]

_PAPERS = (
    r"(?:research |recent |new |good |interesting |relevant |any |some |the "
    rf"|(?:an? )?(?:few|couple)(?: of)? |best |top |(?:\d{{1,2}}|{cardinals(2, 12)}) )*(?:papers?|articles?"
    r"|preprints?|works?|publications?|stud(?:y|ies)|research)"
)
_ABOUT = (
    r"(?:on|about|for|in|of|regarding|concerning|around|covering|related to|relating to|that (?:are|is) (?:on|about)"
    r"|(?:that |which )?(?:are (?:on|about)|deals? with|dealing with|discuss(?:es|ing)?|mention(?:s|ing)?"
    r"|stud(?:y|ies|ying)"
    r"|uses?|using|propos(?:e|es|ing)|cover(?:s|ing)?|address(?:es|ing)?|explor(?:e|es|ing)|investigat(?:e|es|ing)"
    r"|work(?:s|ing)? on|focus(?:es|ing)? on|look(?:s|ing)? at|tackl(?:e|es|ing)|examin(?:e|es|ing)|introduc(?:e"
    r"|es|ing)"
    r"|present(?:s|ing)?|improv(?:e|es|ing)|analy[sz](?:e|es|ing)|evaluat(?:e|es|ing)|do))"
)  # fmt: skip
_BEST = r"(?:currently |right now )?(?:the )?(?:current )?(?:best|top|strongest|state[- ]of[- ]the[- ]art|sota)"
_THING = r"(?:models?|methods?|approach(?:es)?|tools?|systems?|frameworks?|techniques?|llms?)"
_LEAD = (
    r"(?:please |can you |could you |would you )*(?:(?:show|list|give|find|get|name|send|recommend"
    r"|suggest)(?: me| us)?|i (?:want|need|am looking for|'m looking for)|looking for|search for|do (?:you"
    r"|we) have|have you (?:got|seen)|is there|are there|what are|got)?\s*"
)
_FORMS: tuple[tuple[Order, Pattern], ...] = (
    ("newest", Pattern(
        r"\W*(?:so )?(?:what(?:'s| is| are|s)?|anything|something|any|is there anything)(?: the)? "
        r"(?:new(?:s|est)?|latest|recent|happening|hot|going on)(?: (?:papers?|research|work|stuff|developments?"
        r"|advances?|news))?"
        r" (?:in|on|about|for|with|around|regarding) (?P<topic>.+?)\W*",
        "What's new in robotics?", "What's new?", how="fullmatch")),
    ("newest", Pattern(
        rf"\W*{_LEAD}(?:the )?(?:newest|latest|most recent|recent|new|news)(?: (?:papers?|research|work|articles?"
        rf"|developments?|advances?|news|results|stuff|things|ideas|progress|methods?))? "
        r"(?:in|on|about|for|with|around|regarding) (?P<topic>.+?)\W*", "latest papers on agents",
        "the latest model", how="fullmatch")),
    ("best", Pattern(
        rf"\W*(?:which|what) {_PAPERS} (?:here |there |in the archive )?{_ABOUT} (?P<topic>.+?)\W*",
        "Which papers study pruning?", "Which papers won?", how="fullmatch")),
    ("best", Pattern(
        rf"\W*(?:what|which)(?:'s| is| are|s)? {_BEST} {_THING} (?:for|in|on|at) (?P<topic>.+?)\W*",
        "what is the best model for code?", "what is the best model?", how="fullmatch")),
    ("best", Pattern(
        r"\W*(?:(?:what|which)(?:'s| is| are|s)? )?(?:the )?(?:current |latest )?"
        r"(?:state[- ]of[- ]the[- ]art|sota|frontier) (?:for|in|on|of) (?P<topic>.+?)\W*",
        "state of the art in OCR?", "a state-of-the-art model", how="fullmatch")),
    ("best", Pattern(
        rf"\W*(?:(?:what|which)(?:'s| is| are|s)? )?{_BEST} (?P<topic>[\w+./-]+(?: [\w+./-]+){{0,3}}?) {_THING}\W*",
        "what's the best OCR model?", "what's the best?", how="fullmatch")),
    ("best", Pattern(
        r"\W*(?:who|which (?:people|groups?|teams?|authors?)) (?:works?|is working|are working|stud(?:y|ies)"
        r"|does research) on "
        r"(?P<topic>.+?)\W*", "Who works on pruning?", "Who wrote it?", how="fullmatch")),
    ("best", Pattern(
        rf"\W*{_LEAD}(?:anything|something|{_PAPERS}) {_ABOUT} (?P<topic>.+?)\W*",
        "anything on diffusion?", "anything else?", how="fullmatch")),
    ("best", Pattern(
        rf"\W*{_LEAD}(?:all |some |the |any )?(?P<topic>[\w+./-]+(?: [\w+./-]+){{0,4}}) (?:papers|articles|preprints"
        r"|publications|literature)\W*", "list diffusion papers", "papers", how="fullmatch")),
)  # fmt: skip
_ASKS = Pattern(
    r"^\W*(?:(?:the )?(?:meaning|definition) of|what"
    r"|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would"
    r"|should|has|have"
    r"|tell|explain|describe|compare|summari[sz]e|list|show|give)\b|\?\s*$",
    "how does it work",
    "agents",
)
_FURTHER = Pattern(
    r"\b(?:and|but) (?:what|how|why|which|who|when|where|do|does|did|is|are|was|were)\b",
    "pruning, and what do they find",
    "pruning and quantization",
)
_WHAT_IS = Pattern(
    r"\W*(?:so |please |can you |could you ){0,3}(?:what(?:'s| is| are)|whats|what does"
    r"|(?:what(?:'s| is) )?(?:the )?(?:meaning|definition) of(?: the (?:term|word))?|what(?:'s| is) meant by"
    r"|what do (?:you|they|people|we|researchers) mean by"
    r"|(?:define|explain|describe|tell)(?: to)?(?: me| us)?(?: about)?(?: what)?) "
    r"(?P<topic>(?!(?:the|new|this|that|it|its|they|them|you|we|i|their|his|her|your|my|there)\b)[\w+./-]+"
    r"(?: (?!that\b)[\w+./-]+){0,3}?)"
    r"(?: mean| means| is| are| exactly| anyway| stand for| to (?:me|us)| please){0,3}\W*",
    "what is grokking?",
    "what is the accuracy of it?",
    how="fullmatch",
)
_IN_FRONT = Pattern(
    r"\W*(?P<topic>[\w+./-]+(?: [\w+./-]+){0,3}?)\s*[-–—:,?]+\s*(?:so )?what(?:'s| is|s| does)? ?(?:that|it|this)?"
    r"(?: mean| exactly)?(?: (?:and|&) .{1,60})?\W*",
    "grokking - what's that?",
    "pruning: what do the papers find?",
    how="fullmatch",
)
_NUMBER = Pattern(
    rf"\b(?P<n>\d{{1,2}}|{cardinals(2, 12)}) (?:\w+ )?(?:papers?|articles?|works?|studies|preprints?|publications?)\b",
    "give me three papers on",
    "papers on 3 D",
)
_MOST_WORDS = 6
_TRAILING = Pattern(
    r"(?:,? (?:please|here|in the archive|at all|if any|right now|so far))+\W*$",
    "agents, please",
    "pleased agents",
)


@dataclass(frozen=True, slots=True)
class Topic:
    """The *words* of a topic and in which *order* its papers are wanted; *bare*: the message is the topic alone.

    *n*: how many papers are wanted, where that is said.
    """

    words: str
    order: Order
    bare: bool = False
    n: int | None = None


def read_definition(text: str) -> str:
    """What *text* asks to have told what it is ("what is LoRA?"), or "": of a few words, and no part of something."""
    text = " ".join(text.replace("’", "'").split())
    found = _WHAT_IS.find(text) or _IN_FRONT.find(text)
    words = _bare(found["topic"]) if found else ""
    fit = any(map(is_wanted, words.split())) and not (_FURTHER.find(words) or has_verb(words))
    return words if fit else ""


def read_topic(text: str) -> Topic | None:
    """The topic *text* asks papers of (its time phrase already taken out); None for any other question."""
    text = " ".join(text.replace("’", "'").split())
    for order, form in _FORMS:
        if found := form.find(text):
            words = _bare(found["topic"])
            fit = any(map(is_wanted, words.split())) and not (_ASKS.find(words) or _FURTHER.find(words))
            return Topic(words, order, n=_how_many(text[: found.start("topic")])) if fit else None
    words = _bare(text)
    wanted = [word for word in words.split() if is_wanted(word.strip(".,;:!?"))]
    if not wanted or len(words.split()) > _MOST_WORDS or _ASKS.find(text) or has_verb(words):
        return None
    return Topic(words, "best", bare=True)


def _how_many(opening: str) -> int | None:
    """The number in the *opening* of a question: 3 of "give me three papers on"."""
    found = _NUMBER.find(opening)
    if not found:
        return None
    return int(found["n"]) if found["n"].isdigit() else int(CARDINALS[found["n"].lower()])


def _bare(text: str) -> str:
    found = _TRAILING.find(text)
    text = (text[: found.start()] if found else text).strip(" ?.!,;:\"'“”")
    for article in ("the topic of ", "the field of ", "the area of ", "the ", "a ", "an ", "best ", "good "):
        text = text.removeprefix(article)
    return text

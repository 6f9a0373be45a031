"""Whether the last message of a thread is meant for the bot, and what it asks.

Who speaks decides first, the wording second. A direct message is for us; so is a mention, unless it speaks about us.
Without a mention only a question in a thread of ours counts, and only while nobody else is being talked to: a bot
that butts in is worse than one that has to be called by its name.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.addressed.requests import is_paper_question, reads_as_follow_up
from bot.slack.addressed.small_talk import is_chatter, is_greeting
from bot.slack.addressed.to_people import speaks_to_people
from retrieval.text.clean import clean_line
from retrieval.text.patterns import Pattern

_TOKEN = re.compile(r"<(?P<what>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_OTHERS = re.compile(r"<(?:@[UWB]|!subteam|!here|!channel|!everyone)")
# What a mention leaves behind at either end; the colons of :emoji: stay
_LOOSE_ENDS = re.compile(r"^(?:[,;:–—-]+(?=\s|$)|,|\s)+|(?:(?<=\s)[,;:–—-]+|[,;\s])+$")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
# What stands before a mention that only speaks of the bot: "I asked @bot", "according to @bot"
_ABOUT_BEFORE = Pattern(
    r"\b(?:ask(?:ed|ing|s)?|tried|try|trying|us(?:e|ed|ing)|likes?|love[sd]?|invit(?:e|ed|ing)|add(?:ed|ing)?|told"
    r"|install(?:ed|ing)?|removed?|kick(?:ed)?|muted?|broke|fix(?:ed)?|named|called|feed|give|send|teach|make|block"
    r"|report|ping|restart|according to|per|from|by|via|of|about|than|thanks to|with|and|cc|is|have|has|that|what"
    r"|because|did|does|if|when|maybe|think|trust|the|our|this)\s*:?\s*$",
    "yesterday I asked ",
    "yesterday I asked it. ",
)
# What calls it all the same: "let's ask @bot: …", "question for @bot", "what does @bot say about …"
_BOUND_FOR_US = Pattern(
    r"\b(?:let(?:['’]s| me| us)|i(?:['’]ll| will| want to|['’]d like to| would like to)) ask\s*$"
    r"|\bquestion (?:for|to)\s*$|\bwhat (?:does|do|did|would)\s*$|^\W*(?:and|is|does|the question is for)\W*$",
    "let's ask ",
    "we did ask ",
)
# What follows a mention that is the subject of a statement: "@bot is great", "@bot said so"
_ABOUT_AFTER = Pattern(
    r"^\W*(?:said|says|only|reads|answers|uses|runs|posts|told|answered|gave|found|seems?|works?|worked|helped|thinks"
    r"|knows|missed|failed|crashed|replied|never|always|already|keeps|just|should|might|also|['’]s"
    r"|(?:does|did|is|was|ca|could|wo)n['’]t|can (?:do|also|answer|read|search|find|help)"
    r"|will (?:do|also|answer|post|be|tell)|(?:is|was|will be|has been|looks?|seemed) (?:so|really|pretty|very|quite"
    r"|not|now|back|down|up|online|offline|here|great|good|nice|cool|awesome|amazing|useful|helpful|broken|slow|fast"
    r"|wrong|right|available|an?|the|our|my|getting|being|still|just))\b",
    " is really good",
    " is grokking real?",
    how="match",
)


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a thread. *user*: who, as a Slack id; *text*: as Slack gives it, with its tokens and entities.

    *bot*: it is ours. *other_bot*: it is another app's.
    """

    user: str
    text: str
    bot: bool
    other_bot: bool = False


def should_answer(thread: Sequence[Said], bot_user: str, direct: bool) -> bool:
    """Whether the last of *thread*, oldest first, is meant for us. *direct*: it was written to us alone."""
    if not thread or thread[-1].bot or thread[-1].other_bot:
        return False
    last = thread[-1]
    asked = plain(last.text, bot_user)
    if direct:
        return bool(asked) and not _is_thanks(asked)
    if _mention(bot_user).search(last.text):
        return not _is_thanks(asked) and _is_called(last.text, bot_user)
    if _OTHERS.search(last.text) or not any(said.bot for said in thread) or not asked:
        return False
    return _follows_up(thread, asked)


def question_in(text: str, bot_user: str) -> str:
    """What *text* asks, as plain text; "" if it is only a mention or a greeting."""
    asked = plain(text, bot_user)
    return "" if is_greeting(asked) else asked


def plain(text: str, bot_user: str) -> str:
    """Slack's *text* without mentions of us: links by their label or address, channels and people by name."""
    bare = _mention(bot_user).sub(" ", text)
    shown = html.unescape(_TOKEN.sub(_shown, bare))
    shown = re.sub(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])", r"\1", shown)
    return _LOOSE_ENDS.sub("", re.sub(r"(?:\s*,)?\s+([,;.!?])", r"\1", clean_line(shown)))


def _is_thanks(asked: str) -> bool:
    """Whether there is something to answer to; to a bare mention and to "hello" there is, how to ask."""
    return bool(asked) and not is_greeting(asked) and is_chatter(asked)


def _shown(token: re.Match[str]) -> str:
    what, label = token["what"], token["label"] or ""
    if what[:1] in ("@", "#"):
        return what[0] + (label or what[1:]).lstrip("@#")
    if what.startswith("!"):
        return label or "@" + what[1:].split("^")[0]
    # Slack shortens a link's label; the address says more
    return what if not label or label.rstrip("….") in what else label


def _mention(bot_user: str) -> re.Pattern[str]:
    return re.compile(rf"<@{re.escape(bot_user)}(?:\|[^<>]*)?>")


def _is_called(text: str, bot_user: str) -> bool:
    """Whether a mention in *text* calls us, and does not only speak of us to others."""
    for sentence in _SENTENCE_END.split(text):
        found = _mention(bot_user).search(sentence)
        if found and not _speaks_of_us(sentence[: found.start()], sentence[found.end() :]):
            return True
    return False


def _speaks_of_us(before: str, after: str) -> bool:
    if _BOUND_FOR_US.find(before) and len(after.split()) > 1:
        return False
    to_another = _OTHERS.match(before.strip()) and not before.rstrip(" ,:").endswith(">")
    if to_another and not (len(after.split()) > 2 and reads_as_follow_up(after.strip())):
        return True
    if before.strip(" ,.!-–—:") and _ABOUT_BEFORE.find(before):
        return True
    return bool(_ABOUT_AFTER.find(after)) and "?" not in after


def _follows_up(thread: Sequence[Said], asked: str) -> bool:
    """Whether a message without a mention goes on talking with us."""
    if is_chatter(asked) or speaks_to_people(asked) or not reads_as_follow_up(asked):
        return False
    author, earlier = thread[-1].user, thread[:-1]
    before = next((s for s in reversed(earlier) if s.bot or (s.user != author and not _is_aside(s))), None)
    if before is None or not before.bot or _turned_away(earlier, author):
        return False  # the last to say anything was another person
    asker = next((s.user for s in reversed(earlier) if not s.bot and not s.other_bot), author)
    return author == asker or is_paper_question(asked)


def _is_aside(said: Said) -> bool:
    """Another person's "nice!", which takes nobody's turn."""
    return not said.other_bot and not _OTHERS.search(said.text) and is_chatter(plain(said.text, ""))


def _turned_away(earlier: Sequence[Said], author: str) -> bool:
    """Whether *author*, since we spoke, has turned to somebody else."""
    for said in reversed(earlier):
        if said.bot:
            return False
        if said.user == author and (_OTHERS.search(said.text) or speaks_to_people(plain(said.text, ""))):
            return True
    return False

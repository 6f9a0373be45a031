"""What a person keeps with the bot, asked for in words: the reading list, and what they follow. Only they see it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.library import Library
from bot.question import Turn
from bot.question.following import Following, read_following
from bot.question.reading_list import asks_for_saved
from bot.requests import saved_reply
from bot.slack.button_jobs import WHERE_SAVED
from bot.spoken import set_aside, shown_papers
from bot.types import Reply
from bot.weekly.follows import follow, unfollow
from bot.weekly.period import Day, Period
from bot.weekly.week import Week

_KINDS: dict[str, type[Period]] = {"day": Day, "week": Week}
_HOW_TO_SAVE = "Under a paper, where /show, /tldr or a posted link brought it, press Save; or say “save it”."


def personal(library: Library, text: str, turns: Sequence[Turn], user: str) -> Reply | None:
    """What *text* asks of *user*'s own things, "it" being of the papers of *turns*; None if it asks nothing of them."""
    if asks_for_saved(text):
        return saved_reply(library, user, _HOW_TO_SAVE)
    return set_aside(library, text, turns, user, WHERE_SAVED) or _followed(library, text, turns, user)


def of_channel(library: Library, text: str, turns: Sequence[Turn], channel: str) -> Reply | None:
    """What *text* asks of what *channel*, where it is said, follows; None if it asks nothing of that."""
    wish = read_following(text)
    return _done(library, wish, turns, channel) if wish and wish.here else None


def _followed(library: Library, text: str, turns: Sequence[Turn], user: str) -> Reply | None:
    wish = read_following(text)
    if wish and wish.here:
        return Reply(paragraphs=("What a channel follows is said in the channel, to me: @me follow … here.",))
    return _done(library, wish, turns, user) if wish else None


def _done(library: Library, wish: Following, turns: Sequence[Turn], who: str) -> Reply:
    # "unfollow 1" is the first of what is followed, whatever papers were shown since.
    by_number = wish.wish == "unfollow" and wish.what.strip(" #")[:1].isdecimal()
    shown = shown_papers(library, wish.what, turns) if wish.what and not by_number else []
    what = ", ".join(f"like: {paper.arxiv_id or paper.id}" for paper in shown) or wish.what
    if wish.wish == "unfollow":
        return unfollow(library, what, who)
    return follow(library, what, who, _KINDS[wish.often] if wish.often else None)

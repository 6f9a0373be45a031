"""What the bot says of itself in Slack: what is here, questions to press, what can be typed."""

from __future__ import annotations

from bot.answer.about_me import here, questions
from bot.commands import COMMANDS
from bot.slack.context import Desk
from bot.types import Offer, Reply

_WHAT = "I answer questions from papers. Every sentence of an answer carries a quote from an abstract."


def help_reply(desk: Desk, hello: bool = False) -> Reply:
    """How many papers, the newest day, three questions that they answer as buttons, and the commands."""
    library = desk.library
    tried = tuple(Offer(question, "ask", question) for question in questions(library))
    told = " ".join((*(("Hello!",) if hello else ()), _WHAT, here(library)))
    told += " To begin with, press one of the questions below." if tried else ""
    return Reply(paragraphs=(told,), offers=tried, typed=typed_in(desk))


def typed_in(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Each way to ask, and what it does."""
    rows = [(f"/{desk.prefix}{row.name} {row.usage}".strip(), row.help) for row in COMMANDS.values() if row.slack]
    return (
        *rows,
        (f"@{desk.name} QUESTION", "The same in a channel or a thread; or write to me directly."),
        (f"@{desk.name} saved", "Your reading list, for you alone; Save, under a paper, puts it there."),
        (f"@{desk.name} follow WHAT", "An author, an organization, a topic, a paper: what is new is sent to you."),
        (f"@{desk.name} following", "What you follow; “unfollow” and its number or name ends it."),
    )

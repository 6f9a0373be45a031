"""Commands named in hints and notes, in the words of the surface that shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.commands import COMMANDS
from bot.types import Reply
from retrieval.cures import cure, written
from retrieval.errors import UsageError


def missing_words(name: str) -> UsageError:
    """What whoever gives command *name* no words is told."""
    return UsageError(COMMANDS[name].asks, cure(name))


def in_terminal(text: str) -> str:
    """*text* as a terminal says it: `For instance: broadsheet ask "What is grokking?"`."""
    return written(text, _typed)


def in_slack(text: str, prefix: str) -> str:
    """*text* as Slack says it: `For instance: /ask What is grokking?`; *prefix* stands before each command's name."""
    return written(text, lambda name: _slashed(name, prefix))


def in_tools(text: str) -> str:
    """*text* as a server of tools says it: `Call ask, for instance with {"question": "What is grokking?"}.`"""
    return written(text, _called)


def reply_in(reply: Reply, put: Callable[[str], str]) -> Reply:
    """*reply* with its sentences in a surface's words; papers' own words are left alone."""
    paragraphs, notes = (tuple(map(put, texts)) for texts in (reply.paragraphs, reply.notes))
    return replace(reply, paragraphs=paragraphs, notes=notes)


def _typed(name: str) -> str:
    row = COMMANDS.get(name)
    if row is None:
        return cure(name)
    return f"For instance: {row.typed[0]}" if row.examples[0] else f"Run `broadsheet {name}`."


def _slashed(name: str, prefix: str) -> str:
    row = COMMANDS.get(name)
    if row is None or not (row.slack or row.deed):
        return cure(name)
    return f"For instance: /{prefix}{name} {row.examples[0]}" if row.slack else f"Ask whoever runs me to {row.deed}."


def _called(name: str) -> str:
    row = COMMANDS.get(name)
    if row is None or not (row.tool or row.deed):
        return cure(name)
    if row.tool:
        return f'Call {name}, for instance with {{"{row.tool}": "{row.examples[0]}"}}.'
    return f"Ask whoever runs this server to {row.deed}."

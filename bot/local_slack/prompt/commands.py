"""What can be typed at the prompt of the local Slack: a table of patterns, what each does, and the line of help."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from bot.local_slack.people import sight
from bot.local_slack.prompt.session import Session
from bot.local_slack.types import Message
from retrieval.errors import UsageError
from retrieval.text.patterns import Pattern


def run(session: Session, line: str) -> str:
    """Do what *line* says, print what comes of it, and give back what of that is the bot's or Slack's own."""
    deed, found = next((deed, found) for pattern, deed, _ in DEEDS if (found := pattern.find(line.strip())))
    return session.watch(lambda: deed(session, *(part or "" for part in found.groups())))


def _command(session: Session, name: str, text: str) -> None:
    if session.root:
        raise UsageError("Slash commands do not work in threads.", "That is Slack's rule; leave it with: thread")
    session.slack.command(session.user, session.channel, name, text, wait=False)


def _say(session: Session, text: str) -> None:
    if text:
        session.slack.say(session.user, session.channel, text, session.root or None, wait=False)


def _in(session: Session, channel: str) -> None:
    who = sight.person(session.slack.workspace, session.user)
    sight.channel_of(session.slack.workspace, who, channel)
    session.channel, session.root = channel, ""


def _as(session: Session, user: str) -> None:
    sight.person(session.slack.workspace, user)
    session.user = user
    if session.channel == "dm":
        session.root = ""


def _thread(session: Session, number: str) -> None:
    if not number:
        session.root = ""
        return
    message = session.message(number)
    if message.only_for:
        raise UsageError(f"Message {number} has no thread.", "Nobody can answer what only one person sees.")
    channel = session.slack.workspace.channel(message.channel)
    assert channel is not None
    session.channel = channel.name or "dm"
    session.root = message.thread_ts or message.ts


def _click(session: Session, wanted: str) -> None:
    place, action, value = session.clickable(wanted)
    session.slack.click(session.user, place, action, value, wait=False)


def _submit(session: Session, text: str) -> None:
    view = session.slack.modal(session.user)
    if view is None:
        raise UsageError(f"{session.user} has no modal open.", "A shortcut may open one: shortcut 3")
    fields = [str(block.get("block_id")) for block in view.payload["blocks"] if block["type"] == "input"]
    values = {fields[0]: text} if text and fields else {}
    session.slack.submit(session.user, view, values, wait=False)


def _close(session: Session) -> None:
    session.slack.dismiss(session.user)


def _home(session: Session) -> None:
    session.slack.open_home(session.user, wait=False)


def _shortcut(session: Session, number: str, callback: str) -> None:
    name = callback or next(iter(session.shortcuts), "")
    if not name:
        raise UsageError("The app has no shortcut.", "Name its callback_id: shortcut 3 ask_about")
    session.slack.shortcut(session.user, session.message(number), name, wait=False)


def _react(session: Session, off: str, number: str, name: str) -> None:
    session.slack.react(session.user, session.message(number), name.strip(":"), not off, wait=False)


def _edit(session: Session, number: str, text: str) -> None:
    session.slack.edit(_own(session, number), text, wait=False)


def _delete(session: Session, number: str) -> None:
    session.slack.retract(_own(session, number), wait=False)


def _invite(session: Session, guest: str) -> None:
    session.slack.invite(session.user, session.channel, guest, wait=False)


def _remove(session: Session, guest: str) -> None:
    session.slack.remove(session.channel, guest)


def _history(session: Session) -> None:
    for message in session.slack.seen(session.user, session.channel, session.root or None):
        session.show(message)


def _wait(session: Session, seconds: str) -> None:
    until = time.monotonic() + float(seconds)
    while time.monotonic() < until:
        session.read_news()
        time.sleep(0.02)


def _skip(session: Session, seconds: str) -> None:
    session.slack.skip(float(seconds))


def _fault(session: Session, where: str, kind: str) -> None:
    session.slack.faults.next(where, kind)


def _cut(session: Session, kind: str) -> None:
    session.slack.cut(kind)


def _connected(session: Session) -> None:
    try:
        session.slack.wait(session.slack.connections, 30)
    except TimeoutError as error:
        raise UsageError("The bot does not connect.", "Its log may say why.") from error


def _again(session: Session, times: str) -> None:
    if session.slack.deliveries:
        session.slack.redeliver(session.slack.deliveries[-1], int(times or 1), parallel=True)


def _restart(session: Session) -> None:
    session.app.restart()


def _help(session: Session) -> None:
    session.tell("\n".join(f"{told}" for _, _, told in DEEDS if told))


def _quit(session: Session) -> None:
    session.over = True


def _own(session: Session, number: str) -> Message:
    message = session.message(number)
    if message.user != sight.person(session.slack.workspace, session.user).id:
        raise UsageError(f"Message {number} is not {session.user}'s.", "Only your own can be changed or deleted.")
    return message


# The first pattern that fits the whole line counts; what fits none is said.
DEEDS: tuple[tuple[Pattern, Callable[..., Any], str], ...] = tuple(
    (Pattern(source, takes, leaves, how="fullmatch", flags=re.DOTALL), deed, told)
    for source, takes, leaves, deed, told in (
        (r"(/[\w-]+)(?:\s+(.*))?", "/ask what is new?", "/ ask what is new?", _command,
         "/ask question        a slash command"),
        (r"in #?([\w-]+)", "in #random", "in short: random", _in, "in #random           go to a channel"),
        (r"(dm)", "dm", "dm me", _in, "dm                   go to your own chat with the bot"),
        (r"as (\w+)", "as bob", "as bob says", _as,
         "as bob               be somebody else: alice, bob, carol, gina (a guest), sam (a stranger)"),
        (r"thread(?: (\d+))?", "thread 3", "thread three", _thread,
         "thread 3             go to the thread of message 3; thread alone leaves it"),
        (r"click (.+)", "click Share", "click", _click, "click Share          the latest button that begins so"),
        (r"submit(?: (.*))?", "submit words", "submitted words", _submit,
         "submit words         fill in the open modal and send it"),
        (r"close", "close", "close it", _close, "close                close the modal"),
        (r"home", "home", "home page", _home, "home                 open the Home tab"),
        (r"shortcut (\d+)(?: (\S+))?", "shortcut 3", "shortcut", _shortcut,
         "shortcut 3           the app's shortcut on message 3"),
        (r"(un)?react (\d+) (\S+)", "unreact 3 thumbsup", "react 3", _react,
         "react 3 thumbsup     a reaction; unreact takes it back"),
        (r"edit (\d+) (.+)", "edit 3 words", "edit words", _edit, "edit 3 words         change your message"),
        (r"delete (\d+)", "delete 3", "delete", _delete, "delete 3             delete your message"),
        (r"invite @?(\w+)", "invite broadsheet", "invite broadsheet, please", _invite,
         "invite broadsheet    bring somebody into this channel"),
        (r"remove @?(\w+)", "remove @broadsheet", "remove the bot", _remove,
         "remove broadsheet    take somebody out of it"),
        (r"history", "history", "history of AI", _history, "history              what this person sees here"),
        (r"wait ([\d.]+)", "wait 2", "wait, 2?", _wait, "wait 2               let seconds pass"),
        (r"skip ([\d.]+)", "skip 1801", "skip it", _skip, "skip 1801            let Slack's clock jump"),
        (r"fault (\S+) (\S+)", "fault chat.postMessage drop_after", "fault chat.postMessage", _fault,
         "fault chat.postMessage drop_after    the next such call fails; also response_url"),
        (r"cut (\w+)", "cut rst", "cut the cable", _cut,
         "cut rst              break the connection: rst, fin, silence, refresh"),
        (r"connected", "connected", "connected?", _connected, "connected            wait until the bot is connected"),
        (r"again(?: (\d+))?", "again 3", "again, please", _again,
         "again 3              deliver the last event again, so many times at once"),
        (r"restart", "restart", "restart it", _restart, "restart              stop the bot and start it again"),
        (r"help", "help", "help me", _help, "help                 this list"),
        (r"quit|exit", "exit", "quit it", _quit, "quit                 the end; so is Ctrl-D"),
        (r"(?:say )?(.*)", "say help", None, _say, "anything else        is said; after “say” whatever it is"),
    )
)  # fmt: skip

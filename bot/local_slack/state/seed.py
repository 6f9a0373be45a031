"""Who and what is in the workspace when it opens."""

from __future__ import annotations

from bot.local_slack.types import BOT_ID, BOT_USER, SLACKBOT, STRANGE_TEAM, Channel, Kind, User

BOT_NAME = "broadsheet"


def people() -> tuple[User, ...]:
    """Three colleagues, a guest, a stranger from another company, this bot, another one, and Slack's own."""
    return (
        User("U00ALICE", "alice", "Alice Arden"),
        User("U00BOB", "bob", "Bob Birch"),
        User("U00CAROL", "carol", "Carol Cray"),
        User("U00GINA", "gina", "Gina Guest", guest=True),
        User("U00SAM", "sam", "Sam Stranger", team=STRANGE_TEAM),
        User(BOT_USER, BOT_NAME, "Broadsheet", bot_id=BOT_ID),
        User("U00ROBOT", "robot", "Another Bot", bot_id="B00ROBOT"),
        User(SLACKBOT, "slackbot", "Slackbot"),
    )


def channels() -> tuple[Channel, ...]:
    """The bot is in #papers, in the private #lab and in #shared; not in #random. #attic is archived."""
    return (
        _channel("papers", "alice bob carol gina robot broadsheet"),
        _channel("random", "alice bob carol"),
        _channel("lab", "alice bob broadsheet", private=True),
        _channel("board", "carol", private=True),
        _channel("shared", "alice sam broadsheet", shared=True),
        _channel("attic", "alice broadsheet", archived=True),
    )


def _channel(name: str, members: str, private: bool = False, archived: bool = False, shared: bool = False) -> Channel:
    ids = {user.name: user.id for user in people()}
    kind: Kind = "group" if private else "channel"
    return Channel(
        f"C00{name.upper()}", name, frozenset(ids[m] for m in members.split()), kind, archived=archived, shared=shared
    )

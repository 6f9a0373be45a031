"""The real bot against the local Slack, on a copy of the archive that is thrown away at the end."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from bot.library import Library
from bot.local_slack.slack import LocalSlack
from bot.settings import Settings
from bot.slack.bot import Access, Bot


class LocalBot:
    """The bot in *slack*, over Socket Mode or HTTP as the settings say. It can be stopped and started again."""

    def __init__(self, library: Library, slack: LocalSlack) -> None:
        self._library = library
        self._slack = slack
        self._bot = self._started()

    def idle(self) -> bool:
        """True if no job is left."""
        return self._bot.jobs.unfinished() == 0

    def restart(self) -> None:
        """Stop the bot as SIGTERM would, and start a new one on the same data."""
        self.stop()
        self._bot = self._started()

    def stop(self) -> None:
        """Let the bot finish and end."""
        self._bot.stop()

    def _started(self) -> Bot:
        from bot.slack.wire.http_server import HttpTransport

        slack, mode = self._slack, self._library.settings.slack_mode
        tokens = (slack.bot_token, slack.app_token, slack.signing_secret)
        bot = Bot(self._library, Access(*tokens, slack.api_url, mode, port=0, interval=0.0))
        bot.start()
        if isinstance(bot.transport, HttpTransport):
            slack.deliver_to(f"http://127.0.0.1:{bot.transport.port}/slack/events")
        else:
            slack.wait(slack.connections, 30)
        return bot


@contextmanager
def running(library: Library, slack: LocalSlack) -> Iterator[LocalBot]:
    """The bot, running in *slack* for the length of the block."""
    bot = LocalBot(library, slack)
    try:
        yield bot
    finally:
        bot.stop()


@contextmanager
def scratch(settings: Settings) -> Iterator[Settings]:
    """*settings* with a copy of the data folder's archive, so that nothing tried out here touches the real one.

    Jobs are left behind: what real people wait for is not answered here. The exact index needs no copy.
    """
    with tempfile.TemporaryDirectory(prefix="broadsheet-local-") as folder:
        source = settings.folder / "archive.db"
        if source.is_file():
            _copy(source, Path(folder) / source.name)
        # Lists of a real workspace's ids would turn everybody here away.
        yield replace(settings, slack_teams=(), slack_channels=(), slack_users=(), data=folder, index="exact")


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        if new.execute("SELECT 1 FROM sqlite_master WHERE name = 'jobs'").fetchone():
            new.execute("DELETE FROM jobs")
        new.commit()

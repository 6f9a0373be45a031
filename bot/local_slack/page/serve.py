"""The page put together: the server is up at once, the bot joins when it has started."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from bot.library import Library
from bot.local_slack.page.server import PageServer
from bot.local_slack.page.stalled_model import Stall
from bot.local_slack.page.state import Stage
from bot.local_slack.running import LocalBot
from bot.local_slack.slack import LocalSlack
from bot.slack.manifest import manifest

# Slack repeats what was not taken at once, after a minute, after five: here after 0.6 and 3 seconds.
_HASTE = 0.01


@contextmanager
def page(library: Library, stall: Stall) -> Iterator[PageServer]:
    """The page with the local Slack behind it, and nobody in it but people: see `start_bot`.

    *library* is one that may be written to, for instance over `bot.local_slack.running.scratch`; *stall* stands before
    its model.
    """
    with LocalSlack(manifest(library.settings.slack_prefix), retry_scale=_HASTE) as slack:
        stage = Stage(slack, library, stall)
        try:
            with PageServer(stage) as server:
                yield server
        finally:
            stage.close()
            if stage.bot:
                stage.bot.stop()


def start_bot(stage: Stage) -> None:
    """Start the bot in the local Slack; returns when it is connected."""
    stage.bot = LocalBot(stage.library, stage.slack)


def serve_page(library: Library, stall: Stall, tell: Callable[[str], None]) -> None:
    """Serve the page until it is interrupted; *tell* is given its address."""
    with page(library, stall) as server:
        tell(server.door.address)
        with suppress(KeyboardInterrupt):
            start_bot(server.stage)
            server.stage.closing.wait()

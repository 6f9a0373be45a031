"""The real bot against the local Slack, for tests: started, stopped, and given a model that can be held."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conftest import three_papers

from bot.app import App
from bot.local_slack import LocalSlack
from bot.local_slack.types import Message
from bot.models.extractive import ExtractiveModel
from bot.models.protocol import Completion, Prompt
from bot.settings import load
from bot.slack.bot import Access, Bot
from retrieval.ingest import embed_pending

QUESTION = "Do longer ropes hold better?"
ANSWER = "longer ropes hold 3 times better"


@dataclass
class HeldModel:
    """Answers as the extractive model does, but counts its calls and lets none through until it is released."""

    name: str = "held"
    drafts: bool = True
    free: threading.Event = field(default_factory=threading.Event)
    prompts: list[Prompt] = field(default_factory=list)

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        self.prompts.append(prompt)
        self.free.wait(120)
        return ExtractiveModel().complete(prompt, on_text)


def application(folder: Path, model: Any = None, **settings: str) -> App:
    """The application over three papers, with settings by variable name."""
    env = {
        "BROADSHEET_DATA": str(folder),
        "BROADSHEET_EMBEDDER": "hashing",
        "BROADSHEET_INDEX": "exact",
        "BROADSHEET_FETCH_NAMED": "no",
        "BROADSHEET_NOW": "2026-11-22T09:00",
        "BROADSHEET_QUEUE": "1000",
        **settings,
    }
    app = App(load(env=env))
    if not app.archive.count():
        app.archive.put(three_papers())
        embed_pending(app.vectors, app.embedder)
    if model is not None:
        app.__dict__["bare_model"] = model
    return app


def access(
    slack: LocalSlack, mode: str = "socket", interval: float = 0.0, ping: float = 5.0, health_port: int | None = None
) -> Access:
    """What lets the bot into the local Slack."""
    return Access(
        slack.bot_token,
        slack.app_token,
        slack.signing_secret,
        slack.api_url,
        mode,
        port=0,
        interval=interval,
        ping=ping,
        health_port=health_port,
    )


@contextmanager
def serving(app: App, slack: LocalSlack, mode: str = "socket", ping: float = 5.0) -> Iterator[Bot]:
    """The bot, connected; stopped at the end without waiting for what is held."""
    bot = Bot(app, access(slack, mode, ping=ping))
    bot.start()
    try:
        if mode == "socket":
            slack.wait(lambda: slack.connections() > 0)
        else:
            slack.deliver_to(f"http://127.0.0.1:{bot.transport.port}/slack/events")  # type: ignore[attr-defined]
        yield bot
    finally:
        bot.stop(seconds=0)
        app.close()


def answers(messages: list[Message]) -> list[Message]:
    """The bot's own messages that are more than a note that it is looking."""
    return [m for m in messages if m.user == "U00BROAD" and not m.text.startswith("Looking")]

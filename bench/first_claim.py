"""How long whoever asks in Slack waits: for a sign, for the first claim, for the whole answer.

    .venv/bin/python -m bench.first_claim [questions, default 12]

The real bot in the local Slack over the sample page, one question after the other in a channel. The model is made up:
it says 20 tokens a second, and quotes sentences of the papers it is shown.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from typing import Any

from bot.app import opened
from bot.intake import bring_up_to_date, ingest_files
from bot.local_slack import LocalSlack
from bot.local_slack.running import running
from bot.local_slack.types import Message
from bot.models.protocol import Completion, Prompt
from bot.settings import load
from bot.types import Usage
from retrieval.ingest import Report
from retrieval.text.sentences import sentences

SPEED = 20.0
"""Tokens a second."""
CLAIMS = 5
_TOKEN = re.compile(r"\s?\w{1,6}|\W")
_QUESTIONS = (
    "What is grokking, and when does it happen?",
    "Does LoRA add inference latency?",
    "How do models learn to reason?",
    "What makes long contexts hard?",
)


@dataclass
class Speaker:
    """Quotes a sentence of each paper it is shown, a token after the other."""

    name: str = "speaker"
    drafts: bool = True

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        """`CLAIMS` claims."""
        papers = prompt.inputs["evidence"][:CLAIMS]
        quotes = [(paper.n, max(sentences(paper.text), key=len)) for paper in papers]
        claims = [{"text": quote, "evidence": [{"source": n, "quote": quote}]} for n, quote in quotes]
        tokens, said = _TOKEN.findall(json.dumps({"claims": claims})), ""
        for token in tokens:
            time.sleep(1 / SPEED)
            said += token
            if on_text:
                on_text(said)
        return Completion(said, self.name, Usage(len(prompt.user) // 4, len(tokens), 0.0, 1))


def main() -> None:
    """Print a row each for the sign, the first claim and the whole answer."""
    count = int(sys.argv[1]) if sys.argv[1:] else 12
    with tempfile.TemporaryDirectory() as folder:
        waited = measured(folder, count)
    print("| wait for | p50 | p95 | p50 / whole answer |\n|---|---|---|---|")
    for what, times in waited.items():
        middle, most = statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[18]
        ratio = middle / statistics.median(waited["the whole answer"])
        print(f"| {what} | {middle:.2f} s | {most:.2f} s | {ratio:.2f} |")


def measured(folder: str, count: int) -> dict[str, list[float]]:
    """Seconds from each question to what is waited for."""
    waited: dict[str, list[float]] = {"a sign": [], "the first claim": [], "the whole answer": []}
    with opened(load({"data": folder})) as app:
        ingest_files(app, [str(resources.files("bot") / "sample_page.txt")], BytesIO(), None, Report())
        list(bring_up_to_date(app, lambda *_: None))
        app.__dict__["bare_model"] = Speaker()
        with LocalSlack() as slack, running(app, slack):
            for number in range(count):
                text = _QUESTIONS[number % len(_QUESTIONS)]
                for what, seconds in asked(slack, f"@broadsheet {text} ({number})").items():
                    waited[what].append(seconds)
    return waited


def asked(slack: LocalSlack, text: str) -> dict[str, float]:
    """Ask, and look until the answer is whole."""
    message, begun = slack.say("alice", "papers", text, wait=False), time.monotonic()
    seen: dict[str, float] = {}
    while "the whole answer" not in seen:
        said = [m for m in slack.seen("alice", "papers", message) if m.user != message.user]
        found: dict[str, Any] = {
            "a sign": slack.status(message) or said,
            "the first claim": said,
            "the whole answer": said and whole(said[-1]),
        }
        now = time.monotonic() - begun
        seen |= {what: now for what, there in found.items() if there and what not in seen}
        time.sleep(0.02)
    return seen


def whole(message: Message) -> bool:
    """Whether an answer grows no more."""
    return message.stream != "in_progress"


if __name__ == "__main__":
    main()

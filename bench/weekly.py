"""What a weekly post costs: seconds, model calls, tokens and Slack messages for weeks of 20, 100 and 300 papers.

    python -m bench.weekly [papers.jsonl]

Takes papers as JSONL, by default `../shared/eval/daily-papers.jsonl`, lists them anew so that one week has as many as
wanted and each of the four weeks before too. The default embedder makes the vectors, once, in about a minute, which is
not timed.
The scripted model is given replies that pass the gate. Its tokens are a quarter of the characters it was sent.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.app import App
from bot.render.slack import messages
from bot.settings import load
from bot.weekly.digest import make_digest
from bot.weekly.digest.reply import digest_replies
from bot.weekly.digest.types import Digest, Theme
from bot.weekly.week import Week
from retrieval import sources
from retrieval.embed import Embedder
from retrieval.embed.minilm import default_embedder
from retrieval.ingest import embed_pending
from retrieval.types import Paper

if TYPE_CHECKING:
    from retrieval.embed import Vectors

PAPERS = Path(__file__).resolve().parents[2] / "shared" / "eval" / "daily-papers.jsonl"
WEEK = Week(2026, 46)
SIZES = (20, 100, 300)


def main(path: Path) -> None:
    """Prints the table."""
    if not path.is_file():
        sys.exit(f"{path} is not here. Give the path of a JSONL file of papers.")
    known = [p for p in sources.read(path.read_text(encoding="utf-8"), path.name) if isinstance(p, Paper)]
    embedder = Remembering(default_embedder())
    head = ("papers", "themes", "model", "seconds", "calls", "tokens", "messages", "largest")
    print("".join(f"{word:>10}" for word in head))
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            digest = run(Path(folder), listed_anew(known, size), embedder)
            script = Path(folder) / "script.json"
            script.write_text(json.dumps(script_of(digest)))
            run(Path(folder), [], embedder, f"scripted:{script}")


class Remembering:
    """*inner*, which embeds each text only once."""

    def __init__(self, inner: Embedder) -> None:
        self.name, self.dimension, self.max_tokens = inner.name, inner.dimension, inner.max_tokens
        self.count_tokens = inner.count_tokens
        self._inner = inner
        self._known: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The vectors of *texts*."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._inner.embed(new), strict=True))
        return np.stack([self._known[text] for text in texts])


def run(folder: Path, papers: list[Paper], embedder: Embedder, model: str = "extractive") -> Digest:
    """Prints one row, and returns the digest."""
    environment = {"BROADSHEET_DATA": str(folder), "BROADSHEET_MODEL": model}
    app = App(load(env=environment))
    app.archive.put(papers)
    embed_pending(app.vectors, embedder)
    with app.database.write() as db:
        db.execute("DELETE FROM tldrs")
    began = time.perf_counter()
    digest = make_digest(app, WEEK, "team")
    seconds = time.perf_counter() - began
    asked = getattr(app.bare_model, "requests", [])
    tokens = sum(len(prompt.system) + len(prompt.user) for prompt in asked) // 4
    sent = [message for reply in digest_replies(digest) for message in messages(reply)]
    largest = max(len(json.dumps(message.blocks)) for message in sent)
    kind = model.partition(":")[0]
    print(
        f"{len(digest.ranked):10}{len(digest.themes):10}{kind:>12}{seconds:8.2f}"
        f"{len(asked):10}{tokens:10,}{len(sent):10}{largest:10,}"
    )
    app.close()
    return digest


def listed_anew(papers: list[Paper], size: int) -> list[Paper]:
    """*size* papers in the week, the newest, and as many in each of the four weeks before it."""
    newest = sorted(papers, key=lambda p: (str(p.listed_on), p.title), reverse=True)[: size * 5]
    return [
        replace(paper, listed_on=WEEK.moved(-(n // size)).start + timedelta(days=n % 5))
        for n, paper in enumerate(newest)
    ]


def script_of(digest: Digest) -> list[object]:
    """Replies to every question the digest asks: a theme's name and sentence, then the top papers' lines."""
    lines = [digest.lines[ranked.paper.id] for ranked in digest.ranked[: digest.top]]
    return [_reply(theme) for theme in digest.themes] + lines


def _reply(theme: Theme) -> dict[str, object]:
    assert theme.claim is not None
    place = {ranked.n: n for n, ranked in enumerate(theme.papers, start=1)}
    evidence = [{"source": place[c.n], "quote": c.quote} for c in theme.claim.citations]
    return {"name": theme.name, "claims": [{"text": theme.claim.text, "evidence": evidence}]}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAPERS)

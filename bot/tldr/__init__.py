"""One line a paper, made once and kept with how it was made.

The chain: the chat model, one rewrite that names the fault, the source's own summary if it keeps the contract,
the abstract's own best sentence. A line is made anew only when paper, prompt or model change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.models.budget import CapReachedError
from bot.models.conversation import talk
from bot.models.extractive import ExtractiveModel
from bot.models.protocol import ChatModel, Completion, ModelError, Prompt
from bot.models.reply import spoken_line
from bot.tldr.contract import faults
from bot.tldr.extract import extractive_tldr
from bot.types import Tldr, Usage
from prompts import PromptFile
from retrieval.archive.database import Database
from retrieval.text.clean import clean_line
from retrieval.types import Paper

# A model that fails on one paper's content may be passed over for that paper; any other failure is reported.
_OF_THE_PAPER = ("content_filter", "empty", "thoughts", "context_overflow", "malformed")


@dataclass(frozen=True, slots=True)
class TldrMaker:
    """Makes and keeps TL;DRs with one model and one prompt."""

    database: Database
    model: ChatModel
    prompt: PromptFile
    clock: Callable[[], datetime]

    def lines(self, papers: Iterable[Paper]) -> Iterator[Tldr]:
        """A line for each of *papers*, each on disk before the next is begun. Raises `ModelError`."""
        for paper in papers:
            known = self._stored(paper)
            if known is None:
                try:
                    known = self._make(paper)
                    self._store(known)
                except CapReachedError as reached:
                    # Not kept: tomorrow the model may write a better one.
                    known = replace(self._without_model(paper, Usage()), note=reached.message)
            yield known

    def _make(self, paper: Paper) -> Tldr:
        if not self.model.drafts:
            return self._without_model(paper, Usage())
        lines: list[str] = []

        def read(reply: Completion) -> str:
            lines.append(clean_line(spoken_line(reply.text)))
            return "; ".join(faults(lines[-1], paper)) or ("" if reply.finish == "stop" else "it was cut off")

        went = talk(self.model, lambda fault: self.model.complete(self._prompt(paper, fault)), read)
        if went.error and not (isinstance(went.error, ModelError) and went.error.fault in _OF_THE_PAPER):
            raise went.error
        if not went.whole:
            return self._without_model(paper, went.usage)
        went.keep()
        made_by = self.model.name if len(lines) == 1 else f"rewrite:{self.model.name}"
        return Tldr(paper, lines[-1], made_by, self.prompt.version, went.usage)

    def _without_model(self, paper: Paper, usage: Usage) -> Tldr:
        line, made_by = own_line(paper)
        return Tldr(paper, line, made_by, self.prompt.version, usage)

    def _prompt(self, paper: Paper, fault: str) -> Prompt:
        told = f"Your last line broke the rules: {fault}. Write another." if fault else ""
        return Prompt.of(self.prompt, None, {"paper": paper}, title=paper.title, abstract=paper.abstract, fault=told)

    def _key(self, paper: Paper) -> str:
        parts = (paper.title, paper.abstract, paper.ai_summary or "", self.prompt.version, self.model.name)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _stored(self, paper: Paper) -> Tldr | None:
        sql = "SELECT line, made_by, prompt FROM tldrs WHERE n = (SELECT n FROM papers WHERE id = ?) AND key = ?"
        with self.database.read() as db:
            row = db.execute(sql, [paper.id, self._key(paper)]).fetchone()
        return Tldr(paper, row["line"], row["made_by"], row["prompt"]) if row else None

    def _store(self, made: Tldr) -> None:
        sql = (
            "INSERT OR REPLACE INTO tldrs (n, key, line, made_by, prompt, made_at) "
            "SELECT n, ?, ?, ?, ?, ? FROM papers WHERE id = ?"
        )
        at = self.clock().isoformat(timespec="seconds")
        with self.database.write() as db:
            db.execute(sql, [self._key(made.paper), made.line, made.made_by, made.prompt, at, made.paper.id])


def own_line(paper: Paper) -> tuple[str, str]:
    """(line, what made it) without a model: the source's own summary if it keeps the contract, else the abstract's."""
    summary = clean_line(paper.ai_summary or "")
    if summary and not faults(summary, paper):
        return summary, "ai_summary"
    return extractive_tldr(paper.title, paper.abstract), ExtractiveModel.name


def known_lines(database: Database, papers: Iterable[Paper]) -> dict[str, str]:
    """Paper id to its kept line, whatever made it, for those that have one."""
    with database.read() as db:
        rows = db.execute("SELECT id, line FROM tldrs JOIN papers USING (n)").fetchall()
    wanted = {paper.id for paper in papers}
    return {row["id"]: row["line"] for row in rows if row["id"] in wanted}

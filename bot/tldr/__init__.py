"""One line a paper, made once and kept with how it was made.

The chain: the chat model, one rewrite that names the fault, the source's own summary if it keeps the contract,
the abstract's own best sentence. A line is made anew only when paper, prompt or model change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.gate import SecondJudge
from bot.gate.judge import Judgement
from bot.gate.second_judge import second_judge
from bot.language import name_of
from bot.library import Library
from bot.models.budget import CapReachedError
from bot.models.conversation import talk
from bot.models.extractive import ExtractiveModel
from bot.models.protocol import ChatModel, Completion, ModelError, Prompt
from bot.models.reply import spoken_line
from bot.tldr.contract import faults
from bot.tldr.extract import extractive_tldr
from bot.tldr.voice import told_line
from bot.types import Tldr, Usage
from prompts import PromptFile
from retrieval.archive.database import Database
from retrieval.text.clean import clean_line
from retrieval.types import Paper

# A model that fails on one paper's content may be passed over for that paper; any other failure is reported.
_OF_THE_PAPER = ("content_filter", "empty", "thoughts", "context_overflow", "malformed")

SUMMARY = "ai_summary"
"""What is said to have made a line that is the source's own summary."""


@dataclass(frozen=True, slots=True)
class TldrMaker:
    """Makes and keeps TL;DRs with one model and one prompt.

    Lines in a *language* other than English ("") are claims about their abstracts that *second* has to agree with.
    Unless it *keeps* them they are made anew, from what the cache holds.
    """

    database: Database
    model: ChatModel
    prompt: PromptFile
    clock: Callable[[], datetime]
    language: str = ""
    second: SecondJudge | None = None
    keeps: bool = True

    def lines(self, papers: Iterable[Paper]) -> Iterator[Tldr]:
        """A line for each of *papers*, each on disk before the next is begun. Raises `ModelError`."""
        for paper in papers:
            known = self._stored(paper)
            if known is None:
                try:
                    known = self._make(paper)
                    if self.keeps:
                        self._store(known)
                except CapReachedError as reached:
                    # Not kept: tomorrow the model may write a better one.
                    known = replace(self._without_model(paper, Usage()), note=reached.message)
            yield known

    def _make(self, paper: Paper) -> Tldr:
        if not self.model.drafts:
            return self._without_model(paper, Usage())
        lines: list[str] = []
        judged: list[Usage] = []

        def read(reply: Completion) -> str:
            lines.append(told_line(clean_line(spoken_line(reply.text)), paper.title))
            wrong = "; ".join(faults(lines[-1], paper, self.language))
            return (
                wrong or ("" if reply.finish == "stop" else "it was cut off") or self._beyond(lines[-1], paper, judged)
            )

        went = talk(self.model, lambda fault: self.model.complete(self._prompt(paper, fault)), read)
        if went.error and not (isinstance(went.error, ModelError) and went.error.fault in _OF_THE_PAPER):
            raise went.error
        usage = sum(judged, went.usage)
        if not went.whole:
            return self._without_model(paper, usage)
        went.keep()
        made_by = self.model.name if len(lines) == 1 else f"rewrite:{self.model.name}"
        return Tldr(paper, lines[-1], made_by, self.prompt.version, usage)

    def _beyond(self, line: str, paper: Paper, judged: list[Usage]) -> str:
        """What the second judge has against *line*, if one is asked; what that cost goes to *judged*."""
        if not self.second:
            return ""
        opinion = self.second(Judgement("borderline", 0.5), line, [paper.abstract], paper.title)
        judged.append(opinion.usage)
        return "" if opinion.judgement.verdict == "follows" else "it may say more than the abstract"

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
        if self.database.read_only:
            return
        sql = (
            "INSERT OR REPLACE INTO tldrs (n, key, line, made_by, prompt, made_at) "
            "SELECT n, ?, ?, ?, ?, ? FROM papers WHERE id = ?"
        )
        at = self.clock().isoformat(timespec="seconds")
        with self.database.write() as db:
            db.execute(sql, [self._key(made.paper), made.line, made.made_by, made.prompt, at, made.paper.id])


def maker_of(library: Library, model: ChatModel, language: str) -> TldrMaker:
    """The maker of lines in *language* with *model*; one that does not draft writes them in English."""
    prompt, clock = library.prompt("tldr"), library.settings.clock
    if not language or not model.drafts:
        return TldrMaker(library.database, model, prompt, clock)
    second = partial(second_judge, model=model, prompt_file=library.prompt("follows"))
    spoken, keeps = prompt.spoken_in(name_of(language)), language == library.settings.language
    return TldrMaker(library.database, model, spoken, clock, language, second, keeps)


def own_line(paper: Paper) -> tuple[str, str]:
    """(line, what made it) without a model: the source's own summary if it keeps the contract, else the abstract's."""
    summary = told_line(clean_line(paper.ai_summary or ""), paper.title)
    if summary and not faults(summary, paper):
        return summary, SUMMARY
    return extractive_tldr(paper.title, paper.abstract), ExtractiveModel.name


def lines_of(library: Library, papers: Collection[Paper]) -> dict[str, str]:
    """A line for each, by id: the one that is kept, the source's own if it keeps the contract, the abstract's."""
    known = known_lines(library.database, papers)
    return {paper.id: known.get(paper.id) or own_line(paper)[0] for paper in papers}


def known_lines(database: Database, papers: Iterable[Paper]) -> dict[str, str]:
    """Paper id to its kept line, whatever made it, for those that have one."""
    with database.read() as db:
        rows = db.execute("SELECT id, line FROM tldrs JOIN papers USING (n)").fetchall()
    wanted = {paper.id for paper in papers}
    return {row["id"]: row["line"] for row in rows if row["id"] in wanted}

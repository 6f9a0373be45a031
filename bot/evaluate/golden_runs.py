"""A golden set put to the search in one configuration: a mode, and perhaps another embedder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.evaluate.files import data_file
from bot.evaluate.golden_file import Golden
from bot.evaluate.retrieval import measure
from bot.evaluate.run import Run
from bot.evaluate.scratch import Progress, embed_all, scratch
from bot.library import Library, Opener
from retrieval.errors import UsageError
from retrieval.search import MODES, Mode


@dataclass(frozen=True, slots=True)
class Configuration:
    """How to search: the *mode*, and the *embedder* if not the archive's own."""

    mode: Mode
    embedder: str | None = None


def read_configuration(text: str) -> Configuration:
    """`hybrid`, `dense` or `lexical`, or one of them with an embedder: `hybrid@folder:/weights`."""
    mode, _, embedder = text.partition("@")
    return Configuration(read_mode(mode), embedder or None)


def read_mode(text: str) -> Mode:
    """One of `MODES`."""
    for known in MODES:
        if text == known:
            return known
    raise UsageError(f"“{text}” is not a way to search.", f"Write {', '.join(MODES)}.")


def evaluate_golden(
    open_library: Opener,
    library: Library,
    golden: Sequence[Golden],
    path: Path,
    configuration: Configuration,
    progress: Progress,
) -> Run:
    """Every question of the set read from *path*; right are the papers it names: the one it was written from."""
    with _configured(open_library, library, configuration, progress) as searched:
        judgements = {each.name: {today(library, paper): 1 for paper in each.papers} for each in golden}
        questions = {each.name: each.question for each in golden}
        known = {paper for papers in judgements.values() for paper in papers}
        queries = measure(searched.searcher, questions, judgements, known, configuration.mode, progress)
        embedder = searched.searcher.embedder
        told = {
            "mode": configuration.mode,
            "embedder": embedder.name if embedder and configuration.mode != "lexical" else "none",
            "index": searched.settings.index,
        }
        counts = {"papers": library.archive.count(), "questions": len(golden)}
    return Run("golden", told, {"set": data_file(path)}, queries, counts, _gone(library, golden))


@contextmanager
def _configured(
    open_library: Opener, library: Library, configuration: Configuration, progress: Progress
) -> Iterator[Library]:
    """*library* itself, or its papers in an archive of their own with vectors by another embedder."""
    if configuration.embedder is None:
        yield library
        return
    settings = replace(library.settings, embedder=configuration.embedder)
    with scratch(open_library, settings) as other:
        other.archive.put(library.archive.list())
        embed_all(other, progress)
        yield other


def today(library: Library, paper: str) -> str:
    """The id under which the archive has the paper now: records merge."""
    try:
        return library.archive.find(paper).id
    except UsageError:
        return paper


def _gone(library: Library, golden: Sequence[Golden]) -> tuple[str, ...]:
    held = {paper.id for paper in library.archive.list()}
    gone = sum(today(library, paper) not in held for each in golden for paper in each.papers)
    return (f"{gone} of the set's papers are not in this archive; they count as not found.",) if gone else ()

"""From a source into the archive, and from the archive into the index: resumable, with counts.

Storing and embedding are two steps. A paper is stored, and found by its words, at once; its vectors follow, and
if that is interrupted the next run goes on where this one stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from retrieval.archive import Archive
from retrieval.archive.vectors import Generation, VectorStore
from retrieval.embed import Embedder
from retrieval.embed.chunk import embedded_text, passages
from retrieval.types import Paper, Refused

STORE_BATCH = 200
EMBED_BATCH = 16  # papers a transaction: what a kill can cost is less than a second of embedding

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Report:
    """What became of the records read; the counts of the outcomes and the refusals add up to *read*."""

    read: int = 0
    new: int = 0
    merged: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)
    undated: int = 0
    """Papers among the new that have neither a date of publication nor one of listing."""
    cut: list[str] = field(default_factory=list)
    """What was left out, in words: an answer that held more than was asked for."""

    def notes(self) -> list[str]:
        """What the user should know of it, besides the counts."""
        if not self.undated:
            return self.cut
        papers = "1 paper has" if self.undated == 1 else f"{self.undated:,} papers have"
        cure = "Dates are read as 2026-11-14; --listed gives the day of listing to a whole file."
        return [*self.cut, f"{papers} no date, so that no week and no window of time shows them. {cure}"]


def store(archive: Archive, records: Iterable[Paper | Refused], report: Report) -> None:
    """Put *records* into *archive*, counting into *report* only what is on disk."""
    for batch in _batches(records, STORE_BATCH):
        papers = [record for record in batch if isinstance(record, Paper)]
        outcomes = archive.put(papers) if papers else []
        for paper, outcome in zip(papers, outcomes, strict=True):
            setattr(report, outcome, getattr(report, outcome) + 1)
            report.undated += outcome == "new" and paper.day("listed") is None
        report.refused += [record for record in batch if isinstance(record, Refused)]
        report.read += len(batch)


def embed_pending(vectors: VectorStore, embedder: Embedder, progress: Progress | None = None) -> Generation:
    """Give every paper its vectors by *embedder*; when none is pending its generation serves."""
    generation = vectors.open(embedder.name, embedder.dimension)
    total, done, after = vectors.pending(generation), 0, 0
    while rows := vectors.next_pending(generation, after, EMBED_BATCH):
        items = []
        for n, title, abstract in rows:
            texts = passages(title, abstract, embedder)
            vectors_of = embedder.embed([embedded_text(title, text, embedder) for text in texts])
            items.append((n, title, abstract, texts, vectors_of))
        vectors.add(generation, items)
        after, done = rows[-1][0], done + len(rows)
        if progress:
            progress(done, total)
    if not generation.serving and not vectors.pending(generation):
        vectors.promote(generation)
    return generation


def _batches(records: Iterable[Paper | Refused], size: int) -> Iterator[list[Paper | Refused]]:
    batch: list[Paper | Refused] = []
    for record in records:
        batch.append(record)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch

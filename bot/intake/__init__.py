"""Papers in: files or the network into the archive, then their vectors, then the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bot.freshness import DAILY
from bot.intake.taking import WINDOW, refuse, take_day, take_listing, take_text
from bot.library import Library
from retrieval import ingest, sources
from retrieval.archive.days import Days
from retrieval.errors import EmbedderError, IndexInUseError, SourceError, UsageError, VectorIndexError
from retrieval.ingest import Report
from retrieval.sources.arxiv import page_size
from retrieval.sources.fetch import ARXIV_INTERVAL, MOST_RESULTS, fetch_arxiv, fetch_huggingface, fetch_listing
from retrieval.sources.http import PoliteClient
from retrieval.sources.page_kind import PageKind
from retrieval.types import Paper

_NAMED_SECONDS = 15.0
"""How long somebody who asked about a paper waits for it to be fetched."""
_FEW = 50
"""Papers without vectors that are embedded on the way."""

# (what is being done, how much is done, of how much): 0 of 0 when it cannot be told.
Progress = Callable[[str, int, int], None]


def ingest_files(
    library: Library,
    paths: Iterable[str],
    stdin: BinaryIO,
    listed: date | None,
    report: Report,
    kind: PageKind | None = None,
) -> bool:
    """Store the papers of *paths* (`-` is *stdin*); False if one of them could not be read at all.

    *listed* is the day they were listed and *kind* what a page among them is, where the user knows better.

    Raises `UsageError`, before anything is stored, for a path that is not there.
    """
    whole = True
    for path in _files(paths):
        where = "standard input" if path is None else path.name
        try:
            data = stdin.read(sources.MAX_BYTES + 1) if path is None else _bytes(path)
            text = sources.decode(data, where)
            records = sources.read(text, where, listed, today=library.settings.clock().date(), kind=kind)
            ingest.store(library.archive, records, report)
        except SourceError as error:
            whole = False
            refuse(report, where, error)
    return whole


def fetch_days(library: Library, days: Sequence[date], report: Report) -> bool:
    """Store the Daily Papers of *days*, and write each day into the ledger; False if one could not be had in full."""
    client = PoliteClient(deadline=library.settings.fetch_seconds)
    whole, began = True, library.settings.clock()
    for found in fetch_huggingface(client, library.settings.huggingface_url, days):
        whole = take_day(library, found, report, began) and whole
        began = library.settings.clock()
    return whole


def unsettled(library: Library, days: Sequence[date]) -> list[date]:
    """Those of *days* that are worth reading: not yet read whole, or so late that upvotes still change."""
    now = library.settings.clock()
    known = Days(library.database).known(DAILY, now)
    first = now.astimezone(UTC).date() - timedelta(days=WINDOW)
    return [day for day in days if day >= first or day not in known or not known[day].whole]


def fetch_listing_of(library: Library, what: str, report: Report) -> bool:
    """Store the papers of a week, a month or what is trending, as `fetch_listing` takes it; False if it is not whole.

    Each paper keeps the listing day its own entry tells.
    """
    client = PoliteClient(deadline=library.settings.fetch_seconds)
    found = fetch_listing(client, library.settings.huggingface_url, what)
    if found.error and found.error.unanswered and not found.pages:
        raise found.error
    return take_listing(library, found, report) is not None


def fetch_query(library: Library, query: str, limit: int, report: Report) -> bool:
    """Store the *limit* newest arXiv papers for *query*, page by page; False if a page could not be read."""
    client = PoliteClient(interval=ARXIV_INTERVAL, deadline=library.settings.fetch_seconds)
    whole, total = True, 0
    for where, text in fetch_arxiv(client, library.settings.arxiv_url, query, limit):
        whole = take_text(library, text, where, None, report) is not None and whole
        total = page_size(text, where).total
    if total > limit:
        report.cut.append(
            f"arXiv has {total:,} results; the newest {limit:,} were asked for. --limit takes up to {MOST_RESULTS:,}."
        )
    return whole


def fetch_papers(library: Library, arxiv_ids: Sequence[str]) -> None:
    """Store these papers from arXiv, with their vectors, while somebody waits.

    What arXiv does not know is left out. Raises `FetchError` or `SourceError` if it gives no usable answer.
    """
    where = f"{library.settings.arxiv_url}/api/query?id_list={','.join(arxiv_ids)}&max_results={len(arxiv_ids)}"
    text = PoliteClient(deadline=min(_NAMED_SECONDS, library.settings.fetch_seconds), attempts=2).get(where)
    given = [r for r in sources.read(text, where) if isinstance(r, Paper) and r.arxiv_id in arxiv_ids]
    ingest.store(library.archive, given, Report())
    serving = library.vectors.serving()
    try:
        same = serving is None or serving.embedder == library.embedder.name
    except EmbedderError:
        return  # it can be found by its words; `doctor` and every search say what is missing
    if same and library.vectors.pending(serving) <= _FEW:  # more would keep whoever asked waiting
        bring_up_to_date(library, lambda what, done, total: None)


def bring_up_to_date(library: Library, progress: Progress) -> list[str]:
    """Embed what is pending and bring the index up to the archive; what the user should know of it."""
    if not library.archive.count():
        return []
    try:
        embedder = library.embedder
    except EmbedderError as error:
        return [f"The papers can be found by their words only: {error.told}"]
    generation = ingest.embed_pending(library.vectors, embedder, partial(progress, "Embedding"))
    serving = library.vectors.serving() or generation
    try:
        library.index.sync(serving)
    except VectorIndexError as error:
        return [f"{error.message} Questions are answered from the archive's own vectors meanwhile."]
    return []


def rebuild_index(library: Library, progress: Progress) -> tuple[int, int, bool]:
    """(passages in the new index, papers embedded on the way, False): made anew from the vectors the archive holds.

    True where another process owns the index: it is left alone, and takes over by itself what the archive has.
    """
    serving = library.vectors.serving()
    if serving:
        library.vectors.drop_damaged(serving)
    pending = library.vectors.pending(serving if serving and serving.embedder == library.embedder.name else None)
    ingest.embed_pending(library.vectors, library.embedder, partial(progress, "Embedding"))
    serving = library.vectors.serving()
    if serving is None:
        return 0, 0, False
    try:
        return library.index.rebuild(serving, partial(progress, "Indexing")), pending, False
    except IndexInUseError:
        return library.vectors.count(serving), pending, True


def _files(paths: Iterable[str]) -> Iterator[Path | None]:
    found: list[Path | None] = []
    for name in paths:
        path = Path(name)
        if name == "-":
            found.append(None)
        elif path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and _to_be_read(p.relative_to(path)))
            if not inside:
                raise UsageError(
                    f"{name} holds no file that ends in {', '.join(sources.endings())}.", "Name the files."
                )
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise UsageError(f"There is no file {name}.", "Check the path; “-” reads standard input.")
    return iter(found)


def _to_be_read(inside: Path) -> bool:
    """Whether a file of a folder may hold papers: known by its ending, and not in a hidden place."""
    return inside.suffix.lower() in sources.endings() and not any(part.startswith(".") for part in inside.parts)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(sources.MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read: {error.strerror}.", "Check its permissions.") from error

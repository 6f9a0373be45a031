"""Papers that somebody names by id or link and the archive lacks: fetched before the question is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.library import Library
from retrieval.errors import SourceError, UsageError
from retrieval.text.arxiv_ids import ids_in

MOST = 3
"""Papers that one question may have fetched, whoever asks."""

OnFetch = Callable[[str], None]
"""Is told, before anything is fetched, what is."""


def bring_in(library: Library, text: str, on_fetch: OnFetch | None = None) -> tuple[str, ...]:
    """Fetch the papers whose ids *text* holds and the archive does not; what the asker must know of it."""
    missing = [name for name in ids_in(text) if not _is_here(library, name)]
    wanted, beyond = missing[:MOST], missing[MOST:]
    if not missing:
        return ()
    if not library.settings.fetch_named:
        return (f"{_named(missing)} {_is(missing)} not in the archive.",)
    if on_fetch:
        on_fetch(f"Fetching {_named(wanted)} …")
    told = [_outcome(library, wanted)]
    if beyond:
        told.append(f"At most {MOST} papers a question are fetched: {_named(beyond)} {_is(beyond)} not in the archive.")
    return tuple(told)


def _outcome(library: Library, wanted: Sequence[str]) -> str:
    try:
        library.fetch_papers(wanted)
    except SourceError as error:
        from retrieval.sources.http import FetchError  # all sources come with it, and few questions fetch

        away = isinstance(error, FetchError) and error.unanswered
        why = "arXiv could not be reached to fetch it" if away else "arXiv gave no usable answer when asked for it"
        return f"{_named(wanted)} {_is(wanted)} not in the archive, and {why}. Try again later."
    had = [name for name in wanted if _is_here(library, name)]
    unknown = [name for name in wanted if name not in had]
    told = [f"{_named(had)} {'were' if len(had) > 1 else 'was'} fetched just now."] if had else []
    told += [f"arXiv gives no paper {' and no paper '.join(unknown)}."] if unknown else []
    return " ".join(told)


def _is_here(library: Library, name: str) -> bool:
    try:
        return bool(library.archive.find(name))
    except UsageError:
        return False


def _named(names: Sequence[str]) -> str:
    return f"arXiv {', '.join(names)}"


def _is(names: Sequence[str]) -> str:
    return "are" if len(names) > 1 else "is"

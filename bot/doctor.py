"""A health check: each line names what was looked at, whether it is well, and the remedy if not.

Slack is asked too, where there is a token for it: see `bot.slack.health`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches

from bot.freshness import RECENT, freshness, is_fed, unread_days
from bot.library import Library
from bot.models.openai import OpenAIModel
from bot.models.probe import Probed, form_of, probe
from bot.models.protocol import ModelError
from bot.settings import told_strangers
from retrieval.errors import BroadsheetError, IndexInUseError

_NAMED = 3  # damaged papers, models


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. *remedy* is empty when it is well."""

    name: str
    well: bool
    detail: str
    remedy: str = ""


def examine(library: Library) -> Iterator[Finding]:
    """Every check in order; a fault in one does not stop the others.

    The chat model's endpoint is asked for its models, which costs nothing; nothing else is sent over the network.
    """
    for check in (_settings, _folder, _archive, _feed, _embedder, _vectors, _index, _model):
        try:
            yield check(library)
        except BroadsheetError as error:
            yield Finding(check.__name__.strip("_"), False, error.message, error.hint or "Run this again.")


def _settings(library: Library) -> Finding:
    strangers = told_strangers(library.settings)
    if strangers:
        return Finding("settings", False, " ".join(strangers), "Correct or remove it; `broadsheet settings` lists all.")
    return Finding("settings", True, "every BROADSHEET_ variable is known")


def _folder(library: Library) -> Finding:
    folder = library.settings.folder
    folder.mkdir(0o700, parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        told = f"{folder} is read-only: what is there can be asked, nothing new is kept."
        return Finding("folder", False, told, "Make it writable, or name another with --data.")
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    if free < 200_000_000:
        return Finding("folder", False, f"{folder} has {free // 1_000_000} MB left.", "Free some space.")
    return Finding("folder", True, f"{library.settings.in_force}; {free // 1_000_000_000} GB free")


def _archive(library: Library) -> Finding:
    with library.database.read() as db:
        said = db.execute("PRAGMA quick_check").fetchone()[0]
    if said != "ok":
        return Finding("archive", False, f"The archive is corrupt: {said}", "Restore a backup, or move it away.")
    if damaged := library.archive.damaged():
        some = ", ".join(damaged[:_NAMED]) + (", …" if len(damaged) > _NAMED else "")
        told = f"{len(damaged):,} of the papers' rows are damaged ({some}); what cannot be read of them is left out."
        return Finding("archive", False, told, "Ingest the pages they came from again, or restore a backup.")
    return Finding("archive", True, f"{library.archive.count():,} papers")


def _feed(library: Library) -> Finding:
    said = freshness(library) or "no paper has a listing day"
    today = library.settings.clock().date()
    # A post of days that nobody read has nothing to say.
    needed = is_fed(library) or library.settings.weekly_to or library.settings.daily_to
    unread = unread_days(library, today - timedelta(days=RECENT), today) if needed else []
    if not unread:
        return Finding("feed", True, said)
    why = next((f" The last try of {day.day}: {day.why}" for day in reversed(unread) if day.why), "")
    return Finding("feed", False, said + why, "Run `broadsheet fetch`; days that could not be read are tried again.")


def _embedder(library: Library) -> Finding:
    told = f"{library.embedder.name}, {library.embedder.dimension} dimensions"
    note = getattr(library.embedder, "note", "")
    return Finding("embedder", True, f"{told}. {note}" if note else told)


def _vectors(library: Library) -> Finding:
    serving = library.vectors.serving()
    pending = library.vectors.pending(serving)
    if serving and serving.embedder != library.embedder.name:
        return Finding(
            "vectors",
            False,
            f"The vectors are {serving.embedder}'s, the settings name {library.embedder.name}.",
            "Run `broadsheet reindex` to embed everything again; the old vectors answer until then.",
        )
    if serving and (damaged := library.vectors.damaged(serving)):
        papers = library.archive.get(damaged[:_NAMED])
        some = ", ".join(paper.id for paper in papers.values()) + (", …" if len(damaged) > _NAMED else "")
        told = f"The vectors of {len(damaged):,} papers are damaged ({some}); they are found by their words only."
        return Finding("vectors", False, told, "Run `broadsheet reindex`: it embeds them again.")
    if pending:
        remedy = "Run `broadsheet reindex`; until then they are found by their words only."
        return Finding("vectors", False, f"{pending:,} papers have no vectors.", remedy)
    return Finding("vectors", True, "every paper has its vectors")


def _index(library: Library) -> Finding:
    serving = library.vectors.serving()
    if serving is None:
        return Finding("index", True, "nothing to index yet")
    try:
        library.index.sync(serving)
    except IndexInUseError:
        return Finding("index", True, f"{library.index.name} is another process's just now, which keeps it up to date")
    mended = ", after it was found damaged and rebuilt" if getattr(library.index, "mended", False) else ""
    return Finding("index", True, f"{library.index.name} is whole and up to date{mended}")


def _model(library: Library) -> Finding:
    model = library.bare_model
    if not isinstance(model, OpenAIModel):
        return Finding("model", True, f"{model.name} is configured")
    try:
        probed = probe(model)
    except ModelError as error:
        if error.fault == "not_found":  # not every gateway lists its models
            return Finding("model", True, f"{model.name} is configured; its endpoint lists no models, so ask something")
        return Finding("model", False, error.message, error.hint)
    taken, left_out = form_of(model)
    told = f"is asked with {', '.join(taken)}" + (f", without {', '.join(left_out)}" if left_out else "")
    if not probed.among and not model.any_name:
        return Finding("model", False, f"The endpoint does not list {model.name}.", _instead(model, probed))
    facts = [f"{model.name} {told}"] + [f"it reads {probed.context:,} tokens"] * bool(probed.context)
    facts += [f"its endpoint says it takes {', '.join(probed.takes)}"] * bool(probed.takes)
    facts += [f"its endpoint says it takes no {', no '.join(probed.lacks)}"] * bool(probed.lacks)
    return Finding("model", True, "; ".join(facts))


def _instead(model: OpenAIModel, probed: Probed) -> str:
    """What to do about a model that is not there."""
    near = get_close_matches(model.model, probed.names, _NAMED, cutoff=0.3) or list(probed.names[:_NAMED])
    some = f"Use one it has, such as {', '.join(near)}" if near else "It has none yet"
    pull = f", or run `ollama pull {model.model}`" if model.name.startswith("ollama:") else ""
    return f"{some}{pull}."

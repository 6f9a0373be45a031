"""What a measurement leaves: the values of every question, and how it was made. One JSON document a run."""

from __future__ import annotations

import json
import platform
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from bot.evaluate.statistics import Figure, figure
from retrieval.errors import UsageError

_PACKAGES = ("broadsheet", "chromadb", "ir-measures", "numpy", "onnxruntime", "openai", "rouge-score", "scipy")


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that was measured on: its name, and the SHA-256 that tells it from another of that name."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Run:
    """One measurement. *queries*: by question (or paper), the value of each metric that applies to it.

    *counts* are totals that are no means; *notes* are sentences the reader must know.
    """

    kind: str
    configuration: Mapping[str, str]
    data: Mapping[str, DataFile]
    queries: Mapping[str, Mapping[str, float]]
    counts: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def figures(self) -> dict[str, Figure]:
        """Each metric's mean over the questions it applies to, with its confidence interval."""
        names = dict.fromkeys(name for values in self.queries.values() for name in values)
        return {name: figure([v[name] for v in self.queries.values() if name in v]) for name in names}


def run_document(run: Run, made_at: datetime) -> dict[str, Any]:
    """*run* as JSON: configuration, versions, hashes of the data, figures, and every question's values."""
    return {
        "kind": run.kind,
        "made_at": made_at.isoformat(timespec="seconds"),
        "configuration": dict(run.configuration),
        "versions": versions(),
        "data": {role: {"name": file.name, "sha256": file.sha256} for role, file in run.data.items()},
        "figures": {
            name: {"mean": f.mean, "low": f.low, "high": f.high, "n": f.n} for name, f in run.figures().items()
        },
        "counts": dict(run.counts),
        "notes": list(run.notes),
        "queries": {query: dict(values) for query, values in run.queries.items()},
    }


def read_run(path: Path) -> Run:
    """The run whose JSON is at *path*; a `UsageError` says what is wrong with the file."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return Run(
            str(document["kind"]),
            {str(k): str(v) for k, v in document["configuration"].items()},
            {role: DataFile(str(file["name"]), str(file["sha256"])) for role, file in document["data"].items()},
            {str(q): {str(m): float(v) for m, v in values.items()} for q, values in document["queries"].items()},
            document["counts"],
            tuple(document["notes"]),
        )
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "Give a JSON file written by `broadsheet eval retrieval`, `tldr`, `answers`, `model` or `golden`."
        raise UsageError(f"{path} is not a run of `broadsheet eval` ({error!r}).", hint) from error


def write_document(document: Mapping[str, Any], kind: str, out: Path | None, now: datetime) -> Path:
    """Write *document* to *out*, or under a free name of its own in the current folder; the path."""
    path = out or _free(Path(f"eval-{kind}-{now:%Y%m%d-%H%M%S}.json"))
    try:
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.", "Name another file with --out.") from error
    return path


def versions() -> dict[str, str]:
    """What was installed, as far as it bears on the figures."""
    found = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def _free(path: Path) -> Path:
    names = (path, *(path.with_stem(f"{path.stem}-{n}") for n in range(2, 1_000)))
    return next((name for name in names if not name.exists()), path)

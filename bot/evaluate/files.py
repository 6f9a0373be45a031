"""The files of a measurement: BEIR's corpus, queries and judgements, and JSONL of references or questions.

A damaged file is an error that names the line: figures over what was left would be figures about something else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.evaluate.run import DataFile
from retrieval.errors import UsageError

Judgements = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """A JSON object and where it stands: `queries.jsonl, line 3`."""

    where: str
    value: dict[str, Any]

    def text(self, *names: str) -> str:
        """The first of the fields *names* that holds text (or a number, for ids)."""
        for name in names:
            if isinstance(found := self.value.get(name), str | int) and str(found).strip():
                return str(found)
        raise UsageError(f"{self.where} has no {' or '.join(names)}.", "Every line needs it; see `--help`.")


def data_file(path: Path) -> DataFile:
    """The file's name and hash."""
    return DataFile(path.name, hashlib.sha256(_bytes(path)).hexdigest())


def read_text(path: Path) -> str:
    """The whole file, which must be UTF-8."""
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _bytes(path)[: error.start].count(b"\n") + 1
        raise UsageError(f"{path.name}, line {line} is not UTF-8.", "Save the file as UTF-8.") from error


def read_rows(path: Path) -> list[Row]:
    """The objects of a JSONL file."""
    rows = list(_rows(path))
    if not rows:
        raise UsageError(f"{path.name} is empty.", "Give a file with one JSON object a line.")
    return rows


def read_queries(path: Path) -> dict[str, str]:
    """BEIR's queries.jsonl, `{"_id": …, "text": …}` a line: text by id."""
    queries: dict[str, str] = {}
    for row in read_rows(path):
        query = row.text("_id", "id")
        if query in queries:
            raise UsageError(f"{row.where} repeats the id {query}.", "Every query needs an id of its own.")
        queries[query] = row.text("text")
    return queries


def read_judgements(path: Path) -> Judgements:
    """BEIR's qrels, three columns with tabs, query-id, corpus-id, score, under a heading or none: scores by query."""
    judged: Judgements = {}
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        columns = line.split("\t")
        if not line.strip() or (number == 1 and columns[-1].strip() == "score"):
            continue
        try:
            query, document, score = columns
            judged.setdefault(query.strip(), {})[document.strip()] = int(score)
        except ValueError as error:
            hint = "Every line needs query-id, corpus-id and a whole-number score, with tabs between."
            raise UsageError(f"{path.name}, line {number} is not a judgement: {line[:80]!r}.", hint) from error
    if not any(score > 0 for scores in judged.values() for score in scores.values()):
        raise UsageError(f"{path.name} judges nothing as relevant.", "Give a file with scores of 1 or more.")
    return judged


def _rows(path: Path) -> Iterator[Row]:
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        where = f"{path.name}, line {number}"
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UsageError(f"{where} is not JSON: {error}.", "Was the file cut off? Get it again.") from error
        if not isinstance(value, dict):
            raise UsageError(f"{where} is not a JSON object.", "Give one object a line.")
        yield Row(where, value)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error

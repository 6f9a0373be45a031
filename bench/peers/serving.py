"""The child's half of a measurement: a peer in its own process, told what to do a JSON line at a time."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bench.peers.vectors import Remembered

K = 8
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bench:
    """What a peer is given: a folder of its own, a chat model's address, and the embedder all share."""

    folder: Path
    endpoint: str
    embedder: Callable[[], Remembered]


class Peer(Protocol):
    """One way of keeping abstracts and answering from them. Ids are the corpus's own."""

    def __init__(self, bench: Bench) -> None:
        """Open what the folder holds; an empty folder is an empty library."""

    def ingest(self, records: list[Record]) -> None:
        """Take in abstracts and leave them on disk: id, title, abstract, and *texts*, the passages to embed."""
        ...

    def search(self, question: str, k: int) -> list[str]:
        """The ids of the *k* best abstracts, best first."""
        ...

    def ask(self, question: str) -> str:
        """The chat model's answer from the best abstracts."""
        ...


def passages_of(records: Iterable[Record]) -> Iterator[tuple[str, str, str]]:
    """(id of a passage, id of its paper, text), the same for every peer with vectors."""
    for record in records:
        for n, text in enumerate(record["texts"]):
            yield f"{record['id']}#{n}", record["id"], text


def papers_of(found: Iterable[str], k: int) -> list[str]:
    """The first *k* papers of ids of passages, each once."""
    return list(dict.fromkeys(name.rpartition("#")[0] for name in found))[:k]


def prompt_of(question: str, texts: list[str]) -> str:
    """What a textbook pipeline asks of the chat model."""
    context = "\n\n".join(texts)
    return f"Answer the question from the context alone.\n\nContext:\n{context}\n\nQuestion: {question}"


def serve(peer: Callable[[Bench], Peer]) -> None:
    """Answer requests on standard input until it ends. What libraries print goes nowhere."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    given = json.loads(sys.argv[1])
    store = Path(given["store"]) if given["store"] else None
    model, tokenizer = Path(given["model"]), Path(given["tokenizer"])
    made = peer(Bench(Path(given["folder"]), given["endpoint"], lambda: Remembered(model, tokenizer, store)))
    for line in sys.stdin:
        request = json.loads(line)
        begun = time.perf_counter()
        value = _do(made, request)
        seconds = time.perf_counter() - begun
        print(json.dumps({"value": value, "seconds": seconds, "peak": peak()}), file=out, flush=True)


def _do(peer: Peer, request: dict[str, Any]) -> Any:
    if request["do"] == "ingest":
        return peer.ingest([json.loads(line) for line in Path(request["corpus"]).read_text("utf-8").splitlines()])
    if request["do"] == "search":
        return peer.search(request["question"], request["k"])
    with ThreadPoolExecutor(request["askers"]) as pool:
        return [len(answer) for answer in pool.map(peer.ask, request["questions"])]


def peak() -> float:
    """The most this process ever held in memory, in MB. `getrusage` would count its parent's, too."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024

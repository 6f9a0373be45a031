"""Broadsheet and what people would otherwise use: the same abstracts, questions, vectors and machine, in turn.

    .venv/bin/python -m bench.side_by_side           # 1,000 papers, a few minutes
    .venv/bin/python -m bench.side_by_side --full    # and 10,000

Writes `bench/results/side_by_side_SIZE.json`; `python -m bench.tables` puts them into the README. All peers with
vectors get Broadsheet's passages and, to store them, vectors made before; a question's vector is made anew.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.peers.endpoint import Scripted, scripted
from bench.peers.pins import FLOORS, PINS
from bench.peers.process import ROOT, PeerError, PeerProcess, python_of
from bench.retrieval import EVAL
from bot.evaluate.files import Judgements, read_judgements
from bot.evaluate.retrieval import score
from retrieval.embed.chunk import embedded_text, passages
from retrieval.embed.minilm import default_embedder

RESULTS = ROOT / "bench" / "results"
WORK = ROOT / ".cache" / "bench"
ASKERS, ASKED, MODEL_SECONDS = 16, 32, 2.0
TURNS = 3
COLD_TURNS = 3
K = 10

Measured = dict[str, Any]


def main() -> None:
    """Measure each size, and write down what came out."""
    if not EVAL.is_dir():
        sys.exit("../shared/eval is not here: there is nothing to measure on")
    sizes = (1_000, 10_000) if "--full" in sys.argv else (1_000,)
    for size in sizes:
        result = measure(size, corpus(size))
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"side_by_side_{size}.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")


def corpus(size: int) -> Path:
    """*size* papers of litsearch-dev, those that answer its questions first, cut into Broadsheet's passages."""
    place = WORK / f"corpus-{size}.jsonl"
    if not place.exists():
        WORK.mkdir(parents=True, exist_ok=True)
        wanted = {paper for judged in _judgements().values() for paper in judged}
        lines = (EVAL / "litsearch-dev-corpus.jsonl").read_text("utf-8").splitlines()
        rows = [row for row in map(json.loads, lines) if row["abstract"].strip()]
        rows.sort(key=lambda row: row["id"] not in wanted)
        embedder = default_embedder()
        with place.open("w", encoding="utf-8") as out:
            for row in rows[:size]:
                title, cut = row["title"], passages(row["title"], row["abstract"], embedder)
                texts = [embedded_text(title, text, embedder) for text in cut]
                record = {"id": row["id"], "title": title, "abstract": row["abstract"], "texts": texts}
                print(json.dumps(record), file=out)
    return place


def measure(size: int, papers: Path) -> Measured:
    """Everything about *size* papers, by peer."""
    peers: dict[str, Measured] = {}
    absent: dict[str, str] = {}
    for name in PINS:
        try:
            python_of(name)
            peers[name] = {}
        except PeerError as error:
            absent[name] = str(error)
    with tempfile.TemporaryDirectory() as scratch, scripted() as model:
        folder = Path(scratch)
        for step in (_take_in, _cold, _warm, _askers):
            print(step.__name__, size, datetime.now(UTC).time().isoformat("seconds"), flush=True)
            step(peers, absent, folder, papers, model)
    when = datetime.now(UTC).date().isoformat()
    return {"papers": size, "date": when, "pins": {n: list(PINS[n]) for n in peers}, "peers": peers, "absent": absent}


def _take_in(peers: dict[str, Measured], absent: dict[str, str], folder: Path, papers: Path, model: Scripted) -> None:
    """A process that puts papers into an empty folder, `TURNS` times; the last folder stays for what follows."""
    for turn in range(TURNS):
        for name in list(peers):
            shutil.rmtree(folder / name, ignore_errors=True)
            begun = time.perf_counter()  # some import what they need late, some at once
            try:
                peer = PeerProcess(name, folder / name, model.url, WORK / "vectors.db")
                told = peer.tell("ingest", corpus=str(papers))
                seconds = time.perf_counter() - begun
                peer.close()
            except PeerError as error:
                absent[name] = str(error)
                del peers[name]
                continue
            disk = sum(f.stat().st_size for f in (folder / name).rglob("*") if f.is_file()) / 1e6
            peers[name].setdefault("ingest seconds", []).append(seconds)
            peers[name] |= {"disk MB": disk, "ingest peak MB": told.peak}
            print(f"  {turn} {name} {seconds:.1f} s, {disk:.0f} MB, {told.peak:.0f} MB", flush=True)


def _cold(peers: dict[str, Measured], absent: dict[str, str], folder: Path, papers: Path, model: Scripted) -> None:
    """From the start of a process to its first answer; the model answers at once."""
    model.delay = 0
    question = _questions()[0][1]
    for turn in range(COLD_TURNS):
        for name in [n for n in peers if n not in FLOORS]:
            begun = time.perf_counter()
            peer = PeerProcess(name, folder / name, model.url, None)
            told = peer.tell("ask", askers=1, questions=[question])
            peers[name].setdefault("cold seconds", []).append(time.perf_counter() - begun)
            peers[name]["ask peak MB"] = told.peak
            peer.close()
            print(f"  {turn} {name} {peers[name]['cold seconds'][-1]:.2f} s", flush=True)


def _warm(peers: dict[str, Measured], absent: dict[str, str], folder: Path, papers: Path, model: Scripted) -> None:
    """Each question to every peer in turn: seconds, and how well the papers were found."""
    with ExitStack() as stack:
        running = {}
        for name in peers:
            running[name] = PeerProcess(name, folder / name, model.url, None)
            stack.callback(running[name].close)
            for _, question in _questions()[-3:]:
                running[name].tell("search", question=question, k=K)
        found: dict[str, dict[str, list[str]]] = {name: {} for name in peers}
        for query, question in _questions():
            for name, peer in running.items():
                told = peer.tell("search", question=question, k=K)
                found[name][query] = told.value
                peers[name].setdefault("search ms", []).append(round(told.seconds * 1000, 3))
                peers[name]["search peak MB"] = told.peak
    judged = _judgements()
    for name in peers:
        scores = list(score(found[name], {query: judged[query] for query in found[name]}).values())
        for metric in ("recall@5", "nDCG@10"):
            peers[name][metric] = sum(each[metric] for each in scores) / len(scores)
        print(f"  {name} {peers[name]['recall@5']:.3f} {peers[name]['nDCG@10']:.3f}", flush=True)


def _askers(peers: dict[str, Measured], absent: dict[str, str], folder: Path, papers: Path, model: Scripted) -> None:
    """Sixteen people with two questions each at once, and a model that takes its time."""
    questions = [question for _, question in _questions()[:ASKED]]
    for name in [n for n in peers if n not in FLOORS]:
        peer = PeerProcess(name, folder / name, model.url, None)
        model.delay = 0
        peer.tell("ask", askers=1, questions=[_questions()[-1][1]])
        model.delay, model.calls = MODEL_SECONDS, 0
        try:
            told = peer.tell("ask", askers=ASKERS, questions=questions)
        except PeerError as error:
            absent[f"{name}, asked by many"] = str(error)
            continue
        peer.close()
        peers[name]["questions a second"] = len(questions) / told.seconds
        peers[name]["calls a question"] = model.calls / len(questions)
        print(f"  {name} {len(questions) / told.seconds:.2f}/s, {model.calls} calls", flush=True)


def _questions() -> list[tuple[str, str]]:
    lines = (EVAL / "litsearch-dev-queries.jsonl").read_text("utf-8").splitlines()
    return [(row["id"], row["text"]) for row in map(json.loads, lines)]


def _judgements() -> Judgements:
    return read_judgements(EVAL / "litsearch-dev-qrels.tsv")


if __name__ == "__main__":
    main()

"""The index is a copy: it follows the archive, is never believed unproved, and makes itself anew."""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import paper, three_papers

from retrieval.archive import Archive
from retrieval.archive.backup import back_up
from retrieval.archive.database import Database
from retrieval.archive.vectors import Generation, VectorStore
from retrieval.embed import HashingEmbedder
from retrieval.embed.chunk import embedded_text, passages
from retrieval.errors import VectorIndexError
from retrieval.index import ExactIndex, Index
from retrieval.index.folder import ChromaIndex
from retrieval.index.server import ChromaServerIndex
from retrieval.index.state import read_state
from retrieval.ingest import embed_pending

EMBEDDER = HashingEmbedder()


def many(count: int, seed: int = 1) -> list[object]:
    words = [f"word{i}" for i in range(400)]
    draw = random.Random(seed)
    return [paper(f"Paper {seed} {i}", " ".join(draw.choices(words, k=40))) for i in range(count)]


def stock(archive: Archive, papers: list[object]) -> Generation:
    archive.put(papers)  # type: ignore[arg-type]
    return embed_pending(VectorStore(archive.database), EMBEDDER)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A real `chroma run` on a free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = Path(sys.executable).with_name("chroma")
    process = subprocess.Popen(
        [command, "run", "--path", tmp_path / "server", "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
    )
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


@pytest.fixture(params=["exact", "chroma"])
def index(request: pytest.FixtureRequest, archive: Archive, tmp_path: Path) -> Iterator[Index]:
    """Every index that needs no server, one after the other: the contract is the same."""
    store = VectorStore(archive.database)
    made: Index = ExactIndex(store) if request.param == "exact" else ChromaIndex(tmp_path / "index", store)
    yield made
    made.close()


def agrees(index: Index, store: VectorStore, generation: Generation) -> bool:
    """Whether every vector of the archive is found by itself, and nothing else is."""
    seqs, matrix = store.read(generation)
    found = [index.search(vector, 3) for vector in matrix]
    return all(
        seq in [s for s, _ in hits] and abs(hits[0][1] - 1) < 1e-3 for seq, hits in zip(seqs, found, strict=True)
    ) and {s for hits in found for s, _ in hits} <= set(seqs)


def test_an_index_finds_what_the_archive_holds(index: Index, archive: Archive) -> None:
    """Each passage is nearest to its own vector, and similarities are cosines."""
    store, generation = VectorStore(archive.database), stock(archive, many(60))
    index.sync(generation)
    assert agrees(index, store, generation)


def test_an_index_follows_the_archive(index: Index, archive: Archive) -> None:
    """New papers come in, rewritten papers lose their old passages."""
    store, papers = VectorStore(archive.database), many(40)
    index.sync(stock(archive, papers[:30]))
    archive.put(papers[30:])  # type: ignore[arg-type]
    rewritten = [paper(f"Paper 1 {i}", f"entirely other text {i} about nothing", sources=("arxiv",)) for i in range(5)]
    generation = stock(archive, rewritten)
    index.sync(generation)
    assert agrees(index, store, generation)
    assert len(store.read(generation)[0]) == 40


def test_an_empty_index_answers_nothing(index: Index, archive: Archive) -> None:
    """No vectors, no hits, no error."""
    generation = VectorStore(archive.database).open(EMBEDDER.name, EMBEDDER.dimension)
    index.sync(generation)
    assert index.search(np.ones(EMBEDDER.dimension, dtype=np.float32), 5) == []


def test_one_process_owns_the_folder(archive: Archive, tmp_path: Path) -> None:
    """While one process has the folder open, another is told so instead of spoiling it."""
    store, generation = VectorStore(archive.database), stock(archive, many(10))
    owner, guest = (ChromaIndex(tmp_path / "index", store) for _ in range(2))
    owner.sync(generation)
    with pytest.raises(VectorIndexError, match="Another process"):
        guest.sync(generation)
    owner.close()
    guest.sync(generation)
    assert agrees(guest, store, generation)
    guest.close()


def torn(damage: str, size: int) -> bytes:
    return {"truncate": b"\1" * (size // 2), "zero": bytes(size), "garble": random.Random(0).randbytes(size)}[damage]


FILES = ("chroma.sqlite3", "data_level0.bin", "header.bin", "length.bin", "link_lists.bin", "index_metadata.pickle")
DAMAGES = ("truncate", "zero", "delete", "garble")
# A file that SQLite reads and one of the index, a size each.
QUICK = {("truncate", 0, False), ("garble", 1, True)}


@pytest.mark.parametrize(
    ("damage", "name", "proved"),
    [
        pytest.param(
            damage,
            name,
            proved,
            marks=() if (damage, i, proved) in QUICK else pytest.mark.full,
            id=f"{damage}-{name}-{'large' if proved else 'small'}",
        )
        for damage in DAMAGES
        for i, name in enumerate(FILES)
        for proved in (True, False)
    ],
)
def test_a_torn_folder_is_made_anew(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str, name: str, proved: bool
) -> None:
    """Whatever happened to any of its files, the index answers as if nothing had, and this process lives on."""
    store, generation, folder = VectorStore(archive.database), stock(archive, many(1200)), tmp_path / "index"
    first = ChromaIndex(folder, store, patient=True)
    first.sync(generation)
    first.close()
    if proved:
        monkeypatch.setattr("retrieval.index.folder.CHEAP_TO_REBUILD", 10)
    [victim] = folder.rglob(name)
    if damage == "delete":
        victim.unlink()
    else:
        victim.write_bytes(torn(damage, victim.stat().st_size))
    again = ChromaIndex(folder, store, patient=True)
    again.sync(generation)
    assert agrees(again, store, generation)
    again.close()


def test_an_index_without_a_clean_end_is_proved_first(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a kill a folder too large to copy anew is looked at in a process of its own, and kept if it is sound."""
    monkeypatch.setattr("retrieval.index.folder.CHEAP_TO_REBUILD", 10)
    store, generation, folder = VectorStore(archive.database), stock(archive, many(30)), tmp_path / "index"
    first = ChromaIndex(folder, store, patient=True)
    first.sync(generation)
    first.close()
    state = json.loads((folder / "state.json").read_text())
    (folder / "state.json").write_text(json.dumps({**state, "files": {}}))
    again = ChromaIndex(folder, store, patient=True)
    again.sync(generation)
    known = read_state(folder)
    assert known is not None
    assert known.name == state["name"]
    assert agrees(again, store, generation)
    again.close()


def test_another_embedder_makes_another_index(archive: Archive, tmp_path: Path) -> None:
    """The old vectors answer until the new ones are complete; then the index holds only the new."""
    store = VectorStore(archive.database)
    old = stock(archive, many(20))
    other = HashingEmbedder()
    other.name = "hashing-again"  # type: ignore[misc]
    store.open(other.name, other.dimension)
    assert store.serving() == old
    new = embed_pending(store, other)
    serving = store.serving()
    assert serving is not None
    assert serving.embedder == "hashing-again"
    assert [g.embedder for g in store.generations()] == ["hashing-again"]
    index = ChromaIndex(tmp_path / "index", store)
    index.sync(serving)
    assert agrees(index, store, new)
    index.close()


def test_a_rebuild_embeds_nothing(archive: Archive, tmp_path: Path) -> None:
    """With the folder gone, the index comes back from the archive's own vectors, and takes no second copy of disk."""
    store, generation, folder = VectorStore(archive.database), stock(archive, many(50)), tmp_path / "index"
    index = ChromaIndex(folder, store)
    index.sync(generation)
    index.close()
    shutil.rmtree(folder)
    for _ in range(3):
        assert index.rebuild(generation) == 50
    assert agrees(index, store, generation)
    assert len([p for p in folder.iterdir() if p.is_dir()]) == 1
    index.close()


def test_a_server_serves_several_archives_and_processes(archive: Archive, server: str) -> None:
    """A remote Chroma follows the archive, is shared by two processes, and is rebuilt when it lost its data."""
    store, generation = VectorStore(archive.database), stock(archive, many(30))
    one, two = (ChromaServerIndex(server, "token", archive.database.archive_id(), store) for _ in range(2))
    one.sync(generation)
    two.sync(generation)
    generation = stock(archive, many(10, seed=2))
    two.sync(generation)
    one.sync(generation)
    assert agrees(one, store, generation)
    assert agrees(two, store, generation)
    assert two.rebuild(generation) == 40
    one.close()
    one.sync(generation)
    assert agrees(one, store, generation)
    one.close()
    two.close()


def test_a_copied_archive_has_vectors_of_its_own(archive: Archive, server: str, tmp_path: Path) -> None:
    """A copied folder goes on with the same id: on one server each archive still answers from its own vectors."""
    store, generation = VectorStore(archive.database), stock(archive, many(30))
    back_up(archive.database.path, tmp_path / "copied.db")
    twin = Archive(Database(tmp_path / "copied.db"))
    assert twin.database.archive_id() == archive.database.archive_id()
    twins = VectorStore(twin.database)
    one = ChromaServerIndex(server, None, archive.database.archive_id(), store)
    two = ChromaServerIndex(server, None, twin.database.archive_id(), twins)
    for seed in (2, 3):
        generation = stock(archive, many(10, seed=seed))
        other = stock(twin, many(10, seed=seed + 10))
        one.sync(generation)
        two.sync(other)
        assert agrees(one, store, generation)
        assert agrees(two, twins, other)
    for index, of, at in ((one, store, generation), (two, twins, other)):
        index.close()
        index.sync(at)
        assert agrees(index, of, at)
        index.close()
    twin.database.close()


@pytest.mark.parametrize("end", ["crash", "hang"])
def test_a_probe_that_dies_leaves_no_copy(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """The process that looks at a doubtful index may crash or hang: its copy goes, and so do copies of before."""
    monkeypatch.setattr("retrieval.index.folder.CHEAP_TO_REBUILD", 10)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    if end == "hang":
        monkeypatch.setattr("retrieval.index.folder._PROBE_SECONDS", 0.05)
    store, generation, folder = VectorStore(archive.database), stock(archive, many(30)), tmp_path / "index"
    first = ChromaIndex(folder, store, patient=True)
    first.sync(generation)
    first.close()
    state = json.loads((folder / "state.json").read_text())
    (folder / "state.json").write_text(json.dumps({**state, "files": {}}))
    if end == "crash":
        (folder / state["name"] / "chroma.sqlite3").write_bytes(b"torn" * 1000)
    (folder / "probed-before").mkdir()
    again = ChromaIndex(folder, store, patient=True)
    again.sync(generation)
    assert agrees(again, store, generation)
    again.close()
    assert list((tmp_path / "scratch").iterdir()) == []
    assert [p.name for p in folder.iterdir() if p.is_dir()] == [read_state(folder).name]  # type: ignore[union-attr]


def test_a_server_that_is_not_there_is_an_error_that_can_be_met(archive: Archive) -> None:
    """No server: a `VectorIndexError`, on which the search turns to the archive's own vectors."""
    index = ChromaServerIndex("http://127.0.0.1:9", None, "x", VectorStore(archive.database))
    with pytest.raises(VectorIndexError, match="did not answer"):
        index.sync(stock(archive, many(3)))


class Counting:
    """An embedder that reads ten words and no more."""

    name, dimension, max_tokens = "counting", 256, 12

    def count_tokens(self, text: str) -> int:
        return len(text.split())


@pytest.mark.parametrize("length", [1, 9, 11, 30, 200])
def test_no_passage_is_over_the_embedders_limit(length: int) -> None:
    """An abstract of any length is cut so that the embedder reads every word of it."""
    embedder = Counting()
    text = " ".join(f"w{i}." if i % 7 == 6 else f"w{i}" for i in range(length))
    pieces = passages("A Title", text, embedder)  # type: ignore[arg-type]
    assert " ".join(pieces).split() == text.split()
    assert all(piece in text for piece in pieces)
    assert all(embedder.count_tokens(embedded_text("A Title", p, embedder)) <= 10 for p in pieces)  # type: ignore[arg-type]


def test_an_unbroken_text_is_cut_too() -> None:
    """A text without a single space is still read whole."""

    class Letters(Counting):
        def count_tokens(self, text: str) -> int:
            return len(text)

    text = "".join(p.abstract for p in three_papers()).replace(" ", "")
    assert "".join(passages("", text, Letters())) == text  # type: ignore[arg-type]

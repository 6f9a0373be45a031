"""The vector index in a folder of our own: one owner, probed before it is believed, made anew when in doubt."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import uuid
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from retrieval.archive.vectors import Generation, VectorStore
from retrieval.cures import cure
from retrieval.errors import IndexInUseError, VectorIndexError
from retrieval.index import chroma
from retrieval.index.state import IndexState, fingerprint, read_state, write_state

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_COLLECTION = "passages"
_PROBE_SECONDS = 60
_PROBED = "probed-"  # how the copies that are looked at are called
# Up to this many rows a rebuild takes seconds. Beyond it, a question is answered exactly meanwhile.
CHEAP_TO_REBUILD = 20_000
# Deleted rows leave live ones unreachable (chroma-core/chroma#7758), so much churn calls for a rebuild.
_MOST_CHURN = 0.2


class ChromaIndex:
    """A Chroma folder owned by this process. With *patient*, long copies are done and waited for."""

    name = "chroma"

    def __init__(self, folder: Path, store: VectorStore, patient: bool = False) -> None:
        self._folder, self._store, self._patient = folder, store, patient
        self._lock = FileLock(folder / "owner.lock", timeout=0, thread_local=False)
        self._state: IndexState | None = None
        self._client: Any = None
        self._collection: Any = None
        self.mended = False  # whether the folder on disk was not to be trusted, and was made anew

    def sync(self, generation: Generation, progress: chroma.Progress | None = None) -> None:
        """Bring the folder up to the archive; `VectorIndexError` if it is another process's, or not now."""
        high, removal = self._store.marks(generation)
        with chroma.explained():
            self._own()
            if not self._ready(generation):
                self._start_anew(generation, self._store.count(generation))
            state = self._state
            if state is not None and (state.upto < high or state.removal < removal):
                self._catch_up(generation, state, progress)

    def rebuild(self, generation: Generation, progress: chroma.Progress | None = None) -> int:
        """Make the folder anew from the archive's vectors, embedding nothing; returns the rows written."""
        with chroma.explained():
            self._own()
            self._start_anew(generation, 0)
        self.sync(generation, progress)
        return self._state.rows if self._state else 0

    def search(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """(passage seq, cosine similarity) of about the *k* nearest."""
        if self._collection is None or self._state is None:
            raise VectorIndexError("The index is not open.")
        with chroma.explained():
            return chroma.query(self._collection, vector, min(k, self._state.rows))

    def close(self) -> None:
        """Close the folder and note its files as whole; let go of the ownership."""
        if self._client is not None and self._state is not None:
            state = self._state
            self._drop_client()
            files = fingerprint(self._folder / state.name)
            if files != state.files:
                write_state(self._folder, replace(state, files=files))
        self._lock.release()

    def _own(self) -> None:
        if self._lock.is_locked:
            return
        self.mended = False
        if self._folder.exists() and not self._folder.is_dir():
            raise VectorIndexError(f"{self._folder} is not a folder.", "Move it away; the index is rebuilt.")
        self._folder.mkdir(0o700, parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise IndexInUseError("Another process owns the index.") from error
        for left in self._folder.glob(f"{_PROBED}*"):  # by a process that was killed while it looked
            shutil.rmtree(left, ignore_errors=True)

    def _ready(self, generation: Generation) -> bool:
        """Whether the folder is open, of this *generation*, and sound."""
        if self._collection is not None and self._state is not None and self._state.g == generation.g:
            return True
        state = read_state(self._folder)
        made_by = (generation.g, generation.embedder, chroma.version())
        if state is None or (state.g, state.embedder, state.chromadb) != made_by:
            return False
        place = self._folder / state.name
        if fingerprint(place) != state.files and not self._survived(place, generation, state):
            return False
        probes = chroma.probes(self._store, generation, state.upto)
        try:
            with chroma.explained():
                self._client = chroma.open_folder(place)
                self._collection = chroma.collection_of(self._client, _COLLECTION)
                sound = chroma.sound(self._collection, state.rows, probes)
        except VectorIndexError:
            sound = False
        if not sound:
            self._drop_client()
            return False
        self._state = state
        return True

    def _survived(self, place: Path, generation: Generation, state: IndexState) -> bool:
        """Whether a folder that was not closed is worth keeping: a small one is made anew sooner than proved.

        Measured: what a kill breaks lies in the last thousand rows, and a few probes can miss it.
        """
        if state.rows <= CHEAP_TO_REBUILD:
            return False
        asked = chroma.probes(self._store, generation, state.upto, every_recent=True)
        # The copy is ours, not the child's: a child that crashes over it cleans nothing up.
        with tempfile.TemporaryDirectory(prefix=_PROBED, dir=self._folder, ignore_cleanup_errors=True) as scratch:
            copied = Path(scratch) / "copy"
            shutil.copytree(place, copied)
            return _sound_in_child(copied, state.rows, asked)

    def _start_anew(self, generation: Generation, rows: int) -> None:
        """An empty folder in place of whatever is there; the copying is `_catch_up`'s."""
        self._check_patience(rows)
        self._drop_client()
        self.mended = read_state(self._folder) is not None
        old = [path for path in self._folder.iterdir() if path.is_dir()]
        name = f"g{generation.g}-{uuid.uuid4().hex[:8]}"
        self._client = chroma.open_folder(self._folder / name)
        self._collection = chroma.collection_of(self._client, _COLLECTION)
        self._save(IndexState(name, chroma.version(), generation.embedder, generation.g))
        for path in old:
            shutil.rmtree(path, ignore_errors=True)

    def _catch_up(self, generation: Generation, state: IndexState, progress: chroma.Progress | None) -> None:
        self._check_patience(self._store.count(generation) - state.rows)
        self._save(replace(state, files={}))  # from here to a clean close the files are in doubt
        for reached in chroma.copy(self._store, generation, self._collection, state, progress):
            self._save(replace(reached, files={}))
        last = self._state
        if last is not None and last.dropped > _MOST_CHURN * max(last.rows, 1_000):
            self._start_anew(generation, 0)
            self.sync(generation, progress)

    def _check_patience(self, rows: int) -> None:
        if rows > CHEAP_TO_REBUILD and not self._patient:
            raise VectorIndexError(f"{rows:,} passages are not in the index yet.", cure("reindex"))

    def _save(self, state: IndexState) -> None:
        write_state(self._folder, state)
        self._state = state

    def _drop_client(self) -> None:
        if self._client is not None:
            with suppress(VectorIndexError), chroma.explained():
                self._client.close()
        self._client = self._collection = self._state = None


def _sound_in_child(place: Path, rows: int, probes: list[chroma.Probe]) -> bool:
    """`chroma.sound` in a process of its own: torn graph files can crash or hang whoever opens them."""
    code = "import sys; from retrieval.index.folder import probe; sys.exit(probe(sys.stdin.read()))"
    request = json.dumps({"place": str(place), "rows": rows, "probes": probes})
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=request.encode(),
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def probe(request: str) -> int:
    """The child's part: 0 if the folder is sound. It is handed a copy, for opening a torn folder changes it."""
    asked = json.loads(request)
    collection = chroma.open_folder(Path(asked["place"])).get_collection(_COLLECTION, embedding_function=None)
    return 0 if chroma.sound(collection, asked["rows"], asked["probes"]) else 1

"""Nothing leaves unasked: a process that embeds and searches, watched from outside."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

WATCHED = 8
"""Seconds: onnxruntime looked its maker's host up about five after the embedder was loaded."""
WORK = f"""
import sys, time
from pathlib import Path
from retrieval.embed.minilm import default_embedder
from retrieval.index import chroma
vector = default_embedder().embed(["Owls are heard more often than seen."])[0]
collection = chroma.collection_of(chroma.open_folder(Path(sys.argv[1])), "passages")
collection.upsert(ids=["1"], embeddings=[vector])
assert chroma.query(collection, vector, 1)[0][0] == 1
time.sleep({WATCHED})
"""


def test_nothing_leaves_unasked(tmp_path: Path) -> None:
    """Embedding a text and searching Chroma writes no file outside the data folder and looks no name up."""
    home, scratch, data, trace = (tmp_path / name for name in ("home", "scratch", "data", "trace"))
    home.mkdir()
    scratch.mkdir()  # for SQLite's own, which are gone at the end
    watch = ["strace", "-f", "-qq", "-y", "-o", str(trace), "-e", "trace=network,openat"] if _can_trace() else []
    quiet = ("CI", "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME")  # where CI is set, onnxruntime keeps still by itself
    known = {name: value for name, value in os.environ.items() if name not in quiet}
    environment = known | {"HOME": str(home), "TMPDIR": str(scratch), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [*watch, sys.executable, "-c", WORK, str(data)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert [path for place in (home, scratch) for path in place.rglob("*")] == []
    if not watch:
        pytest.skip("strace does not run here: the files were looked at, the network could not be")
    lines = trace.read_text(encoding="utf-8", errors="replace").split("\n")
    assert any("onnxruntime" in line for line in lines), "the trace is empty"
    assert [line for line in lines if re.search(r"AF_INET|/etc/resolv\.conf|/etc/hosts", line)] == []
    made = [line for line in lines if "O_CREAT" in line and "= -1" not in line]
    assert [line for line in made if not any(str(place) in line for place in (data, scratch))] == []


def _can_trace() -> bool:
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-f", "-qq", "true"], capture_output=True, check=False).returncode == 0

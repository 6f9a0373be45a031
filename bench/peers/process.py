"""The parent's half: an environment for each peer, made when it is first asked for, and a peer as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.peers.pins import PINS
from retrieval.embed import minilm

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = ROOT / ".cache" / "peers"
INSTALL_SECONDS = 600


class PeerError(Exception):
    """A peer could not be installed, or gave up; the message is the last line it wrote."""


def python_of(name: str) -> str:
    """The interpreter of *name*'s environment. Raises `PeerError` if it cannot be made."""
    if not PINS[name]:
        return sys.executable
    folder = ENVIRONMENTS / name
    ready = folder / "pins.json"
    if not ready.exists() or json.loads(ready.read_text("utf-8")) != list(PINS[name]):
        if not (folder / "bin" / "python").exists():
            venv.create(folder, with_pip=True)
        command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *PINS[name]]
        try:
            subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=True)
        except subprocess.TimeoutExpired as error:
            raise PeerError(f"{name} was not installed within {INSTALL_SECONDS} s") from error
        except subprocess.CalledProcessError as error:
            raise PeerError(f"{name} cannot be installed: {error.stderr.strip()[-300:]}") from error
        ready.write_text(json.dumps(list(PINS[name])), "utf-8")
    return str(folder / "bin" / "python")


@dataclass(frozen=True, slots=True)
class Told:
    """What a peer gave for a request: its value, the seconds it took there, the process's peak memory in MB."""

    value: Any
    seconds: float
    peak: float


class PeerProcess:
    """A peer at work on *folder*. *store* holds vectors made before, for taking papers in."""

    def __init__(self, name: str, folder: Path, endpoint: str, store: Path | None) -> None:
        self.name = name
        python = python_of(name)
        folder.mkdir(parents=True, exist_ok=True)
        given = {"folder": str(folder), "endpoint": endpoint, "store": str(store) if store else ""}
        given |= {
            "model": str(minilm._installed(*minilm._WEIGHTS)),
            "tokenizer": str(minilm._installed(*minilm._TOKENIZER)),
        }
        self._log = open(folder.parent / f"{folder.name}.log", "w+b")  # noqa: SIM115 - read when the peer gives up
        self._process = subprocess.Popen(
            [python, "-m", f"bench.peers.{name}", json.dumps(given)],
            cwd=ROOT,
            env={**os.environ, "ANONYMIZED_TELEMETRY": "False", "LITELLM_LOCAL_MODEL_COST_MAP": "True"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def tell(self, do: str, **request: Any) -> Told:
        """Have something done, and wait for it. Raises `PeerError`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            print(json.dumps({"do": do, **request}), file=self._process.stdin, flush=True)
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise PeerError(f"{self.name} gave up: {self._last_words()}")
        return Told(**json.loads(line))

    def close(self) -> None:
        """Let it end by itself."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._log.close()

    def _last_words(self) -> str:
        self._log.seek(0)
        lines = self._log.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"

"""A real chat model on loopback, that nobody here wrote and nobody would trust: nothing it invents is shown.

Opt-in, because its server compiles for about ten minutes: `make real-model`, see CONTRIBUTING.md.
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest
from conftest import ROOT, Run

PYTHON = ROOT / ".cache" / "llama" / "bin" / "python"

pytestmark = pytest.mark.real_model


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of a running `llama_cpp.server` with SmolLM2-135M."""
    if not PYTHON.exists():
        pytest.skip("the local model is not here: `make real-model` installs it (about ten minutes)")
    [weights] = (PYTHON.parents[1] / "lib").rglob("*.gguf")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [PYTHON, "-m", "llama_cpp.server", "--model", weights, "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(
        [*command, "--n_ctx", "8192", "--n_threads", "2"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}/v1"
    server.terminate()
    server.wait(20)


QUESTIONS = (
    "What is grokking?",
    "Does LoRA add inference latency?",
    "Which GPU was used to train the model of the sugar factory?",
)


def test_nothing_a_small_model_invents_is_shown(
    run: Callable[..., Run], endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the model answers, each shown sentence carries a quote from the abstract it cites, or there is none."""
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint)
    monkeypatch.setenv("BROADSHEET_MODEL_SECONDS", "300")
    monkeypatch.setenv("BROADSHEET_EMBEDDER", "minilm")
    run("ingest", str(ROOT / "bot" / "sample_page.txt"))
    abstracts = {p["id"]: p["abstract"] for p in run("papers", "--json").json}
    for question in QUESTIONS:
        told = run("ask", question, "-k", "2", "--model", "openai:smollm2", "--json")
        print(json.dumps(told.json, indent=1)[:3000])
        assert told.code in (0, 3)
        for claim in told.json["claims"]:
            assert claim["citations"]
            assert all(c["quote"] in abstracts[c["paper"]] for c in claim["citations"])


def test_its_tldrs_keep_the_contract(run: Callable[..., Run], endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line by the model is kept only if it keeps the contract; else the chain goes on, and says who wrote."""
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint)
    monkeypatch.setenv("BROADSHEET_MODEL_SECONDS", "300")
    run("ingest", str(ROOT / "bot" / "sample_page.txt"))
    lines = run("tldr", "LoRA: Low", "--model", "openai:smollm2", "--json").json
    print(lines)
    assert all(len(line["tldr"].split()) <= 30 for line in lines)

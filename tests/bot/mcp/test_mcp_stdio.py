"""`broadsheet mcp` as a person's own agent starts it: stdout is the protocol's alone, whatever happens."""

from __future__ import annotations

import asyncio
import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from agents import command
from mcp import Client
from model_server import model_server, stalls
from slackbot import QUESTION, application

GARBAGE = (
    b"not json at all\n",
    b"\xff\xfe\x00\n",
    b"[]\n",
    b'{"jsonrpc":"2.0","id":1}\n',
    b'{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":7}}\n',
    b'{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"nobody"}}\n',
    b"[" * 50_000 + b"\n",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    application(tmp_path / "stocked").close()
    return tmp_path / "stocked"


def test_an_agent_of_ones_own(folder: Path) -> None:
    """It is started, asks, hears of each claim as it passes, gives one call up, and asks fifty times at once."""
    heard: list[str] = []

    async def progress(done: float, total: float | None, message: str | None) -> None:
        heard.append(message or "")

    async def talk() -> Any:
        async with Client(command(folder)) as client:
            asked = await client.call_tool("ask", {"question": QUESTION}, progress_callback=progress)
            given_up = asyncio.ensure_future(client.call_tool("digest", {"week": "2026-W46"}))
            await asyncio.sleep(0.01)
            given_up.cancel()
            many = await asyncio.gather(*(client.call_tool("search", {"query": "ropes"}) for _ in range(50)))
            assert not any(result.is_error for result in many)
            again = await client.call_tool("freshness", {})
            return asked, again, await client.read_resource("paper://2611.00001")

    asked, again, read = asyncio.run(asyncio.wait_for(talk(), 60))
    assert asked.structured_content["state"] == "answered"
    assert len(heard) == 2
    assert again.structured_content["papers"] == 3
    assert "Compass Networks" in read.contents[0].text


def test_garbage_ends_nothing_and_stdout_stays_clean(folder: Path) -> None:
    """Between lines that are none, a real client is answered; every line on stdout is a message of the protocol."""
    hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "rude", "version": "1"}}
    started = command(folder)
    with subprocess.Popen(
        [started.command, *started.args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=started.env, cwd=started.cwd,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello}).encode())
        process.stdin.write(b'\n{"jsonrpc":"2.0","method":"notifications/initialized"}\n' + b"".join(GARBAGE))
        call = {"jsonrpc": "2.0", "id": 99, "method": "tools/call", "params": {"name": "freshness"}}
        process.stdin.write(json.dumps(call).encode() + b"\n")
        process.stdin.flush()
        said = []
        while not said or said[-1].get("id") != 99:
            said.append(json.loads(process.stdout.readline()))
        rest, errors = process.communicate(timeout=30)
    assert said[-1]["result"]["structuredContent"]["papers"] == 3
    assert all(message["jsonrpc"] == "2.0" for message in said)
    assert rest == b""
    assert process.returncode == 0
    assert b"Traceback" not in errors


def test_who_hangs_up_in_mid_call_leaves_nothing_running(folder: Path) -> None:
    """An agent that ends while a model is silent ends the server too, at once; what it wrote is the protocol's."""
    hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "hasty", "version": "1"}}
    asked = {"name": "ask", "arguments": {"question": QUESTION}}
    started = command(folder)
    with model_server(stalls()) as model:
        env = {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": model.url, "BROADSHEET_MODEL": "openai:some"}
        process = subprocess.Popen(
            [started.command, *started.args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**(started.env or {}), **env}, cwd=started.cwd,
        )  # fmt: skip
        assert process.stdin
        for message in (
            {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello},
            {"jsonrpc": "2.0", "method": "notifications/initialized"},
            {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": asked},
        ):
            process.stdin.write(json.dumps(message).encode() + b"\n")
        process.stdin.flush()
        until = time.monotonic() + 60
        while not model.requests and time.monotonic() < until:
            time.sleep(0.05)
        assert model.requests
        said, errors = process.communicate(timeout=15)
    assert process.returncode == 0
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in said.splitlines())
    assert b"Traceback" not in errors

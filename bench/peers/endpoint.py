"""A chat model that says the same again and again after a while: what the peers do besides waiting is measured."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_SOURCE = re.compile(r"^\[1\] .*\n(.{40,120}?)(?=\s)", re.MULTILINE)


class Scripted:
    """An OpenAI-compatible endpoint on loopback. *delay* in seconds; *calls* counts the requests."""

    def __init__(self) -> None:
        self.url = ""
        self.delay = 0.0
        self.calls = 0
        self._lock = threading.Lock()

    def answer(self, request: dict[str, Any]) -> str:
        """What is said to *request*: a quoted claim, a scored summary, or plain words, as the prompt asks for."""
        with self._lock:
            self.calls += 1
        time.sleep(self.delay)
        said = "\n".join(str(message["content"]) for message in request["messages"])
        source = _SOURCE.search(said)
        if '"claims"' in said and source:
            claim = {"text": source[1], "evidence": [{"source": 1, "quote": source[1]}]}
            return json.dumps({"claims": [claim]})
        if "relevance_score" in said:
            return json.dumps({"summary": "It reports what was measured.", "relevance_score": 8})
        return "It is reported in the first of the papers."


@contextmanager
def scripted() -> Iterator[Scripted]:
    """A running endpoint on a free port."""
    model = Scripted()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            text = model.answer(request)
            streamed = bool(request.get("stream"))
            with suppress(OSError):
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream" if streamed else "application/json")
                self.end_headers()
                self.wfile.write(_stream(text) if streamed else _whole(text))

        def log_message(self, *args: object) -> None:
            """A benchmark prints its table alone."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model.url = f"http://127.0.0.1:{http.server_port}/v1"
    threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}).start()
    try:
        yield model
    finally:
        http.shutdown()
        http.server_close()


def _whole(text: str) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return json.dumps({**_head("chat.completion"), "choices": [choice], "usage": _USAGE}).encode()


def _stream(text: str) -> bytes:
    head = _head("chat.completion.chunk")
    pieces = [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}]
    pieces.append({"index": 0, "delta": {}, "finish_reason": "stop"})
    events = [json.dumps({**head, "choices": [piece]}) for piece in pieces]
    events += [json.dumps({**head, "choices": [], "usage": _USAGE}), "[DONE]"]
    return "".join(f"data: {event}\n\n" for event in events).encode()


def _head(kind: str) -> dict[str, Any]:
    return {"id": "scripted", "object": kind, "created": 0, "model": "scripted"}


_USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}

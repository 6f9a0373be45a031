"""What answers on 127.0.0.1 while a test runs, in a thread or a process of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import BaseServer


@contextmanager
def running(server: BaseServer) -> Iterator[None]:
    """*server* answers in a thread for as long as the block runs; at its end it is closed and the thread is gone."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def in_fork(task: Callable[[], int]) -> int:
    """The pid of a child that runs *task*, whose result is its exit code."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        code = task()
    finally:
        os._exit(code)

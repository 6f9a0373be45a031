"""A SOCKS 5 server on 127.0.0.1 (RFC 1928, RFC 1929): whatever name is asked of it, it leads to one port here."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socketserver import BaseRequestHandler, ThreadingTCPServer

from loopback import running

_NO_LOGIN, _PASSWORD, _NONE_TAKEN = 0, 2, 255
_DOMAIN = 3
_DONE, _HOST_UNREACHABLE = 0, 4


@dataclass(slots=True)
class SocksServer:
    """Leads to *port*, or to nobody if that is 0. Keeps the *names* and ports it was asked for.

    With a *login*, "user:password", it lets nobody else through.
    """

    port: int
    login: str = ""
    url: str = ""
    names: list[tuple[str, int]] = field(default_factory=list)

    def lead(self, client: socket.socket) -> None:
        """One connection, from its greeting to its end."""
        if not self._greeted(client):
            return
        kind = _read(client, 4)[3]
        host = _read(client, _read(client, 1)[0] if kind == _DOMAIN else 4)
        self.names.append((host.decode("latin-1"), int.from_bytes(_read(client, 2))))
        client.sendall(bytes([5, _DONE if self.port else _HOST_UNREACHABLE, 0, 1, 0, 0, 0, 0, 0, 0]))
        if self.port:
            with socket.create_connection(("127.0.0.1", self.port)) as there:
                back = threading.Thread(target=_pour, args=(there, client))
                back.start()
                _pour(client, there)
                back.join()

    def _greeted(self, client: socket.socket) -> bool:
        offered = _read(client, _read(client, 2)[1])
        method = _PASSWORD if self.login else _NO_LOGIN
        client.sendall(bytes([5, method if method in offered else _NONE_TAKEN]))
        if method not in offered or not self.login:
            return method in offered
        name = _read(client, _read(client, 2)[1])
        right = f"{name.decode()}:{_read(client, _read(client, 1)[0]).decode()}" == self.login
        client.sendall(bytes([1, 0 if right else 1]))
        return right


@contextmanager
def socks_server(port: int, login: str = "") -> Iterator[SocksServer]:
    """A running server that leads to *port*."""
    server = SocksServer(port, login)

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError, IndexError):  # a client that goes away does right
                server.lead(self.request)

    tcp = ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.url = f"socks5://{f'{login}@' if login else ''}127.0.0.1:{tcp.server_address[1]}"
    with running(tcp):
        yield server


def _read(client: socket.socket, count: int) -> bytes:
    return client.recv(count, socket.MSG_WAITALL)


def _pour(here: socket.socket, there: socket.socket) -> None:
    """Everything from *here* to *there*, and its end."""
    with suppress(OSError):
        while data := here.recv(65536):
            there.sendall(data)
        there.shutdown(socket.SHUT_WR)

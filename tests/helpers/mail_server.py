"""Mail servers on loopback: one that keeps what it takes, and one that is not what it says it is."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

from aiosmtpd.controller import Controller
from loopback import running


class Mailbox:
    """What a mail server has taken. *refuse* is its answer to every message, if it has one."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a message, or refuse it."""
        if self.refuse:
            return self.refuse
        self.mails.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return "250 taken"


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, str]]:
    """A mail server on loopback, and the BROADSHEET_SMTP that names it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


@contextmanager
def stranger(secure: bool) -> Iterator[tuple[list[bytes], str]]:
    """A server with a certificate for another host: what it is told, and its address with a user in it.

    *secure*: with TLS from the first byte; else it offers TLS.
    """
    told: list[bytes] = []
    elsewhere = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    elsewhere.load_cert_chain(Path(__file__).parent / "elsewhere.pem")

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):  # whoever looks at the certificate hangs up
                self._talk(self._wrapped() if secure else self.request)

        def _wrapped(self) -> ssl.SSLSocket:
            return elsewhere.wrap_socket(self.request, server_side=True)

        def _talk(self, to: socket.socket) -> None:
            to.sendall(b"220 ready\r\n")
            while line := to.recv(4096):
                told.append(line)
                if line.lower().startswith(b"ehlo"):
                    to.sendall(b"250-hello\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS\r\n")
                elif line.lower().startswith(b"starttls"):
                    to.sendall(b"220 go on\r\n")
                    to = self._wrapped()
                else:
                    to.sendall(b"235 welcome\r\n")

    server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
    with running(server):
        yield told, f"{'smtps' if secure else 'smtp'}://ada@127.0.0.1:{server.server_address[1]}"

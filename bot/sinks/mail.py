"""Mail by SMTP: a text and an HTML part, one message a person.

A mail server cannot be asked what it has taken, so the sink keeps a history of its own beside the archive: a small
file a message, written before it is sent and again after. One that was begun and not finished is unknown, and a
week is rather missed than mailed twice.
"""

from __future__ import annotations

import hashlib
import json
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from bot.render.html import document
from bot.render.safe import safe_line
from bot.settings import Settings
from bot.settings.weekly import TEAM, Destination, is_address
from bot.sinks.one_piece import folder_of, kept, whole, write_whole
from bot.types import Reply
from bot.weekly.posting.delivery import RefusedError, UnknownError
from bot.weekly.posting.ledger import Part
from retrieval.errors import UsageError, plainly

TIMEOUT = 30.0
"""Seconds a mail server may stay silent."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server, as BROADSHEET_SMTP names it. *secure*: TLS from the first byte; else as soon as it is offered."""

    host: str
    port: int
    user: str
    password: str
    secure: bool


@dataclass(frozen=True, slots=True)
class MailSink:
    """Mails from *sender* through *server*; *history* is the folder of what was sent."""

    server: Server
    sender: str
    history: Path
    clock: Callable[[], datetime]

    def find(self, part: Part, first: str) -> str | None:
        """The id of the week's mail if it was sent, None if it was never begun."""
        record = self._record(part)
        if not record.exists():
            return None
        if record.read_text(encoding="utf-8") != "sent":
            raise UnknownError(
                f"Mail to {part.destination.channel} was begun and never confirmed.",
                "Ask whether it came, then run `broadsheet weekly --resolve`.",
            )
        return message_id(part, self.sender)

    def send(self, part: Part, first: str) -> str:
        """Mail the part; its message id."""
        message = compose(part, self.sender, self.clock())
        write_whole(self._record(part), "sending")
        try:
            self._transfer(message, part.destination.channel)
        except RefusedError:
            self._record(part).unlink(missing_ok=True)
            raise
        write_whole(self._record(part), "sent")
        return str(message["Message-ID"])

    def _transfer(self, message: EmailMessage, to: str) -> None:
        with _refusals(), _session(self.server) as smtp:
            _agreed(*smtp.mail(self.sender))
            _agreed(*smtp.rcpt(to))
            try:
                answer = smtp.data(message.as_bytes(policy=WIRE))
            except (smtplib.SMTPServerDisconnected, OSError) as error:
                lost = f"The mail server was lost while it took the mail to {to}."
                raise UnknownError(lost, "Ask whether it came, then run `broadsheet weekly --resolve`.") from error
            _agreed(*answer)

    def _record(self, part: Part) -> Path:
        name = hashlib.sha256(part.destination.channel.encode()).hexdigest()[:32]
        return self.history / str(part.week) / name


def compose(part: Part, sender: str, now: datetime) -> EmailMessage:
    """The mail of *part*, with what mail programs need to sort, thread and end it."""
    body = kept(part)
    message = EmailMessage()
    message["Subject"] = body["subject"]
    message["From"] = sender
    message["To"] = part.destination.channel
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(part, sender)
    message["List-Unsubscribe"] = f"<mailto:{quote(sender, safe='@')}?subject=unsubscribe>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body["text"])
    message.add_alternative(body["html"], subtype="html")
    return message


def message_id(part: Part, sender: str) -> str:
    """The same for the same person and week for ever: many servers drop a second mail of one id."""
    who = hashlib.sha256(part.destination.channel.encode()).hexdigest()[:16]
    return f"<weekly.{part.week}.{who}@{sender.rpartition('@')[2]}>"


def check(channel: str) -> None:
    """Raise `ValueError` for what is not an address."""
    if channel == TEAM:
        raise ValueError("mail needs an address, as in mail:…")
    if not is_address(channel):
        raise ValueError(f"{channel!r} is not a mail address: write it as mail:team@example.org")


def bodies(replies: Sequence[Reply]) -> list[str]:
    """Subject, text and HTML as JSON."""
    from bot.render.terminal import whole as as_text

    reply = whole(replies)
    parts = {"subject": safe_line(reply.title), "text": as_text(reply).plain, "html": document(reply)}
    return [json.dumps(parts, ensure_ascii=False)]


def open_sink(settings: Settings, destination: Destination) -> MailSink:
    """The sink of all mail. Raises `UsageError` without a server or a sender, and for an address none can reach."""
    if not is_address(destination.channel):
        raise UsageError(f"“{destination.channel}” is not an address that can be mailed.", "Unsubscribe it.")
    sender = parseaddr(settings.mail_from)[1]
    if not settings.smtp or "@" not in sender:
        raise UsageError("There is no mail server or sender.", "Set BROADSHEET_SMTP and BROADSHEET_MAIL_FROM.")
    server = read_server(settings.smtp, settings.smtp_password)
    return MailSink(server, sender, folder_of(settings) / "mail", settings.clock)


def log_in(settings: Settings) -> tuple[str, str]:
    """(the mail server's name, the user it let in), sending nothing. Raises `UsageError` or `RefusedError`."""
    if "@" not in parseaddr(settings.mail_from)[1]:
        raise UsageError("There is no sender.", "Set BROADSHEET_MAIL_FROM.")
    server = read_server(settings.smtp, settings.smtp_password)
    with _refusals(), _session(server):
        return server.host, server.user


def read_server(url: str, password: str) -> Server:
    """`smtp://user@host:587` or `smtps://host`. Raises `UsageError`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise UsageError("BROADSHEET_SMTP names no mail server.", "Write it as smtp://user@host:587 or smtps://host.")
    secure, user = parts.scheme == "smtps", unquote(parts.username or "")
    return Server(parts.hostname, port or (465 if secure else 587 if user else 25), user, password, secure)


@contextmanager
def _session(server: Server) -> Iterator[smtplib.SMTP]:
    """A session, encrypted if the server offers it and logged in if there is a user."""
    checked = ssl.create_default_context()  # smtplib's own takes any certificate
    smtp = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=checked)
        if server.secure
        else smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    )
    try:
        smtp.ehlo()
        if not server.secure and smtp.has_extn("starttls"):
            smtp.starttls(context=checked)
            smtp.ehlo()
        elif not server.secure and server.user:
            raise RefusedError("The mail server offers no encryption for the password.", "Use smtps://.")
        if server.user:
            smtp.login(server.user, server.password)
        yield smtp
        with suppress(smtplib.SMTPException, OSError):  # what was taken stays taken
            smtp.quit()
    finally:
        smtp.close()


def _agreed(code: int, said: bytes) -> None:
    if code >= 300:
        raise smtplib.SMTPResponseException(code, said)


@contextmanager
def _refusals() -> Iterator[None]:
    """What goes wrong before the text was handed over, and what the server says no to: certainly not taken."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        raise RefusedError(
            f"The mail server refused: {error.smtp_code} {said}.", "Check address and server."
        ) from error
    except UnicodeError as error:  # commands and text are encoded before the text is handed over
        raise RefusedError(f"The mail cannot be written: {error}.", "Check BROADSHEET_MAIL_FROM.") from error
    except ssl.SSLCertVerificationError as error:
        told = f"The mail server's certificate is not to be trusted: {error.verify_message}."
        cure = (
            "Check its name in BROADSHEET_SMTP; where a network has certificates of its own, SSL_CERT_FILE names them."
        )
        raise RefusedError(told, cure) from error
    except (smtplib.SMTPException, OSError) as error:
        raise RefusedError(f"The mail server cannot be used: {plainly(error)}.", "Check BROADSHEET_SMTP.") from error

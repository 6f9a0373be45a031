"""Logs without secrets: what vendors log is cut to warnings, and no token or response URL gets through.

Bolt logs the whole body of a request it does not trust, slack_sdk every message at debug level.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

# Tokens, webhook and response URLs, and the ticket in a Socket Mode address, in the forms Slack gives them.
_SECRETS = re.compile(
    r"x(?:ox[a-z]|app)-[\w-]+|https?://[^\s\"']*/(?:commands|actions|services|response)/[^\s\"']*"
    r"|wss?://[^\s\"']*|\b(?:sk|bst)-[\w-]{8,}|\bv0=[0-9a-f]{16,}"
)
_VENDORS = (
    *("slack_bolt", "slack_sdk", "websocket", "openai", "httpx", "httpx2", "chromadb", "apscheduler"),
    *("mcp", "uvicorn"),
)


class Redaction(logging.Filter):
    """Replaces secrets in a record by `[secret]`; *known* are values that must never be seen, whatever their form."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        super().__init__()
        self._known = sorted((value for value in known if len(value) >= 8), key=len, reverse=True)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record through, redacted. A traceback is kept to its last line: frames may hold anything."""
        text = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            text += f" ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
        record.msg, record.args, record.exc_info, record.exc_text = self.redacted(text), (), None, None
        return True

    def redacted(self, text: str) -> str:
        """*text* without secrets."""
        for value in self._known:
            text = text.replace(value, "[secret]")
        return _SECRETS.sub("[secret]", text)


def vendor_logger() -> logging.Logger:
    """The logger Slack's libraries are given: warnings and worse, redacted, without request bodies."""
    logger = logging.getLogger("broadsheet.slack.vendor")
    logger.setLevel(logging.WARNING)
    if not any(isinstance(f, _NoBodies) for f in logger.filters):
        logger.addFilter(_NoBodies())
    return logger


@contextmanager
def hushed() -> Iterator[None]:
    """The vendors' logger says nothing in the block: whoever stands around it tells what went wrong, once."""
    logger = vendor_logger()
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(logging.WARNING)


def log_to_stderr(known: Iterable[str], level: int = logging.INFO) -> None:
    """One redacting handler for everything; vendors are heard from warnings on."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(Redaction(known))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _VENDORS:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("websocket").setLevel(logging.CRITICAL)  # slack_sdk tells the same, and not of what we end


# Bolt looks for the token in the environment itself, and is surprised to find it.
_HARMLESS = "As you gave `client` as well"


class _NoBodies(Redaction):
    """Cuts what vendors say to its first words: the rest may be a message or a whole request."""

    _MOST = 120

    def filter(self, record: logging.LogRecord) -> bool:
        super().filter(record)
        first = str(record.msg).split("\n", 1)[0].split("{", 1)[0]
        record.msg = first[: self._MOST]
        return not first.startswith(_HARMLESS)

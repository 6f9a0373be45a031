"""How settings are written: each reader gives the value of a text, or raises `ValueError` saying what it must be."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def positive(text: str) -> int:
    """A whole number from 1."""
    number = int(text)
    if number < 1:
        raise ValueError("it must be 1 or more")
    return number


def yes(text: str) -> bool:
    """`yes` or `no`."""
    if text.lower() not in ("yes", "no"):
        raise ValueError("it must be yes or no")
    return text.lower() == "yes"


def share(text: str) -> float:
    """A number from 0 to 1."""
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError("it must be from 0 to 1")
    return number


def count(text: str) -> int:
    """A whole number from 0."""
    number = int(text)
    if number < 0:
        raise ValueError("it must be 0 or more")
    return number


def prices(text: str) -> dict[str, tuple[float, float]]:
    """Model name to the price of a million prompt and a million completion tokens."""
    prices = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        found = re.fullmatch(r"(?P<model>[^=\s]+)\s*=\s*(?P<into>[\d.]+)/(?P<out>[\d.]+)", part)
        if found is None:
            raise ValueError(f"{part!r} is not like gpt-4o-mini=0.15/0.60")
        prices[found["model"]] = (float(found["into"]), float(found["out"]))
    return prices


def seconds(text: str) -> float:
    """More than 0 and at most an hour."""
    number = float(text)
    if not 0 < number <= 3600:
        raise ValueError("it must be more than 0 and at most 3600 seconds")
    return number


def zone(text: str) -> ZoneInfo:
    """A time zone by its name."""
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("it must be a time zone such as Europe/Berlin") from error


def moment(text: str) -> datetime | None:
    """A time in ISO form; None for nothing."""
    return datetime.fromisoformat(text) if text else None


def address(text: str) -> str:
    """An http(s) address without its last slash; nothing is allowed too."""
    if text and not text.startswith(("http://", "https://")):
        raise ValueError("it must begin with http:// or https://")
    return text.rstrip("/")


def folder_name(text: str) -> str:
    """A folder's name; an address would make a folder that is called like it."""
    if "://" in text:
        raise ValueError("it must be a folder, not an address")
    return text


def names(text: str) -> tuple[str, ...]:
    """Names separated by commas or spaces, without a leading # or @."""
    return tuple(name.lstrip("#@") for name in re.split(r"[,\s]+", text) if name)


def mode(text: str) -> str:
    """How Slack reaches the bot."""
    if text not in ("socket", "http"):
        raise ValueError("it must be socket or http")
    return text


def port(text: str) -> int:
    """A TCP port; 0 is any free one."""
    number = int(text)
    if not 0 <= number <= 65535:
        raise ValueError("it must be from 0 (any free one) to 65535")
    return number


def level(text: str) -> str:
    """How much is logged."""
    if text not in ("debug", "info", "warning"):
        raise ValueError("it must be debug, info or warning")
    return text


def prefix(text: str) -> str:
    """What may stand before the name of a slash command."""
    if not re.fullmatch(r"[a-z0-9_-]{0,20}", text):
        raise ValueError("it may hold up to 20 small letters, digits, - and _")
    return text


def index(text: str) -> str:
    """Which index is used: a row of `retrieval.index.table`."""
    from retrieval.index.table import INDEXES

    if text not in INDEXES:
        raise ValueError(f"it must be {' or '.join(INDEXES)}")
    return text

"""How a setting is declared: one typed field, whose metadata says where it comes from and what it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting:
    """One row: the field's name, the variable, the default as one would write it, what it is for, and its reader."""

    name: str
    variable: str
    default: str
    help: str
    read: Callable[[str], Any] = str
    secret: bool = False


def row(variable: str, default: str, told: str, read: Callable[[str], T]) -> T:
    """A field read from *variable*: its type is what *read* gives, which raises `ValueError` for what it cannot be."""
    declared: T = _declared(variable, default, told, read, False)
    return declared


def text(variable: str, default: str, told: str) -> str:
    """A field that is taken as it is written."""
    return row(variable, default, told, str)


def secret(variable: str, told: str) -> str:
    """A field that is never shown whole."""
    declared: str = _declared(variable, "", told, str, True)
    return declared


def _declared(variable: str, default: str, told: str, read: Callable[[str], Any], hidden: bool) -> Any:
    # Typed as the value, for that is what the field holds; `dataclass` sees the field.
    return field(metadata={"row": Setting("", variable, default, told, read, hidden)})

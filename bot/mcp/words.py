"""What went wrong, in words that an agent can act on: no path, no secret, tools in place of command lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.library import Library
from bot.render.cures import in_tools
from retrieval.errors import BroadsheetError, UsageError

if TYPE_CHECKING:
    from pydantic import ValidationError

_SHOWN = 5  # wrong arguments that are told of


def told(error: BroadsheetError, library: Library) -> str:
    """*error* and its hint, a line each."""
    return inside(f"{error.message}\n{in_tools(error.hint)}".strip(), library)


def inside(text: str, library: Library) -> str:
    """*text* without the place of the data folder and without what must never be shown."""
    text = text.replace(str(library.settings.folder), "the data folder")
    for value in filter(_telling, library.settings.secrets):
        text = text.replace(value, "[secret]")
    return text


def _telling(value: str) -> bool:
    """Whether it would be missed: what is shorter is a word like any other."""
    return len(value) >= 8


def unreadable(name: str, error: ValidationError) -> UsageError:
    """What is wrong with the arguments of tool *name*; what was written in them is not repeated."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [f"{'.'.join(map(str, fault['loc']))[:80] or 'arguments'}: {fault['msg']}." for fault in faults[:_SHOWN]]
    return UsageError(f"{name} cannot be called like this. {' '.join(lines)}", f"See the input schema of {name}.")

"""What went wrong, in words that an agent can act on: no path, no secret, tools in place of command lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.library import Library
from bot.render.cures import in_tools
from bot.settings import Settings
from retrieval.errors import BroadsheetError, UsageError

if TYPE_CHECKING:
    from pydantic import ValidationError

_SHOWN = 5  # wrong arguments that are told of


def told(error: BroadsheetError, library: Library) -> str:
    """*error* and its hint, a line each."""
    return inside(f"{error.message}\n{in_tools(error.hint)}".strip(), library)


def inside(text: str, library: Library) -> str:
    """*text* without what an agent is not to know: secrets, and the places that the settings name."""
    for value, instead in sorted(_private(library.settings), key=lambda pair: -len(pair[0])):
        text = text.replace(value, instead)
    return text


def _private(settings: Settings) -> Iterator[tuple[str, str]]:
    """(what is not told, what stands in its place); what is shorter than these is a word like any other."""
    yield str(settings.folder), "the data folder"
    yield from ((value, "[secret]") for value in settings.secrets if len(value) >= 8)
    for name, value in settings.written.items():
        place = value[value.find("/") :] if name == "model" else value  # as in scripted:/path
        if settings.origins[name] != "default" and "/" in place and len(place) >= 4:
            yield place, "[setting]"


def unreadable(name: str, error: ValidationError) -> UsageError:
    """What is wrong with the arguments of tool *name*; what was written in them is not repeated."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [f"{'.'.join(map(str, fault['loc']))[:80] or 'arguments'}: {fault['msg']}." for fault in faults[:_SHOWN]]
    return UsageError(f"{name} cannot be called like this. {' '.join(lines)}", f"See the input schema of {name}.")

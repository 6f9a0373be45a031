"""A command named in a hint, in no surface's words yet: a terminal shows `broadsheet ask "…"`, Slack `/ask …`."""

from __future__ import annotations

import re
from collections.abc import Callable

_MARKED = re.compile(r"⟦([a-z ]+)⟧")


def cure(command: str) -> str:
    """A sentence that tells to use *command*, for the surface to write."""
    return f"⟦{command}⟧"


def written(text: str, sentence: Callable[[str], str]) -> str:
    """*text* with each `cure` in it as *sentence* puts its command."""
    return _MARKED.sub(lambda marked: sentence(marked[1]), text)

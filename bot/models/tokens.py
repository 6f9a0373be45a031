"""Tokens where nobody counted them."""

from __future__ import annotations

import math

_BYTES_A_TOKEN = 3
"""English has about four bytes a token: three are on the safe side."""


def estimate(text: str) -> int:
    """Tokens of *text*, on the safe side for English, and about right for scripts of three bytes a character."""
    return math.ceil(len(text.encode("utf-8", "replace")) / _BYTES_A_TOKEN)

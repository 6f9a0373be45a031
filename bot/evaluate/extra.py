"""The libraries that only `eval` needs, and a word on how to get them where they are not installed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from retrieval.errors import UsageError


def needed(module: str, package: str) -> Any:
    """*module* of *package*. Raises `UsageError` where it is missing."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        hint = "Run `pip install 'broadsheet[eval]'`."
        raise UsageError(f"This measure needs {package}, which is not installed.", hint) from error

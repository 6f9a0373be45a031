"""The chat models there are. A new one is a file beside this and a row here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from bot.models.learned import Learned
from bot.models.presets import PRESETS
from bot.models.protocol import ChatModel
from retrieval import outside
from retrieval.errors import UsageError


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a model: what the settings know. *deadline* is in seconds.

    *keys* holds those of the presets by their variables; *learned* is what is known of the endpoint already. What is
    made once of an embedder is kept in *folder*.
    """

    api_key: str | None = None
    base_url: str | None = None
    deadline: float = 60.0
    keys: Mapping[str, str] = field(default_factory=dict)
    learned: Learned = field(default_factory=Learned)
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One kind of model: how a user writes it, and what makes it from the part after the colon."""

    usage: str
    make: Callable[[str, Access], ChatModel]


def open_model(spec: str, access: Access) -> ChatModel:
    """The model that *spec* names, for instance `openai:gpt-4o-mini`; `UsageError` if there is none."""
    kind, colon, rest = spec.strip().partition(":")
    row = MODELS.get(kind) or outside.row(outside.MODELS, kind, ModelRow)
    if row is None or bool(rest.strip()) != (":" in row.usage) or bool(colon) != (":" in row.usage):
        usages = ", ".join(row.usage for row in MODELS.values())
        raise UsageError(f"There is no model “{spec}”.", f"Write one of: {usages}.")
    return row.make(rest.strip(), access)


def check_access(access: Access, key_name: str = "OPENAI_API_KEY") -> tuple[str, str | None]:
    """The key and the address to use, once both can be; else a `UsageError`, which shows neither.

    Local servers take any key, so with an address of one's own the key may be absent. An address that was copied from
    an example of a call is cut to its base.
    """
    key, url = (access.api_key or "").strip(), (access.base_url or "").strip() or None
    if not key and url is None:
        raise UsageError(
            "An OpenAI model needs an API key.",
            "Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own that needs none.",
        )
    if not re.fullmatch(r"[!-~]*", key):
        raise UsageError("The API key holds a character no key has.", f"Copy {key_name} again, without spaces.")
    if url is not None and not _is_address(url):
        raise UsageError("The base URL is not an http(s) address.", "Write it like http://127.0.0.1:8000/v1.")
    return key or "none", url and url.rstrip("/").removesuffix("/chat/completions").removesuffix("/embeddings")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port or an IPv6 address that cannot be
        return False


def _extractive(rest: str, access: Access) -> ChatModel:
    from bot.models.extractive import ExtractiveModel

    return ExtractiveModel()


def _openai(rest: str, access: Access) -> ChatModel:
    from bot.models.openai import OpenAIModel

    key, url = check_access(access)
    return OpenAIModel(model=rest, api_key=key, base_url=url, deadline=access.deadline, learned=access.learned)


def _preset(kind: str, rest: str, access: Access) -> ChatModel:
    from bot.models.openai import OpenAIModel

    preset = PRESETS[kind]
    own_key, address = preset.access(kind, access.keys.get(preset.key, ""), access.base_url)
    key, url = check_access(replace(access, api_key=own_key, base_url=address), preset.key)
    return OpenAIModel(
        model=rest, api_key=key, base_url=url, deadline=access.deadline, kind=kind, key_name=preset.key,
        learned=access.learned, any_name=preset.any_name,
    )  # fmt: skip


def _scripted(rest: str, access: Access) -> ChatModel:
    from bot.models.scripted import ScriptedModel

    return ScriptedModel(rest)


MODELS: dict[str, ModelRow] = {
    "extractive": ModelRow("extractive", _extractive),
    "openai": ModelRow("openai:<model>", _openai),
    "scripted": ModelRow("scripted:<file.json>", _scripted),
    **{kind: ModelRow(f"{kind}:<model>", partial(_preset, kind)) for kind in PRESETS},
}
"""Prefix → row."""

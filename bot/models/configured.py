"""What the settings say of models: how they are reached, and which one is meant."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bot.models.dialect import Dialect
from bot.models.embedders import open_embedder, spec_of
from bot.models.learned import Learned, learned_of
from bot.models.presets import PRESETS
from bot.models.table import Access
from bot.settings import SETTINGS, Settings
from retrieval.embed import Embedder
from retrieval.errors import BroadsheetError
from retrieval.text.clean import without_passwords


def embedder_called(name: str, settings: Settings) -> Embedder | None:
    """The configured embedder if it is the one called *name*, else the one that is, if it is here.

    While another embedder's vectors are still being made, the old ones go on answering.
    """
    for spec in dict.fromkeys((settings.embedder, spec_of(name))):
        try:
            embedder = open_embedder(spec, access_of(settings))
        except BroadsheetError:
            if spec == settings.embedder and spec == spec_of(name):
                raise
            continue
        if embedder.name == name:
            return embedder
    return None


def access_of(settings: Settings) -> Access:
    """Keys, address and patience, as they are set."""
    kept = {preset.key for preset in PRESETS.values()}
    keys = {each.variable: settings.written[each.name] for each in SETTINGS if each.variable in kept}
    return Access(
        settings.openai_api_key or None,
        settings.openai_base_url or None,
        settings.model_seconds,
        keys,
        folder=settings.folder / "embedder",
    )


def identity_of(settings: Settings) -> str:
    """What makes two models the same one to the cache: the name and where it runs, or what its script says."""
    spec = settings.model_spec
    kind, _, rest = spec.partition(":")
    if kind == "scripted":
        return f"{spec} {hashlib.sha256(Path(rest).read_bytes()).hexdigest()}"
    return f"{spec} {settings.openai_base_url}"


def learned_by(settings: Settings) -> Learned:
    """What is known of the endpoint that the settings name."""
    preset = PRESETS.get(settings.model_spec.partition(":")[0])
    name = f"{settings.model_spec} {without_passwords(settings.openai_base_url)}".strip()
    start = preset.start if preset else Dialect()
    return learned_of(name, settings.folder / "endpoints.json", settings.clock(), start)

"""Endpoints known by name: `ollama:qwen3` is a model, an address and the variable of a key in one word."""

from __future__ import annotations

from dataclasses import dataclass

from bot.models.dialect import Dialect
from retrieval.errors import UsageError


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of endpoint, as `docs/models.md` shows it.

    *url* is where it is found; "" if everybody has an address of their own. *elsewhere*: it may run on another
    machine, which OPENAI_BASE_URL names then. *key* is the variable of its key, *keyless* that it may have none.
    *any_name*: it serves a model by a name it does not list. *start* is the form of request it is known to take, and
    *takes* says so in words.
    """

    url: str
    key: str = "OPENAI_API_KEY"
    elsewhere: bool = True
    keyless: bool = True
    any_name: bool = False
    start: Dialect = Dialect()  # noqa: RUF009 - frozen
    takes: str = "schema, stream, system role, usage"

    def access(self, kind: str, key: str, base_url: str | None) -> tuple[str, str]:
        """The key ("" for none) and the address to use. Raises `UsageError` if one is missing.

        A hosted endpoint's key is sent to that endpoint only, whatever address is set for others.
        """
        url = (base_url if self.elsewhere else None) or self.url
        if not url:
            hint = "Set OPENAI_BASE_URL like https://NAME.openai.azure.com/openai/v1."
            raise UsageError(f"The address of your {kind} endpoint is not set.", hint)
        if not key and not self.keyless:
            raise UsageError(f"{kind} needs an API key.", f"Set {self.key}.")
        return key, url


PRESETS: dict[str, Preset] = {
    "ollama": Preset("http://127.0.0.1:11434/v1"),
    "lmstudio": Preset("http://127.0.0.1:1234/v1"),
    "llamacpp": Preset("http://127.0.0.1:8080/v1", any_name=True),
    "vllm": Preset("http://127.0.0.1:8000/v1", takes="schema, stream, system role (not Gemma 2), usage"),
    "openrouter": Preset(
        "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", False, False,
        takes="stream, system role, usage; schema where the provider behind it does",
    ),
    "azure": Preset("", "AZURE_OPENAI_API_KEY", True, False, any_name=True),
    "gemini": Preset(
        "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY", False, False,
        takes="schema, stream, system role (not Gemma), usage",
    ),
    "anthropic": Preset(
        "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", False, False, start=Dialect(structure="none"),
        takes="stream, system role, usage; no schema",
    ),
}  # fmt: skip
"""Prefix → preset."""

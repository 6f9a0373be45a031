"""Which parts of the chat completions API an endpoint takes.

All that call themselves compatible take messages; the rest differs. A request starts with everything, and what
the endpoint refuses is left out or put differently from then on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.models.protocol import Prompt

REASONING_TOKENS = 4000
"""Added to the limit of models that take `max_completion_tokens`: what they think counts against it too."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One endpoint's form of the request, from what is known of it so far."""

    structure: Literal["json_schema", "json_object", "none"] = "json_schema"
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True
    stream_options: bool = True

    def request(self, prompt: Prompt) -> dict[str, Any]:
        """The keyword arguments of a streamed chat completion of *prompt*."""
        room = REASONING_TOKENS if self.limit == "max_completion_tokens" else 0
        fields: dict[str, Any] = {
            "messages": prompt.messages,
            "stream": True,
            self.limit: prompt.max_tokens + room,
        }
        if self.temperature:
            fields["temperature"] = prompt.temperature
        if self.stream_options:
            fields["stream_options"] = {"include_usage": True}
        if prompt.schema is not None and self.structure != "none":
            fields["response_format"] = self._response_format(prompt)
        return fields

    def _response_format(self, prompt: Prompt) -> dict[str, Any]:
        if self.structure == "json_object":
            return {"type": "json_object"}
        schema = {"name": prompt.name, "schema": prompt.schema, "strict": True}
        return {"type": "json_schema", "json_schema": schema}

    def without(self, refused: str, prompt: Prompt) -> Dialect | None:
        """The form to try after the endpoint's words *refused*; None if nothing sent for *prompt* is to blame."""
        said = refused.lower()
        if "max_completion_tokens" in said and self.limit == "max_tokens":
            return replace(self, limit="max_completion_tokens")
        if "temperature" in said and self.temperature:
            return replace(self, temperature=False)
        if "stream_options" in said and self.stream_options:
            return replace(self, stream_options=False)
        structured = prompt.schema is not None and self.structure != "none"
        if structured and any(word in said for word in _STRUCTURE):
            return replace(self, structure="json_object" if self.structure == "json_schema" else "none")
        return None


# llama_cpp.server names no field in its shortest form: it says that the request failed its validation.
_STRUCTURE = ("response_format", "json_schema", "json_object", "json schema", "grammar", "validation error")

"""Which parts of the chat completions API an endpoint takes.

All that call themselves compatible take messages; the rest differs. A request starts with everything, and
`bot.models.ladder` says what is left out or put differently once an endpoint refuses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.models.protocol import Prompt

Structure = Literal["json_schema", "json_object", "none"]

Doubt = tuple[str, Any]
"""A part of the form that was left out at a guess, and what stood there."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One endpoint's form of the request, from what is known of it so far.

    *most* is the largest limit it takes, in tokens; 0 if it has not said so.
    """

    structure: Structure = "json_schema"
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True
    stream_options: bool = True
    stream: bool = True
    system: bool = True
    most: int = 0

    def request(self, prompt: Prompt) -> dict[str, Any]:
        """The fields of a chat completion of *prompt*."""
        fields: dict[str, Any] = {
            "messages": self._messages(prompt),
            "stream": self.stream,
            self.limit: min(prompt.max_tokens, self.most or prompt.max_tokens),
        }
        if self.temperature:
            fields["temperature"] = prompt.temperature
        if self.stream and self.stream_options:
            fields["stream_options"] = {"include_usage": True}
        if prompt.schema is not None and self.structure != "none":
            fields["response_format"] = self._response_format(prompt)
        return fields

    def _messages(self, prompt: Prompt) -> list[dict[str, str]]:
        if self.system:
            return prompt.messages
        return [{"role": "user", "content": f"{prompt.system}\n\n{prompt.user}"}]

    def _response_format(self, prompt: Prompt) -> dict[str, Any]:
        if self.structure == "json_object":
            return {"type": "json_object"}
        schema = {"name": prompt.name, "schema": prompt.schema, "strict": True}
        return {"type": "json_schema", "json_schema": schema}

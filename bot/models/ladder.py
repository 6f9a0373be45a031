"""What to try when an endpoint refuses a request: each form once, the one its words blame first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from bot.models.dialect import Dialect
from bot.models.faults import CallError
from bot.models.protocol import ModelFault, Prompt
from retrieval.text.patterns import Pattern

Step = Callable[[Dialect, Prompt], Dialect]
"""The form without one part; the same form if that part was not sent."""

_CHANGEABLE: tuple[ModelFault, ...] = ("bad_request", "server", "bad_key", "not_found", "web_page")
_UNEXPLAINED: tuple[ModelFault, ...] = ("bad_request", "server", "web_page")
_NAMED = frozenset({400, 403, 404, 405, 415, 422, 500, 501})
_UNNAMED = frozenset({400, 422, 500, 501})


def _structure(dialect: Dialect, prompt: Prompt) -> Dialect:
    if prompt.schema is None or dialect.structure == "none":
        return dialect
    return replace(dialect, structure="json_object" if dialect.structure == "json_schema" else "none")


def _no_structure(dialect: Dialect, prompt: Prompt) -> Dialect:
    return replace(dialect, structure="none") if prompt.schema is not None else dialect


def _limit(dialect: Dialect, prompt: Prompt) -> Dialect:
    return replace(dialect, limit="max_completion_tokens")


def _temperature(dialect: Dialect, prompt: Prompt) -> Dialect:
    return replace(dialect, temperature=False)


def _stream_options(dialect: Dialect, prompt: Prompt) -> Dialect:
    return replace(dialect, stream_options=False) if dialect.stream else dialect


def _stream(dialect: Dialect, prompt: Prompt) -> Dialect:
    return replace(dialect, stream=False)


def _system(dialect: Dialect, prompt: Prompt) -> Dialect:
    return replace(dialect, system=False)


_BLAMED: tuple[tuple[Pattern, Step], ...] = (
    (
        Pattern(
            r"max_completion_tokens|max_tokens.{0,60}\b(?:not|isn't) (?:supported|permitted|allowed)"
            r"|\b(?:unsupported|unrecognized|unknown|unexpected)\b.{0,60}max_tokens",
            "Unsupported parameter: 'max_tokens'",
            "max_tokens must be an integer",
        ),
        _limit,
    ),
    (Pattern(r"\btemperature\b", "temperature must be 1 for this model", "The tempo is too high"), _temperature),
    (Pattern(r"stream_options|include_usage", "body.stream_options: extra_forbidden", "stream ended"), _stream_options),
    (
        Pattern(r"\bstream(?:s|ed|ing)?\b", "must be verified to stream this model", "upstream connect error"),
        _stream,
    ),
    (
        Pattern(
            r"\bsystem\W{0,3}(?:role|message|prompt|instruction)|\broles?\b.{0,60}\bsystem\b"
            r"|\bsystem\b.{0,60}\broles?\b|(?:developer|system)[ _]instruction|\broles? must alternate"
            r"|first message.{0,40}\buser\b",
            "Developer instruction is not enabled for models/gemma-3",
            "The system is overloaded",
        ),
        _system,
    ),
    (
        # llama_cpp.server names no field in its shortest form: it says that the request failed its validation.
        Pattern(
            r"response_?format|response_?schema|response_mime|generation_config|\bjson\b|json_|grammar|structured"
            r"|guided|\bschema\b|additionalProperties|validation error|the requested parameters|\bstrict\b",
            "Unknown name 'additionalProperties' at 'generation_config.response_schema'",
            "messages: unknown role",
        ),
        _structure,
    ),
)
_MUTE = Pattern(
    r"(?:\b(?:an?|the|bad|invalid|request|error|errors|internal|server|provider|returned|unknown|code|status|null|none"
    r"|failed|failure|something|went|wrong|occurred|unexpected|unprocessable|entity|content|argument|parameter"
    r"|upstream|completion|api|type|while|processing|your|please|try|again|later|has|was|is|in|exception"
    r"|[a-z]+_error|\d+)\b|[\W_])*",
    "Bad Request (400)",
    "messages: unknown role",
    how="fullmatch",
)
"""Words that blame nothing."""
_ALL: tuple[Step, ...] = (_structure, _structure, _stream_options, _stream, _system, _temperature, _limit)
_AFTER_A_FAILURE: tuple[Step, ...] = (_no_structure, _system, _stream)
"""For a bare 500, which is more often the server's trouble than the request's."""


@dataclass(slots=True)
class Ladder:
    """The forms tried for one prompt, from *dialect* down; *sure* unless the last was tried after a mere failure."""

    prompt: Prompt
    dialect: Dialect
    sure: bool = True
    _tried: set[Dialect] = field(default_factory=set)
    _failures: int = 0

    def down(self, failed: CallError) -> bool:
        """Take the next form that is worth a try after *failed*; False if there is none."""
        self._tried.add(self.dialect)
        self._failures += failed.status == 500
        if failed.fault not in _CHANGEABLE:
            return False
        found = next((form for form in self._forms(failed) if form not in self._tried), None)
        if found is None:
            return False
        self.dialect = found
        self.sure = self.sure and (failed.status != 500 or not _MUTE.find(failed.said[:300]))
        return True

    def _forms(self, failed: CallError) -> Iterator[Dialect]:
        """What the endpoint blames; if it blames nothing of ours, what is left out at a guess."""
        if failed.status in _NAMED:
            if most := _most(failed, self.prompt.max_tokens):
                yield replace(self.dialect, most=most)
            yield from (step(self.dialect, self.prompt) for blamed, step in _BLAMED if blamed.find(failed.said))
        if failed.status not in _UNNAMED or failed.fault not in _UNEXPLAINED:
            return
        if failed.status == 500 and self._failures < 2:
            return  # a hiccup must not cost the schema: it is asked for once more as it is
        steps = _AFTER_A_FAILURE if failed.status == 500 else _ALL
        if not _MUTE.find(failed.said[:300]):
            steps = steps[:1]  # only the schema is likely to be at the bottom of words about something else
        yield from (step(self.dialect, self.prompt) for step in steps)


_TOO_LARGE = Pattern(
    r"(?:max_?(?:completion_|output_|new_)?tokens|(?:completion|output) tokens).{0,200}"
    r"(?:too large|at most|less than|exceed|maximum|range|must be|between|>)",
    "max_tokens must be less than or equal to 8192",
    "max_tokens is not supported with this model",
)


def _most(failed: CallError, asked: int) -> int:
    """The largest limit the endpoint takes, if it says that a limit of *asked* is too large; else 0."""
    if not _TOO_LARGE.find(failed.said):
        return 0
    numbers = (int(n) for n in re.findall(r"(?<![\d.])\d{2,7}(?!\.?\d)", failed.said))
    return max((n for n in numbers if 64 <= n < asked and n != failed.status), default=0)

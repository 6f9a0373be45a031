"""What to try when an endpoint refuses a request: each form once, the one its words blame first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.models import steps
from bot.models.dialect import Dialect, Doubt
from bot.models.faults import CallError
from bot.models.protocol import ModelFault, Prompt
from bot.models.steps import Step
from retrieval.text.patterns import Pattern

_CHANGEABLE: tuple[ModelFault, ...] = ("bad_request", "server", "bad_key", "not_found", "web_page")
_SPOILT: tuple[ModelFault, ...] = ("malformed", "empty", "cut")
"""What may also come of a part that was given back."""
_UNEXPLAINED: tuple[ModelFault, ...] = ("bad_request", "server", "web_page")
_NAMED = frozenset({400, 403, 404, 405, 415, 422, 500, 501})
_UNNAMED = frozenset({400, 422, 500, 501})

_BLAMED: tuple[tuple[Pattern, Step], ...] = (
    (
        Pattern(
            r"max_completion_tokens|max_tokens.{0,60}\b(?:not|isn't) (?:supported|permitted|allowed)"
            r"|\b(?:unsupported|unrecognized|unknown|unexpected)\b.{0,60}max_tokens",
            "Unsupported parameter: 'max_tokens'",
            "max_tokens must be an integer",
        ),
        steps.limit,
    ),
    (Pattern(r"\btemperature\b", "temperature must be 1 for this model", "The tempo is too high"), steps.temperature),
    (
        Pattern(r"stream_options|include_usage", "body.stream_options: extra_forbidden", "stream ended"),
        steps.stream_options,
    ),
    (
        Pattern(
            r"only supports? (?:the )?stream|enable (?:the )?.?stream|non-?stream(?:ing)? calls?|requires? stream"
            r"|\bstream\w{0,3}.? (?:mode )?(?:is required|must be (?:true|enabled|set to true))",
            "This model only support stream mode",
            "must be verified to stream this model",
        ),
        steps.streamed,
    ),
    (
        Pattern(r"\bstream(?:s|ed|ing)?\b", "must be verified to stream this model", "upstream connect error"),
        steps.stream,
    ),
    (
        Pattern(
            r"\bsystem\W{0,3}(?:role|message|prompt|instruction)|\broles?\b.{0,60}\bsystem\b"
            r"|\bsystem\b.{0,60}\broles?\b|(?:developer|system)[ _]instruction|\broles? must alternate"
            r"|first message.{0,40}\buser\b",
            "Developer instruction is not enabled for models/gemma-3",
            "The system is overloaded",
        ),
        steps.system,
    ),
    (
        # llama_cpp.server names no field in its shortest form: it says that the request failed its validation.
        Pattern(
            r"response_?format|response_?schema|response_mime|generation_config|\bjson\b|json_|grammar|structured"
            r"|guided|\bschema\b|additionalProperties|validation error|the requested parameters|\bstrict\b",
            "Unknown name 'additionalProperties' at 'generation_config.response_schema'",
            "messages: unknown role",
        ),
        steps.structure,
    ),
)
_MUTE = Pattern(
    r"(?:(?<![a-z0-9_])"
    r"(?:an?|the|bad|invalid|request|error|errors|internal|server|provider|returned|unknown|code|status|null|none"
    r"|failed|failure|something|went|wrong|occurred|unexpected|unprocessable|entity|content|argument|parameter"
    r"|upstream|completion|api|type|while|processing|your|please|try|again|later|has|was|is|in|exception"
    r"|[a-z]+_error|\d+)(?![a-z0-9_])|[\W_]|[^\W_a-z0-9])*",
    "Bad Request (400)",
    "messages: unknown role",
    how="fullmatch",
)
"""Words that blame nothing, and those in another script, which nobody here can read."""
_GUESSES: tuple[Step, ...] = (steps.structure, steps.barest, steps.barest_in_new_words)
_AFTER_A_FAILURE: tuple[Step, ...] = (steps.no_structure, steps.barest, steps.barest_in_new_words)
"""For a bare 500, which is more often the server's trouble than the request's."""


@dataclass(slots=True)
class Ladder:
    """The forms tried for one prompt, from *dialect* down; *sure* unless the last was tried after a mere failure.

    *doubts* are the parts that may have been left out for nothing. One of them is given back at the start, and the
    form of before, which is known to work, is taken again if that is refused: so each is asked for once.
    """

    prompt: Prompt
    dialect: Dialect
    doubts: tuple[Doubt, ...] = ()
    sure: bool = True
    _known: Dialect | None = None
    _refused: set[Dialect] = field(default_factory=set)
    _failures: int = 0

    def __post_init__(self) -> None:
        wanted = (doubt for doubt in self.doubts if doubt[0] != "structure" or self.prompt.schema is not None)
        if doubt := next(wanted, None):
            self._known, self.dialect = self.dialect, _with(self.dialect, doubt)

    def down(self, failed: CallError) -> bool:
        """Take the next form that is worth a try after *failed*; False if there is none."""
        if failed.fault not in (_CHANGEABLE if self._known is None else (*_CHANGEABLE, *_SPOILT)):
            return False
        self._refused.add(self.dialect)
        if self._known is not None:
            self.dialect, self._known = self._known, None
            return True
        self._failures += failed.status == 500
        forms = ((form, guessed) for form, guessed in self._forms(failed) if form not in self._refused)
        form, guessed = next(forms, (None, False))
        if form is None:
            return False
        if guessed:
            self.doubts = (*self.doubts, *_left_out(self.dialect, form))
        self.dialect = form
        self.sure = self.sure and (failed.status != 500 or not _MUTE.find(failed.said[:300]))
        return True

    def doubted(self) -> tuple[Doubt, ...]:
        """What of the *doubts* is left, now that *dialect* was answered: all it does without but did not have to."""
        return tuple(
            doubt
            for doubt in dict.fromkeys(self.doubts)
            if _better(self.dialect, doubt) and _with(self.dialect, doubt) not in self._refused
        )

    def _forms(self, failed: CallError) -> Iterator[tuple[Dialect, bool]]:
        """What the endpoint blames; if it blames nothing of ours, what is left out at a guess (True)."""
        if failed.status in _NAMED:
            if most := _most(failed, self.prompt.max_tokens):
                yield replace(self.dialect, most=most), False
            yield from ((step(self.dialect, self.prompt), False) for words, step in _BLAMED if words.find(failed.said))
        if failed.status not in _UNNAMED or failed.fault not in _UNEXPLAINED:
            return
        if failed.status == 500 and self._failures < 2:
            return  # a hiccup must not cost the schema: it is asked for once more as it is
        guesses = _AFTER_A_FAILURE if failed.status == 500 else _GUESSES
        if not _MUTE.find(failed.said[:300]):
            guesses = guesses[:1]  # only the schema is likely to be at the bottom of words about something else
        yield from ((step(self.dialect, self.prompt), True) for step in guesses)


def _left_out(before: Dialect, after: Dialect) -> Iterator[Doubt]:
    """What *before* has and *after* does without, in the order it is worth getting back."""
    parts = ("structure", "stream", "stream_options", "system", "temperature", "limit")
    return ((part, getattr(before, part)) for part in parts if getattr(before, part) != getattr(after, part))


def _with(dialect: Dialect, doubt: Doubt) -> Dialect:
    return replace(dialect, **dict([doubt]))


def _better(dialect: Dialect, doubt: Doubt) -> bool:
    """Whether *dialect* could gain by the part that is doubted."""
    part, value = doubt
    return getattr(dialect, part) != value and not (part == "structure" and dialect.structure == "json_schema")


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

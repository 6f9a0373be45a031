"""Chat models and embedders behind any OpenAI-compatible endpoint. The only file that imports `openai`."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.models.dialect import Dialect
from bot.models.endpoint import Endpoint
from bot.models.faults import CallError, fault_of
from bot.models.protocol import Completion, Finish, Prompt
from bot.models.received import Reading
from bot.types import Usage
from retrieval.deadline import Cutoff
from retrieval.errors import EmbedderError
from retrieval.retry import parse_retry_after

if TYPE_CHECKING:
    from ssl import SSLContext

    from openai import OpenAI

    from retrieval.embed import Vectors

OPENAI_URL = "https://api.openai.com/v1"
CONNECT_SECONDS = 5.0
"""An endpoint that takes longer to take up a connection counts as unreachable."""
BATCH = 64
"""Texts in one embedding request."""
_FORMLESS = (ValueError, RecursionError, TypeError, AttributeError)
"""What comes of a body that is not JSON, not UTF-8 or not of the right form: the SDK wraps none of it."""


class OpenAIModel:
    """A chat model behind an OpenAI-compatible endpoint (chat completions, streamed).

    *deadline* is the total of one `complete` in seconds, with all its *attempts* and the waits in between.
    """

    drafts = True

    def __init__(
        self,
        *,
        model: str,
        api_key: str,
        base_url: str | None = None,
        deadline: float = 60.0,
        attempts: int = 3,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._model = model
        self._endpoint = Endpoint(api_key, base_url or OPENAI_URL, deadline, attempts, clock, sleep)
        self._dialect = Dialect()

    @property
    def name(self) -> str:
        """`openai:` and the model's name, whoever serves it."""
        return f"openai:{self._model}"

    def complete(self, prompt: Prompt, on_text: Callable[[str], None] | None = None) -> Completion:
        """See `ChatModel.complete`. The usage counts every HTTP call, those that failed too."""
        readings: list[Reading] = []
        started = self._endpoint.clock()

        def begin() -> Reading:
            readings.append(Reading(on_text))
            return readings[-1]

        def usage() -> Usage:
            return sum((r.usage for r in readings), Usage(seconds=self._endpoint.clock() - started))

        def attempt(cutoff: Cutoff) -> tuple[str, Finish]:
            if on_text and readings and readings[-1].text:
                on_text("")
            with _client(self._endpoint, cutoff) as client:
                return self._ask(client, cutoff, prompt, begin)

        try:
            text, finish = self._endpoint.call(attempt)
        except CallError as failed:
            raise self._endpoint.error(failed, usage()) from failed
        return Completion(text, self.name, usage(), finish)

    def _ask(self, client: OpenAI, cutoff: Cutoff, prompt: Prompt, begin: Callable[[], Reading]) -> tuple[str, Finish]:
        """One answer; asked for again at once while the endpoint refuses a part of the request we can change."""
        dialect = self._dialect
        while True:
            reading = begin()
            try:
                for piece in _pieces(client, cutoff, {"model": self._model, **dialect.request(prompt)}):
                    reading.add(piece)
                    if cutoff.passed:  # what has been received already may take long to read
                        break
                if cutoff.passed and not reading.finish:
                    raise CallError("timeout")
                return reading.text, reading.end()
            except CallError as failed:
                changeable = failed.fault in ("bad_request", "server") and failed.status in (400, 422, 500)
                fitting = dialect.without(failed.said, prompt) if changeable else None
                if fitting is None:
                    raise
                self._dialect = dialect = fitting


class OpenAIEmbedder:
    """An embedding model behind an OpenAI-compatible endpoint.

    *max_tokens* is what the model reads of a text: without it 8191 for OpenAI's own endpoint
    (https://platform.openai.com/docs/guides/embeddings), and a cautious 512 for any other, since those cut
    longer texts without a word. *deadline* is the total of one request and its retries, in seconds.
    """

    def __init__(
        self,
        *,
        model: str,
        api_key: str,
        base_url: str | None = None,
        max_tokens: int | None = None,
        deadline: float = 60.0,
        attempts: int = 3,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._model = model
        self._max_tokens = max_tokens or (512 if base_url else 8191)
        self._endpoint = Endpoint(api_key, base_url or OPENAI_URL, deadline, attempts, clock, sleep)
        self._dimension = 0

    @property
    def name(self) -> str:
        """`openai:` and the model's name."""
        return f"openai:{self._model}"

    @property
    def dimension(self) -> int:
        """Length of a vector; the first time it takes a request to know. Raises `EmbedderError`."""
        if not self._dimension:
            self.embed(["length"])
        return self._dimension

    @property
    def max_tokens(self) -> int:
        """The longest text it reads whole, in tokens."""
        return self._max_tokens

    def count_tokens(self, text: str) -> int:
        """An estimate on the safe side, without the tokenizer: English has about four characters a token."""
        return math.ceil(len(text) / 3)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Float32 vectors of unit length, shape (len(texts), dimension). Raises `EmbedderError`."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        batches = [self._batch(texts[i : i + BATCH]) for i in range(0, len(texts), BATCH)]
        return np.concatenate(batches)

    def _batch(self, texts: Sequence[str]) -> Vectors:
        def attempt(cutoff: Cutoff) -> Vectors:
            with _client(self._endpoint, cutoff) as client:
                vectors = _embeddings(client, cutoff, self._model, texts)
            if vectors.shape != (len(texts), self._dimension or vectors.shape[-1]):
                raise CallError("malformed")
            return vectors

        try:
            vectors = self._endpoint.call(attempt)
        except CallError as failed:
            error = self._endpoint.error(failed)
            raise EmbedderError(error.message, error.hint) from failed
        self._dimension = vectors.shape[1]
        return vectors


def _client(endpoint: Endpoint, cutoff: Cutoff) -> OpenAI:
    """A client for one attempt, since the cutoff must see its connection being made; it retries nothing."""
    import openai

    # Per read, and longer than the cutoff: only there in case the cutoff finds no socket to shut.
    timeout = openai.Timeout(cutoff.seconds + 1.0, connect=CONNECT_SECONDS)
    hooks = {"request": [cutoff.watch]}
    proxied = not _is_here(endpoint.base_url)  # no office's proxy leads back to this machine
    http = openai.DefaultHttpx2Client(timeout=timeout, event_hooks=hooks, verify=_trust(), trust_env=proxied)
    return openai.OpenAI(
        api_key=endpoint.api_key, base_url=endpoint.base_url, timeout=timeout, max_retries=0, http_client=http
    )


def _is_here(url: str) -> bool:
    """Whether *url* is an address on this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@cache
def _trust() -> SSLContext:
    """The certificates to trust; reading them takes longer than all else in making a client."""
    import httpx2

    return httpx2.create_ssl_context()


def _pieces(client: OpenAI, cutoff: Cutoff, request: dict[str, Any]) -> Iterator[Any]:
    """The chunks of a completion, or all of it at once from an endpoint that does not stream."""
    import httpx2  # what the SDK stands on: its errors show where a body is read past the SDK
    import openai
    from openai.types.chat import ChatCompletion

    begun = False
    try:
        with client.chat.completions.create(**request) as stream:
            begun = True
            kind = stream.response.headers.get("content-type", "")
            if "json" in kind:
                yield ChatCompletion.construct(**_object(stream.response.read()))
            elif "html" in kind:
                raise ValueError("a web page")
            else:
                yield from stream
    except (openai.APIError, httpx2.RequestError, ValueError, RecursionError) as error:
        raise _call_error(error, cutoff, begun) from error


def _object(body: bytes) -> dict[str, Any]:
    whole = json.loads(body)
    if not isinstance(whole, dict):
        raise ValueError("no JSON object")
    return whole


def _embeddings(client: OpenAI, cutoff: Cutoff, model: str, texts: Sequence[str]) -> Vectors:
    """One row of unit length a text, in their order."""
    import numpy as np
    import openai

    try:
        answer = client.embeddings.create(model=model, input=list(texts), encoding_format="float")
        rows = [item.embedding for item in sorted(answer.data, key=lambda item: item.index)]
        vectors = np.array(rows, dtype=np.float32)
    except (openai.APIError, *_FORMLESS) as error:
        raise _call_error(error, cutoff) from error
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    if not (np.isfinite(lengths) & (lengths > 0)).all():
        raise CallError("malformed")
    return np.asarray(vectors / lengths, dtype=np.float32)


def _call_error(error: Exception, cutoff: Cutoff, begun: bool = False) -> CallError:
    """What an exception from the SDK means; *begun* once the answer had begun to come in."""
    import openai

    if cutoff.passed:
        return CallError("timeout")
    if isinstance(error, _FORMLESS):
        return CallError("malformed")
    if not isinstance(error, openai.APIError) or isinstance(error, openai.APIConnectionError):
        return CallError("cut" if begun else "unreachable")
    said = f"{error.code} {error.type} {error.param} {error.message}"[:600]
    if not isinstance(error, openai.APIStatusError):  # an error event inside the stream
        code = error.code or ""
        return CallError(fault_of(int(code) if code.isdecimal() else None, said), said=said)
    wait = parse_retry_after(error.response.headers.get("retry-after"), datetime.now(UTC))
    return CallError(fault_of(error.status_code, said), status=error.status_code, said=said, wait=wait)

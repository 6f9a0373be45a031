"""HTTP to an OpenAI-compatible endpoint. The only file that imports `openai`."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.models.endpoint import Endpoint
from bot.models.error_body import is_page, said_by
from bot.models.events import WebPageError, pieces
from bot.models.fault_words import fault_of
from bot.models.faults import CallError
from bot.models.proxies import proxy_for
from retrieval.deadline import Cutoff
from retrieval.retry import parse_retry_after

if TYPE_CHECKING:
    from ssl import SSLContext

    from openai import APIStatusError, OpenAI

CONNECT_SECONDS = 5.0
"""An endpoint that takes longer to take up a connection counts as unreachable."""
_FORMLESS = (ValueError, RecursionError, TypeError, AttributeError, KeyError)
"""What comes of a body that is not JSON, not UTF-8 or not of the right form: the SDK wraps none of it."""


def chat(endpoint: Endpoint, cutoff: Cutoff, request: dict[str, Any]) -> Iterator[Any]:
    """The JSON of a chat completion as it comes: chunks, or all at once from an endpoint that does not stream.

    Raises `CallError`.
    """
    import httpx2  # what the SDK stands on: its errors show where a body is read past the SDK
    import openai

    begun = False
    try:
        with (
            client_of(endpoint, cutoff) as client,
            client.chat.completions.with_streaming_response.create(**request) as response,
        ):
            begun = True
            yield from pieces(response.iter_bytes())
    except (openai.APIError, httpx2.HTTPError, ValueError, RecursionError) as error:
        raise call_error(error, cutoff, endpoint, begun) from error


def embeddings(
    endpoint: Endpoint, cutoff: Cutoff, model: str, texts: Sequence[str], numbers: bool
) -> list[Sequence[float]]:
    """A vector a text, in their order, as the endpoint gives them. Raises `CallError`.

    *numbers* asks for them as such in words: the SDK would have them packed, which not every endpoint can.
    """
    import httpx2
    import openai

    request = {"model": model, "input": list(texts)} | ({"encoding_format": "float"} if numbers else {})
    try:
        with client_of(endpoint, cutoff) as client:
            answer = client.post("/embeddings", cast_to=httpx2.Response, body=request).json()
        rows = sorted(answer["data"], key=lambda item: item["index"])
        return [item["embedding"] for item in rows]
    except (openai.APIError, *_FORMLESS) as error:
        raise call_error(error, cutoff, endpoint) from error


def models(endpoint: Endpoint, cutoff: Cutoff) -> list[dict[str, Any]]:
    """What the endpoint says of the models it serves; it costs nothing. Raises `CallError`."""
    import httpx2
    import openai

    try:
        with client_of(endpoint, cutoff) as client:
            listed = client.get("/models", cast_to=httpx2.Response).json()
    except (openai.APIError, *_FORMLESS) as error:
        raise call_error(error, cutoff, endpoint) from error
    rows = (
        next((listed[key] for key in ("data", "models") if key in listed), []) if isinstance(listed, dict) else listed
    )
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def client_of(endpoint: Endpoint, cutoff: Cutoff) -> OpenAI:
    """A client for one attempt, since the cutoff must see its connection being made; it retries nothing."""
    import openai

    # Per read, and longer than the cutoff: only there in case the cutoff finds no socket to shut.
    timeout = openai.Timeout(cutoff.seconds + 1.0, connect=CONNECT_SECONDS)
    hooks = {"request": [cutoff.watch]}
    proxy = proxy_for(endpoint.base_url)
    try:
        http = openai.DefaultHttpx2Client(
            timeout=timeout, event_hooks=hooks, verify=_trust(), trust_env=False, proxy=proxy
        )
    except ImportError as error:
        raise CallError("socks") from error
    except (ValueError, TypeError) as error:  # an address no proxy can have
        raise CallError("proxy") from error
    return openai.OpenAI(
        api_key=endpoint.api_key, base_url=endpoint.base_url, timeout=timeout, max_retries=0, http_client=http
    )


@cache
def _trust() -> SSLContext:
    """The certificates to trust; reading them takes longer than all else in making a client."""
    import httpx2

    try:
        return httpx2.create_ssl_context()
    except OSError as error:  # SSL_CERT_FILE names no file, or no certificates
        raise CallError("certificate") from error


def call_error(error: Exception, cutoff: Cutoff, endpoint: Endpoint, begun: bool = False) -> CallError:
    """What an exception from the SDK means; *begun* once the answer had begun to come in."""
    import openai

    if cutoff.passed:
        return CallError("timeout")
    if isinstance(error, WebPageError):
        return CallError("web_page")
    if isinstance(error, openai.APIStatusError):
        return _refused(error)
    if isinstance(error, (*_FORMLESS, openai.APIResponseValidationError)):
        return CallError("malformed")
    return CallError("cut") if begun else _unreached(error, endpoint)


def _refused(error: APIStatusError) -> CallError:
    """An answer with an HTTP status of its own."""
    body = error.response.content
    said, page = said_by(body), is_page(body[:1000].decode("utf-8", "replace"))
    wait = parse_retry_after(error.response.headers.get("retry-after"), datetime.now(UTC))
    return CallError(fault_of(error.status_code, said, page), status=error.status_code, said=said, wait=wait)


def _unreached(error: Exception, endpoint: Endpoint) -> CallError:
    """Why nothing came: the certificate, the proxy, or nobody there."""
    import httpx2

    causes: list[BaseException] = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) and len(causes) < 20:
        causes.append(cause)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return CallError("certificate")
    if any(isinstance(cause, ssl.SSLError) and "VERSION" in str(cause.reason) for cause in causes):
        return CallError("no_tls")
    connecting = any(isinstance(cause, httpx2.ProxyError | httpx2.ConnectError) for cause in causes)
    if any(isinstance(cause, httpx2.ProxyError) for cause in causes) or (connecting and proxy_for(endpoint.base_url)):
        return CallError("proxy")
    return CallError("unreachable")

"""GET over HTTP, politely and with an end: one deadline, one size limit, one retry policy, one host."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from retrieval.deadline import Cutoff
from retrieval.errors import SourceError, plainly
from retrieval.retry import call_with_retries, parse_retry_after

if TYPE_CHECKING:
    import ssl

    import httpx

MAX_BYTES = 64 * 1024 * 1024
MAX_REDIRECTS = 5
PASSING = frozenset({429, 500, 502, 503, 504})
"""The statuses that may be gone a moment later, and so are tried again."""

_CHECK_ADDRESS = "Check the network and the base address in the settings."


class FetchError(SourceError):
    """An address gave no usable answer. *status* is the one it answered with, if that was the trouble.

    *retry_after*: the seconds the server asked to wait. *passing*: the same call may succeed later.
    *unanswered*: no connection, or no answer in time, so that other calls may well fare the same.
    """

    def __init__(
        self,
        message: str,
        hint: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        unanswered: bool = False,
        passing: bool = False,
    ) -> None:
        super().__init__(message, hint)
        self.status = status
        self.retry_after = retry_after
        self.unanswered = unanswered
        self.passing = passing


class PoliteClient:
    """Reads text from one service at a time. Not for use by several threads at once.

    All times are seconds. *timeout* ends one attempt, from the connection to the last byte, and *deadline*
    all attempts and the waits between them. Calls start at least *interval* apart, the retries included.
    """

    def __init__(
        self,
        *,
        interval: float = 0.0,
        timeout: float = 30.0,
        deadline: float = 90.0,
        attempts: int = 3,
        max_bytes: int = MAX_BYTES,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._interval = interval
        self._timeout = timeout
        self._deadline = deadline
        self._attempts = attempts
        self._max_bytes = max_bytes
        self._sleep = sleep
        self._clock = clock
        self._next_start = clock()

    def get(self, url: str) -> str:
        """The body at *url* as text. Raises `FetchError`, which names the address and the cure."""
        until = self._clock() + self._deadline
        return call_with_retries(
            lambda: self._attempt(url, until),
            retry_on=lambda error: isinstance(error, FetchError) and error.passing,
            retry_after=lambda error: error.retry_after if isinstance(error, FetchError) else None,
            attempts=self._attempts,
            deadline=self._deadline,
            sleep=self._sleep,
            clock=self._clock,
        )

    def _attempt(self, url: str, until: float) -> str:
        """One GET, given up when its time is over whatever it is doing."""
        self._keep_interval()
        seconds = min(self._timeout, until - self._clock())
        # httpx limits every single read but not their sum: a server that sends a byte now and then would hold us.
        with Cutoff(seconds) as cutoff, _open(url, cutoff) as client:
            try:
                text = _read(client, url, self._max_bytes)
            except FetchError:
                if not cutoff.passed:
                    raise
        if cutoff.passed:  # whatever came of it then: a body without a length only looks whole
            raise _late(url, seconds if seconds > 0 else self._deadline)
        return text

    def _keep_interval(self) -> None:
        wait = self._next_start - self._clock()
        if wait > 0:
            self._sleep(wait)
        self._next_start = self._clock() + self._interval


def _open(url: str, cutoff: Cutoff) -> httpx.Client:
    import httpx

    headers = {"User-Agent": f"broadsheet/{version('broadsheet')}", "Accept-Encoding": "gzip"}
    # A proxy from the environment is right for the world outside, and wrong for this machine itself.
    local = url.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))
    try:
        hooks = {"request": [cutoff.watch]}
        timeout = max(cutoff.seconds, 0.001)
        checked = _certificates(not local)
        return httpx.Client(headers=headers, timeout=timeout, trust_env=not local, event_hooks=hooks, verify=checked)
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        hint = "Check the variables HTTPS_PROXY, HTTP_PROXY and ALL_PROXY."
        raise FetchError(f"The proxy settings do not work: {error}", hint, unanswered=True) from error


@cache
def _certificates(trust_env: bool) -> ssl.SSLContext:
    """What servers are checked against; once a process, since reading it takes a tenth of a second."""
    import httpx

    return httpx.create_ssl_context(trust_env=trust_env)


def _read(client: httpx.Client, url: str, max_bytes: int) -> str:
    """The text at *url*, its redirects within the host followed; every fault as a `FetchError`."""
    import httpx

    target = url
    try:
        for _ in range(MAX_REDIRECTS + 1):
            with client.stream("GET", target) as response:
                if response.next_request is None:
                    return _text(response, url, max_bytes)
                target = _followed(response.url, response.next_request.url)
    except httpx.TimeoutException as error:
        raise _late(url, client.timeout.read or 0) from error
    except httpx.ConnectError as error:
        message = f"{url} is not reachable: {plainly(error)}."
        raise FetchError(message, _CHECK_ADDRESS, unanswered=True, passing=True) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise FetchError(f"{url} is not a web address: {error}", _CHECK_ADDRESS, unanswered=True) from error
    except httpx.HTTPError as error:
        raise FetchError(f"{url} broke off: {plainly(error)}.", "Try again later.", passing=True) from error
    raise FetchError(f"{url} redirects more than {MAX_REDIRECTS} times.", _CHECK_ADDRESS)


def _late(url: str, seconds: float) -> FetchError:
    message = f"{url} did not answer in full within {seconds:.3g} s."
    return FetchError(message, "Check the network, or try again later.", unanswered=True, passing=True)


def _followed(old: httpx.URL, new: httpx.URL) -> str:
    """The redirect's target, if it stays on the host (a step up to https does)."""
    same = (new.scheme, new.port) in {(old.scheme, old.port), ("https", None)}
    if new.host != old.host or not same:
        raise FetchError(f"{old} redirects to another host, {new.host}.", _CHECK_ADDRESS)
    return str(new)


def _text(response: httpx.Response, url: str, max_bytes: int) -> str:
    """The body, decoded. Both services promise UTF-8: anything else is damage, not an accent to guess at."""
    if response.status_code != 200:
        raise _status_error(response, url)
    if response.headers.get("Content-Encoding", "identity") not in {"identity", "gzip"}:
        # Nothing else was asked for, and encodings stacked on each other can unpack to any size.
        raise FetchError(f"{url} answers in an unknown encoding.", _CHECK_ADDRESS)
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > max_bytes:
            raise FetchError(f"{url} sends more than {max_bytes:,} bytes.", _CHECK_ADDRESS)
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise FetchError(f"{url} does not answer in UTF-8: {error}", _CHECK_ADDRESS) from error


def _status_error(response: httpx.Response, url: str) -> FetchError:
    status = response.status_code
    asked = parse_retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
    if status == 429:
        hint = "Too many requests: try again later." + (f" It asks for {asked:g} s." if asked else "")
    elif status == 404:
        hint = "Nothing is there: check the date or the query, and the base address in the settings."
    elif status >= 500:
        hint = "The server has a fault of its own: try again later."
    else:
        hint = _CHECK_ADDRESS
    return FetchError(
        f"{url} answered with status {status}.",
        hint,
        status=status,
        retry_after=asked,
        passing=status in PASSING,
    )

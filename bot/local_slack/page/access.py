"""Who is let in: a browser on this machine that was given the whole address, acting for this page and no other."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

TOKEN_HEADER = "X-Broadsheet-Token"

# Nothing is loaded from elsewhere, nothing inline runs, nobody frames the page, and no text can become markup.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every answer."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is turned away."""

    status: HTTPStatus
    reason: str


@dataclass(frozen=True, slots=True)
class Door:
    """The address is `http://127.0.0.1:<port>/<token>/`: whoever does not know it sees nothing."""

    token: str
    port: int

    @property
    def address(self) -> str:
        """What is opened in a browser."""
        return f"http://127.0.0.1:{self.port}/{self.token}/"

    def refusal(self, method: str, path: str, headers: Mapping[str, str]) -> Refusal | None:
        """Why a request for *path* (without its query) is turned away; None if it is let in.

        The names of *headers* are in small letters. The Host is checked against names that lead here from elsewhere,
        the Origin against other pages, and what is not a file of the page must carry the token as a header too, which
        no form, image or link can send.
        """
        host = headers.get("host", "")
        if host not in (f"127.0.0.1:{self.port}", f"localhost:{self.port}"):
            return Refusal(HTTPStatus.MISDIRECTED_REQUEST, "This page answers to 127.0.0.1 only.")
        if self._foreign(method, host, headers):
            return Refusal(HTTPStatus.FORBIDDEN, "Another page asked for this.")
        first, slash, rest = path.removeprefix("/").partition("/")
        if not hmac.compare_digest(first.encode(), self.token.encode()) or not slash:
            return Refusal(HTTPStatus.FORBIDDEN, "Open the whole address that was printed: the token is missing.")
        told = headers.get(TOKEN_HEADER.lower(), "")
        if rest.startswith("api/") and not hmac.compare_digest(told.encode(), self.token.encode()):
            return Refusal(HTTPStatus.FORBIDDEN, f"The header {TOKEN_HEADER} is missing.")
        return None

    def _foreign(self, method: str, host: str, headers: Mapping[str, str]) -> bool:
        origin = headers.get("origin")
        if origin is None and method == "GET":
            # A link to the page may stand anywhere; nobody else's page may load a part of it.
            followed = headers.get("sec-fetch-dest") == "document"
            return not followed and headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        # Browsers send an Origin with every POST.
        return origin != f"http://{host}"

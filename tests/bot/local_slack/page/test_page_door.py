"""Who gets to the page, and what it may load: asked over plain HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from localpage import Client, served

from bot.local_slack.page.files import page_files


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("page"), bot=False) as server:
        yield Client(server)


def test_the_page_comes_with_its_files_and_nothing_from_elsewhere(client: Client) -> None:
    """The whole address opens the page; no answer may load, run, frame or keep anything but its own."""
    for name in ("", *page_files()):
        got = client.ask("GET", name)
        assert got.status == 200
        policy = got.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert got.headers["X-Frame-Options"] == "DENY"
        assert got.headers["Cache-Control"] == "no-store"
        assert not any(header.startswith("Access-Control") for header in got.headers)
        assert b"http://" not in got.body
        assert b"https://" not in got.body
        assert b"innerHTML" not in got.body


def test_nothing_is_inline(client: Client) -> None:
    """The page's own HTML needs no exception from its policy."""
    text = client.ask("GET", "").body.decode()
    assert "style=" not in text
    assert "onclick" not in text
    assert text.count("<script") == text.count('<script type="module" src=')


@pytest.mark.parametrize("path", ["/", "/main.js", "/wrong/", "/wrong/main.js", "/wrong/api/events?as=alice"])
def test_without_the_token_there_is_nothing(client: Client, path: str) -> None:
    """A guessed address shows neither page nor file nor stream."""
    assert client.ask_whole("GET", path).status == 403


def test_the_token_alone_is_no_address(client: Client) -> None:
    """Without its last slash the address is not the whole one."""
    assert client.ask_whole("GET", f"/{client.server.door.token}").status == 403


@pytest.mark.parametrize("path", ["api/events?as=alice", "api/week", "api/payload?channel=papers&ts=1"])
def test_what_the_page_asks_for_needs_the_token_as_a_header(client: Client, path: str) -> None:
    """A link or a picture that knows the address still gets no data: neither can send a header."""
    assert client.ask("GET", path, X_Broadsheet_Token=None).status == 403
    assert client.ask("GET", path, X_Broadsheet_Token="wrong").status == 403


def test_a_form_of_another_page_does_nothing(client: Client) -> None:
    """A POST that comes from another origin, from none, or without the header is turned away."""
    body = b'{"do": "say", "as": "alice", "channel": "papers", "text": "hello"}'
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": None}):
        assert client.ask("POST", "api/act", body, **headers).status == 403
    assert client.ask("POST", "api/act", body, X_Broadsheet_Token=None).status == 403
    assert client.server.stage.slack.workspace.messages() == []


def test_a_name_that_leads_here_from_elsewhere_is_refused(client: Client) -> None:
    """A page of another host that resolves to this machine (DNS rebinding) is not answered."""
    for host in ("evil.example", f"evil.example:{client.server.server_port}", "127.0.0.1", "127.0.0.1:1"):
        assert client.ask("GET", "", Host=host).status == 421


def test_another_site_cannot_load_the_page_in_itself(client: Client) -> None:
    """Other sites get no script, no style, no frame of it; a link to the whole address may be followed."""
    assert client.ask("GET", "main.js", Sec_Fetch_Site="cross-site").status == 403
    assert client.ask("GET", "main.js", Sec_Fetch_Site="same-site").status == 403
    assert client.ask("GET", "main.js", Sec_Fetch_Site="same-origin").status == 200
    assert client.ask("GET", "", Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="iframe").status == 403
    assert client.ask("GET", "", Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="document").status == 200


@pytest.mark.parametrize(
    "path", ["../door.py", "..%2fdoor.py", "%2e%2e/door.py", "/etc/passwd", "static/main.js", "./main.js", "main.js%00"]
)
def test_no_path_leads_out_of_the_folder(client: Client, path: str) -> None:
    """Files are looked up by name in a table; a path that is no name finds nothing."""
    assert client.ask("GET", path).status == 404


def test_only_this_machine_is_listened_to(client: Client) -> None:
    """The server is bound to loopback."""
    assert client.server.server_address[0] == "127.0.0.1"


def test_each_start_has_a_token_of_its_own(tmp_path: Path) -> None:
    """Yesterday's address opens nothing today."""
    tokens = set()
    for _ in range(2):
        with served(tmp_path, bot=False) as server:
            tokens.add(server.door.token)
    assert len(tokens) == 2
    assert all(len(token) >= 20 for token in tokens)


def test_nonsense_is_answered_with_a_sentence(client: Client) -> None:
    """A broken body, an unknown deed, a missing field or a stranger is a refusal in words, never a traceback."""
    for body in (b"", b"[]", b"{", b'{"do": "dance", "as": "alice"}', b'{"do": "say", "as": 7}', b'{"do": "home"}'):
        got = client.ask("POST", "api/act", body)
        assert got.status == 400
        assert got.json["error"]
    assert client.act("say", channel="papers", text="too early").json["error"] == "The bot is still starting."
    assert client.ask("GET", "api/events?as=nobody").status == 404
    assert client.ask("POST", "api/nothing", b"").status == 404


def test_a_body_without_end_is_not_read(client: Client) -> None:
    """What says it is longer than allowed is refused before it is read."""
    got = client.ask("POST", "api/papers", b"x", Content_Length=str(10**12))
    assert got.status == 400
    assert "64 MiB" in got.json["error"]

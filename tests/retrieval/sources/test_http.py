"""The HTTP client against a server that is slow, broken, or well."""

from __future__ import annotations

import pytest
from servers import Reply, gzipped, nowhere, serving

from retrieval.sources.http import FetchError, PoliteClient


class Waits:
    """A sleep that returns at once and keeps what it was asked for."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def polite(sleep: Waits | None = None) -> PoliteClient:
    return PoliteClient(timeout=5.0, sleep=sleep or Waits())


def test_an_answer_is_text() -> None:
    """I get what the server sent, packed or not, and the server learns who asks."""
    with serving("Wüllner".encode(), gzipped("Wüllner")) as server:
        client = polite()
        assert [client.get(server.url), client.get(server.url)] == ["Wüllner", "Wüllner"]
        assert all(sent["User-Agent"].startswith("broadsheet/") for sent in server.headers)


def test_a_fault_that_passes_is_waited_out() -> None:
    """Two failures of the server, then the answer: I get the answer."""
    with serving(Reply(status=500), Reply(status=503), b"ok") as server:
        assert polite().get(server.url) == "ok"
        assert len(server.paths) == 3


def test_a_busy_server_is_given_the_time_it_asks_for() -> None:
    """If it says seven seconds, it is asked again after seven seconds."""
    waits = Waits()
    with serving(Reply(status=429, headers={"Retry-After": "7"}), b"ok") as server:
        assert polite(waits).get(server.url) == "ok"
    assert waits.seconds == [7.0]


def test_a_server_that_wants_too_long_a_wait_is_left_alone() -> None:
    """If it says an hour, I am told so at once."""
    with serving(Reply(status=429, headers={"Retry-After": "3600"})) as server:
        with pytest.raises(FetchError, match="429") as caught:
            polite().get(server.url)
        assert len(server.paths) == 1
    assert "3600 s" in caught.value.hint


@pytest.mark.parametrize(
    ("status", "calls", "hint"), [(404, 1, "date"), (403, 1, "base address"), (304, 1, ""), (502, 3, "later")]
)
def test_a_refusal_names_address_status_and_cure(status: int, calls: int, hint: str) -> None:
    """I read where it happened, what the server said, and what I can do; only what may pass is asked again."""
    with serving(Reply(status=status)) as server:
        with pytest.raises(FetchError, match=f"{server.url}/x answered with status {status}") as caught:
            polite().get(f"{server.url}/x")
        assert len(server.paths) == calls
    assert caught.value.status == status
    assert hint in caught.value.hint


@pytest.mark.parametrize("fault", ["stall", "drip", "drip-head"])
def test_a_server_that_never_ends_is_left_in_time(fault: str) -> None:
    """Silence, or a byte now and then, does not hold me past the deadline."""
    with serving(Reply(b"x" * 10_000, fault=fault)) as server:
        client = PoliteClient(timeout=0.2, attempts=2, sleep=Waits())
        with pytest.raises(FetchError, match=r"did not answer in full within 0\.2 s"):
            client.get(server.url)
        assert len(server.paths) <= 2


def test_the_deadline_holds_for_all_attempts_together() -> None:
    """However many attempts are allowed, none begins after the deadline."""
    with serving(Reply(fault="stall")) as server:
        client = PoliteClient(timeout=0.2, deadline=0.3, attempts=100)
        with pytest.raises(FetchError, match="did not answer"):
            client.get(server.url)
        assert len(server.paths) <= 1


def test_an_answer_cut_off_is_asked_for_again() -> None:
    """Half an answer is no answer."""
    with serving(Reply(b"the whole", fault="cut"), b"the whole") as server:
        assert polite().get(server.url) == "the whole"
    with serving(Reply(b"the whole", fault="cut")) as server, pytest.raises(FetchError, match="broke off"):
        polite().get(server.url)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"\xff\xfe broken"),
        Reply(b"not packed", headers={"Content-Encoding": "gzip"}),
        Reply(b"packed twice", headers={"Content-Encoding": "gzip, gzip"}),
    ],
)
def test_an_answer_that_cannot_be_read_is_an_error(reply: Reply) -> None:
    """Damaged bytes never come in as text."""
    with serving(reply) as server, pytest.raises(FetchError, match=server.url):
        polite().get(server.url)


@pytest.mark.parametrize("reply", [Reply(b"x" * 2_000), gzipped("x" * 100_000)])
def test_an_answer_without_end_is_not_read_to_its_end(reply: Reply) -> None:
    """The limit holds for what comes in and for what it unpacks to."""
    with serving(reply) as server, pytest.raises(FetchError, match="more than 1,000 bytes"):
        PoliteClient(max_bytes=1_000).get(server.url)


def test_a_redirect_within_the_host_is_followed() -> None:
    """An address that moved is found."""
    with serving(Reply(status=302, headers={"Location": "/new"}), b"ok") as server:
        assert polite().get(f"{server.url}/old") == "ok"
        assert server.paths == ["/old", "/new"]


def test_a_redirect_elsewhere_is_not_followed() -> None:
    """No answer can send me to a server I did not name, nor round in circles."""
    with serving(b"secret") as other, serving(Reply(status=302, headers={"Location": other.url})) as server:
        with pytest.raises(FetchError, match="another host"):
            polite().get(server.url)
        assert other.paths == []
    circle = Reply(status=302, headers={"Location": "/"})
    with serving(circle) as server, pytest.raises(FetchError, match="redirects more than"):
        polite().get(server.url)


@pytest.mark.parametrize("address", ["papers", "ftp://127.0.0.1/x", "http://["])
def test_a_wrong_base_address_is_told(address: str) -> None:
    """A slip in the settings is an error that points there."""
    with pytest.raises(FetchError, match=r"address|reachable") as caught:
        polite().get(address)
    assert "base address" in caught.value.hint


def test_calls_keep_their_distance() -> None:
    """arXiv asks for three seconds between calls, and gets them, retries included."""
    now, waits = [100.0], Waits()

    def sleep(seconds: float) -> None:
        waits(seconds)
        now[0] += seconds

    with serving(b"1", Reply(status=503, headers={"Retry-After": "1"}), b"2") as server:
        client = PoliteClient(interval=3.0, sleep=sleep, clock=lambda: now[0])
        client.get(server.url)
        client.get(server.url)
    assert waits.seconds == [3.0, 1.0, 2.0]


def test_nobody_there_is_told_in_words() -> None:
    """Where no server is, I read why in words, without the system's numbers."""
    with pytest.raises(FetchError) as caught:
        polite().get(nowhere())
    assert caught.value.message.endswith("is not reachable: Connection refused.")

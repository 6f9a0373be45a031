"""What is read every day: the feeds file, arXiv by the day, the commands, and the service's own thread."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import Run
from feed_world import World, serving
from servers import Reply, nowhere
from servers import serving as answering

from bot.app import App
from bot.intake.feeding import Feeding
from bot.intake.feeds import feeds_of, read_feeds
from bot.intake.keeping import Feeder
from bot.settings import load
from retrieval.archive.days import Days
from retrieval.errors import UsageError
from retrieval.sources.http import PoliteClient

FRIDAY = datetime(2026, 10, 23, 9, tzinfo=UTC)


def application(folder: Path, **settings: str) -> App:
    """An application at nine on a Friday, with settings by their names."""
    env = {"data": str(folder), "embedder": "hashing", "index": "exact", "now": FRIDAY.isoformat(), **settings}
    return App(load(env={f"BROADSHEET_{name.upper()}": value for name, value in env.items()}))


def atom(*ids: str, total: int | None = None) -> bytes:
    """A page of arXiv's answer with these papers."""
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{i}v1</id><title>Ropes of {i}</title>"
        f"<published>2026-10-20T09:00:00Z</published>"
        f"<summary>We find that the ropes of {i} hold.</summary><author><name>Ada Lovelace</name></author></entry>"
        for i in ids
    )
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:o="http://a9.com/-/spec/opensearch/1.1/"><title>x</title>'
        f"<o:totalResults>{len(ids) if total is None else total}</o:totalResults>{entries}</feed>"
    ).encode()


def test_a_feeds_file_names_categories_and_queries(tmp_path: Path) -> None:
    """Both become searches by name; what is misspelt is told with the form it should have."""
    path = tmp_path / "feeds.toml"
    path.write_text('[arxiv]\ncategories = ["cs.CL"]\n[arxiv.queries]\nropes = "mooring OR ropes"\n')
    assert read_feeds(str(path)) == {"cs.CL": "cat:cs.CL", "ropes": 'all:"mooring" OR all:"ropes"'}
    feeds = feeds_of(application(tmp_path, feeds=str(path)))
    assert [feed.name for feed in feeds] == ["huggingface", "arxiv:cs.CL", "arxiv:ropes"]
    for wrong in (
        "[arxvi]",
        '[arxiv]\ncategories = ["c s"]',
        "[arxiv]\ncategories = 1",
        "[arxiv.queries]\nx = ''",
        "[",
    ):
        path.write_text(wrong)
        with pytest.raises(UsageError) as caught:
            read_feeds(str(path))
        assert caught.value.hint
    with pytest.raises(UsageError, match="cannot be read"):
        read_feeds(str(tmp_path / "none.toml"))


def test_arxiv_is_read_by_the_day_and_each_day_stands_in_the_ledger(tmp_path: Path) -> None:
    """A day is asked for by its submissions; it is whole only once arXiv has had time to announce it."""
    path = tmp_path / "feeds.toml"
    path.write_text('[arxiv]\ncategories = ["cs.CL"]\n')
    with answering(atom("2610.00001"), atom("2610.00002"), Reply(status=500), atom()) as server:
        app = application(tmp_path, feeds=str(path), arxiv_url=server.url, huggingface_url=nowhere())
        client = lambda interval: PoliteClient(sleep=lambda seconds: None, attempts=1)  # noqa: E731
        assert Feeding(app, client=client).run() is False
        asked = [parse_qs(urlsplit(path).query)["search_query"][0] for path in server.paths]
    assert asked[0] == "(cat:cs.CL) AND submittedDate:[202610230000 TO 202610232359]"
    known = Days(app.database).known("arxiv:cs.CL", FRIDAY)
    states = {day.day.day: day.state for day in known.values()}
    assert states == {23: "unfinished", 22: "unfinished", 21: "failed", 20: "unfinished", 19: "unfinished",
                      18: "empty", 17: "empty", 16: "empty"}  # fmt: skip
    assert {paper.arxiv_id for paper in app.archive.list()} == {"2610.00001", "2610.00002"}
    assert Days(app.database).known("huggingface", FRIDAY)[FRIDAY.date()].state == "failed"


def test_fetch_reads_what_is_due_and_no_old_day_again(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """`fetch` twice reads once; `fetch huggingface --since` leaves out what was read whole, `--again` does not."""
    monkeypatch.setattr("bot.intake.feeds._INTERVAL", 0.0)
    monkeypatch.setenv("BROADSHEET_NOW", FRIDAY.isoformat())
    with serving(World(FRIDAY, random.Random(0))) as world:
        monkeypatch.setenv("BROADSHEET_HUGGINGFACE_URL", world.url)
        first = run("fetch", "--json")
        assert (first.code, first.json["new"]) == (0, len(world.given))
        asked = world.asked
        assert run("fetch").code == 0
        assert world.asked == asked
        monkeypatch.setenv("BROADSHEET_NOW", (FRIDAY + timedelta(days=40)).isoformat())
        world.now += timedelta(days=40)
        told = run("fetch", "huggingface", "--since", "2026-10-19", "--until", "2026-10-23")
        assert "4 days were read whole before" in told.err
        again = run("fetch", "huggingface", "--since", "2026-10-19", "--until", "2026-10-22", "--again", "--json")
        assert again.json["read"] > 100


def test_a_month_and_what_is_trending_can_be_had(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each paper keeps the day its own entry tells; two wishes at once are told."""
    entry = (
        b'[{"paper": {"id": "2610.00007", "title": "Ropes", "summary": "We find that ropes hold.", "publishedAt": '
        b'"2026-10-01T00:00:00Z", "submittedOnDailyAt": "2026-10-02T01:00:00Z", "authors": []}}]'
    )
    monkeypatch.setenv("BROADSHEET_NOW", FRIDAY.isoformat())
    with answering(entry) as server:
        monkeypatch.setenv("BROADSHEET_HUGGINGFACE_URL", server.url)
        assert run("fetch", "huggingface", "--month", "2026-10").code == 0
        assert run("fetch", "huggingface", "--trending").code == 0
        asked = [parse_qs(urlsplit(path).query) for path in server.paths]
        assert [(q.get("month"), q.get("sort")) for q in asked] == [(["2026-10"], None), (None, ["trending"])]
        assert "listed" in run("papers", "--json").out
        for wrong in (["--month", "2026-10", "--trending"], ["--month", "2027-01"], ["--month", "10"],
                      ["--trending", "--day", "2026-10-01"]):  # fmt: skip
            assert run("fetch", "huggingface", *wrong).code == 2
        assert len(server.paths) == 2


def test_a_service_feeds_itself_and_ends_when_told(tmp_path: Path) -> None:
    """Its thread reads at once, tells each fault once, outlives it, and ends between two days."""
    told: list[str] = []
    with serving(World(FRIDAY, random.Random(0))) as world:
        app = application(tmp_path, huggingface_url=world.url)
        feeder = Feeder(app, told.append, wakes=0.05)
        feeder.start()
        until = time.monotonic() + 60
        while time.monotonic() < until and not app.archive.count():
            time.sleep(0.05)
        feeder.stop()
        assert app.archive.count()
        assert not [thread for thread in threading.enumerate() if thread.name == "feed"]
    silent = application(tmp_path / "silent", huggingface_url=nowhere(), fetch_seconds="0.2")
    feeder = Feeder(silent, told.append)
    feeder.wake()
    feeder.wake()
    assert len(told) == 3 + 3  # three days each time: then nobody answers, and the others wait
    assert len(set(told)) == len(told)


def test_an_absence_is_made_up_for(tmp_path: Path) -> None:
    """After three weeks away the days in between are read once; what lies further back is left to `fetch`."""
    with serving(World(FRIDAY, random.Random(0))) as world:
        client = lambda interval: PoliteClient(sleep=lambda seconds: None)  # noqa: E731
        Feeding(application(tmp_path, huggingface_url=world.url), client=client).run()
        world.now = FRIDAY + timedelta(days=21)
        app = application(tmp_path, huggingface_url=world.url, now=world.now.isoformat())
        Feeding(app, client=client).run()
    known = Days(app.database).known("huggingface", world.now)
    gap = [date(2026, 10, 23) + timedelta(days=n) for n in range(21)]
    assert {known[day].state for day in gap} <= {"read", "empty"}

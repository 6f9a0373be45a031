"""Where posts go besides Slack, each read back by a program nobody here wrote."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from mail_server import mail_server
from weekly_made import MONDAY, WEEK, Routed, open_app, week_of_papers

from bot.local_slack import LocalSlack
from bot.render.html import document, fragment
from bot.settings.weekly import Destination
from bot.sinks.mail import read_server
from bot.sinks.slack import SlackSink
from bot.slack.wire.pace import Pace
from bot.slack.wire.poster import Poster, web_client
from bot.types import Reply, Section, Source
from bot.weekly.posting import Round
from bot.weekly.posting.ledger import Ledger
from bot.weekly.posting.subscriptions import subscribe, subscriber
from bot.weekly.week import Week
from retrieval.errors import UsageError

FEED, FILE = Destination("feed", "team"), Destination("file", "team")


def rounds(app: Any, weeks: int = 1, each: int = 2) -> list[str]:
    """Wake *each* times on as many Mondays; what the maintainer was told."""
    told: list[str] = []
    for n in range(weeks):
        for _ in range(each):
            Round(app, app.sinks, MONDAY + timedelta(weeks=n), told.append, timedelta(0)).run()
    return told


@pytest.mark.parametrize("each", [40, pytest.param(100, marks=pytest.mark.full)])
def test_a_slack_that_checks_everything_takes_a_week_of_many_papers(tmp_path: Path, each: int) -> None:
    """Blocks, lengths, metadata and threads are as Slack wants them; what is not allowed is told with its cure."""
    with LocalSlack() as slack:
        app = open_app(tmp_path, week_of_papers(WEEK, each), weekly_to="slack:C00PAPERS, slack:C00RANDOM")
        poster = Poster(web_client(slack.bot_token, slack.api_url), Pace(0.0), sleep=lambda seconds: None)
        told: list[str] = []
        turn = Round(app, Routed(app.settings, lambda to: SlackSink(poster, to.channel)), MONDAY, told.append)
        turn.run()
        (refused,) = told
        assert "C00RANDOM" in refused
        assert "/invite" in refused
        (main,) = [m for m in slack.parts.workspace.timeline("C00PAPERS") if not m.in_thread]
        linked = {
            p.url for p in app.archive.list(WEEK.window) if str(p.url) in str(slack.parts.workspace.replies(main))
        }
        in_main = {p.url for p in app.archive.list(WEEK.window) if str(p.url) in str(main.blocks)}
        assert len(in_main) >= 10
        assert len(linked | in_main) == 3 * each + 1


def test_a_week_is_one_markdown_file(tmp_path: Path) -> None:
    """Whole, named by its week, and never written twice."""
    app = open_app(tmp_path, weekly_to="file", weekly_folder=str(tmp_path / "posts"))
    rounds(app)
    (path,) = (tmp_path / "posts").iterdir()
    assert path.name == "team-2026-W46.md"
    text = path.read_text()
    assert text.startswith("# Papers of the week 9–15 Nov 2026\n")
    assert text.count("https://papers.example.org/") == 12


def test_the_feed_has_one_entry_a_week_and_stable_ids(tmp_path: Path) -> None:
    """A feed reader finds no fault; a feed written anew from a backup has the same ids."""
    papers = [p for n in range(3) for p in week_of_papers(WEEK.moved(n))]
    ids = []
    for name in ("one", "two"):
        app = open_app(tmp_path / name, papers, weekly_to="feed", weekly_folder=str(tmp_path / name))
        assert rounds(app, weeks=3) == []
        feed = feedparser.parse((tmp_path / name / "team.xml").read_bytes())
        assert not feed.bozo
        assert feed.version == "atom10"
        assert feed.feed.title.startswith("Broadsheet")
        assert [e.title[:19] for e in feed.entries] == ["Papers of the week "] * 3
        assert "<h2>Top 10</h2>" in feed.entries[0].content[0].value
        assert all(e.updated_parsed for e in feed.entries)
        ids.append([e.id for e in feed.entries])
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 3


def test_a_feed_that_cannot_be_read_is_left_as_it_is(tmp_path: Path) -> None:
    """Somebody's broken edit is not overwritten; the maintainer is told, and the entry waits."""
    (tmp_path / "team.xml").write_text("<feed")
    app = open_app(tmp_path / "data", weekly_to="feed", weekly_folder=str(tmp_path))
    (told,) = rounds(app)
    assert "cannot be read" in told
    assert (tmp_path / "team.xml").read_text() == "<feed"
    assert Ledger(app.database).parts(FEED, WEEK)[0].state == "planned"


def test_a_feed_keeps_what_an_older_archive_does_not_know(tmp_path: Path) -> None:
    """The feed is its own history: an archive from a backup adds no second entry."""
    for name in ("archive", "backup"):
        rounds(open_app(tmp_path / name, weekly_to="feed", weekly_folder=str(tmp_path)))
    assert len(feedparser.parse((tmp_path / "team.xml").read_bytes()).entries) == 1


def test_subscribers_get_one_mail_a_week(tmp_path: Path) -> None:
    """Text and HTML, how to end it, and an id that is the same whoever sends it; never a week twice."""
    with mail_server() as (box, url):
        papers = [*week_of_papers(WEEK), *week_of_papers(WEEK.moved(1))]
        app = open_app(tmp_path, papers, smtp=url, mail_from="papers@example.org")
        subscribe(app.database, subscriber("ada@example.org"), "glacier radar", MONDAY - timedelta(days=2))
        assert rounds(app, weeks=2, each=3) == []
        assert [mail["To"] for mail in box.mails] == ["ada@example.org"] * 2
        first, second = box.mails
        assert first["Subject"] == "Your papers of the week 9–15 Nov 2026"
        assert first["List-Unsubscribe"] == "<mailto:papers@example.org?subject=unsubscribe>"
        assert first["Message-ID"] != second["Message-ID"]
        text, html = first.get_body(("plain",)), first.get_body(("html",))
        assert text is not None
        assert html is not None
        assert "Glacier Radar" in text.get_content()
        assert '<a href="https://papers.example.org/2026-W46-1-' in html.get_content()
        assert "Orchard" not in text.get_content()
        assert "To end this" in text.get_content()


def test_mail_is_not_sent_again_by_an_archive_from_a_backup(tmp_path: Path) -> None:
    """The record of what was mailed lies beside the archive, not in it."""
    with mail_server() as (box, url):
        for name in ("archive", "backup"):
            settings = {"smtp": url, "mail_from": "p@example.org", "weekly_folder": str(tmp_path / "posts")}
            rounds(open_app(tmp_path / name, weekly_to="mail:team@example.org", **settings))
        assert len(box.mails) == 1


def test_a_refused_mail_is_told_and_tried_again(tmp_path: Path) -> None:
    """A full mailbox is a refusal: certainly not taken, so it may be sent later."""
    with mail_server() as (box, url):
        box.refuse = "452 mailbox full"
        app = open_app(tmp_path, weekly_to="mail:team@example.org", smtp=url, mail_from="p@example.org")
        (told,) = rounds(app)
        assert "452" in told
        box.refuse = ""
        rounds(app)
        assert len(box.mails) == 1


def test_a_mail_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Nothing was sent, so it is tried again; without settings the cure is named."""
    app = open_app(tmp_path / "a", weekly_to="mail:t@example.org", smtp="smtp://127.0.0.1:9", mail_from="p@example.org")
    assert "cannot be used" in rounds(app)[0]
    app = open_app(tmp_path / "b", weekly_to="mail:t@example.org")
    assert "BROADSHEET_SMTP" in rounds(app)[0]


def test_a_mail_server_lost_in_the_middle_leaves_it_unknown(tmp_path: Path) -> None:
    """The mail may have been taken: it is not sent again until the maintainer says what became of it."""
    with lossy_server() as (taken, url):
        app = open_app(tmp_path, weekly_to="mail:team@example.org", smtp=url, mail_from="p@example.org")
        (told,) = rounds(app, each=4)
        assert "--resolve" in told
        assert len(taken) == 1
        assert Ledger(app.database).open_parts()[0].state == "unknown"


@contextmanager
def lossy_server() -> Iterator[tuple[list[bytes], str]]:
    """A mail server that hangs up when it has read a whole message."""
    import threading

    server = socket.create_server(("127.0.0.1", 0))
    taken: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                _talk(stream, taken)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield taken, f"smtp://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def _talk(stream: Any, taken: list[bytes]) -> None:
    def say(line: bytes) -> None:
        stream.write(line + b"\r\n")
        stream.flush()

    say(b"220 here")
    for line in stream:
        say(b"354 go on" if line.upper().startswith(b"DATA") else b"250 ok")
        if line.upper().startswith(b"DATA"):
            taken.append(b"".join(iter(stream.readline, b".\r\n")))
            return


def test_a_password_is_never_sent_in_the_clear(tmp_path: Path) -> None:
    """With a user and a server that offers no encryption, nothing is sent."""
    with mail_server() as (box, url):
        named = url.replace("smtp://", "smtp://ada@")
        app = open_app(tmp_path, weekly_to="mail:t@example.org", smtp=named, mail_from="p@example.org")
        assert "encryption" in rounds(app)[0]
        assert not box.mails


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:port"])
def test_a_wrong_server_address_is_told(url: str) -> None:
    """The right form is named."""
    with pytest.raises(UsageError, match="BROADSHEET_SMTP"):
        read_server(url, "")


def test_an_address_cannot_carry_headers(tmp_path: Path) -> None:
    """Whoever subscribes gives an address and nothing else."""
    for address in ("a@b.org\nBcc: all@b.org", "a@b.org, c@d.org", "<a@b.org>", "a b@c.org"):
        with pytest.raises(UsageError):
            subscriber(address)


def test_html_holds_text_and_stored_links_only() -> None:
    """Marks in titles, lines and headings stay text; an address that is not a web address is no link."""
    evil = '<img src=x onerror="alert(1)"> & </li>'
    source = Source(evil, "javascript:alert(1)", evil, 1, (evil,), evil)
    good = Source("Good", 'https://example.org/?a="b"&c', "2026")
    html = document(Reply(evil, (evil,), (source,), (evil,), evil, (Section(evil, (evil,), (good,)),)))
    assert "<img" not in html
    assert "javascript:" not in html.lower().replace('javascript:alert(1)"', "")
    assert '<a href="https://example.org/?a=%22b%22&amp;c">Good</a>' in html
    assert fragment(Reply(paragraphs=("a\nb",))) == "<p>a<br>b</p>"


def test_weeks_sort_and_sinks_fail_alone(tmp_path: Path) -> None:
    """One sink without settings does not keep the others from posting."""
    app = open_app(tmp_path, weekly_to="mail:t@example.org, file", weekly_folder=str(tmp_path / "posts"))
    rounds(app)
    assert Ledger(app.database).parts(FILE, WEEK)[0].state == "sent"
    assert Week(2025, 52) < Week(2026, 1)

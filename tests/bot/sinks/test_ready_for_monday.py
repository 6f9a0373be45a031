"""What `doctor` and `weekly --test` find out on Friday, so that nobody is surprised on Monday."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run, three_papers
from mail_server import mail_server, stranger
from servers import nowhere
from slackbot import application

from bot.local_slack import LocalSlack
from bot.slack.manifest import manifest
from retrieval.archive import Archive
from retrieval.archive.database import Database

Invoke = Callable[..., Run]


def checked(run: Invoke) -> dict[str, dict[str, Any]]:
    """The findings of `doctor` by name."""
    return {row["name"]: row for row in run("doctor", "--json").json}


def test_the_places_of_the_posts_are_looked_at(run: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """A channel the weekly or daily post goes to must be there, and the bot in it; a member needs no invitation."""
    with LocalSlack(manifest()) as slack:
        monkeypatch.setenv("BROADSHEET_SLACK_URL", slack.api_url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
        monkeypatch.setenv("SLACK_APP_TOKEN", slack.app_token)
        monkeypatch.setenv("BROADSHEET_WEEKLY_TO", "slack:C00PAPERS slack:C0NOSUCH slack:U00ALICE")
        monkeypatch.setenv("BROADSHEET_DAILY_TO", "slack:C00RANDOM")
        found = checked(run)
    channels = {name: row["ok"] for name, row in found.items() if name.startswith("slack channel")}
    assert channels == {
        "slack channel C00PAPERS": True,
        "slack channel C0NOSUCH": False,
        "slack channel C00RANDOM": False,
    }
    assert "/invite @broadsheet" in found["slack channel C00RANDOM"]["remedy"]


def test_the_mail_server_is_logged_in_to(run: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is there is well, and nothing is mailed; one that is away, or no sender, is a fault with a cure."""
    monkeypatch.setenv("BROADSHEET_WEEKLY_TO", "mail:team@example.org")
    assert not checked(run)["mail"]["ok"]
    monkeypatch.setenv("BROADSHEET_MAIL_FROM", "papers@example.org")
    with mail_server() as (box, url):
        monkeypatch.setenv("BROADSHEET_SMTP", url)
        assert checked(run)["mail"]["ok"]
        monkeypatch.setenv("BROADSHEET_SMTP", url.replace("//", "//somebody@"))
        monkeypatch.setenv("BROADSHEET_SMTP_PASSWORD", "a-password-canary")
        refused = run("doctor")
        assert "FAULT mail" in refused.out
        assert "a-password-canary" not in refused.out
        assert box.mails == []
    monkeypatch.setenv("BROADSHEET_SMTP", nowhere().replace("http", "smtp"))
    assert "cannot be used" in checked(run)["mail"]["detail"]


@pytest.mark.parametrize("secure", [True, False])
@pytest.mark.parametrize("words", [("doctor",), ("weekly", "--test", "ada@example.org")])
def test_a_server_with_another_s_certificate_is_not_told_the_password(
    run: Invoke, monkeypatch: pytest.MonkeyPatch, secure: bool, words: tuple[str, ...]
) -> None:
    """Whoever answers in the mail server's place, with a certificate of its own making, learns no password."""
    monkeypatch.setenv("BROADSHEET_MAIL_FROM", "papers@example.org")
    monkeypatch.setenv("BROADSHEET_SMTP_PASSWORD", "a-password-canary")
    with stranger(secure) as (told, url):
        monkeypatch.setenv("BROADSHEET_SMTP", url)
        refused = run(*words)
    assert refused.code == 1
    assert "certificate is not to be trusted: self-signed certificate" in refused.out + refused.err
    assert not [line for line in told if not line.lower().startswith((b"ehlo", b"starttls"))]


def test_a_post_of_days_that_nobody_read_is_foreseen(run: Invoke, jsonl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a post is to go out and the days it is of were not read, doctor says so; where none goes out, it may be."""
    run("ingest", str(jsonl), "--listed", "2026-10-05")
    monkeypatch.setenv("BROADSHEET_NOW", "2026-11-27T09:00")
    assert checked(run)["feed"]["ok"]
    monkeypatch.setenv("BROADSHEET_WEEKLY_TO", "file:team")
    stale = checked(run)["feed"]
    assert not stale["ok"]
    assert "were not read" in stale["detail"]
    assert "broadsheet fetch" in stale["remedy"]


@pytest.mark.parametrize(("setting", "name"), [("TOPICS", "topics file"), ("FEEDS", "feeds file")])
def test_the_files_are_read(
    run: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, name: str
) -> None:
    """A topics or feeds file that is not there or not TOML is found before it is needed."""
    file = tmp_path / "named.toml"
    monkeypatch.setenv(f"BROADSHEET_{setting}", str(file))
    monkeypatch.setenv("BROADSHEET_WEEKLY_TO", "file:team")
    missing = checked(run)[name]
    assert not missing["ok"]
    assert f"{file} cannot be read: No such file or directory." in missing["detail"]
    file.write_text("this is = = not TOML")
    assert str(file) in checked(run)[name]["detail"]
    file.write_text("")
    assert checked(run)[name]["ok"]


def test_a_frozen_clock_is_named(run: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a frozen clock no post becomes due: a fault where posts are waited for; else the next one is told."""
    assert checked(run)["clock"]["ok"]
    monkeypatch.setenv("BROADSHEET_WEEKLY_TO", "file:team")
    frozen = checked(run)["clock"]
    assert (frozen["ok"], "2026-11-22 09:00" in frozen["detail"]) == (False, True)
    monkeypatch.delenv("BROADSHEET_NOW")
    monkeypatch.setenv("BROADSHEET_TIMEZONE", "Europe/Berlin")
    running = checked(run)["clock"]
    assert running["ok"]
    assert "Europe/Berlin" in running["detail"]
    assert "is due on Mon" in running["detail"]


def test_a_test_message_arrives_once(run: Invoke, monkeypatch: pytest.MonkeyPatch, jsonl: Path) -> None:
    """`weekly --test` posts one message that says it is a test, and looks for it; the week's own post still comes."""
    run("ingest", str(jsonl))
    with LocalSlack(manifest()) as slack:
        monkeypatch.setenv("BROADSHEET_SLACK_URL", slack.api_url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
        told = run("weekly", "--test", "C00PAPERS", "--json")
        assert (told.code, told.json["arrived"]) == (0, True)
        seen = [m.text for m in slack.seen("alice", "papers")]
        assert (len(seen), "test message" in seen[0]) == (1, True)
        refused = run("weekly", "--test", "C00RANDOM")
        assert (refused.code, "/invite" in refused.err) == (1, True)
        assert run("weekly", "--week", "2026-W46", "--to", "slack", "--channel", "C00PAPERS").code == 0
        assert any("Ropes and Harbours" in str(m.blocks) + m.text for m in slack.seen("alice", "papers"))
    assert run("weekly", "--test", "file:team").code == 2


def test_a_test_mail_arrives(run: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """To an address it goes by mail, with a subject that says what it is."""
    with mail_server() as (box, url):
        monkeypatch.setenv("BROADSHEET_SMTP", url)
        monkeypatch.setenv("BROADSHEET_MAIL_FROM", "papers@example.org")
        assert run("weekly", "--test", "me@example.org").code == 0
    assert [mail["Subject"] for mail in box.mails] == ["Broadsheet: a test message"]


def test_a_skipped_week_says_why(run: Invoke, monkeypatch: pytest.MonkeyPatch, jsonl: Path) -> None:
    """A week without papers that is passed over in silence is told to whoever runs `weekly`."""
    run("ingest", str(jsonl))
    monkeypatch.setenv("BROADSHEET_WEEKLY_QUIET", "no")
    monkeypatch.setenv("BROADSHEET_WEEKLY_TO", "file:team")
    told = run("weekly", "--week", "2026-W30")
    assert "2026-W30 file team: skipped as no paper of this week is here" in told.out


def test_a_serving_bot_is_no_fault(tmp_path: Path) -> None:
    """While another process owns the index, `doctor` calls it well and `reindex` leaves it alone, without a fault."""
    app = application(tmp_path / "data", BROADSHEET_INDEX="chroma")
    serving = app.vectors.serving()
    assert serving
    app.index.sync(serving)
    command = [sys.executable, "-m", "bot.cli", "--data", str(tmp_path / "data")]
    for words, told in ((["doctor"], "ok index: chroma is another process's"), (["reindex"], "takes over what is new")):
        done = subprocess.run([*command, *words], cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, told in done.stdout + done.stderr) == (0, True), done.stdout + done.stderr
    app.close()


def test_a_full_disk_is_told_in_one_breath(run: Invoke, tmp_path: Path) -> None:
    """When the disk fills up half-way, what was stored is counted and nothing says that nothing was."""
    lines = (f'{{"title": "Harbour {n} of many", "abstract": "We moor ship {n}. It holds."}}\n' for n in range(400))
    (tmp_path / "many.jsonl").write_text("".join(lines))
    database = Database(tmp_path / "data" / "archive.db")
    Archive(database).put(three_papers())
    with database.write() as db:
        db.execute(
            "CREATE TRIGGER full BEFORE INSERT ON papers WHEN (SELECT count(*) FROM papers) >= 203 "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    database.close()
    told = run("ingest", str(tmp_path / "many.jsonl"))
    assert told.code == 1
    assert "200 new" in told.out
    assert "disk is full" in told.out + told.err
    assert "nothing" not in (told.out + told.err).lower()
    assert len(run("papers", "--json").json) == 203

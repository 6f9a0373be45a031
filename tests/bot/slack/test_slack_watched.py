"""What whoever runs the bot sees of it: /health, /metrics, a line a day, and why it ended."""

from __future__ import annotations

import re
import signal
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from slackbot import ANSWER, QUESTION, access, answers, application, serving
from test_slack_serve import process

from bot.local_slack import LocalSlack
from bot.slack.bot import Bot
from bot.slack.tally import status_line


def got(port: int, path: str) -> tuple[int, str]:
    """The status and the text of one request."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def figures(port: int) -> dict[str, float]:
    """What /metrics says: every figure has its help and its type above it, as Prometheus' text form wants it."""
    status, text = got(port, "/metrics")
    assert status == 200
    form = r"# HELP (broadsheet_[a-z_]+) [^\n]+\n# TYPE \1 (?:gauge|counter)\n\1 (-?[0-9]+(?:\.[0-9]+)?)\n"
    assert re.sub(form, "", text) == ""
    return {name: float(value) for name, value in re.findall(form, text)}


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_health_and_figures_in_both_modes(tmp_path: Path, mode: str) -> None:
    """/health says ok; /metrics counts papers, an answer and a refusal; nothing else is served there."""
    app = application(tmp_path)
    with LocalSlack() as slack:
        bot = Bot(app, access(slack, mode, health_port=0))
        bot.start()
        port = bot.status_server.port if bot.status_server else bot.transport.port  # type: ignore[attr-defined]
        try:
            if mode == "http":
                slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            else:
                slack.wait(slack.connections, 60)
            slack.command("alice", "papers", "/ask", QUESTION)
            slack.command("alice", "papers", "/ask", "What do penguins think of jazz?")
            slack.wait(lambda: len(answers(slack.seen("alice", "papers"))) == 2 and not bot.jobs.unfinished(), 60)
            assert got(port, "/health") == (200, "ok")
            told = figures(port)
            assert (told["broadsheet_up"], told["broadsheet_papers"]) == (1, 3)
            assert [told[f"broadsheet_{n}_last_day"] for n in ("questions", "answered", "refused")] == [2, 1, 1]
            assert got(port, "/")[0] in (400, 404)
        finally:
            bot.stop(0)
            app.close()


def test_a_line_a_day(tmp_path: Path) -> None:
    """The line of a day tells what was asked, answered and refused, the tokens, and the newest paper."""
    app = application(tmp_path)
    with LocalSlack() as slack, serving(app, slack) as bot:
        slack.command("alice", "papers", "/ask", QUESTION)
        slack.wait(lambda: answers(slack.seen("alice", "papers")) and not bot.jobs.unfinished(), 60)
        line = status_line(app, bot.jobs, date.today())
        assert line.endswith("1 asked, 1 answered, 0 refused, 0 tokens; newest listed paper of 2026-11-10")
        assert "0 asked" in status_line(app, bot.jobs, date(2026, 1, 1))


def test_a_bot_that_cannot_write_says_so(tmp_path: Path) -> None:
    """When the archive takes nothing, whoever asks is told at once, /health says why, and it recovers by itself."""
    app = application(tmp_path)
    with LocalSlack() as slack, serving(app, slack) as bot, closing(sqlite3.connect(tmp_path / "archive.db")) as disk:
        disk.execute(
            "CREATE TRIGGER full BEFORE INSERT ON jobs BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
        disk.commit()
        slack.command("alice", "papers", "/ask", QUESTION)
        slack.wait(lambda: any("nothing can be written" in m.text for m in slack.seen("alice", "papers")), 60)
        slack.say("bob", "papers", f"<@U00BROAD> {QUESTION}")
        slack.wait(lambda: any("nothing can be written" in m.text for m in slack.seen("bob", "papers")), 60)
        assert "disk is full" in bot.ill()
        disk.execute("DROP TRIGGER full")
        disk.commit()
        slack.command("alice", "papers", "/ask", QUESTION)
        slack.wait(lambda: any(ANSWER in m.text for m in answers(slack.seen("alice", "papers"))), 60)
        assert bot.ill() == ""


def test_wrong_tokens_end_it_for_good(tmp_path: Path) -> None:
    """A token Slack does not take ends `serve` with 2, in one sentence and a cure, and nothing restarts it."""
    with LocalSlack() as slack:
        for wrong in ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, {"SLACK_APP_TOKEN": "xapp-wrong"}):
            run = process(slack, tmp_path, **wrong)
            said = run.communicate(timeout=120)[1]
            assert run.returncode == 2, said
            assert "Slack does not let us in: invalid_auth." in said
            assert "Traceback" not in said
    unit = (Path(__file__).parents[3] / "deploy" / "broadsheet.service").read_text()
    assert "RestartPreventExitStatus=2" in unit


def test_slack_that_is_away_is_tried_again(tmp_path: Path) -> None:
    """A network that is not up yet is no wrong token: `serve` ends with 1, which a supervisor restarts."""
    with LocalSlack() as slack:
        run = process(slack, tmp_path, BROADSHEET_SLACK_URL="http://127.0.0.1:9/api")
        said = run.communicate(timeout=120)[1]
        assert (run.returncode, "cannot be reached" in said) == (1, True)


def test_a_clean_stop_logs_no_error(tmp_path: Path) -> None:
    """Asked to stop, it says so and ends with 0; there is no error and no warning in its log."""
    application(tmp_path / "data").close()
    with LocalSlack() as slack:
        run = process(slack, tmp_path / "data")
        slack.wait(slack.connections, 120)
        slack.command("alice", "papers", "/ask", QUESTION)
        slack.wait(lambda: answers(slack.seen("alice", "papers")), 60)
        run.send_signal(signal.SIGTERM)
        said = run.communicate(timeout=60)[1]
        assert run.returncode == 0
        assert "stopping: asked to" in said
        assert not re.search("ERROR|WARNING|Traceback", said), said

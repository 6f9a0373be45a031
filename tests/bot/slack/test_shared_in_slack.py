"""What people share in Slack's channels, kept where the setting asks for it: through the bot and a local Slack."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from slackbot import answers, application, serving

from bot.local_slack import LocalSlack
from bot.local_slack.state.faults import Faults
from bot.local_slack.types import Message
from bot.slack.bot import Bot
from bot.slack.manifest import manifest
from bot.talk import shares

COMPASS = "https://arxiv.org/abs/2611.00001"
ON = {"BROADSHEET_SHARED": "yes", "BROADSHEET_NOW": ""}


@contextmanager
def keeping(folder: Path, slack: LocalSlack | None = None, **settings: str) -> Iterator[tuple[LocalSlack, Bot]]:
    """A Slack with the bot in it, which keeps what is shared and knows where it is."""
    with slack or LocalSlack(manifest()) as there, serving(application(folder, **ON, **settings), there) as bot:
        there.wait(lambda: _names(bot))
        yield there, bot


def _names(bot: Bot) -> int:
    with bot.desk.library.database.read() as db:
        return int(db.execute("SELECT count(*) FROM talk_channels WHERE name <> ''").fetchone()[0])


def told(slack: LocalSlack, who: str, place: str, question: str) -> str:
    """What *who* reads after asking in *place*."""
    asked = slack.say(who, place, question if place == "dm" else f"@broadsheet {question}")

    def found() -> list[Message]:
        return answers(slack.seen(who, place, asked))

    slack.wait(found)
    return found()[-1].text


def known(slack: LocalSlack, bot: Bot, who: str) -> None:
    """Wait until the name of *who* is known."""
    slack.wait(lambda: any(share.who == who for share in shares(bot.desk.library.database, "C00LAB")))


def test_who_posted_a_paper_is_told_with_where_and_what_came_of_it(tmp_path: Path) -> None:
    """A link in a channel is kept: whose it was, in which channel, and how many replied and reacted."""
    with keeping(tmp_path) as (slack, bot):
        shared = slack.say("alice", "papers", f"have a look: {COMPASS}")
        slack.say("bob", "papers", "very nice", shared)
        slack.react("carol", shared, "tada")
        known(slack, bot, "alice")
        said = told(slack, "bob", "papers", "who posted the Compass Networks paper?")
    assert "Posted by alice in #papers" in said
    assert "1 reply, 1 reaction" in said


def test_a_question_to_the_bot_shares_nothing(tmp_path: Path) -> None:
    """Who asks about a paper by its id has not posted it, in a thread of such a question neither."""
    with keeping(tmp_path) as (slack, bot):
        assert "not shared" in told(slack, "bob", "papers", "who posted 2611.00001?")
        asked = slack.say("bob", "papers", "@broadsheet what is rope?")
        slack.wait(lambda: answers(slack.seen("bob", "papers", asked)))
        slack.say("bob", "papers", "and 2611.00001?", asked)
        assert shares(bot.desk.library.database, "") == []


def test_a_private_channel_s_shares_are_told_there_alone(tmp_path: Path) -> None:
    """What was posted in #lab is told in #lab; in #papers and directly nobody hears of it, a member neither."""
    with keeping(tmp_path) as (slack, bot):
        slack.say("alice", "lab", f"secretly reading {COMPASS}")
        known(slack, bot, "alice")
        question = "what did we read about compass networks?"
        assert "shared by alice in #lab" in told(slack, "bob", "lab", question)
        assert "No paper was shared" in told(slack, "bob", "papers", question)
        assert "No paper was shared" in told(slack, "alice", "dm", question)
        slack.command("bob", "papers", "/ask", "papers shared this year")
        slack.wait(lambda: "No paper was shared" in slack.seen("bob", "papers")[-1].text)
        slack.command("bob", "lab", "/ask", "papers shared this year")
        slack.wait(lambda: "#lab" in slack.seen("bob", "lab")[-1].text)


def test_what_is_taken_back_is_forgotten(tmp_path: Path) -> None:
    """A message that is deleted, or edited so that no link is left, and all of a channel the bot is taken out of."""
    with keeping(tmp_path) as (slack, bot):
        database = bot.desk.library.database

        def posted(place: str) -> list[str]:
            return [share.ts for share in shares(database, place)]

        gone, edited, stays = (slack.say("alice", "lab", f"{COMPASS} {n}") for n in range(3))
        assert len(posted("C00LAB")) == 3
        slack.retract(gone)
        slack.edit(edited, "never mind")
        assert posted("C00LAB") == [stays.ts]
        slack.edit(edited, f"after all: {COMPASS}")
        assert posted("C00LAB") == [edited.ts, stays.ts] or posted("C00LAB") == [stays.ts, edited.ts]
        slack.remove("lab", "broadsheet")
        assert posted("C00LAB") == []


def test_nothing_is_kept_unless_it_is_asked_for(tmp_path: Path) -> None:
    """Without the setting no share is written down, and what was kept before is gone at the next start."""
    with keeping(tmp_path) as (slack, bot):
        slack.say("alice", "papers", COMPASS)
        assert shares(bot.desk.library.database, "")
    with LocalSlack(manifest()) as slack, serving(application(tmp_path, BROADSHEET_NOW=""), slack) as bot:
        slack.say("bob", "papers", COMPASS)
        assert not shares(bot.desk.library.database, "")


def test_what_was_said_before_the_bot_listened_is_read(tmp_path: Path) -> None:
    """The past of every channel it is in, threads too, with the replies and reactions that are there."""
    with LocalSlack(manifest()) as slack:
        first = slack.say("alice", "papers", f"new: {COMPASS}", wait=False)
        slack.react("bob", first, "eyes", wait=False)
        for n in range(150):
            slack.say("bob", "papers", f"chatter {n}", wait=False)
        root = slack.say("carol", "papers", "anything on rope?", wait=False)
        slack.say("bob", "papers", "no", root, wait=False)
        slack.say("bob", "papers", "https://huggingface.co/papers/2611.00002", root, wait=False)
        slack.say("carol", "random", "arXiv:2611.00003", wait=False)
        with serving(application(tmp_path, **ON), slack) as bot:
            slack.wait(lambda: len(shares(bot.desk.library.database, "")) == 2)
            slack.wait(lambda: shares(bot.desk.library.database, "")[0].replies == 1)
            thread, old = shares(bot.desk.library.database, "")
            assert (thread.paper, thread.replies) == ("2611.00002", 1)
            assert (old.paper, old.reactions) == ("2611.00001", 1)
            calls = len(slack.calls)
        with serving(application(tmp_path, **ON), slack) as bot:  # goes on from where it was
            slack.wait(lambda: len(slack.calls) > calls + 5)
            assert len(shares(bot.desk.library.database, "")) == 2


def test_what_was_taken_back_while_the_bot_was_away_is_forgotten(tmp_path: Path) -> None:
    """Deleted, edited or said in a thread between two runs: the next one notices, whoever else talks in the channel.

    It was said a moment before, and Slack does not tell of it a second time: what it tells of the past is all there is.
    """
    with LocalSlack(manifest()) as slack:
        with serving(application(tmp_path, **ON), slack) as bot:
            slack.wait(lambda: _names(bot))
            gone, edited, root, other = (slack.say("alice", "papers", f"{COMPASS} {n}") for n in range(4))
            replies = [slack.say("bob", "papers", "arXiv:2611.00009", thread) for thread in (root, root, other)]
            slack.wait(lambda: len(shares(bot.desk.library.database, "")) == 7)
        slack.retract(gone, wait=False)
        slack.edit(edited, "never mind", wait=False)
        slack.retract(replies[0], wait=False)
        slack.retract(replies[2], wait=False)  # nothing is left of this thread
        for n in range(120):
            slack.workspace.post("C00PAPERS", "U00ROBOT", f"build {n} is green")
        late = slack.say("carol", "papers", "hf.co/papers/2611.00004", wait=False)
        there = {root.ts, other.ts, replies[1].ts, late.ts}
        with serving(application(tmp_path, **ON), slack) as bot:
            slack.wait(lambda: {s.ts for s in shares(bot.desk.library.database, "")} == there)


def test_slack_is_asked_at_its_own_pace(tmp_path: Path) -> None:
    """Told to wait, the bot waits as long as it was told to before it reads on; nothing is lost by it."""
    faults = Faults()
    with LocalSlack(manifest(), faults=faults) as slack:
        slack.say("alice", "papers", COMPASS, wait=False)
        faults.next("conversations.history", "ratelimited", amount=2)
        with serving(application(tmp_path, **ON), slack) as bot:
            slack.wait(lambda: shares(bot.desk.library.database, ""))
        asked = [call.at for call in slack.calls if call.where == "conversations.history"]
    assert asked[1] - asked[0] >= 2


def test_what_cannot_be_shown_in_a_private_channel_is_shown_nowhere(tmp_path: Path) -> None:
    """The channel is closed before the answer is there: who asked is told so directly, and not what was shared."""
    faults = Faults()
    with keeping(tmp_path, LocalSlack(manifest(), faults=faults)) as (slack, bot):
        slack.say("alice", "lab", COMPASS)
        known(slack, bot, "alice")
        faults.next("chat.postMessage", "delay", amount=2)
        slack.say("bob", "lab", "@broadsheet what did we read about compass networks?")
        slack.workspace.set_archived("C00LAB")
        slack.wait(lambda: answers(slack.seen("bob", "dm")))
        assert "told only there" in answers(slack.seen("bob", "dm"))[-1].text
        assert "Compass Networks" not in answers(slack.seen("bob", "dm"))[-1].text

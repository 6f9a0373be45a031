"""“follow … here”: said in a channel, for everybody there."""

from __future__ import annotations

from pathlib import Path

from slackbot import answers, application, serving

from bot.local_slack import LocalSlack
from bot.slack.manifest import manifest
from bot.weekly.follows import followed


def said(slack: LocalSlack, text: str) -> str:
    """What the bot answers to *text* in #papers, for all to see."""
    asked = slack.say("alice", "papers", f"@broadsheet {text}")
    slack.wait(lambda: answers(slack.seen("carol", "papers", asked)))
    return answers(slack.seen("carol", "papers", asked))[-1].text


def test_a_channel_follows_what_it_is_told_to_until_the_bot_leaves(tmp_path: Path) -> None:
    """Added, listed, taken off, and ended when the bot is taken out; what people follow themselves is another thing."""
    with LocalSlack(manifest()) as slack, serving(application(tmp_path), slack) as bot:
        library = bot.desk.library
        assert "This channel follows papers on rope, on winches" in said(slack, "follow rope, winches here every day")
        assert "once a day" in said(slack, "following here")
        assert "on winches no more" in said(slack, "unfollow winches in this channel")
        assert [str(item) for item in followed(library, "C00PAPERS")] == ["rope"]
        assert not followed(library, "U00ALICE")
        slack.remove("papers", "broadsheet")
        slack.wait(lambda: not followed(library, "C00PAPERS"))

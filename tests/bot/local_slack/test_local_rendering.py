"""What the bot renders, the local Slack takes: within every limit, and live in nothing but stored addresses."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local_slack.checks.blocks import check_blocks, too_long
from bot.local_slack.checks.live import live_in
from bot.render.slack import messages
from bot.render.slack_blocks import Button
from bot.types import Reply, Source

STORED = "https://arxiv.org/abs/2201.02177"
CARRIERS = [
    "<!channel>",
    "<@U00BOB>",
    "<https://evil.example|x>",
    "https://evil.example",
    "evil.com",
    "#papers",
    "@here",
]
PIECES = [
    *CARRIERS,
    "&",
    "<",
    "<<<",
    "*b*",
    "`c`",
    "[a](https://evil.example)",
    "word ",
    "\n\n",
    "😀",
    "漢字",
    "x" * 700,
]

text = st.lists(st.sampled_from(PIECES), max_size=50).map("".join)
texts = st.lists(text, max_size=5).map(tuple)
sources = st.builds(Source, text, st.sampled_from([None, STORED]), text, st.sampled_from([None, 1, 2]), texts, text)
replies = st.builds(Reply, text, texts, st.lists(sources, max_size=5).map(tuple), texts, text)


@settings(max_examples=60)
@given(replies, st.booleans())
def test_any_reply_is_taken(reply: Reply, quotes: bool) -> None:
    """Whatever a paper, a model or a person wrote: no limit is passed and nothing is live but the stored address."""
    for message in messages(reply, [Button("up", "👍", "1")], quotes):
        blocks = list(message.blocks)
        assert check_blocks(blocks) == []
        assert not too_long(blocks)
        live = live_in({"text": message.text, "blocks": blocks}, ["papers"])
        assert {found.target for found in live} <= {STORED}

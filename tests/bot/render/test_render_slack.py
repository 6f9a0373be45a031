"""Slack messages: within every limit after escaping, nothing lost unsaid, nothing live but the links of sources."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_payloads import check, check_text, text_objects, words_of

from bot.local_slack.checks.blocks import check_view
from bot.render.safe import safe
from bot.render.slack import Message, line, messages
from bot.render.slack_blocks import Button
from bot.render.slack_parts import MOST
from bot.render.slack_views import Home, home_view, question_modal
from bot.render.split import cut, pieces, size
from bot.types import Reply, Section, Source

URL = "https://arxiv.org/abs/2611.00001"
BUTTONS = (Button("helpful", "👍", "7"), Button("share", "Share with channel", "7", "primary"))
HOSTILE = (
    "<!channel>",
    "<@U012AB3CD>",
    "<https://evil.example|here>",
    "*bold* _it_ ~no~ `code` :tada:",
    "&lt;!here&gt;",
)


def shown(made: list[Message]) -> str:
    """All that is to be read in the blocks, links by their labels, without numbering, buttons and white space."""
    numbered = [f"({n}/{len(made)})" for n in range(1, len(made) + 1)]
    blocks = [block for message in made for block in message.blocks if block["type"] != "actions"]
    texts = [words_of(found) for found in text_objects(blocks)]
    return "".join("".join(text.split()) for text in texts if text not in numbered)


REST = "Thereismore,whichdoesnotfithere.Askforonepartofit;inaterminal,--allshowseverything."


def assert_shown(made: list[Message], text: str) -> None:
    """Fail unless *text* is shown whole, or from its beginning in as many messages as may be, saying there is more."""
    told, word = shown(made), squeezed(text) or "Thereisnothingtoshow."
    cut_short = told.endswith(REST) and len(made) == MOST and word.startswith(told.removesuffix(REST))
    assert len(made) <= MOST
    assert told == word or cut_short


def squeezed(text: str) -> str:
    return "".join(safe(text).split())


def everywhere(text: str) -> Reply:
    """A reply with *text* wherever a paper, a model or a person can put one."""
    source = Source(text, URL, text, 1, (text,), text)
    return Reply(text, (text,), (source,), (text,), text, (Section(text, (text,), (source,)),))


def assert_whole(text: str) -> None:
    """Fail unless *text*, put everywhere, is shown everywhere, within the limits and inert."""
    made = messages(everywhere(text), BUTTONS, quotes=True)
    for message in made:
        check(message, (URL,))
    word = squeezed(text)
    told = shown(made)
    assert len(made) <= MOST
    assert told.count(word) >= 12 or not word or told.endswith(REST)
    assert set(told) <= set(word) | set("[1]·“”untitledThereisnothingtoshow." + REST)


@pytest.mark.parametrize(
    "text",
    ["x" * 20_000, "<" * 200_000, "字" * 60_000, "😀" * 50_000, "e\u0323\u0301 " * 20_000, "\u0301" * 20_000,
     "One sentence. " * 5_000, "a\n\n" * 10_000, "<!channel> & " * 4_000, "", " \u200b", "\n\n\n"],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_any_length_is_shown(text: str) -> None:
    """However long a text is and whatever it is made of, Slack takes it; what is left out is said to be missing."""
    made = messages(Reply(paragraphs=(text,)), BUTTONS)
    for message in made:
        check(message, (URL,))
    assert_shown(made, text)


LETTERS = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    [*HOSTILE, "é", "e\u0301", "👍🏽", "字。", "<", "&", " ", "\n\n", "A sentence. ", "word "]
)


@given(st.lists(LETTERS, max_size=6).map("".join), st.integers(0, 400))
def test_no_text_breaks_out(seed: str, times: int) -> None:
    """Any text, in any place of a reply: within the limits, nothing lost, nothing live."""
    assert_whole(seed * times)


@pytest.mark.full
@settings(max_examples=400)
@given(st.lists(LETTERS, max_size=8).map("".join), st.integers(0, 200_000))
def test_no_long_text_breaks_out(seed: str, length: int) -> None:
    """The same up to 200,000 characters."""
    text = (seed * (length // max(len(seed), 1) + 1))[:length]
    made = messages(Reply(text[:300], (text,), (Source(text[:5000], URL, text[:3000], 1, (text,)),)), quotes=True)
    for message in made:
        check(message, (URL,))
    assert squeezed(text) in shown(made) or shown(made).endswith(REST)


@given(st.text(), st.integers(5, 40))
def test_pieces_lose_only_white_space(text: str, limit: int) -> None:
    """A text cut to pieces is the same text, and no piece is too long or empty."""
    found = list(pieces(text, limit))
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(0 < size(piece) <= limit for piece in found)


@pytest.mark.parametrize(
    ("text", "limit", "first"),
    [
        ("One is here.\nTwo. Three four", 20, "One is here."),
        ("Alpha is one. Beta gamma", 20, "Alpha is one."),
        ("alpha beta gamma delta", 14, "alpha beta"),
        ("これは一つ。これは二つ", 8, "これは一つ。"),
        ("abcdefghe\u0323\u0302xyz", 10, "abcdefgh"),
        ("ab<<<<", 11, "ab<<"),
        ("😀😀😀", 5, "😀😀"),
        ("hand 👍🏽👍🏽👍🏽", 12, "hand 👍🏽"),
    ],
)
def test_where_a_text_is_cut(text: str, limit: int, first: str) -> None:
    """At a paragraph, then a sentence, then a word, then anywhere but inside a character as one reads it."""
    assert next(pieces(text, limit)) == first


def test_a_note_that_is_too_long_ends_in_an_ellipsis() -> None:
    """What is cut says so; what fits is left alone."""
    assert cut("short", 20) == "short"
    assert cut("some words that go on", 15) == "some words…"
    assert line("<b> & " * 2000).text.endswith("…")
    check(line("<b> & " * 2000), ())
    assert line("Looking…").blocks[0]["text"]["text"] == "Looking…"


def test_long_replies_are_numbered_and_cut_between_paragraphs() -> None:
    """Several messages say (1/n), begin with a whole paragraph, and carry the buttons once, at the end."""
    paragraphs = tuple(f"{n} " + "Grokking is late. " * 150 for n in range(10))
    made = messages(Reply(paragraphs=paragraphs, footer="scripted"), BUTTONS)
    assert len(made) > 2
    for number, message in enumerate(made, start=1):
        assert f"({number}/{len(made)})" in [found["text"] for found in text_objects(message.blocks)]
        assert re.match(r"\d", message.blocks[0]["text"]["text"])
        assert any(block["type"] == "actions" for block in message.blocks) == (number == len(made))
    assert made[-1].blocks[-1]["elements"][1]["style"] == "primary"


def test_a_short_reply_is_one_message_without_a_number() -> None:
    """No counter where there is nothing to count, and no buttons where none were given."""
    (message,) = messages(Reply("Title", ("Yes. [1]",), (Source("Ropes", URL, "2 authors", 1),), footer="model"))
    assert [block["type"] for block in message.blocks] == ["header", "rich_text", "rich_text", "context", "context"]
    assert message.text == "Title\nYes. [1]\n[1] Ropes\n2 authors\nmodel"


def test_many_blocks_are_several_messages() -> None:
    """Twenty papers with their quotes are more than one message can hold, and all of them come."""
    papers = tuple(Source(f"Paper number {n}.", URL, "d", 1, ("It does.",), "It does this.") for n in range(20))
    made = messages(Reply("20 papers", sources=papers), quotes=True)
    assert len(made) == 2
    assert all(f"Papernumber{n}." in shown(made) for n in range(20))


def test_a_source_keeps_its_quotes_and_a_heading_what_it_heads() -> None:
    """No message ends with a heading, and none begins with a quote of a source that stands before it."""
    source = Source("Ropes", URL, "d", 1, ("Longer ropes hold. " * 30,) * 2)
    made = messages(Reply(sections=tuple(Section(f"Theme {n}", (), (source,)) for n in range(20))), quotes=True)
    assert len(made) > 1
    assert all(message.blocks[0]["type"] == "header" for message in made)


@pytest.mark.parametrize(
    "title",
    ["Ropes: a study", "A < B & C", "A*-search with _names_", "Party :tada: time", "Either|or", "&lt;b&gt;"],
)
def test_titles_are_literal(title: str) -> None:
    """A title stands first, bold and linked, in its own characters: in rich text nothing is mark-up."""
    (message,) = messages(Reply(sources=(Source(title, URL, "d", 1, line="It holds."),)))
    number, linked, line = message.blocks[0]["elements"][0]["elements"]
    assert (number["text"], linked["text"], line["text"]) == ("[1] ", title, "\nIt holds.")
    assert (linked["type"], linked["url"], linked["style"]) == ("link", URL, {"bold": True})
    assert message.blocks[1]["elements"][0]["text"] == "d"


def test_numbers_lead_to_their_papers() -> None:
    """[1] in a sentence is a link to the paper it stands for; a number without a paper is only a number."""
    (message,) = messages(Reply(paragraphs=("Ropes hold. [1][7]",), sources=(Source("Ropes", URL, "d", 1),)))
    spans = message.blocks[0]["elements"][0]["elements"]
    assert [(span["type"], span["text"]) for span in spans] == [
        ("text", "Ropes hold. "),
        ("link", "[1]"),
        ("text", "[7]"),
    ]


def test_a_claim_that_is_its_quote_is_shown_once() -> None:
    """Quotes that a sentence of the answer says already are not said again under their paper."""
    reply = Reply(
        paragraphs=("Longer ropes hold. [1]",), sources=(Source("Ropes", URL, "", 1, ("Longer ropes hold.",)),)
    )
    assert shown(messages(reply, quotes=True)).count("Longerropeshold.") == 1


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://a.example/x?p=1&q=2", "https://a.example/x?p=1&q=2"),
        ("https://a.example/a b|c>d<e", "https://a.example/a%20b%7Cc%3Ed%3Ce"),
        ("http://a.example/%7Ex", "http://a.example/%7Ex"),
        ("javascript:alert(1)", None),
        ("https://arxiv.org@evil.example/", None),
        ("https://[bad", None),
        ("//evil.example", None),
        ("https:///nowhere", None),
        ("https://a.example/" + "x" * 3000, None),
        (None, None),
    ],
)
def test_only_stored_web_addresses_are_links(url: str | None, linked: str | None) -> None:
    """A stored http or https address is linked, with what could end the link encoded; anything else is just text."""
    (message,) = messages(Reply(sources=(Source("Ropes", url, "d", 1),)))
    _, title = message.blocks[0]["elements"][0]["elements"]
    assert (title["type"], title.get("url")) == (("link", linked) if linked else ("text", None))


def test_quotes_wait_behind_their_button() -> None:
    """Quotes are shown when asked for and not before."""
    reply = Reply(sources=(Source("Ropes", URL, "d", 1, ("Longer ropes hold.",)),))
    assert "Longerropeshold." not in shown(messages(reply))
    assert "“Longerropeshold.”" in shown(messages(reply, quotes=True))


def test_a_refusal_introduces_its_nearest_papers() -> None:
    """The note "These come closest:" stands above them; under an answer the notes come last."""
    refusal = Reply(
        paragraphs=("I found no sentence that answers this.",),
        sources=(Source("Ropes", URL, "d"),),
        notes=("Nearest:",),
    )
    assert shown(messages(refusal)).index("Nearest:") < shown(messages(refusal)).index("Ropes")
    answer = Reply(sources=(Source("Ropes", URL, "d", 1),), notes=("One fell.",))
    assert shown(messages(answer)).index("Onefell.") > shown(messages(answer)).index("Ropes")


def test_the_home_tab_shows_what_fits() -> None:
    """The Home tab holds at most 100 blocks, whatever the papers are called, and always the budget."""
    latest = [Source("T<*>" * 50, URL, "d", line="It does this. " * 20) for _ in range(200)]
    followed = [(f"Papers on {'<*> ' * 900}", Button("home_unfollow", "Unfollow", f"topic {n}")) for n in range(10)]
    view = home_view(
        Home(
            ("3 papers",),
            [Button("home_ask", "Ask a question", "home")],
            followed,
            "What is new comes once a week.",
            [("Latest papers", latest)],
            [("/ask QUESTION", "answers.")],
            ("You have 900 tokens left today.",),
        )
    )
    assert view["type"] == "home"
    assert check_view(view, "home") == []
    assert view["blocks"][-1]["elements"][0]["text"] == "You have 900 tokens left today."
    code = next(found for found in text_objects(view) if found["text"] == "/ask QUESTION")
    assert code["style"] == {"code": True}
    assert view["blocks"][2]["elements"][0]["action_id"] == "home_ask"
    for found in text_objects(view):
        check_text(found, (URL,))
    assert [block["type"] for block in home_view(Home(("This is for members only.",)))["blocks"]] == [
        "header",
        "section",
    ]


def test_the_question_window_is_prefilled() -> None:
    """The message asked about stands in the window, cut to what an input holds; an empty one leaves it empty."""
    view = question_modal("Why\u200b " * 3000, '{"channel": "C1"}')
    (block,) = view["blocks"]
    assert (view["callback_id"], block["block_id"], block["element"]["action_id"]) == ("ask_about",) + ("question",) * 2
    assert block["element"]["initial_value"].startswith("Why Why")
    assert len(block["element"]["initial_value"]) <= 3000
    assert view["submit"]["text"] == "Ask"
    assert check_view(view, "modal") == []
    assert "initial_value" not in question_modal("", "")["blocks"][0]["element"]

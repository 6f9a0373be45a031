"""Markdown pages: read back by a parser nobody here wrote, they say what the reply says and nothing in them is live."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.render.markdown import page
from bot.render.safe import safe
from bot.types import Reply, Section, Source

URL = "https://arxiv.org/abs/2611.00001"
PARSERS = {"CommonMark": MarkdownIt("commonmark"), "GitHub and bare addresses": MarkdownIt("gfm-like")}
# What we write ourselves; anything else in a page came alive out of somebody's text.
OURS = set(
    "paragraph heading bullet_list list_item blockquote inline text softbreak hardbreak code_inline link".split()
)
MARKUP = (
    "*a* _b_ **c** __d__ ~~e~~ `f` ``g", "[a](https://evil.example) ![b](x.png)", "[a]: https://evil.example", "[^1]",
    "<b>bold</b> <!-- c --> <script>x()</script>", "&lt; &copy; &#42;", "# a\n## b", "a\n===\nb\n---", "--\n***\n+++",
    "- a\n- b\n+ c\n* d", "1. a\n2) b", "> a\n>b", "    indented\n\tcode", "```\nc\n```", "~~~\nc\n~~~", "$x$ $$y$$",
    "| a | b |\n|---|---|\n| 1 | 2 |", "a\n:-\nb", "www.evil.com and https://evil.com and evil.com/x",
    "me@evil.com @team", "\\*a\\*\\", "`` ` ``", "a  \nb", "#12 C# :tada:",
    "<https://evil.com> <me@evil.com>", "!", "-", "=", "1.",
)  # fmt: skip


def tokens(markdown: str, parser: MarkdownIt) -> Iterator[Token]:
    """Every token of a page, inline ones too."""
    for token in parser.parse(markdown):
        yield token
        yield from token.children or ()


def read(markdown: str, parser: MarkdownIt) -> str:
    """What a reader sees of a page, without white space; fails if anything is live but links to the stored address."""
    seen = []
    for token in tokens(markdown, parser):
        assert token.type.removesuffix("_open").removesuffix("_close") in OURS, (token.type, markdown)
        assert token.type != "link_open" or token.attrs == {"href": URL}, (token.attrs, markdown)
        seen += [token.content] if token.type in ("text", "code_inline") else []
    return "".join("".join(seen).split())


def squeezed(*texts: str) -> str:
    return "".join("".join(map(safe, texts)).split())


def everywhere(text: str) -> Reply:
    """A reply with *text* wherever a paper, a model or a person can put one."""
    source = Source(text, URL, text, 1, (text,), text)
    return Reply(text, (text,), (source,), (text,), text, (Section(text, (text,), (source,)),))


def expected(text: str) -> str:
    word = squeezed(text)
    source = f"[1]{word}" + (f"·{word}{word}" if word else "") + f"“{word}”"
    return f"{word}{word}{source}{word}{word}{source}{word}{word}"


@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS)
@pytest.mark.parametrize("text", [*MARKUP, "a " + "\n".join(MARKUP), "", "\n\n\n", "x" * 5000])
def test_markup_in_a_text_is_only_text(text: str, parser: MarkdownIt) -> None:
    """Whatever Markdown a paper carries is read literally, in every place of a page."""
    assert read(page(everywhere(text)), parser) == expected(text)


LETTERS = st.sampled_from(list("*_`~[]()<>#+-=!|\\&;:.@$^{}\"'/ \nab1é字")) | st.sampled_from(MARKUP)


@settings(max_examples=150)
@given(st.lists(LETTERS, max_size=25).map("".join) | st.text(max_size=60), st.sampled_from(list(PARSERS)))
def test_no_text_breaks_out(text: str, parser: str) -> None:
    """Any text at all is read literally, and no link appears but the stored one."""
    assert read(page(everywhere(text)), PARSERS[parser]) == expected(text)


def test_a_page_as_it_is_written() -> None:
    """The page is plain to read before it is rendered, too."""
    source = Source("Ropes and Harbours", URL, "8 Nov 2026", 1, ("Longer ropes hold.",), "Ropes hold longer.")
    reply = Reply("Week 46", ("Ropes hold. [1]",), (), ("One fell.",), "scripted", (Section("Mooring", (), (source,)),))
    assert page(reply) == (
        "# Week 46\n\nRopes hold. \\[1\\]\n\n## Mooring\n\n"
        f"- [\\[1\\] Ropes and Harbours](<{URL}>) · 8 Nov 2026\n\n  Ropes hold longer.\n\n  > “Longer ropes hold.”\n\n"
        "One fell.\n\nscripted\n"
    )


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("https://a.example/x?p=1&copy;=2", "https://a.example/x?p=1&copy;=2"),
        ("https://a.example/a b)>\\", "https://a.example/a%20b)%3E%5C"),
        ("javascript:alert(1)", None),
        ("https://arxiv.org@evil.example/", None),
        (None, None),
    ],
)
def test_only_stored_web_addresses_are_links(url: str | None, href: str | None) -> None:
    """A stored http or https address is linked as it is, with what could end the link encoded; nothing else is."""
    found = tokens(page(Reply(sources=(Source("Ropes", url, "d"),))), PARSERS["CommonMark"])
    assert [token.attrs["href"] for token in found if token.type == "link_open"] == ([href] if href else [])


def test_lines_stay_lines() -> None:
    """The lines of a paragraph are not run together, and a blank line parts two paragraphs."""
    types = [token.type for token in tokens(page(Reply(paragraphs=("a\nb\n\nc",))), PARSERS["CommonMark"])]
    assert types.count("paragraph_open") == 2
    assert types.count("hardbreak") == 1


def test_a_refusal_introduces_its_nearest_papers() -> None:
    """The note "These come closest:" stands above them."""
    written = page(Reply(paragraphs=("No.",), sources=(Source("Ropes", URL, "d"),), notes=("Nearest:",)))
    assert written.index("Nearest") < written.index("Ropes")

"""Text on the way in and out: nothing invisible, nothing live."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text.clean import clean_line, clean_text, inert


def test_everything_invisible_is_stripped() -> None:
    """The tag block, variation selectors, zero-width, bidirectional and control characters do not get in."""
    controls = [(0, 8), (14, 31), (127, 159)]
    unseen = [(0xE0000, 0xE007F), (0xFE00, 0xFE0F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069)]
    for low, high in controls + unseen:
        for code in range(low, high + 1):
            assert clean_text(f"a{chr(code)}b") == "ab", hex(code)


def test_what_can_be_seen_stays() -> None:
    """Letters of any script, accents, mathematics, emoji, tabs as spaces and paragraphs survive."""
    assert (
        clean_text("Größe → 98.12 % 日本語 π≈3 🙂\n\nnext\tpart\r\nend")
        == "Größe → 98.12 % 日本語 π≈3 🙂\n\nnext part\nend"
    )
    assert clean_line(" a\n b\u00a0c ") == "a b c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://github.com/a/b now", "see github.com/a/b now"),
        ("<!channel> look", "channel look"),
        ("<@U123> and <#C1|general>", "U123 and general"),
        ("<https://evil.example|click here>", "click here"),
        ("[click](https://evil.example/?q=1)", "click (evil.example/?q=1)"),
        ("![x](http://evil.example/i.png)", "x (evil.example/i.png)"),
        ("hthttp://tp://evil.example", "evil.example"),
        ("javascript:alert(1)", "alert(1)"),
        ("p < 0.05 and x > 3", "p < 0.05 and x > 3"),
        ("ratio 3:1, f(x) [1]", "ratio 3:1, f(x) [1]"),
    ],
)
def test_live_text_becomes_words(text: str, shown: str) -> None:
    """Mentions and links become plain words; ordinary text is left as it is."""
    assert inert(text) == shown


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["<!", "<", ">", "|", "http", "://", "[", "](", ")", "@", "x"]), max_size=30).map(
        "".join
    )
)
def test_nothing_live_survives(text: str) -> None:
    """Whatever is put together, no scheme, no mention and no Markdown link is left."""
    left = inert(clean_text(text))
    assert "http://" not in left
    assert not re.search(r"<!\w*>", left)
    assert inert(left) == left


@pytest.mark.parametrize("layer", [("[", "](y)"), ("<a|", ">"), ("<!", ">"), ("ht", "tp://"), ("java", "script:")])
def test_what_is_nested_without_end_becomes_inert_too(layer: tuple[str, str]) -> None:
    """Two thousand layers of markup come out as plain words, and no slower than they went in."""
    nested = layer[0] * 2_000 + "http://x" + layer[1] * 2_000
    assert inert(inert(nested)) == inert(nested)
    assert not re.search(r"\]\(|<[!@#]|://|\bjavascript:\S", inert(nested))

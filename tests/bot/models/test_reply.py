"""Which part of a model's words is its answer."""

from __future__ import annotations

import time

import pytest

from bot.models.reply import last_object, spoken, spoken_line

LINE = "Longer ropes hold three times better."


@pytest.mark.parametrize(
    "text",
    [
        LINE,
        f"<think>Short.</think>{LINE}",
        f"<thinking>One.</thinking><think>Two.</think>\n{LINE}",
        f"[THINK]Short.[/THINK] {LINE}",
        f"◁think▷Short.◁/think▷{LINE}",
        f"<seed:think>Short.</seed:think>{LINE}",
        f"It must be short.</think>\n\n{LINE}",
        f"<|channel|>analysis<|message|>Short.<|end|><|start|>assistant<|channel|>final<|message|>{LINE}<|return|>",
        f"analysisIt must be short.assistantfinal{LINE}",
    ],
)
def test_thoughts_are_set_aside(text: str) -> None:
    """Whatever marks a model thinks in, I am shown what it says after them."""
    assert spoken(text) == LINE


@pytest.mark.parametrize("text", ["<think>I should", "<|channel|>analysis<|message|>I should", "[THINK] Hm."])
def test_nothing_but_thoughts_says_nothing(text: str) -> None:
    """A reply that ended while it was being thought of is no answer."""
    assert spoken(text) == ""


def test_a_paper_may_speak_of_such_marks() -> None:
    """A quote about </think> in an answer is the paper's own and cuts nothing off."""
    text = 'Here it is: {"claims": ["we end at </think> and go on"]}'
    assert last_object(text, lambda value: value["claims"]) == ["we end at </think> and go on"]


@pytest.mark.parametrize(
    "text",
    [
        f"TL;DR: {LINE}",
        f"**TL;DR:** {LINE}",
        f"“{LINE}”",
        f"Of course, this is it in one line:\n\n{LINE}",
        f"**The paper in short:**\n{LINE}",
        f'"{LINE}"',
        f"```\n{LINE}\n```",
        f'{{"summary": "{LINE}"}}',
        f'<think>Hm.</think>**Summary**: "{LINE}"',
    ],
)
def test_a_line_comes_without_its_wrapping(text: str) -> None:
    """Labels, quotation marks, fences and JSON around a line are not part of it."""
    assert spoken_line(text) == LINE


@pytest.mark.parametrize(
    "text",
    ["{" * 100_000, '{"' * 50_000, '{"a": "' + '" ' * 50_000, "[" + "\n" * 100_000 + "x", "<think>" * 15_000,
     "a</think>" * 12_000,
     '{"a": "b"' + " " * 100_000 + "c", "{a:" * 30_000, '{"a": /*' * 12_000, "<|channel|>" * 9_000],
)  # fmt: skip
def test_no_reply_takes_long_to_read(text: str) -> None:
    """However odd a reply is, I do not wait for it to be read."""
    started = time.process_time()
    last_object(text, lambda value: None)
    spoken_line(text)
    assert time.process_time() - started < 5

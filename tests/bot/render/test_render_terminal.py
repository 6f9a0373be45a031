"""The terminal shows all of a reply, in the order of reading."""

from __future__ import annotations

import io

from rich.console import Console

from bot.render import terminal
from bot.types import Reply, Section, Source


def shown(reply: Reply) -> str:
    """What a wide terminal is sent, colours apart."""
    out = io.StringIO()
    Console(file=out, width=200, color_system=None).print(terminal.whole(reply), soft_wrap=True, end="")
    return out.getvalue()


def test_sections_stand_between_the_sources_and_the_notes() -> None:
    """A longer reply comes in parts under headings, each with its paragraphs and papers, and the notes last."""
    source = Source("Ropes", "https://arxiv.org/abs/2611.00001", "8 Nov 2026", line="Longer ropes hold.")
    mooring = Section("Mooring", ("New.",), (source,))
    reply = Reply("Week 46", ("3 papers.",), (), ("One was left out.",), "scripted", (mooring,))
    assert shown(reply).splitlines() == [
        "Week 46", "", "3 papers.", "", "Mooring", "New.", "• Ropes · 8 Nov 2026",
        "    https://arxiv.org/abs/2611.00001", "    Longer ropes hold.", "One was left out.", "scripted",
    ]  # fmt: skip


def test_a_section_is_text() -> None:
    """Nothing in a section acts on the terminal, whoever wrote it."""
    told = shown(Reply(sections=(Section("\x1b[2JMooring", ("<https://evil.example|here>\x1b]52;c;ZXZpbA==\x07",)),)))
    assert told == "\nMooring\nhere\n"

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


LONG = "Longer ropes hold three times better in every harbour that was measured, whatever the wind and the tide were."


def test_what_hangs_together_is_indented_together() -> None:
    """On a terminal no line is wider than it, no word is broken, and a paper's further lines stand under its first."""
    source = Source(
        "Ropes and Harbours", "https://arxiv.org/abs/2611.00001", "8 Nov 2026", 1, (LONG.upper(),), LONG, "2611.00001"
    )
    plain = terminal.whole(Reply("", (LONG,), (source,)), 40).plain
    assert all(len(line) <= 40 and line == line.rstrip() for line in plain.split("\n"))
    assert " ".join(plain.upper().split()).count(LONG.upper()) == 3
    listed = plain.partition("[1] ")[2]
    assert all(line.startswith("    ") for line in listed.splitlines()[1:])


def test_a_wide_terminal_keeps_a_readable_measure() -> None:
    """Lines stay within a hundred columns on a screen of two hundred; a pipe gets whole lines."""
    reply = Reply(paragraphs=(f"{LONG} {LONG}",))
    assert max(map(len, terminal.whole(reply, 200).plain.split("\n"))) <= 100
    assert terminal.whole(reply).plain == f"{LONG} {LONG}\n"


def test_a_title_is_a_link_on_a_terminal_and_an_address_in_a_pipe() -> None:
    """Titles can be clicked; what another program reads has the address; both have the id that commands take."""
    address = "https://arxiv.org/abs/2611.00001"
    reply = Reply(sources=(Source("Ropes", address, "8 Nov 2026", id="2611.00001"),))
    on_terminal, in_pipe = terminal.whole(reply, 80), terminal.whole(reply)
    assert address not in on_terminal.plain
    assert any(f"link {address}" in str(span.style) for span in on_terminal.spans)
    assert in_pipe.plain == f"• Ropes · 8 Nov 2026 · 2611.00001\n    {address}\n"


def test_only_plain_addresses_become_links() -> None:
    """An address that no surface links is no link on a terminal either."""
    shown = terminal.whole(Reply(sources=(Source("Ropes", "javascript:alert(1)", ""),)), 80)
    assert not any("link" in str(span.style) for span in shown.spans)

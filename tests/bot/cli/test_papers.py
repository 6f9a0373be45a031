"""Lists in the terminal: short by default, in the order that is asked for; folders are read whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run


def test_a_list_ends_after_a_screenful(run: Callable[..., Run], tmp_path: Path) -> None:
    """`papers` shows twenty and counts the rest; --limit and --all show more; --json leaves nothing out."""
    lines = (f'{{"title": "Harbour {n} of many", "abstract": "We moor ship {n}. It holds."}}\n' for n in range(30))
    (tmp_path / "many.jsonl").write_text("".join(lines))
    run("ingest", str(tmp_path / "many.jsonl"))
    assert run("papers").out.count("• Harbour") == 20
    assert "10 more. See everything with --all." in run("papers").out
    assert run("papers", "--limit", "25").out.count("• Harbour") == 25
    assert run("papers", "--all").out.count("• Harbour") == 30
    assert len(run("papers", "--json").json) == 30


def test_a_list_comes_in_the_order_asked_for(run: Callable[..., Run], jsonl: Path) -> None:
    """By upvotes, comments or day, whether of a topic or of everything; an unknown one is told the known."""
    run("ingest", str(jsonl))
    assert run("papers", "--sort", "upvotes", "--json").json[0]["title"] == "Compass Networks"
    assert [p["title"] for p in run("papers", "--topic", "ropes", "--sort", "newest", "--json").json] == [
        "Ropes and Harbours"
    ]
    assert "most discussed first" in run("papers", "--sort", "comments").out
    told = run("papers", "--sort", "loudest")
    assert (told.code, "best, newest, upvotes, comments" in told.err) == (2, True)


def test_search_shows_the_sentence_that_was_found(run: Callable[..., Run], jsonl: Path) -> None:
    """Under a hit stands one whole sentence that says why, not the whole passage; --json has the passage."""
    run("ingest", str(jsonl))
    shown = run("search", "longer ropes hold").out
    assert "We study mooring under wind, and find that longer ropes hold 3 times better." in shown
    assert "The effect vanishes" not in shown
    assert "The effect vanishes" in run("search", "longer ropes hold", "--json").json[0]["passage"]


def test_folders_are_read_with_their_folders(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """Papers in folders within folders are found; hidden ones are left alone."""
    inside = tmp_path / "saved" / "november" / "week 46"
    inside.mkdir(parents=True)
    jsonl.rename(inside / "three.jsonl")
    hidden = tmp_path / "saved" / ".cache"
    hidden.mkdir()
    (hidden / "other.jsonl").write_text('{"title": "Not meant", "abstract": "We hide this. It is seen by nobody."}')
    assert run("ingest", str(tmp_path / "saved"), "--json").json["new"] == 3


def test_the_demo_is_kept_away_from_real_papers(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`demo` answers from the sample page in a folder of its own, and says how to ask it more."""
    monkeypatch.delenv("BROADSHEET_EMBEDDER")
    told = run("demo", "What", "is", "grokking?")
    assert told.code == 0
    assert "Grokking" in told.out
    assert "broadsheet --data .demo ask" in told.err
    assert (tmp_path / ".demo" / "archive.db").is_file()
    assert run("papers", "--json").json == []
    assert run("--data", ".demo", "ask", "Does LoRA add inference latency?").code == 0


@pytest.mark.parametrize(
    "command",
    ["papers", "search ropes", "show ropes", "related ropes", "compare a, b", "trend ropes", "tldr --all",
     "export ropes", "ask what is a rope", "chat", "digest", "digest 2026-W46", "weekly --dry-run", "weekly --explain"],
)  # fmt: skip
def test_where_no_paper_is_there_are_three_ways_in(run: Callable[..., Run], command: str) -> None:
    """Whatever a newcomer tries first, an empty archive is told as one, and how to fill it."""
    told = run(*command.split(), stdin="What is a rope?\n")
    assert told.code == 2
    for way in ("There are no papers in", "broadsheet ingest", "broadsheet fetch huggingface", "broadsheet demo"):
        assert way in told.err

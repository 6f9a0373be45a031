"""The terminal's conversation: `ask -c` goes on, `chat` is a talk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Run, three_papers

from bot.question import Turn
from bot.question.memory import MOST_KEPT, Turns
from retrieval.archive.database import Database


@pytest.fixture
def filled(run: Callable[..., Run], jsonl: Path) -> Callable[..., Run]:
    """The command line over the three papers."""
    run("ingest", str(jsonl))
    return run


def test_ask_c_goes_on(filled: Callable[..., Run]) -> None:
    """`ask -c` knows what was asked last, and says how it took the question."""
    filled("ask", "What is a compass network?")
    told = filled("ask", "-c", "Does it need a gyroscope?", "--json").json
    assert told["question"] == "Does “Compass Networks” need a gyroscope?"
    assert {c["title"] for claim in told["claims"] for c in claim["citations"]} == {"Compass Networks"}
    assert told["notes"][0].startswith("Taken as: ")


def test_a_plain_ask_begins_anew(filled: Callable[..., Run]) -> None:
    """Without -c nothing said before counts, then or later."""
    filled("ask", "What is a compass network?")
    assert filled("ask", "Does it need a gyroscope?", "--json").json["question"] == "Does it need a gyroscope?"
    filled("ask", "how many papers are there?")
    told = filled("ask", "-c", "and since 2026?", "--json").json
    assert (told["question"], told["count"]) == ("how many papers are there since 2026?", 1)


def test_each_user_has_a_conversation(filled: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody else asked is not what I go on from."""
    filled("ask", "What is a compass network?")
    monkeypatch.setenv("BROADSHEET_USER", "ada")
    assert filled("ask", "-c", "Does it need a gyroscope?", "--json").json["question"] == "Does it need a gyroscope?"


def test_a_paper_that_was_not_shown_is_wrong_use(filled: Callable[..., Run]) -> None:
    """The ninth of three papers ends with code 2 and the papers there were."""
    filled("ask", "list the papers")
    told = filled("ask", "-c", "and the ninth paper?")
    assert told.code == 2
    assert "only three papers: [1]" in told.err


def test_chat_from_a_pipe(filled: Callable[..., Run]) -> None:
    """Lines piped in are answered one after the other, and only what is asked for stands on stdout."""
    first = "What is a compass network?\n\nDoes it need a gyroscope?\nand the ninth paper?\n"
    told = filled("chat", stdin=first + "new\nDoes it?\nquit\nlist the papers\n")
    assert told.code == 0
    assert told.out.count("Taken as: ") == 1
    assert "Taken as: Does “Compass Networks” need a gyroscope?" in told.out
    assert "only one paper" in told.err
    assert "There are 3 papers" not in told.out


def test_chat_can_be_continued(filled: Callable[..., Run]) -> None:
    """After a chat, `ask -c` goes on from its last answer."""
    filled("chat", stdin="What is a compass network?\n")
    assert "Compass Networks" in filled("ask", "-c", "what is it about?", "--json").json["question"]


def test_an_empty_chat_is_no_error(filled: Callable[..., Run]) -> None:
    """Ending at once is fine."""
    assert filled("chat", stdin="").code == 0


def test_old_turns_are_forgotten(database: Database) -> None:
    """A user's conversations take no more than fifty rows; a new one hides those before it."""
    turns = Turns(database, lambda: datetime(2026, 11, 22, tzinfo=UTC))
    for n in range(70):
        turns.keep("ada", Turn(f"Question {n}?"), new=n % 4 == 0)
    turns.keep("bob", Turn("Mine?"), new=True)
    assert [t.question for t in turns.last("ada")] == ["Question 68?", "Question 69?"]
    assert [t.question for t in turns.last("bob")] == ["Mine?"]
    with database.read() as db:
        assert db.execute("SELECT count(*) FROM turns WHERE user = 'ada'").fetchone()[0] == MOST_KEPT


def test_a_turn_that_cannot_be_read_is_passed_over(database: Database) -> None:
    """Damage in the kept conversation loses that turn and no other."""
    turns = Turns(database, lambda: datetime(2026, 11, 22, tzinfo=UTC))
    turns.keep("ada", Turn("First?"), new=True)
    with database.write() as db:
        db.execute("INSERT INTO turns (user, at, said) VALUES ('ada', '', '{]')")
    turns.keep("ada", Turn("Third?"), new=False)
    assert [t.question for t in turns.last("ada")] == ["First?", "Third?"]


def test_a_paper_is_saved_by_saying_so(run: Callable[..., Run], jsonl: Path) -> None:
    """ "Save the second one" puts it on the list, "save it" asks which of several; a question saves nothing."""
    run("ingest", str(jsonl))
    told = run("chat", stdin="which papers are on rivers?\nsave Ropes and Harbours\nhow do ropes save lives?\n")
    assert "Saved: “Ropes and Harbours”." in told.out
    assert [p["title"] for p in run("saved", "--json").json] == ["Ropes and Harbours"]
    assert "Your reading list: 1 paper" in run("chat", stdin="saved\n").out
    assert "Your reading list: 1 paper" in run("ask", "what is on my reading list?").out
    assert "Which one?" in run("ask", "save", "it").out
    run("chat", stdin="papers on harbours\ntake Ropes and Harbours off my list\n")
    assert run("saved", "--json").json == []


def test_more_goes_on_where_the_list_ended(run: Callable[..., Run], tmp_path: Path) -> None:
    """In a chat “more” shows the papers that were not shown yet, each once, until there are none; and so I am told."""
    lines = [{"title": f"Winch Notes {n:03}", "abstract": "We study winches. They turn."} for n in range(75)]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, lines)))
    run("ingest", str(tmp_path / "many.jsonl"))
    told = run("chat", stdin="list all papers on winches\nmore\nmore\n").out
    assert sorted(re.findall(r"• (Winch Notes \d+)", told)) == [line["title"] for line in lines]
    assert "45 more. “more” goes on." in told
    assert "15 more. “more” goes on." in told
    assert "--all" not in told


def test_more_never_repeats_what_all_has_shown(run: Callable[..., Run], tmp_path: Path) -> None:
    """With --all the whole list was shown and is remembered: “more” says that was all, and each has its number."""
    lines = [{"title": f"Winch Notes {n:03}", "abstract": "We study winches. They turn."} for n in range(75)]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, lines)))
    run("ingest", str(tmp_path / "many.jsonl"))
    told = run("chat", "--all", stdin="list all papers on winches\nmore\nbibtex 60\n").out
    shown = re.findall(r"• (Winch Notes \d+)", told)
    assert sorted(shown) == [line["title"] for line in lines]
    assert f"title = {{{{{shown[59]}}}}}" in told


def test_a_reference_is_asked_for_by_number(filled: Callable[..., Run]) -> None:
    """ "bibtex 2" is the second paper shown, to be copied; "bibtex" all of them, and "cite it" the one talked about."""
    told = filled("chat", stdin="list the papers\nbibtex 2\n").out
    shown = re.findall(r"^• (.+?) ·", told, re.MULTILINE)
    assert re.findall(r"title = \{\{(.+)\}\}", told) == [shown[1]]
    assert re.search(r"^@misc\{\S+,\n  title = ", told, re.MULTILINE)
    assert filled("chat", stdin="list the papers\nbibtex\n").out.count("@misc{") == len(shown) == 3
    assert filled("chat", stdin="list the papers\nexplain 3\ncite it\n").out.count("@misc{") == 1
    assert "@misc{" in filled("ask", "bibtex of Ropes and Harbours").out
    assert "only three papers: [1]" in filled("chat", stdin="list the papers\nbibtex 9\n").err


@pytest.mark.parametrize(
    "said",
    [
        "compare 1 and The Drift of Deltas",
        "Compare The Drift of Deltas with [1].",
        "please compare 1, 2 and The Drift of Deltas",
    ],
)
def test_a_number_and_a_name_are_compared(filled: Callable[..., Run], said: str) -> None:
    """A number is the paper shown under it, beside a name that was not shown; whether it holds an "and" or not."""
    told = filled("chat", stdin=f"papers on harbours\n{said}\n").out
    first = re.search(r"^• (.+?) ·", told, re.MULTILINE)
    assert first
    table = told.partition(" searched")[2]
    assert f"] {first[1]}" in table
    assert "] The Drift of Deltas" in table
    assert "method: " in table


def test_a_name_with_an_and_is_one(filled: Callable[..., Run]) -> None:
    """What stands beside a number may be a title of several words, and what it is unlike is no table."""
    told = filled("chat", stdin="papers on compasses\ncompare 1 and Ropes and Harbours\ncompare 1 and 3 layers\n").out
    assert "] Ropes and Harbours" in told
    assert told.count("method: ") == 2


def test_more_of_a_paper_that_was_explained_is_all_of_it(filled: Callable[..., Run]) -> None:
    """ "Explain it" says what the paper is about; "more" does not say it again, but shows the paper in full."""
    told = filled("chat", stdin="list the papers\nexplain 2\nmore\n").out
    explained, _, rest = told.partition("from 1 paper")
    title = re.search(r"What is “(.+)” about", explained)
    assert title
    assert "Taken as" not in rest
    assert title[1] in rest
    whole = next(paper for paper in three_papers() if paper.title == title[1])
    assert whole.abstract in rest


def test_what_announces_the_answer_stands_above_it(filled: Callable[..., Run]) -> None:
    """ "Its abstract tells no results; it says:" is followed by what it says."""
    listed = re.findall(r"^• (.+?) ·", filled("ask", "list the papers").out, re.MULTILINE)
    place = listed.index("The Drift of Deltas") + 1
    told = filled("chat", stdin=f"list the papers\nwhat are the results of {place}?\n").out
    below = told.partition("Its abstract tells no results; it says:\n")[2]
    said = below.partition(f" [{place}]\n")[0]
    assert said
    assert said in three_papers()[2].abstract

"""Everyday questions, typed as people type them: each is read by code before anything is searched."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import BRAVE, CALM, DELTA, Run, paper

from bot.render.documents import paper_document

PAPERS = [
    paper("KelpNet: Compass Networks for Boats", BRAVE, listed_on=date(2026, 11, 2), published=date(2026, 11, 1),
          arxiv_id="2611.00001", upvotes=5, comments=2, authors=("Ada Lovelace", "Grace Hopper"), author_count=2,
          organization="Harbour Lab", code_url="https://github.com/example/kelpnet"),
    paper("RopeSpec: Ropes and Harbours", CALM, listed_on=date(2026, 11, 10), published=date(2026, 11, 8),
          arxiv_id="2611.00002", upvotes=9, comments=1, authors=("Emmy Noether",), author_count=1,
          organization="Harbour Lab"),
    paper("The Drift of Deltas", DELTA, published=date(2024, 3, 5), arxiv_id="2403.00003", organization="River Group"),
]  # fmt: skip


@pytest.fixture
def told(run: Callable[..., Run], tmp_path: Path) -> Callable[[str], str]:
    """What the terminal says to a question over the three papers."""
    path = tmp_path / "three.jsonl"
    path.write_text("".join(json.dumps(paper_document(p)) + "\n" for p in PAPERS))
    run("ingest", str(path))
    return lambda question: " ".join(run("ask", question).out.split())


@pytest.mark.parametrize(
    "question",
    [
        "hi",
        "hi, how are you?",
        "Hello there!",
        "help",
        "what can you do?",
        "who are you?",
        "Hallo!",
        "bonjour",
        "你好",
        "こんにちは",
        "hey, what can you do?",
        "Hello bot! So what can I ask?",
        "hi there - who are you?",
    ],
)
def test_small_talk_tells_what_can_be_asked(told: Callable[[str], str], question: str) -> None:
    """Nobody who says hello is answered with sentences of papers."""
    assert "Ask about the papers" in told(question)


@pytest.mark.parametrize(
    "said", ["thanks, that was great!", "thank you, this is really helpful", "great, that's exactly what I needed"]
)
def test_praise_is_taken_for_thanks(told: Callable[[str], str], said: str) -> None:
    """Whoever says that an answer was good is thanked, not answered with a paper."""
    assert "You are welcome." in told(said)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who wrote KelpNet?", "Ada Lovelace, Grace Hopper"),
        ("who wrote 2611.00002", "Emmy Noether"),
        ("https://arxiv.org/abs/2611.00002v1 who wrote it?", "Emmy Noether"),
        ("Is the code of KelpNet available?", "github.com/example/kelpnet"),
        ("Is the code of RopeSpec available?", "No code link is known of it."),
        ("What results does KelpNet report?", "91.5%"),
        ("Which organization is KelpNet from?", "Harbour Lab."),
        ("How many comments does KelpNet have?", "2 comments."),
        ("how many upvotes did KelpNet get?", "5 upvotes."),
        ("How many upvotes has KelpNet received?", "5 upvotes."),
        ("keywords of RopeSpec", "No keyword is known of it."),
        ("Where can I read RopeSpec?", "huggingface.co/papers/2611.00002"),
    ],
)
def test_a_named_paper_answers_for_itself(told: Callable[[str], str], question: str, wanted: str) -> None:
    """A name, an id or an address means that paper and no other."""
    shown = told(question)
    assert wanted in shown
    other = "RopeSpec" if "KelpNet" in question else "KelpNet"
    assert other not in shown


def test_two_named_papers_each_get_their_say(told: Callable[[str], str]) -> None:
    """A comparison cites both."""
    shown = told("What is the difference between KelpNet and RopeSpec?")
    assert "KelpNet: Compass" in shown
    assert "RopeSpec: Ropes" in shown


def test_an_id_that_is_not_here_is_said_to_be_missing(told: Callable[[str], str]) -> None:
    """Not a word about other papers."""
    assert "2501.09999 is not in the archive" in told("what is 2501.09999 about?")


def test_a_number_of_papers_is_kept_to(run: Callable[..., Run], tmp_path: Path) -> None:
    """Whoever asks for three gets three."""
    lots = [paper(f"Winch {n}", f"Winch number {n} pulls. It has {n} cogs.") for n in range(12)]
    (tmp_path / "lots.jsonl").write_text("".join(json.dumps(paper_document(p)) + "\n" for p in lots))
    run("ingest", "lots.jsonl")
    assert "12 papers mention “winch”; the 3 closest:" in run("ask", "give me three papers on winch").out


@pytest.mark.parametrize("name", ["R&B", "A.S.E", "This&That", "VCR-Bench"])
def test_a_name_in_the_title_s_capitals_is_that_paper(run: Callable[..., Run], tmp_path: Path, name: str) -> None:
    """However common its words, and however near another name is."""
    some = [paper(f"{name}: On Ropes", CALM), paper("VCRBENCH: Waves", BRAVE)]
    some += [paper(f"Tale {n}", f"Of sea lore, this and that, number {n}. It is told {n} times.") for n in range(5)]
    (tmp_path / "some.jsonl").write_text("".join(json.dumps(paper_document(p)) + "\n" for p in some))
    run("ingest", "some.jsonl")
    shown = run("ask", f"What results does {name} report?").out
    assert f"{name}: On Ropes" in shown
    assert "VCRBENCH" not in shown
    assert "Tale" not in shown


@pytest.mark.parametrize(
    "question", ["ropes", "Which papers study ropes?", "anything on ropes?", "What's new in ropes?"]
)
def test_a_topic_gets_its_papers(told: Callable[[str], str], question: str) -> None:
    """How many hold it, which, and the sentence that shows why."""
    shown = told(question)
    assert "1 paper mentions “ropes”." in shown
    assert "longer ropes hold 3 times better" in shown


@pytest.mark.parametrize(
    "question",
    [
        "best method for ropes",
        "give me three papers on ropes",
        "new stuff about ropes",
        "rope papers",
        "list rope papers",
        "latest on ropes",
        "publications on ropes",
        "which papers study ropess?",
    ],
)
def test_a_topic_is_one_however_it_is_worded(told: Callable[[str], str], question: str) -> None:
    """The words around a topic do not matter, nor the papers it is asked among."""
    assert "longer ropes hold 3 times better" in told(question)


def test_what_is_not_shown_is_told_under_the_list(run: Callable[..., Run], tmp_path: Path) -> None:
    """First the papers, then how many more there are."""
    lots = [paper(f"Winch {n}", f"Winch number {n} pulls. It has {n} cogs.") for n in range(12)]
    (tmp_path / "lots.jsonl").write_text("".join(json.dumps(paper_document(p)) + "\n" for p in lots))
    run("ingest", "lots.jsonl")
    shown = run("ask", "winch").out
    assert "12 papers mention “winch”; the 8 closest:" in shown
    assert shown.index("4 more: say “more”.") > shown.rindex("• Winch")


def test_a_name_of_common_words_is_a_name(run: Callable[..., Run], tmp_path: Path) -> None:
    """“Before and After” says nothing as words; before the colon of a title it names the paper."""
    some = [paper("Before and After: Ropes over Time", CALM), paper("Roll-In: Compass Networks on Wheels", BRAVE)]
    (tmp_path / "some.jsonl").write_text("".join(json.dumps(paper_document(p)) + "\n" for p in some))
    run("ingest", "some.jsonl")
    shown = run("ask", "What is the difference between Before and After and Roll-In?").out
    assert "Before and After: Ropes" in shown
    assert "Roll-In: Compass" in shown


@pytest.mark.parametrize("question", ["beekeeping", "Which papers study beekeeping?", "What's new in tax law?"])
def test_a_topic_no_paper_holds_is_refused(told: Callable[[str], str], question: str) -> None:
    """What is absent is not filled with what is near."""
    assert "I found no sentence that answers this." in told(question)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("fewest comments?", "“RopeSpec: Ropes and Harbours” has the fewest comments"),
        ("which paper is discussed most?", "“KelpNet: Compass Networks for Boats” has the most comments"),
        ("How many papers did Harbour Lab publish?", "2 papers by Harbour Lab."),
        ("most comments?", "“KelpNet: Compass Networks for Boats” has the most comments"),
        ("Which paper has the most upvotes?", "“RopeSpec: Ropes and Harbours” has the most upvotes"),
        ("Which organizations publish most?", "Harbour Lab (2), River Group (1)"),
        ("What did Harbour Lab publish?", "2 papers by Harbour Lab."),
        ("Which papers release code?", "1 paper with code."),
        ("Which papers from Harbour Lab have code?", "1 paper with code by Harbour Lab."),
        ("What is the newest paper about?", "longer ropes hold 3 times better"),
        ("What does the latest paper say?", "longer ropes hold 3 times better"),
        ("how many papers a month?", "2024-03 (1), 2026-11 (2)"),
        ("the oldest paper", "“The Drift of Deltas”"),
        ("What happened in week 2026-W46?", "RopeSpec"),
    ],
)
def test_every_field_can_be_asked_for(told: Callable[[str], str], question: str, wanted: str) -> None:
    """What the archive holds is told exactly, by code."""
    assert wanted in told(question)


def test_a_slip_of_the_finger_is_put_right_and_said(
    run: Callable[..., Run], told: Callable[[str], str], tmp_path: Path
) -> None:
    """A word no paper holds is taken for the one it is nearest to, if several papers hold that."""
    more = [paper(f"Compass {n}", f"Compass number {n} points north. It has {n} needles.") for n in range(3)]
    (tmp_path / "more.jsonl").write_text("".join(json.dumps(paper_document(p)) + "\n" for p in more))
    run("ingest", "more.jsonl")
    shown = told("Which papers study compas needles?") + told("compasss")
    assert "Taken as: compass" in shown
    assert told("compasss").startswith("Taken as: compass 4 papers")  # above, for whoever meant something else


@pytest.mark.parametrize(
    ("question", "taken"),
    [("Who wrote KlepNet?", "KelpNet"), ("what is RopeSpecc?", "RopeSpec"), ("Who wrote KelpNet?", "")],
)
def test_a_slip_in_a_name_is_put_right_and_said(told: Callable[[str], str], question: str, taken: str) -> None:
    """A name one letter off is that paper's, and the answer says so; a name as written is nobody's slip."""
    shown = told(question)
    assert ("Taken as: " in shown) == bool(taken)
    assert taken in shown


def test_what_can_be_asked_is_told_from_this_archive(told: Callable[[str], str]) -> None:
    """How many papers, the newest day, and questions that these papers answer; commands as a terminal types them."""
    shown = told("what can you do?")
    assert "3 papers are here, the newest of 10 Nov 2026." in shown
    assert "“What did Harbour Lab publish?”" in shown
    assert "broadsheet search" in shown
    assert "Harbour Lab" in told("What did Harbour Lab publish?")


def test_words_that_nobody_wrote_find_nothing(told: Callable[[str], str], run: Callable[..., Run]) -> None:
    """A search for nonsense says so instead of showing whatever is nearest; a slip of the finger is put right."""
    assert "Nothing found." in run("search", "zzzqqq").out
    assert "No paper holds “zzzqqq”" in run("search", "zzzqqq").out
    slipped = " ".join(run("search", "harbuor").out.split())
    assert "Taken as: harbour" in slipped
    assert "KelpNet" in slipped


@pytest.mark.parametrize("question", ["sails hemp seams strong", "papers on strong seams of hemp sails"])
def test_a_topic_is_found_in_any_order_of_its_words(run: Callable[..., Run], tmp_path: Path, question: str) -> None:
    """Key words thrown together are a topic, and that the paper holds them all is what is said of it."""
    some = [paper("HempCut: Seams for Boats", "We sew hemp into sails. Each of its seams is strong in storms.")]
    some += [paper(f"Tale {n}", f"Of hemp and of lore, number {n}. It is told {n} times.") for n in range(5)]
    (tmp_path / "seams.jsonl").write_text("".join(json.dumps(paper_document(p)) + "\n" for p in some))
    run("ingest", "seams.jsonl")
    shown = run("ask", question).out
    assert "1 paper holds all words of" in shown
    assert "HempCut" in shown
    assert "Tale" not in shown


def test_words_that_no_paper_holds_together_are_no_topic_of_it(told: Callable[[str], str]) -> None:
    """A paper that holds one word of a topic is not said to be on it."""
    assert "holds all words" not in told("compass bakery repair")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who wrote kelpnet", "Ada Lovelace, Grace Hopper"),
        ("who is behind kelp net", "Ada Lovelace, Grace Hopper"),
        ("does kelpnet have a repo", "github.com/example/kelpnet"),
        ("who wrote kelpnte", "Ada Lovelace, Grace Hopper"),
        ("waht is teh code of kelpnet pls", "github.com/example/kelpnet"),
    ],
)
def test_a_name_may_be_typed_as_comes_easiest(told: Callable[[str], str], question: str, expected: str) -> None:
    """In lower case, in two words, with a letter out of place."""
    assert expected in told(question)


@pytest.mark.parametrize(
    "question", ["the second one", "does it have code?", "show me the rest", "which of these have code?", "more"]
)
def test_what_is_about_papers_shown_before_needs_some(told: Callable[[str], str], question: str) -> None:
    """It is not looked up by its words."""
    assert "No paper was shown before this" in told(question)


def test_one_side_of_a_comparison_may_be_no_paper(told: Callable[[str], str]) -> None:
    """Both are told of: the paper named so, and those that mention the other."""
    answer = told("compare KelpNet and harbours")
    assert "KelpNet: Compass Networks" in answer
    assert "RopeSpec" in answer


def test_best_of_a_time_is_what_was_liked_or_its_digest(told: Callable[[str], str]) -> None:
    """And no search for the word “best”."""
    assert "has the most upvotes" in told("best paper of 2026")
    assert told("best of november 2026").startswith("2 papers published 1–30 Nov 2026. Most upvoted")


def test_either_of_two_subjects(told: Callable[[str], str]) -> None:
    """ "Or" and a stroke ask for papers on one of them."""
    assert told("papers on ropes or compass networks").startswith("2 papers")
    assert told("anything on ropes / compass networks").startswith("2 papers")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("papers by Ada Lovelaec", "1 paper"),
        ("papers with emmy noether as author", "RopeSpec"),
        ("papers from harbourlab", "KelpNet"),
        ("how many papers have ropes in the title", "1 paper"),
        ("which month had the most papers", "2026-11 (2)"),
        ("papers listed on 2026-11-10", "RopeSpec"),
        ("what was popular in november 2026", "2 papers published 1–30 Nov 2026. Most upvoted"),
        ("kelpnet code link", "github.com/example/kelpnet"),
    ],
)
def test_fields_are_asked_for_in_many_ways(told: Callable[[str], str], question: str, expected: str) -> None:
    """And a name of a person with a slip is put right, which is said."""
    assert expected in told(question)


def test_a_topic_in_other_words_gets_what_comes_close(told: Callable[[str], str]) -> None:
    """Another subject does not."""
    assert "I found no sentence" in told("papers on wedding cake decoration ideas")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("papers by Ada Lovelace and Grace Hopper", "1 paper by Ada Lovelace and Grace Hopper"),
        ("please list the papers of which Emmy Noether is an author", "RopeSpec"),
        ("how much papers there are about the ropes", "1 paper mentions “ropes”"),
        ("which paper received the greatest number of upvotes?", "“RopeSpec: Ropes and Harbours” has the most upvotes"),
        ("harbours, minimum 6 upvotes", "RopeSpec"),
        ("is an implementation of KelpNet available?", "github.com/example/kelpnet"),
    ],
)
def test_other_people_word_it_otherwise(told: Callable[[str], str], question: str, expected: str) -> None:
    """In whole sentences, or in an English that is not their first language."""
    assert expected in told(question)

"""Follow-ups: what "and the second one?" means after what was said before, and that nothing else is changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import paper, three_papers
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import answer_question
from bot.app import App
from bot.question import Turn, bounded, from_json, resolve, to_json, turn_of
from bot.question.small_talk import small_talk
from bot.settings import load
from bot.types import Answer
from retrieval.archive import Archive
from retrieval.errors import UsageError
from retrieval.types import Window
from retrieval.window import read_window

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LAST_WEEK = Window(date(2026, 11, 9), date(2026, 11, 16), "listed", "last week")
TITLES = {
    "a": "Compass Networks",
    "b": "Ropes and Harbours",
    "c": "The Drift of Deltas",
    "d": "Weight Decay Delays Grokking",
    "e": "Video Diffusion without Tears",
}
THREE = Turn("What keeps a heading at sea?", ((1, "a"), (2, "b"), (3, "c")))
TOPIC = Turn("What is grokking?", ((1, "d"), (2, "e")))
SECOND = Turn("What keeps a heading at sea (in “Ropes and Harbours”)?", ((2, "b"),), None, narrowed=True)
SCENES = {
    "none": [],
    "one": [Turn("What is a compass network?", ((1, "a"),))],
    "two": [Turn("How do ropes hold in wind?", ((1, "b"), (2, "c")))],
    "three": [THREE],
    "gaps": [Turn("Which papers study long training?", ((1, "a"), (3, "c"), (4, "d")))],
    "narrowed": [THREE, SECOND],
    "topic": [TOPIC],
    "later": [THREE, TOPIC],
    "week": [Turn("What is new on grokking last week?", ((1, "d"),), LAST_WEEK)],
    "count": [Turn("How many papers on grokking were listed last week?", ((1, "d"), (2, "e")), LAST_WEEK)],
}
ROWS = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("follow_ups.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
ALONE = [row for row in ROWS if row[2] == "="]
LACKING = [row for row in ROWS if row[2] == "!"]
MEANT = [row for row in ROWS if row[2] not in ("=", "!")]


def days(window: Window | None) -> str:
    """*window* as the table writes it."""
    return f"{window.start}..{window.end}" if window else "-"


@pytest.mark.parametrize(("scene", "message", "papers", "words", "absent", "window"), MEANT)
def test_a_follow_up_means_what_was_said_before(
    scene: str, message: str, papers: str, words: str, absent: str, window: str
) -> None:
    """When I point at papers, or leave out what I have said, exactly that is searched, and I am told what was meant."""
    meant = resolve(message, SCENES[scene], NOW, titles=TITLES)
    assert sorted(paper for _, paper in meant.papers) == sorted(
        papers.replace("-", "").split(",") if papers != "-" else []
    )
    assert [word for word in words.split() if word.lower() not in meant.query.lower()] == []
    assert [word for word in absent.split() if word.lower() in meant.query.lower()] == []
    assert days(meant.window) == window
    assert meant.note == f"Taken as: {meant.text}"


@pytest.mark.parametrize(("scene", "message"), [row[:2] for row in ALONE])
def test_a_question_of_its_own_stays_as_it_is(scene: str, message: str) -> None:
    """What can stand by itself is asked of the whole archive in my words, whatever was said before."""
    meant = resolve(message, SCENES[scene], NOW, titles=TITLES)
    assert (meant.text, meant.papers, meant.note) == (message, (), "")
    assert (meant.window, meant.query) == read_window(message, NOW)


@pytest.mark.parametrize(("scene", "message"), [row[:2] for row in LACKING])
def test_a_paper_that_is_not_there_is_not_made_up(scene: str, message: str) -> None:
    """When I name the ninth paper of three, I am told which three there were."""
    with pytest.raises(
        UsageError, match=r"^There (?:were only three papers|was only one paper): \[1\] Compass Networks"
    ):
        resolve(message, SCENES[scene], NOW, titles=TITLES)


def test_the_table_is_large_enough() -> None:
    """At least 150 follow-ups and 40 messages that are none."""
    assert len(MEANT) + len(LACKING) >= 150
    assert len(ALONE) >= 40


def test_numbers_stay_through_a_conversation() -> None:
    """[2] is the same paper after I have asked about the first one only."""
    turns = [THREE, Turn("Does “Compass Networks” need a gyroscope?", ((1, "a"),), None, narrowed=True)]
    assert resolve("and [2]?", turns, NOW, titles=TITLES).papers == ((2, "b"),)
    assert resolve("and the third?", turns * 4, NOW, titles=TITLES).papers == ((3, "c"),)


def test_the_list_is_remembered_longer_than_the_talk_about_it() -> None:
    """However many questions I ask about its papers, the list stays."""
    turns = bounded([TOPIC, THREE, *[SECOND] * 20])
    assert turns[0] == THREE
    assert len(turns) == 6


def test_papers_that_are_gone_are_not_meant() -> None:
    """A paper that has left the archive since is no longer the second one."""
    titles = {name: title for name, title in TITLES.items() if name != "b"}
    assert resolve("and the second one?", [THREE], NOW, titles=titles).papers == ((3, "c"),)


def test_a_new_time_keeps_what_the_time_is_about() -> None:
    """After "published last week", October is when papers were published."""
    meant = resolve("and in October?", [Turn("What was published on grokking last week?")], NOW, titles={})
    assert meant.window
    assert meant.window.about == "published"


@given(
    st.text(max_size=2_000),
    st.lists(st.tuples(st.integers(1, 99), st.text("0123456789abcdef", min_size=12, max_size=12)), max_size=60),
    st.booleans(),
)
def test_a_turn_is_written_down_and_read_again(question: str, papers: list[tuple[int, str]], narrowed: bool) -> None:
    """What Slack keeps for us is under 2,000 characters and reads back as it was, but for what was cut off."""
    turn = Turn(question, tuple(papers), LAST_WEEK, narrowed)
    text = to_json(turn)
    again = from_json(text)
    assert len(text) < 2_000
    assert again is not None
    assert (again.papers, again.window, again.narrowed) == (turn.papers[:30], LAST_WEEK, narrowed)
    assert to_json(again) == text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_foreign_json_is_no_turn(told: object) -> None:
    """What others wrote where our turns are kept is passed over."""
    assert from_json(json.dumps(told)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"question": 1, "papers": [], "window": null, "narrowed": false}',
        '{"question": "a", "papers": [["x", 1]], "window": null, "narrowed": false}',
        '{"question": "a", "papers": [[1, "x", 2]], "window": null, "narrowed": false}',
        '{"question": "a", "papers": [[1, "x"]], "window": ["soon", null, "listed", ""], "narrowed": false}',
        '{"question": "a", "papers": [[1, "x"]], "window": [null, null, "read", ""], "narrowed": false}',
        "[" * 100_000,
    ],
)
def test_damaged_turns_are_passed_over(text: str) -> None:
    """A turn that cannot be read is no turn, and no error."""
    assert from_json(text) is None


@pytest.fixture
def talk(stocked: object, tmp_path: Path) -> Callable[..., list[Answer]]:
    """Ask one question after the other of the three papers; *replies* are the script of a model, if there is one."""

    def ask(*questions: str, replies: list[object] | None = None) -> list[Answer]:
        model = "extractive"
        if replies is not None:
            path = tmp_path / "script.json"
            path.write_text(json.dumps(replies))
            model = f"scripted:{path}"
        app = App(load({"data": str(tmp_path / "data"), "model": model, "index": "exact"}))
        answers: list[Answer] = []
        for question in questions:
            answers.append(answer_question(app, question, turns=[turn_of(a) for a in answers]))
        app.close()
        return answers

    return ask


def cited(answer: Answer) -> list[tuple[int, str]]:
    """Number and title of what *answer* cites."""
    return [(c.n, c.paper.title) for claim in answer.claims for c in claim.citations]


def test_the_second_paper_is_answered_from_it_alone(talk: Callable[..., list[Answer]]) -> None:
    """ "What does the second paper say about wind?" cites the second paper, under its number, and says so."""
    listing, answer = talk("list the papers", "What does the first paper say about wind?")
    assert next(p.title for p in listing.listing or ()) == "Ropes and Harbours"
    assert set(cited(answer)) == {(1, "Ropes and Harbours")}
    assert answer.notes[0] == "Taken as: What does “Ropes and Harbours” say about wind?"
    assert answer.searched == 1


def test_what_the_paper_does_not_say_is_refused(talk: Callable[..., list[Answer]]) -> None:
    """A named paper that does not hold what I ask for is no reason to answer with something else."""
    answer = talk("list the papers", "Does the ropes paper use transformers?")[1]
    assert (answer.state, answer.claims) == ("refused", ())
    assert [p.title for p in answer.nearest] == ["Ropes and Harbours"]
    answer = talk("list the papers", "and is there any code in the ropes paper?")[1]
    assert [claim.text for claim in answer.claims] == ["No code link is known of it."]


def test_a_short_question_is_not_refused_for_being_short(talk: Callable[..., list[Answer]]) -> None:
    """ "What is it about?" is answered from the paper that "it" is."""
    answers = talk("What is a compass network?", "what is it about?", "summarize it", "any limitations?")
    assert [a.state for a in answers] == ["answered", "answered", "answered", "refused"]
    assert {title for a in answers[:3] for _, title in cited(a)} == {"Compass Networks"}


def test_in_a_comparison_each_paper_gets_its_say(talk: Callable[..., list[Answer]]) -> None:
    """Asked to compare papers, I hear something of each of them, under the numbers of the list."""
    answers = talk(
        "list the papers", "compare the compass paper with the one about deltas", "compare it with the second"
    )
    assert {title for _, title in cited(answers[1])} == {"Compass Networks", "The Drift of Deltas"}
    assert {n for n, _ in cited(answers[1])} <= {1, 2, 3}


def test_a_paper_that_has_nothing_to_say_is_named(talk: Callable[..., list[Answer]]) -> None:
    """Of three papers that I ask about needles, those that know none are told apart from the one that does."""
    answer = talk("list the papers", "how many needles do they use?")[1]
    assert {title for _, title in cited(answer)} == {"Compass Networks"}
    assert any(note.endswith("do not say.") for note in answer.notes)


def test_a_chat_model_sees_the_named_paper_and_no_other(talk: Callable[..., list[Answer]]) -> None:
    """What the model quotes from a paper I did not name is no evidence."""
    quote = {
        "text": "Longer ropes hold better.",
        "evidence": [{"source": 1, "quote": "longer ropes hold 3 times better"}],
    }
    answer = talk("list the papers", "what does the compass paper say about ropes?", replies=[{"claims": [quote]}])[1]
    assert (answer.state, answer.dropped) == ("refused", {"fabricated": 1})


def test_a_chat_model_cites_by_the_numbers_i_know(talk: Callable[..., list[Answer]]) -> None:
    """Asked about [3] alone, the model is given it as source 3, and the answer cites [3]."""
    drift = "Dredging only delays the drift."
    quoted = {"claims": [{"text": drift, "evidence": [{"source": 3, "quote": drift}]}]}
    answers = talk("list the papers", "what does [3] say on dredging?", "and [1]?", replies=[quoted, quoted])
    assert cited(answers[1]) == [(3, "The Drift of Deltas")]
    assert answers[2].state == "refused"


def test_a_count_goes_on(talk: Callable[..., list[Answer]]) -> None:
    """After "how many papers last week?", "and since 2024?" is counted too, and "which ones?" lists them."""
    answers = talk("How many papers were listed last week?", "and this month?", "which ones?")
    assert [a.count for a in answers[:2]] == [1, 2]
    assert {p.title for p in answers[2].listing or ()} == {"Compass Networks", "Ropes and Harbours"}


def test_facts_of_a_named_paper_come_from_the_archive(talk: Callable[..., list[Answer]]) -> None:
    """When a paper was published, the archive knows better than its abstract; no model is asked."""
    answer = talk("list the papers", "when was the ropes paper published?")[1]
    assert answer.claims[0].text == "Published 8 Nov 2026, listed 10 Nov 2026."
    assert answer.model == "archive"


def test_a_refusal_can_be_followed_up(talk: Callable[..., list[Answer]]) -> None:
    """ "The first one" is of an earlier list, if there is one; else of the papers that came close."""
    first, second = talk("Do quantum teapots sing?", "what is the first one about?")
    assert [paper for _, paper in second.within] == [first.nearest[0].id]
    answers = talk("list all papers", "Do quantum teapots sing?", "when was the first one listed?")
    assert [a.state for a in answers] == ["answered", "refused", "answered"]
    assert answers[2].searched == 1


def test_the_words_of_another_question_are_no_follow_up(talk: Callable[..., list[Answer]]) -> None:
    """A new subject is looked for in the whole archive."""
    answers = talk("What is a compass network?", "Do longer ropes hold better?")
    assert answers[1].searched == len(three_papers())
    assert {title for _, title in cited(answers[1])} == {"Ropes and Harbours"}


WORDS = (
    "and the second paper one it they this that of in on for what about how why is does compare with first last other"
    " both [1] [2] 3 , ? - “ ” ' since 2024 week number papers all to more which them no i meant ropes compass"
)


ODD = st.lists(st.sampled_from(WORDS.split()), max_size=30).map(" ".join) | st.text(max_size=80)


@given(ODD, st.sampled_from([*SCENES]))
def test_no_message_is_too_odd(message: str, scene: str) -> None:
    """Whatever I write, it is understood, or taken as it is, or I am told that there is no such paper."""
    with suppress(UsageError):
        meant = resolve(message, SCENES[scene], NOW, titles=TITLES)
        assert bool(meant.note) == (meant != resolve(message, [], NOW))
        assert {paper for _, paper in meant.papers} <= set(TITLES)


def test_questions_do_not_grow(talk: Callable[..., list[Answer]]) -> None:
    """However long I go on, the question that is shown stays a question."""
    follow_ups = ["what do these papers find?", "which of them covers rivers?", "and in winter?"]
    answers = talk("list the papers", *follow_ups * 4)
    assert max(len(answer.question) for answer in answers) < 200


def test_a_list_goes_on_where_it_stopped(talk: Callable[..., list[Answer]], stocked: Archive) -> None:
    """ "More" and "show me the rest" show what the list has not shown, and say when that was all."""
    stocked.put([paper(f"Tidal Routing {n}", f"We route tides, part {n}.") for n in range(11)])
    answers = talk("tides", "more", "what else?")
    assert [len(a.listing or ()) for a in answers] == [8, 3, 0]
    assert not set(answers[0].listing or ()) & set(answers[1].listing or ())
    assert "all of them" in answers[2].claims[0].text


@pytest.mark.parametrize("question", ["list all papers", "the newest papers", "tides"])
def test_a_long_list_never_begins_again(talk: Callable[..., list[Answer]], stocked: Archive, question: str) -> None:
    """However often I say "more", each paper comes once, in the order of the list, though much was shown long ago."""
    stocked.put([paper(f"Tidal Routing {n}", f"We route tides, part {n}.") for n in range(397)])
    answers = talk(question, *["more"] * 20)
    shown = [one.id for answer in answers for one in (answer.listing or ())[:30]]
    assert len(shown) == len(set(shown))
    assert len(shown) >= min(20 * len(answers[0].listing or ()), 397)
    assert answers[0].beyond == 0
    assert answers[2].beyond == len((answers[0].listing or ())[:30]) * 2


def test_a_list_is_named_by_its_place(talk: Callable[..., list[Answer]], stocked: Archive) -> None:
    """ "The second paper of the first list" is not of the last; thanks in between change nothing."""
    stocked.put([paper(f"Tidal Routing {n}", f"We route tides, part {n}.", upvotes=n) for n in range(3)])
    stocked.put([paper(f"Glacier Maps {n}", f"We map glaciers, part {n}.") for n in range(3)])
    first, *_, named = talk(
        "tides", "glaciers", "thanks", "compare the second paper of the first list and the last one in a table"
    )
    assert first.listing
    assert named.within[0][1] == first.listing[1].id
    assert len(named.within) == 2


@pytest.mark.parametrize("typed", ["thnaks", "Thansk!", "tahnks a lot", "thanx", "tnx"])
def test_thanks_in_a_hurry_are_thanks(typed: str) -> None:
    """A slip in “thanks” is no topic to look for."""
    assert small_talk(typed) == "thanks"


def test_a_word_like_thanks_is_a_question_still() -> None:
    """What only begins like thanks is asked."""
    assert small_talk("tanks in battle simulations") is None

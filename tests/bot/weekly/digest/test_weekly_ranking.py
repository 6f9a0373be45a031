"""The order of a week's papers: why each stands where it stands, and for whom."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from conftest import paper, three_papers

from bot.settings.weekly import RANKING, weights
from bot.votes import cast, paper_votes, take_back
from bot.weekly.digest import explained
from bot.weekly.digest.interest import MATCH, Interest, interest_in
from bot.weekly.digest.ranking import rank
from bot.weekly.digest.space import Space, unit
from bot.weekly.digest.taste import Taste
from bot.weekly.digest.topics import Topics, read_topics
from bot.weekly.week import Week
from retrieval.archive.database import Database
from retrieval.errors import UsageError
from retrieval.types import Paper

WEEK = Week(2026, 46)
NOWHERE = Space({}, np.zeros((0, 0)))
NOW = datetime(2026, 11, 16, 9)


def week() -> list[Paper]:
    """Four papers of one week."""
    return [
        paper("Apples", "We grow apples.", upvotes=50, comments=4, listed_on=date(2026, 11, 9)),
        paper(
            "Bridges",
            "We build bridges.",
            upvotes=20,
            comments=1,
            listed_on=date(2026, 11, 10),
            organization="Span Lab",
        ),
        paper(
            "Canals", "We dig canals. A survey.", upvotes=30, listed_on=date(2026, 11, 11), authors=("Ada Lovelace",)
        ),
        paper("Dunes", "We watch dunes.", listed_on=date(2026, 11, 12)),
    ]


def order(taste: Taste | None = None, space: Space = NOWHERE, weighted: str = RANKING) -> str:
    """The first letters of the titles, best first."""
    return "".join(r.paper.title[0] for r in rank(week(), WEEK, taste or Taste(), space, weights(weighted)))


def test_what_others_liked_comes_first_and_the_unknown_stands_in_the_middle() -> None:
    """Upvotes rank; a paper nobody counted is taken for the week's middle, not for unloved."""
    assert order(weighted="upvotes=1") == "ACDB"


@pytest.mark.parametrize(
    ("topics", "first"),
    [
        (Topics(wanted=("bridges",)), "B"),
        (Topics(organizations=("span lab",)), "B"),
        (Topics(authors=("ada lovelace",)), "C"),
    ],
)
def test_a_channel_sees_its_own_subjects_first(topics: Topics, first: str) -> None:
    """Wanted topics, followed organizations and followed authors lift a paper over a more popular one."""
    assert order(Taste(topics, interest_in(topics.wanted, None)))[0] == first


def test_an_unwanted_word_sinks_a_paper() -> None:
    """Whole words only: "survey" is found, and not inside "surveyor"."""
    assert order(Taste(Topics(unwanted=("survey",))))[-1] == "C"
    assert order(Taste(Topics(unwanted=("surv",)))) == order()


def test_votes_count_for_the_paper_and_for_papers_like_it() -> None:
    """A thumb down lowers a paper and, a little, its likes; opposite papers are left alone."""
    papers = week()
    rows = unit(np.array([[1.0, 0.0], [1.0, 0.1], [0.0, 1.0], [0.0, 1.0]]))
    space = Space({p.id: n for n, p in enumerate(papers)}, rows)
    taste = Taste(votes={papers[0].id: -2}, voted=Space({papers[0].id: 0}, rows[:1]))
    ranked = {r.paper.title: r for r in rank(papers, WEEK, taste, space, weights("votes=1"))}
    assert ranked["Apples"].score == -1.0
    assert -1.0 <= ranked["Bridges"].score < -0.5
    assert ranked["Canals"].score == 0.0


def test_the_taste_of_one_channel_does_not_leak_into_another(database: Database) -> None:
    """Votes are read for the channel they were cast in; the last vote of a person counts."""
    cast(database, "C1", "U1", "paper:aa", 1, NOW)
    cast(database, "C1", "U2", "paper:aa", 1, NOW)
    cast(database, "C1", "U1", "paper:bb", -1, NOW)
    cast(database, "C1", "U1", "answer:7", 1, NOW)
    cast(database, "C1", "U2", "paper:cc", 1, NOW)
    take_back(database, "C1", "U2", "paper:cc", 1)
    take_back(database, "C1", "U1", "paper:bb", 1)  # the thumb before the last: it counts no more anyway
    assert paper_votes(database, "C1") == {"aa": 2, "bb": -1}
    assert paper_votes(database, "C2") == {}


def test_every_place_is_explained() -> None:
    """The parts named add up to the score."""
    ranked = rank(week(), WEEK, Taste(), NOWHERE, weights(RANKING))[0]
    assert explained(ranked).startswith(f"{ranked.score:.2f} = upvotes 1.00 × 1 (50 upvotes) + comments 1.00")
    assert ranked.score == pytest.approx(sum(r.value * r.weight for r in ranked.reasons))


def test_equal_papers_keep_one_order() -> None:
    """Without any weight the titles decide, however the papers come."""
    assert order(weighted="") == "ABCD"


def test_a_topic_is_met_by_its_words_or_by_its_meaning() -> None:
    """All words of a topic, whatever their endings, are a match; so is a near vector; a distant paper is none."""
    compass, ropes, _ = three_papers()
    space = Space({compass.id: 0, ropes.id: 1}, np.array([[1.0, 0.0], [0.0, 1.0]]))
    by_words, by_vector = Interest(("mooring winds",)), Interest(("navigation",), np.array([[1.0, 0.0]]))
    assert by_words.closeness(ropes, space) == (1.0, "mooring winds")
    assert by_vector.closeness(compass, space)[0] >= MATCH > by_vector.closeness(ropes, space)[0]


def test_the_topics_file_has_a_table_a_channel(tmp_path: Path) -> None:
    """A channel without a table has the default one; without a file nobody has topics."""
    path = tmp_path / "topics.toml"
    path.write_text('[default]\nwanted = ["ropes"]\n[C1]\nunwanted = ["survey"]\n')
    assert read_topics(str(path), "C1") == Topics(unwanted=("survey",))
    assert read_topics(str(path), "C2") == Topics(wanted=("ropes",))
    assert read_topics("", "C1") == Topics()


@pytest.mark.parametrize("text", ["[C1]\nwonted = ['x']", "[C1]\nwanted = 'x'", "[C1", "C1 = 3"])
def test_a_wrong_topics_file_is_told(tmp_path: Path, text: str) -> None:
    """A misspelt key is no silent nothing."""
    (tmp_path / "topics.toml").write_text(text)
    with pytest.raises(UsageError):
        read_topics(str(tmp_path / "topics.toml"), "C1")

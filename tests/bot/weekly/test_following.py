"""What people follow, how it is read, and that it comes with its reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from weekly_made import WEEK, open_app, week_of_papers

from bot.app import App
from bot.question.following import Following, read_following
from bot.weekly.commands import subscribe
from bot.weekly.digest.followed import Followed, read_followed, same_person
from bot.weekly.digest.selection import selection
from bot.weekly.follows import follow, followed, unfollow
from bot.weekly.posting.subscriptions import subscriptions
from retrieval.errors import UsageError

ADA, ME = "Ada Byron Lovelace", "me@example.org"
ROBOTS = replace(week_of_papers(WEEK)[0], arxiv_id="2611.00042", organization="Harbour Lab",
                 authors=(ADA, "Bo Ek", "C. Long"))  # fmt: skip
SHORES = replace(
    week_of_papers(WEEK)[1], organization="University of Wales, Bangor", authors=(ADA, "José García Márquez")
)


@pytest.fixture
def app(tmp_path: Path) -> App:
    """An archive in which one paper has an organization, an arXiv id and authors of its own."""
    return open_app(tmp_path, [ROBOTS, SHORES, *week_of_papers(WEEK)[2:]])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ada Lovelace", Followed("by", "Ada Lovelace")),
        ("a. lovelace", Followed("by", "a. lovelace")),
        ("Harbour Lab", Followed("from", "Harbour Lab")),
        ("Harbour", Followed("from", "Harbour")),
        ("harbour", Followed("topic", "harbour")),
        ("topic: Harbour Lab", Followed("topic", "Harbour Lab")),
        ("glacier radar", Followed("topic", "glacier radar")),
        ("By: Somebody New", Followed("by", "Somebody New")),
        ("by Somebody New", Followed("by", "Somebody New")),
        ("new papers from Harbour Lab", Followed("from", "Harbour Lab")),
        ("papers on glacier radar", Followed("topic", "glacier radar")),
        ("from text to video", Followed("topic", "from text to video")),
        ("papers like 2611.00042", Followed("like", "2611.00042")),
        ("https://arxiv.org/abs/2611.00042v2", Followed("like", "2611.00042")),
        ("like: Harbour Robots 0", Followed("like", "2611.00042")),
        ("Lovelace, Ada", Followed("by", "Lovelace Ada")),
        ("by: Lovelace, Ada", Followed("by", "Lovelace Ada")),
        ("University of Wales, Bangor", Followed("from", "University of Wales Bangor")),
        ("Jose Garcia", Followed("by", "Jose Garcia")),
        ("C. Long", Followed("by", "C. Long")),
        ("long context", Followed("topic", "long context")),
    ],
)
def test_what_it_is_is_told_from_the_archive(app: App, typed: str, kept: Followed) -> None:
    """A name among the authors or the organizations is that, an id is a paper; a word before a colon decides."""
    follow(app, typed, ME)
    assert followed(app, ME) == [kept]
    assert read_followed(str(kept)) == kept


def test_a_paper_that_is_not_here_is_told(app: App) -> None:
    """Nothing is kept of a list in which one name means no paper."""
    with pytest.raises(UsageError, match="No paper goes by"):
        follow(app, "glacier radar, like: no such thing", ME)
    assert followed(app, ME) == []


def test_what_is_listed_is_followed_each_by_itself(app: App) -> None:
    """With commas, semicolons or on lines of their own; named twice, it is followed once."""
    follow(app, "Harbour Lab, Ada Lovelace; glacier radar\nsea ice, Sea Ice", ME)
    assert [str(item) for item in followed(app, ME)] == [
        "from: Harbour Lab", "by: Ada Lovelace", "glacier radar", "sea ice"
    ]  # fmt: skip


def test_only_what_is_named_ends(app: App) -> None:
    """A few letters, or nothing after a colon, take no other names with them; a whole name is that one alone."""
    follow(app, "rain, rain radar, domain training, by: Aino Rainer", ME)
    for nothing in ("ai", "by:", "topic: "):
        assert "Nothing you follow is called that" in unfollow(app, nothing, ME).paragraphs[0]
    assert unfollow(app, "Rain", ME).paragraphs == ("You follow papers on rain no more.",)
    assert unfollow(app, "1, radar", ME).paragraphs == ("You follow papers on rain radar no more.",)
    assert [item.name for item in followed(app, ME)] == ["domain training", "Aino Rainer"]


def test_a_paper_that_became_one_with_another_is_followed_on(app: App) -> None:
    """By its id or its arXiv number, whichever record was kept; withdrawn, it is still what others are like."""
    lone = replace(week_of_papers(WEEK)[2], id="", title="Tidal Locks", arxiv_id=None)
    app.archive.put([lone, replace(lone, title="Locks of the Tide", arxiv_id="2611.00077")])
    follow(app, "like: Tidal Locks, like: Locks of the Tide", ME)
    app.archive.put([replace(lone, arxiv_id="2611.00077", withdrawn=True)])
    told = follow(app, "", ME).paragraphs[1:]
    assert len({line.partition("papers ")[2] for line in told}) == 1


def test_following_adds_and_ends_one_by_one(app: App) -> None:
    """Each is added once; by number or by any of its words it ends; the last one ends the subscription."""
    follow(app, "glacier radar, Harbour Lab", ME)
    assert "by Ada Lovelace" in follow(app, "Glacier Radar, Ada Lovelace", ME).paragraphs[0]
    assert follow(app, "", ME).paragraphs[1:] == (
        "1. papers on glacier radar", "2. papers from Harbour Lab", "3. papers by Ada Lovelace"
    )  # fmt: skip
    assert "Nothing you follow is called that" in unfollow(app, "orchards", ME).paragraphs[0]
    follow(app, "like: 2611.00042", ME)
    assert "Nothing you follow is called that" in unfollow(app, "42", ME).paragraphs[0]
    unfollow(app, "2 and 4, lovelace", ME)
    assert followed(app, ME) == [Followed("topic", "glacier radar")]
    assert unfollow(app, "1", ME).notes == ("You follow nothing now.",)
    assert subscriptions(app.database) == []


def test_each_paper_comes_once_with_its_reason(app: App) -> None:
    """By the author, from the organization, like the paper, on the topic: whichever says most, and once."""
    follow(app, "glacier radar", ME)
    topics = subscriptions(app.database)[0].topics
    for item, why in (("by: A. Lovelace", "by A. Lovelace, whom you follow"), ("from: harbour", "from harbour")):
        reply = selection(app, WEEK, (*topics, item, "like: 2611.00042"))
        assert reply is not None
        told = {source.title: source.detail for source in reply.sources}
        assert len(told) == len(reply.sources)
        assert why in told[ROBOTS.title]
        alike = [title for title, detail in told.items() if f"like “{ROBOTS.title}”" in detail]
        assert bool(alike) is (item == "from: harbour")  # all of this week are by her
    only = selection(app, WEEK, topics)
    assert only is not None
    assert {source.detail.rpartition(" · ")[2] for source in only.sources} == {"“glacier radar”"}


def test_a_paper_that_is_gone_stops_nothing(app: App) -> None:
    """What was followed and is not in the archive any more is passed over."""
    assert selection(app, WEEK, ("like: 1234.56789", "by: Nobody Here")) is None


@pytest.mark.parametrize(
    ("name", "author", "same"),
    [
        ("Ada Lovelace", "Ada Lovelace", True),
        ("LOVELACE, Ada", "Ada Lovelace", True),
        ("A. Lovelace", "Ada Byron Lovelace", True),
        ("Ada Lovelace", "A. Lovelace", True),
        ("Jose Garcia", "José García Márquez", True),
        ("Lovelace", "Ada Lovelace", True),
        ("Ada Lovelace", "Ada Hopper", False),
        ("Ada Lovelace", "Grace Lovelace", False),
        ("A. L.", "Ada Lovelace", False),
        ("", "Ada Lovelace", False),
    ],
)
def test_a_name_may_be_written_in_many_ways(name: str, author: str, same: bool) -> None:
    """Initials, accents, case and order do not matter; another first name, or initials alone, are not the person."""
    assert same_person(name, author) is same


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("follow Ada Lovelace", Following("follow", "Ada Lovelace")),
        ("please follow this paper for me", Following("follow", "this paper")),
        ("stop following Ada Lovelace", Following("unfollow", "Ada Lovelace")),
        ("unfollow 2", Following("unfollow", "2")),
        ("following", Following("list")),
        ("who do I follow?", Following("list")),
        ("which papers follow this one?", None),
        ("follow up on grokking", None),
        ("does it follow from the theorem", None),
        ("follow", None),
        ("follow " + "x" * 400, None),
    ],
)
def test_it_is_asked_for_in_words(text: str, wish: Following | None) -> None:
    """To follow, to follow no more, and what is followed; a question with the word in it is a question."""
    assert read_following(text) == wish


def test_nothing_but_a_name_is_followed(app: App) -> None:
    """Signs alone, after a colon too, are told."""
    for typed in ("by: !!", "topic: ,", "?!", "by: A. L."):
        with pytest.raises(UsageError):
            follow(app, typed, ME)


def test_a_subscription_is_told_as_it_is(app: App) -> None:
    """`subscribe` takes what `follow` takes, and says it in the same words; topics alone as ever."""
    assert "you get the papers on: ropes, winches." in subscribe(app, "ropes, winches", ME).paragraphs[0]
    subscribe(app, "ropes, by: Ada Lovelace", ME)
    assert subscribe(app, "", ME).paragraphs == ("Once a week you get papers on ropes, by Ada Lovelace.",)

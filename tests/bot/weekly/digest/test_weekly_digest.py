"""What the weekly post says, from the papers alone and from a chat model."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import slack_payloads
from conftest import Run, paper
from weekly_made import WEEK, open_app, read_days, week_of_papers

from bot.gate.quotes import check
from bot.render import terminal
from bot.render.html import fragment
from bot.render.markdown import page
from bot.render.slack import messages
from bot.sinks.one_piece import whole
from bot.types import Evidence, Reply
from bot.votes import cast
from bot.weekly.digest import make_digest
from bot.weekly.digest.reply import digest_replies
from bot.weekly.digest.types import Digest
from bot.weekly.posting.freshness import missing_days
from retrieval.errors import UsageError
from retrieval.types import Paper


def texts(replies: tuple[Reply, ...]) -> str:
    """Everything the replies say."""
    return "\n".join(str(reply) for reply in replies)


def assert_backed(digest: Digest) -> None:
    """Every theme sentence stands on quotes that are verbatim in the abstracts of papers of that theme."""
    by_number = {ranked.n: ranked.paper for ranked in digest.ranked}
    for theme in digest.themes:
        assert theme.claim is not None
        assert {c.n for c in theme.claim.citations} <= {ranked.n for ranked in theme.papers}
        for cited in theme.claim.citations:
            evidence = Evidence(cited.n, by_number[cited.n], by_number[cited.n].abstract)
            raw = {"text": theme.claim.text, "evidence": [{"source": cited.n, "quote": cited.quote}]}
            assert check(raw, [evidence]).verdict == "supported"


def test_three_subjects_become_three_themes(tmp_path: Path) -> None:
    """Each planted subject is a theme with its name, its papers and a backed sentence; the odd paper is in none."""
    digest = make_digest(open_app(tmp_path), WEEK, "team")
    assert sorted(theme.name.lower()[:7] for theme in digest.themes) == ["glacier", "harbour", "orchard"]
    assert [len(theme.papers) for theme in digest.themes] == [4, 4, 4]
    assert not any("Bread" in ranked.paper.title for theme in digest.themes for ranked in theme.papers)
    assert_backed(digest)


def test_the_same_week_gives_the_same_post(tmp_path: Path) -> None:
    """In another archive, filled in another order, too."""
    papers = week_of_papers(WEEK)
    one = digest_replies(make_digest(open_app(tmp_path / "a", papers), WEEK, "team"))
    two = digest_replies(make_digest(open_app(tmp_path / "b", papers[::-1]), WEEK, "team"))
    assert one == two


def test_the_main_post_and_its_thread_hold_every_paper_once(tmp_path: Path) -> None:
    """Top papers in the post, and those that a theme's sentence cites under it; the rest in the thread by theme."""
    replies = digest_replies(make_digest(open_app(tmp_path, weekly_top="3"), WEEK, "team"))
    main = [source.n for section in replies[0].sections for source in section.sources]
    rest = [source.n for reply in replies[1:] for source in reply.sources]
    assert main[-3:] == [1, 2, 3]
    assert sorted([*main, *rest]) == list(range(1, 14))
    told = " ".join(text for section in replies[0].sections for text in section.paragraphs)
    assert {int(n) for n in re.findall(r"\[(\d+)\]", told)} <= set(main)
    assert replies[-1].title == "Also this week"


def test_a_quiet_week_is_told_in_one_line(tmp_path: Path) -> None:
    """No papers, no themes, no headings: one sentence."""
    app = open_app(tmp_path, [])
    read_days(app, *(WEEK.start + timedelta(days=n) for n in range(5)))
    (reply,) = digest_replies(make_digest(app, WEEK, "team"))
    assert reply.paragraphs == ("A quiet week: no papers.",)
    assert not reply.sections


def test_a_week_that_was_not_read_is_not_called_quiet(tmp_path: Path) -> None:
    """No papers and days that nobody read: the post names the days. With papers, it names them beside these."""
    app = open_app(tmp_path / "a", [])
    read_days(app, WEEK.start, WEEK.start + timedelta(days=1), WEEK.start + timedelta(days=4))
    (reply,) = digest_replies(make_digest(app, WEEK, "team"))
    assert reply.paragraphs == ("No papers of this week are here: 11, 12 Nov were not read.",)
    wednesday = WEEK.start + timedelta(days=2)
    some = [p for p in week_of_papers(WEEK) if p.listed_on != wednesday]
    (reply, *_) = digest_replies(make_digest(open_app(tmp_path / "b", some), WEEK, "team"))
    assert "Not all days are in: 11 Nov was not read." in reply.notes


@pytest.mark.parametrize("each", [40, pytest.param(100, marks=pytest.mark.full)])
def test_a_week_of_many_papers_stays_within_slacks_limits(tmp_path: Path, each: int) -> None:
    """At most 50 blocks and 3,000 characters in each; the main post is one message."""
    app = open_app(tmp_path, week_of_papers(WEEK, each))
    replies = digest_replies(make_digest(app, WEEK, "team"))
    sent = [message for reply in replies for message in messages(reply)]
    assert len(messages(replies[0])) == 1
    for message in sent:
        slack_payloads.check(message, tuple(str(paper.url) for paper in app.archive.list(WEEK.window)))


def test_what_is_new_is_told_against_the_weeks_before(tmp_path: Path) -> None:
    """Subjects of every week are no news; one that begins this week is."""
    before = [p for back in (1, 2, 3, 4) for p in week_of_papers(WEEK.moved(-back))]
    fresh = [
        paper(
            f"Tidal Mirrors {n}",
            f"We build tidal mirrors that catch light from waves. Tidal mirrors shine {n + 3} times brighter.",
            listed_on=WEEK.start,
        )
        for n in range(4)
    ]
    digest = make_digest(open_app(tmp_path, [*before, *week_of_papers(WEEK), *fresh]), WEEK, "team")
    assert digest.rising is not None
    assert ("tidal mirrors", 4, 0) in digest.rising
    usual = {theme.name.lower()[:5]: theme.usual for theme in digest.themes}
    assert usual["tidal"] == pytest.approx(0, abs=0.5)
    assert usual["glaci"] == pytest.approx(4, abs=1.5)


def test_votes_of_a_channel_change_its_ranking_and_no_other(tmp_path: Path) -> None:
    """The themes are everybody's; the order is the channel's own."""
    app = open_app(tmp_path)
    plain = make_digest(app, WEEK, "C1")
    last = plain.ranked[-1].paper
    for user in ("U1", "U2"):
        cast(app.database, "C1", user, f"paper:{last.id}", 1, app.settings.clock())
    assert make_digest(app, WEEK, "C1").ranked[0].paper.id != last.id or app.settings.weekly_weights["votes"] >= 1
    assert make_digest(app, WEEK, "C1").ranked[-1].paper.id != last.id
    assert make_digest(app, WEEK, "C2").ranked == plain.ranked
    assert [t.name for t in make_digest(app, WEEK, "C1").themes] == [t.name for t in plain.themes]


def test_a_missing_wednesday_is_pointed_out_and_a_weekend_is_not(tmp_path: Path) -> None:
    """Only where papers come with listing days."""
    wednesday = WEEK.start + timedelta(days=2)
    papers = [p for p in week_of_papers(WEEK, each=6) if p.listed_on != wednesday]
    (told,) = missing_days(open_app(tmp_path / "a", papers), WEEK)
    assert "11 Nov was not read" in told
    assert not missing_days(open_app(tmp_path / "b", week_of_papers(WEEK, each=6)), WEEK)
    (told,) = missing_days(open_app(tmp_path / "d", week_of_papers(WEEK.moved(-1))), WEEK)
    assert "stopped" in told
    unlisted = [paper("Undated Walks", "We walk.", published=WEEK.start)]
    assert not missing_days(open_app(tmp_path / "c", unlisted), WEEK)


def scripted(folder: Path, replies: list[Any], papers: list[Paper] | None = None) -> Digest:
    """The digest with a chat model that says *replies*; TL;DRs follow by themselves from then on."""
    folder.mkdir(exist_ok=True)
    script = folder / "script.json"
    script.write_text(json.dumps(replies))
    return make_digest(open_app(folder / "data", papers, model=f"scripted:{script}"), WEEK, "team")


def one_theme() -> list[Paper]:
    """A week with a single subject, among strangers."""
    return [p for p in week_of_papers(WEEK) if "Glacier" in p.title] + [
        paper(f"The {word} Question", f"We ask about the {word} and answer with {word} alone.", listed_on=WEEK.start)
        for word in ("zebra", "yacht", "xylophone", "walnut")
    ]


GOOD = {
    "name": "Radar of ice sheets",
    "claims": [
        {
            "text": "Glacier radar maps the bed of ice sheets from aircraft by echoes.",
            "evidence": [
                {
                    "source": 1,
                    "quote": "We present glacier radar that maps the bed of ice sheets from aircraft by echoes.",
                }
            ],
        }
    ],
}
FALSE = {
    "name": "Cures of cancer",
    "claims": [
        {"text": "Glacier radar cures cancer.", "evidence": [{"source": 1, "quote": "glacier radar cures cancer"}]}
    ],
}


def test_a_chat_model_names_the_theme_and_writes_its_sentence(tmp_path: Path) -> None:
    """What passes the gate is shown, with the papers' numbers in the ranking."""
    digest = scripted(tmp_path, [GOOD], one_theme())
    assert digest.themes[0].name == "Radar of ice sheets"
    assert digest.themes[0].claim is not None
    assert digest.themes[0].claim.text == GOOD["claims"][0]["text"]  # type: ignore[index]
    assert_backed(digest)


def test_a_second_channel_costs_no_second_synthesis(tmp_path: Path) -> None:
    """Votes and topics change a channel's order, not what a theme's model is asked: it is paid for once."""
    script = tmp_path / "script.json"
    script.write_text(json.dumps([GOOD, *["A line that nobody can use."] * 40]))
    app = open_app(tmp_path / "data", one_theme(), model=f"scripted:{script}")
    first = make_digest(app, WEEK, "C1")
    cast(app.database, "C2", "U1", f"paper:{first.ranked[-1].paper.id}", 1, app.settings.clock())
    second = make_digest(app, WEEK, "C2")
    assert [ranked.paper.id for ranked in first.ranked] != [ranked.paper.id for ranked in second.ranked]
    assert [theme.name for theme in first.themes] == [theme.name for theme in second.themes] == [GOOD["name"]]
    assert sum(prompt.name == "digest" for prompt in app.bare_model.requests) == 1  # type: ignore[attr-defined]
    assert_backed(second)


GERMAN = "Ein Radar für Gletscher kartiert mit Echos aus Flugzeugen das Bett von Eisschilden."


def in_german(tmp_path: Path, replies: list[Any], topics: str = "", **settings: str) -> Digest:
    """The digest of a model that writes German, for the channel C1."""
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "script.json").write_text(json.dumps(replies))
    (tmp_path / "topics.toml").write_text(topics)
    model, file = f"scripted:{tmp_path / 'script.json'}", str(tmp_path / "topics.toml")
    return make_digest(open_app(tmp_path / "data", one_theme(), model=model, topics=file, **settings), WEEK, "C1")


def test_the_post_is_written_in_the_teams_language(tmp_path: Path) -> None:
    """By BROADSHEET_LANGUAGE, or by the channel's own table, which wins; each sentence over its English quotes."""
    said = GOOD | {"claims": [GOOD["claims"][0] | {"text": GERMAN}]}  # type: ignore[index]
    replies = [said, {"follows": True}]
    for digest in (
        in_german(tmp_path / "a", replies, language="de"),
        in_german(tmp_path / "b", replies, '[C1]\nlanguage = "German"\n', language="fr"),
    ):
        assert digest.themes[0].claim is not None
        assert digest.themes[0].claim.text == GERMAN
        assert_backed(digest)


def test_a_sentence_of_the_post_that_nobody_could_check_is_its_quote(tmp_path: Path) -> None:
    """In English, as the paper says it."""
    said = GOOD | {"claims": [GOOD["claims"][0] | {"text": GERMAN}]}  # type: ignore[index]
    digest = in_german(tmp_path, [said, "no verdict"], language="de")
    assert digest.themes[0].claim is not None
    assert digest.themes[0].claim.text == digest.themes[0].claim.citations[0].quote


def test_a_language_nobody_knows_is_told(tmp_path: Path) -> None:
    """With the channel it stands under."""
    with pytest.raises(UsageError, match="“language” of C1 is not understood"):
        in_german(tmp_path, [], '[C1]\nlanguage = "klingon"\n')


@pytest.mark.parametrize("replies", [[FALSE, FALSE], ["nothing", "of use"], [{"error": "server"}]])
def test_a_sentence_without_a_quote_is_never_shown(tmp_path: Path, replies: list[Any]) -> None:
    """After two tries the papers speak for themselves, and the post says so."""
    digest = scripted(tmp_path, replies, one_theme())
    assert "cancer" not in texts(digest_replies(digest)).lower()
    assert_backed(digest)
    assert any("the papers speak for themselves" in note for note in digest.notes)


def test_a_name_in_words_the_papers_never_use_is_not_taken(tmp_path: Path) -> None:
    """The sentence is kept, the name is made of the papers' own terms."""
    digest = scripted(tmp_path, [GOOD | {"name": "Quantum supremacy"}], one_theme())
    assert digest.themes[0].name.lower().startswith("glacier")
    assert digest.themes[0].claim is not None


EVIL = (
    "<!channel> everybody look",
    "<@U012AB3CD> and <!subteam^S123|team> must read this",
    "See <https://evil.example/?q=1|here> and [there](https://evil.example/2)",
    "<script>alert(1)</script><img src=https://evil.example/p.png>",
    "\x1b]8;;https://evil.example\x07harmless\x1b]8;;\x07",
    "]]></content></entry>",
)


def test_papers_cannot_act_in_the_post(tmp_path: Path) -> None:
    """A mention, a link, a tag or a control sequence stays text in every place a post goes to."""
    papers = [
        paper(
            f"{payload} {n}", f"We find that {payload}, and that {n} is enough of it. {payload}.", listed_on=WEEK.start
        )
        for payload in EVIL
        for n in range(3)
    ]
    replies = digest_replies(make_digest(open_app(tmp_path, papers), WEEK, "team"))
    for reply in replies:
        for message in messages(reply, quotes=True):
            slack_payloads.check(message, ())
    whole_post = whole(replies)
    assert not re.search(r"<(?!/?(?:p|h2|ul|li|b|br|small)>)", fragment(whole_post))
    assert not re.search(r"(?<!\\)<", page(whole_post))
    assert not re.search(r"\x1b|://", terminal.whole(whole_post).plain)


def test_the_preview_is_a_command_of_every_surface(tmp_path: Path) -> None:
    """`digest` shows last week to whoever asks; “2026-W45” another; nonsense is told."""
    from bot.weekly.commands import digest

    app = open_app(tmp_path)
    assert digest(app, "", "U1").title == f"Papers of the week {WEEK.days}"
    empty = digest(app, "2026-W45", None)
    assert empty.paragraphs == ("No papers of this week are here: 2, 3, 4, 5, 6 Nov were not read.",)
    assert (empty.notes, empty.footer) == ((f"The newest papers here are of the week {WEEK.days}.",), "")


def test_a_dry_run_sends_nothing(tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """`weekly --dry-run` and `--explain` show the post and leave no trace in the ledger."""
    monkeypatch.setenv("BROADSHEET_NOW", "2026-11-16T09:05")
    open_app(tmp_path / "data").close()
    shown = run("weekly", "--dry-run")
    assert "Papers of the week 9–15 Nov 2026" in shown.out
    assert "upvotes" in run("weekly", "--explain").out
    assert len(run("weekly", "--dry-run", "--json").json["papers"]) == 13
    assert run("weekly", "--to", "file", "--json").json[0]["state"] == "sent"

"""What a page of a channel's past says of messages it does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.talk import shares
from bot.talk.keeping import Said, delete, keep
from bot.talk.past import Page, Place, Thread, asked, known, standing, turn, turn_thread, wanted
from retrieval.archive.database import Database

NOW = "0000002000.000000"
PAGE = Page("C1", NOW, "")


def said(ts: int, thread: int = 0, paper: str = "2401.00001") -> Said:
    return Said("C1", _ts(ts), _ts(thread or ts), "U1", (paper,))


def _ts(seconds: int) -> str:
    return f"{seconds:010}.000000"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "papers.db")
    standing(made, [Place("C1", "open", "papers", "")])
    yield made
    made.close()


def there(database: Database) -> list[str]:
    return sorted(share.ts for share in shares(database, "C1"))


def test_what_is_heard_while_a_page_is_read_is_not_taken_for_deleted(database: Database) -> None:
    """A message comes between asking for a page and its answer, which has it not: it stays, whatever the clocks say."""
    keep(database, "open", said(10))
    before = known(database, PAGE, NOW)
    keep(database, "open", said(20))
    turn(database, PAGE, (), "", before)
    assert there(database) == [_ts(20)]


def test_what_is_not_sure_to_be_there_is_not_missed(database: Database) -> None:
    """What was said a moment ago may be missing from a page, and what is behind it is; only the rest was deleted."""
    for ts in (10, 20, 30):
        keep(database, "open", said(ts))
    turn(database, PAGE, (), _ts(15), known(database, PAGE, _ts(25)))
    assert there(database) == [_ts(10), _ts(30)]


def test_a_long_thread_is_held_against_each_of_its_pages(database: Database) -> None:
    """Of a thread in several pages each tells what is gone from its part, and none of the others."""
    for ts in (10, 20, 30, 40):
        keep(database, "open", said(ts, thread=10))
    first = Thread("C1", _ts(10), "")
    turn_thread(database, first, (), _ts(25), known(database, first, NOW))
    assert there(database) == [_ts(10), _ts(30), _ts(40)]
    last = Thread("C1", _ts(10), _ts(25))
    delete(database, "C1", _ts(40))
    turn_thread(database, last, (), "", known(database, last, NOW))
    assert there(database) == [_ts(10)]


def test_a_paper_is_not_given_up_for_kills(database: Database) -> None:
    """However often a process ends while it fetches a paper, it is wanted again, each time after twice as long."""
    keep(database, "open", said(10))
    now, waits = 0.0, []
    for _ in range(12):
        assert wanted(database, now, 30, 20) == ["2401.00001"]
        asked(database, ["2401.00001"], now, 3.0, 3_600.0)
        begun, now = now, next(at for at in range(int(now), int(now) + 4_000) if wanted(database, at, 30, 20))
        waits.append(now - begun)
    assert waits == [3, 6, 12, 24, 48, 96, 192, 384, 768, 1536, 3072, 3600]

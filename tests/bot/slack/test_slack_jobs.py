"""The table of jobs: one row an event, fair, bounded, and whole after a kill."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from bot.slack.jobs import KEPT_DAYS, Jobs
from retrieval.archive.database import Database


@dataclass
class Clock:
    """Seconds since 1970, set by hand."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def jobs(database: Database, clock: Clock) -> Jobs:
    return Jobs(database, clock, ("quick",), most=3)


def ask(jobs: Jobs, key: str, user: str = "U1", kind: str = "slow") -> str:
    return jobs.offer(key, kind, {"text": key}, user=user, channel="C1", thread="1.0")


def test_one_row_an_event(jobs: Jobs) -> None:
    """The same event delivered again is known, whatever came of it meanwhile."""
    assert [ask(jobs, "a"), ask(jobs, "a")] == ["taken", "known"]
    job = jobs.claim(quick=False)
    assert job
    assert ask(jobs, "a") == "known"
    jobs.finish(job.job)
    assert ask(jobs, "a") == "known"
    assert jobs.claim(quick=False) is None


def test_one_row_however_many_threads_deliver(jobs: Jobs) -> None:
    """Fifty deliveries at once make one job."""
    with ThreadPoolExecutor(10) as pool:
        offers = list(pool.map(lambda _: ask(jobs, "a"), range(50)))
    assert sorted(offers).count("taken") == 1
    assert set(offers) == {"taken", "known"}


def test_a_full_queue_refuses_for_good(jobs: Jobs) -> None:
    """What is beyond the bound is refused at once, and its repetition is not answered later either."""
    assert [ask(jobs, k) for k in "abcd"] == ["taken", "taken", "taken", "full"]
    jobs.claim(quick=False)
    assert ask(jobs, "d") == "known"
    assert ask(jobs, "e") == "taken"


def test_quick_jobs_do_not_wait(jobs: Jobs) -> None:
    """A button pressed while the queue is full is taken, and has a queue of its own."""
    for key in "abc":
        ask(jobs, key)
    assert ask(jobs, "press", kind="quick") == "taken"
    job = jobs.claim(quick=True)
    assert job
    assert job.key == "press"


def test_nobody_waits_behind_another_ones_pile(database: Database, clock: Clock) -> None:
    """Whoever was served the longest ago is next: one question is not kept behind two hundred of somebody else."""
    jobs = Jobs(database, clock, (), most=500)
    for number in range(200):
        ask(jobs, f"flood{number}", user="U1")
    first = jobs.claim(quick=False)
    clock.now += 1
    ask(jobs, "single", user="U2")
    following = jobs.claim(quick=False)
    assert first
    assert following
    assert (first.user, following.user) == ("U1", "U2")


def test_a_killed_worker_loses_nothing(database: Database, jobs: Jobs, clock: Clock) -> None:
    """What was being worked on is queued again after the restart, and a reply that was ready stays ready."""
    ask(jobs, "a")
    ask(jobs, "b")
    done = jobs.claim(quick=False)
    assert done
    assert jobs.reply(done.job, {"reply": 1}, "lane")
    jobs.claim(quick=False)
    again = Jobs(Database(database.path), clock, ("quick",), most=3)
    again.recover()
    assert [job for job, _ in again.ready()] == [done.job]
    job = again.claim(quick=False)
    assert job
    assert (job.key, job.tries) == ("b", 2)


def test_a_reply_is_written_once(jobs: Jobs) -> None:
    """When a job was told that it took too long, the late answer changes nothing."""
    ask(jobs, "a")
    job = jobs.claim(quick=False)
    assert job
    assert jobs.reply(job.job, {"too": "long"}, "lane")
    assert not jobs.reply(job.job, {"late": "answer"}, "lane")
    kept = jobs.get(job.job)
    assert kept
    assert kept.reply == {"too": "long"}


def test_a_delivery_under_way_is_known_to_be(jobs: Jobs) -> None:
    """Between beginning and end of a message the row says that Slack may have it."""
    ask(jobs, "a")
    job = jobs.claim(quick=False)
    assert job
    jobs.reply(job.job, {}, "lane")
    jobs.begin(job.job)
    assert jobs.get(job.job).sending  # type: ignore[union-attr]
    jobs.sent(job.job, 1, last=False)
    state = jobs.get(job.job)
    assert state
    assert (state.sending, state.sent, jobs.ready()) == (False, 1, [(job.job, "lane")])
    jobs.sent(job.job, 2, last=True)
    assert jobs.ready() == []


def test_old_jobs_are_forgotten(jobs: Jobs, clock: Clock) -> None:
    """Done jobs are kept for a month, open ones for ever."""
    ask(jobs, "done")
    ask(jobs, "open")
    jobs.finish(jobs.claim(quick=False).job)  # type: ignore[union-attr]
    clock.now += (KEPT_DAYS + 1) * 86_400
    jobs.recover()
    assert (ask(jobs, "done"), ask(jobs, "open")) == ("taken", "known")


def test_waiting_threads_hear_of_a_job(jobs: Jobs) -> None:
    """A worker that waits is woken by the next job."""
    woken = threading.Event()

    def wait() -> None:
        with jobs.arrived:
            ready.set()
            woken.set() if jobs.arrived.wait(10) else None

    ready = threading.Event()
    thread = threading.Thread(target=wait)
    thread.start()
    ready.wait(10)
    ask(jobs, "a")
    thread.join(10)
    assert woken.is_set()

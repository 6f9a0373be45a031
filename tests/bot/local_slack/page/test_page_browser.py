"""The page of `broadsheet local --web` as a person uses it, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import Open, browsing, last, opening, watch, write
from conftest import paper
from localpage import served
from slackbot import ANSWER, QUESTION

from bot.local_slack.page.server import PageServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as found:
        yield found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    with served(tmp_path_factory.mktemp("page")) as server:
        yield server


@pytest.fixture
def open_page(browser: Browser, server: PageServer) -> Iterator[Open]:
    with opening(browser, server) as opened:
        yield opened


def asked(page: Page) -> Locator:
    """The private answer to the question, asked by slash command."""
    answers = page.locator("#timeline .message.private", has_text=ANSWER)
    before = answers.count()
    write(page, f"/ask {QUESTION}")
    answers.nth(before).wait_for()
    return answers.nth(before)


def test_a_question_is_asked_and_answered(open_page: Open, server: PageServer) -> None:
    """A command completes itself; “Looking…” stands there at once and turns into the answer, for my eyes only."""
    page = open_page(channel="C00RANDOM")
    server.stage.stall.set(True)
    page.locator("#composer textarea").press_sequentially("/as")
    assert page.locator("[role=option]").all_inner_texts()[0].startswith("/ask")
    page.keyboard.press("Tab")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    ts = last(page, "Looking…").get_attribute("data-ts")
    server.stage.stall.set(False)
    answer = page.locator(f'#timeline [data-ts="{ts}"]', has_text=ANSWER)
    answer.wait_for()
    assert answer.locator(".only").inner_text().endswith("Only visible to you")


def test_sharing_shows_it_to_everybody(open_page: Open) -> None:
    """A private answer that is shared appears in the channel, for the others too."""
    page, other = open_page(), open_page("bob")
    before = other.locator(".only").count()
    asked(page).get_by_role("button", name="Share with channel").click()
    last(page, "Shared by alice")
    last(other, "Shared by alice")
    assert other.locator(".only").count() == before


def test_a_thread_goes_on(open_page: Open) -> None:
    """A mention is answered in a thread; a follow-up there, without a mention, is answered too."""
    page = open_page("carol")
    write(page, f"@broadsheet {QUESTION}")
    last(page, QUESTION).get_by_role("button", name="1 reply").click()
    last(page, ANSWER, "#side")
    write(page, "And what accuracy do compass networks reach?", "#side")
    last(page, "91.5%", "#side")
    last(page, QUESTION).get_by_role("button", name="3 replies").wait_for()


def test_a_shortcut_opens_a_modal(open_page: Open) -> None:
    """“Ask about this message” shows it as a question; what is sent is answered by direct message."""
    page = open_page("bob")
    write(page, "Do ropes age?")
    message = last(page, "Do ropes age?")
    message.hover()
    message.get_by_role("button", name="Ask about this message").click()
    entry = page.get_by_label("Your question")
    assert entry.input_value() == "Do ropes age?"
    entry.fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator("#modal").wait_for(state="hidden")
    page.locator("#apps .unread").wait_for()
    page.locator("#apps .unread button").click()
    last(page, ANSWER)


@pytest.mark.full
def test_escape_closes_a_modal_for_good(open_page: Open, server: PageServer) -> None:
    """A modal that is closed here is closed in Slack."""
    page = open_page("carol")
    write(page, "Never mind?")
    message = last(page, "Never mind?")
    message.hover()
    message.get_by_role("button", name="Ask about this message").click()
    page.get_by_label("Your question").wait_for()
    page.keyboard.press("Escape")
    page.locator("#modal").wait_for(state="hidden")
    server.stage.slack.wait(lambda: server.stage.slack.modal("carol") is None)


def test_the_home_tab(open_page: Open) -> None:
    """The app's Home says what there is and how to ask; its JSON is within Slack's limits."""
    page = open_page()
    page.get_by_role("button", name="Home").click()
    page.locator("#home", has_text="papers are in the archive").wait_for()
    page.locator("#home").get_by_role("button", name="Payload").click()
    assert "Within Slack's limits" in page.locator("#behind .good").inner_text()
    assert '"type": "home"' in page.locator("#behind pre").inner_text()


def test_the_home_tab_ends_what_i_follow(open_page: Open) -> None:
    """What I follow stands in my Home tab, each with a button; pressed, it is gone, and the others stay."""
    page = open_page("bob")
    page.locator("#apps button").first.click()
    write(page, "follow rope, winches")
    last(page, "You follow papers")
    page.locator("#apps").get_by_role("button", name="Home").click()
    home = page.locator("#home")
    home.locator(".block-section", has_text="Papers on rope").get_by_role("button", name="Unfollow").click()
    home.locator(".block-section", has_text="Papers on rope").wait_for(state="detached")
    assert home.locator(".block-section", has_text="Papers on winches").count() == 1


def test_two_tabs_agree(open_page: Open) -> None:
    """What is done in one tab is seen in the other, reactions and replies too."""
    one, other = open_page(), open_page()
    write(one, "Tea at four?")
    message = last(other, "Tea at four?")
    message.hover()
    message.get_by_title("React :eyes:").click()
    last(one, "Tea at four?").locator(".reactions button.mine").wait_for()
    message.hover()
    message.get_by_role("button", name="Reply in thread").click()
    write(other, "Gladly", "#side")
    last(one, "Tea at four?").get_by_role("button", name="1 reply").wait_for()
    assert one.locator("#timeline").inner_text() == other.locator("#timeline").inner_text()


def test_the_keyboard_is_enough(open_page: Open) -> None:
    """Ask, go to the answer and share it, without a mouse."""
    page = open_page("bob")
    page.keyboard.press("/")
    page.keyboard.type("/a")
    page.keyboard.press("Enter")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    last(page, ANSWER).get_by_role("button", name="Share with channel").wait_for()
    page.keyboard.press("Shift+Tab")
    while not page.evaluate("document.activeElement.classList.contains('message')"):
        page.keyboard.press("Shift+Tab")
    while page.evaluate("document.activeElement.innerText") != "Share with channel":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    last(page, "Shared by bob")


@pytest.mark.full
def test_viewing_as_somebody_else(open_page: Open) -> None:
    """Another person sees their own channels and none of what only alice saw."""
    page = open_page()
    asked(page)
    page.select_option("#viewer", "gina")
    page.locator("#channels li:only-child", has_text="# papers").wait_for()
    assert page.locator(".only").count() == 0
    page.reload()
    page.locator("#channels li:only-child", has_text="# papers").wait_for()
    assert page.input_value("#viewer") == "gina"


def test_the_week_with_its_thread(open_page: Open) -> None:
    """The week's post is shown as Slack would show it, each message with its JSON; other weeks are a click away."""
    page = open_page()
    page.click("#week")
    page.locator("#side .post", has_text="Papers of the week").wait_for()
    page.locator("#side").get_by_role("button", name="Payload").first.click()
    page.locator("#behind").get_by_text("Within Slack's limits").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Week before").click()
    page.locator("#side").get_by_text("Papers of the week 2–8 Nov 2026").wait_for()


def test_troubles_leave_one_answer(open_page: Open) -> None:
    """The panel repeats a delivery three times more and stalls the model; then there is one answer."""
    page = open_page("carol", "C00RANDOM")
    page.click("#troubles")
    page.click("[data-name=stall]")
    page.locator("#traffic", has_text="stalled").wait_for()
    page.click("[data-name=repeat]")
    write(page, f"/ask {QUESTION}")
    page.locator("#traffic tr", has_text=QUESTION).first.get_by_text("4 ×").wait_for()
    page.click("[data-name=resume]")
    last(page, ANSWER)
    assert page.locator("#timeline .message.private", has_text=ANSWER).count() == 1


def test_the_first_screen_offers_the_sample(browser: Browser, tmp_path: Path) -> None:
    """With an empty archive the page offers the sample; a file that is dropped comes in as well."""
    with served(tmp_path, papers=[]) as empty:
        page = browser.new_page()
        wrong = watch(page, empty.door.address)
        page.goto(empty.door.address)
        page.get_by_role("button", name="Read the sample page").click()
        page.get_by_text("30 papers", exact=True).wait_for()
        page.locator("#first").wait_for(state="hidden")
        page.evaluate("""() => {
            const given = new DataTransfer();
            const line = JSON.stringify({ title: "Dropped Anchors", abstract: "Anchors drop. ".repeat(20) });
            given.items.add(new File([line + "\\n"], "anchors.jsonl"));
            const drop = { dataTransfer: given, bubbles: true, cancelable: true };
            for (const name of ["dragover", "drop"]) document.body.dispatchEvent(new DragEvent(name, drop));
        }""")
        page.get_by_text("31 papers", exact=True).wait_for()
        page.set_input_files("#file", {"name": "photo.txt", "mimeType": "text/plain", "buffer": b"\xff\x00\xfe"})
        page.locator(".notice.bad", has_text="photo.txt").wait_for()
        page.close()
        assert [line for line in wrong if "status of 400" not in line] == []


def test_who_opens_the_chat_is_suggested_questions(open_page: Open, server: PageServer) -> None:
    """In one's chat with the bot stand questions to press; the page says that it reads, and names the thread."""
    page = open_page(channel="C00PAPERS")
    server.stage.library.archive.put([paper("Keelson: hulls that bend", "Steel bends.", keywords=("steel",))])
    page.locator("#apps button").first.click()
    prompt = page.locator("#prompts button").first
    prompt.wait_for()
    suggested = prompt.inner_text()
    prompt.click()
    last(page, suggested).locator(".thread-link").click()
    page.locator("#side h2", has_text=suggested).wait_for()
    server.stage.stall.set(True)
    write(page, QUESTION)
    sign = last(page, QUESTION).locator(".sign")
    sign.wait_for()
    server.stage.stall.set(False)
    sign.wait_for(state="detached")


def test_a_trend_is_drawn(open_page: Open) -> None:
    """A line for each month, with a bar for each topic and its number; what is too long for Slack is cut."""
    page = open_page(channel="C00RANDOM")
    write(page, "/ask trend of compass, reinforcement learning for mooring")
    chart = page.locator("#timeline .block-data_visualization").last
    chart.wait_for()
    assert chart.locator("thead th").all_inner_texts() == ["compass", "reinforcement…"]
    assert chart.locator("tbody tr").count() == 1
    assert chart.locator("meter").count() == 2

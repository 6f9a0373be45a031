"""What the page makes of what it is given, in a real browser: hostile papers, raw markup, much of it, in the dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import Open, browsing, last, opening, write
from conftest import paper, three_papers
from localpage import served
from pictures import take

from bot.local_slack.page.server import PageServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = (
    "Zebra lattices fold light. <script>window.pwned = 1</script> Zebra lattices gain <img src=x onerror=pwned=1> "
    "<b>thrice</b> when cooled, see [here](https://evil.example/x) and <https://evil.example/y|click> or "
    "https://evil.example/z and <!channel> javascript:alert(1) *bold* `code`."
)
ZEBRA = paper("Zebra <script>window.pwned=1</script> Lattices", HOSTILE, url="https://stored.example/zebra")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as found:
        yield found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    with served(tmp_path_factory.mktemp("page"), [*three_papers(), ZEBRA]) as server:
        yield server


@pytest.fixture
def open_page(browser: Browser, server: PageServer) -> Iterator[Open]:
    with opening(browser, server) as opened:
        yield opened


def test_a_hostile_paper_is_text(open_page: Open) -> None:
    """Markup, links and mentions in a title or an abstract are shown as they are written; none of it does anything."""
    page = open_page()
    write(page, "/ask What do zebra lattices gain when cooled?")
    last(page, "fold light").get_by_role("button", name="Details").click()
    page.locator("#modal", has_text="How this was made").wait_for()
    page.keyboard.press("Escape")
    page.locator("#modal").wait_for(state="hidden")
    page.get_by_role("button", name="Home").click()
    page.locator("#home", has_text="Zebra").wait_for()
    page.click("#week")
    page.locator("#side .post").first.wait_for()
    assert page.evaluate("window.pwned") is None
    assert page.locator("script").count() == 1
    assert page.locator("img, iframe, object, embed, form:not(#modal form), base, .mention.live, .unknown").count() == 0
    addresses = page.locator("a").evaluate_all("(links) => links.map((link) => link.href)")
    assert set(addresses) <= {"https://stored.example/zebra", "https://arxiv.org/pdf/2611.00001"}
    links = page.locator("a").evaluate_all("(links) => links.map((a) => a.rel + ' ' + a.target)")
    assert set(links) == {"noopener noreferrer _blank"}


def test_two_hundred_messages_stay_quick(open_page: Open, server: PageServer) -> None:
    """One more message draws one message, however many there are; so does a change."""
    workspace = server.stage.slack.workspace
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "*A line* of <https://example.org|text>. " * 8}}
    for n in range(200):
        workspace.post("C00LAB", "U00BROAD", f"number {n}", blocks=(block, {"type": "divider"}))
    page = open_page(channel="C00LAB")
    assert page.locator("#timeline .message").count() == 200
    page.evaluate("""() => {
        window.drawn = 0;
        const count = (records) => { for (const record of records) window.drawn += record.addedNodes.length; };
        new MutationObserver(count).observe(document.querySelector("#timeline"), { childList: true });
    }""")
    message = workspace.post("C00LAB", "U00ALICE", "one more")
    last(page, "one more")
    workspace.change(message, text="one more, mended")
    last(page, "mended")
    assert page.evaluate("window.drawn") == 2
    bottom = "(node) => node.scrollHeight - node.scrollTop - node.clientHeight < 2"
    assert page.locator("#timeline").evaluate(bottom)


def test_raw_markup_from_slack_is_drawn_as_slack_draws_it(open_page: Open, server: PageServer) -> None:
    """Even were nothing escaped: tokens become what they mean in Slack, and HTML or other addresses stay text."""
    text = (
        "<img src=x onerror=pwned=1> <javascript:alert(1)|run> <data:text/html,x|open> "
        "<https://a.example/?q=1&amp;r|it> *bold* _slanted_ ~gone~ `code <b>` &lt;i&gt; <@U00BOB> <#C00LAB|lab> "
        "<!here> https://bare.example 2*3*4 snake_case_x"
    )
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    header = {"type": "header", "text": {"type": "plain_text", "text": "<script>window.pwned=1</script> *plain*"}}
    server.stage.slack.workspace.post("C00PAPERS", "U00BROAD", "raw", blocks=(header, block))
    page = open_page()
    body = last(page, "slanted").locator(".blocks")
    assert body.locator("a").evaluate_all("(links) => links.map((link) => link.href)") == ["https://a.example/?q=1&r"]
    marks = [body.locator(name).inner_text() for name in ("strong", "em", "s", "code")]
    assert marks == ["bold", "slanted", "gone", "code <b>"]
    assert body.locator(".mention").all_inner_texts() == ["@bob", "#lab", "@here"]
    assert "<javascript:alert(1)|run>" in body.inner_text()
    assert "<i> " in body.inner_text()
    assert "https://bare.example 2*3*4 snake_case_x" in body.inner_text()
    assert body.locator("h3").inner_text() == "<script>window.pwned=1</script> *plain*"
    assert body.locator("img, script, i, b").count() == 0
    assert page.evaluate("window.pwned") is None
    server.stage.slack.workspace.delete(server.stage.slack.seen("alice", "papers")[-1])


@pytest.mark.full
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_readable_in_dark_and_light(open_page: Open, scheme: str) -> None:
    """Text stands out from its ground at least 4.5 to 1, as WCAG 2.2 asks, in both schemes."""
    page = open_page(color_scheme=scheme)
    ratios = page.evaluate("""() => {
        const colour = (name) => {
            const node = document.body.appendChild(document.createElement("i"));
            node.style.color = `var(--${name})`;
            const parts = getComputedStyle(node).color.match(/[\\d.]+/g).slice(0, 3).map(Number);
            node.remove();
            return parts;
        };
        const light = (parts) => {
            const linear = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
            const [r, g, b] = parts.map((part) => linear(part / 255));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
        };
        const pairs = ["ink paper", "faint paper", "link paper", "bad paper", "accent paper", "ink wash", "faint wash",
            "ink note", "link note", "bar-ink bar", "bar-ink bar-here"];
        return Object.fromEntries(pairs.map((pair) => {
            const [one, other] = pair.split(" ").map(colour).map(light);
            return [pair, Math.max(one, other) / Math.min(one, other)];
        }));
    }""")
    assert {pair: round(ratio, 1) for pair, ratio in ratios.items() if ratio < 4.5} == {}
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)" if scheme == "light" else "rgb(26, 28, 32)"
    )


@pytest.mark.full
def test_the_pictures_of_the_readme_can_be_taken(browser: Browser, tmp_path: Path) -> None:
    """`make pictures` makes them anew whenever the page changes; they stay small."""
    for picture in take(browser, tmp_path, embedder="hashing"):
        assert 20_000 < picture.stat().st_size < 200_000


@pytest.mark.full
def test_the_page_waits_for_a_server_that_went_away(browser: Browser, tmp_path: Path) -> None:
    """When the server ends the page says so and keeps what it shows."""
    page = browser.new_page()
    with served(tmp_path, bot=False) as server:
        page.goto(server.door.address)
        server.stage.slack.workspace.post("C00PAPERS", "U00BOB", "still here")
        last(page, "still here")
    page.locator("#state", has_text="does not answer").wait_for()
    last(page, "still here")
    page.close()


def test_papers_side_by_side_are_drawn_as_a_table(open_page: Open) -> None:
    """A header and a row a paper, as Slack draws the block; a title leads to its paper, and nothing else is live."""
    page = open_page()
    write(page, "/compare Compass Networks, Zebra by method, result")
    table = last(page, "Side by side").locator("table.block-table")
    assert table.locator("th").all_inner_texts() == ["paper", "method", "result"]
    assert table.locator("tbody tr").count() == 2
    assert "“We introduce a compass network with 12 needles.”" in table.inner_text()
    assert [a.get_attribute("href") for a in table.locator("a").all()] == ["https://stored.example/zebra"]
    assert page.locator(".unknown").count() == 0

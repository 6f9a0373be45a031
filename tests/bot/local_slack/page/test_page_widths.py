"""The page at the widths people have, light and dark: nothing overflows, and on a telephone the bar folds away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import browsing, last, watch, write
from localpage import served
from slackbot import ANSWER, QUESTION

from bot.local_slack.page.server import PageServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = ((1440, 900), (1024, 768), (390, 844))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as found:
        yield found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    with served(tmp_path_factory.mktemp("page")) as server:
        yield server


def overflows(page: Page) -> bool:
    """Whether anything makes the page wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_width_shows_a_conversation(
    browser: Browser, server: PageServer, tmp_path: Path, width: int, height: int, scheme: str
) -> None:
    """An answer, its thread and the Home tab fit, at a desk and on a telephone; a picture of each is kept."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    wrong = watch(page, server.door.address)
    page.goto(f"{server.door.address}#alice/C00PAPERS")
    write(page, f"/ask {QUESTION}")
    last(page, ANSWER)
    assert not overflows(page)
    page.screenshot(path=tmp_path / f"channel-{width}-{scheme}.png")
    if width < 800:
        assert not page.locator("#bar").is_visible()
        page.locator("#fold").click()
    page.locator("#bar").get_by_role("button", name="Home").click()
    page.locator("#home", has_text="papers are in the archive").wait_for()
    assert page.locator("#bar").is_visible() == (width >= 800)
    assert not overflows(page)
    page.screenshot(path=tmp_path / f"home-{width}-{scheme}.png")
    assert wrong == []
    page.close()


def test_an_empty_channel_says_how_to_begin(browser: Browser, server: PageServer) -> None:
    """How many papers are here and what to type, until somebody has said something."""
    page = browser.new_page()
    page.goto(f"{server.door.address}#bob/C00RANDOM")
    page.locator("#begin", has_text="Begin with /ask").wait_for()
    write(page, "Tea at four?")
    last(page, "Tea at four?")
    page.locator("#begin").wait_for(state="hidden")
    page.close()

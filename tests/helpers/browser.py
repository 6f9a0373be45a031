"""A real browser for tests: Debian's chromium, driven by Playwright; a clear word where either is missing."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from bot.local_slack.page.server import PageServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

Open = Callable[..., "Page"]
"""Opens the page as somebody in some channel, with a browser context's options."""

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """Where the browser is; without one the test is skipped."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("there is no browser: install Debian's package chromium, or Chrome")
    return found


@contextmanager
def browsing() -> Iterator[Browser]:
    """The browser, without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="there is no Playwright: pip install playwright")
    # As root chromium runs only without its sandbox; what it is shown here is our own page.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    path = chromium()
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=sandbox)
        yield browser
        browser.close()


def watch(page: Page, address: str) -> list[str]:
    """What goes wrong in *page*, as it comes: errors, breaches of the policy, requests to anywhere but *address*."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("console", lambda line: wrong.append(line.text) if line.type in ("error", "warning") else None)
    page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
    page.on("request", lambda asked: None if asked.url.startswith((address, "data:,")) else wrong.append(asked.url))
    return wrong


@contextmanager
def opening(browser: Browser, server: PageServer) -> Iterator[Open]:
    """How to open the page of *server*, which is left in peace at the end.

    Nothing may go wrong in a page, every block must be one that it can draw, and it may ask only its own server.
    """
    contexts: list[Any] = []
    pages: list[Page] = []
    wrong: list[list[str]] = []

    def opened(user: str = "alice", channel: str = "C00PAPERS", **given: str) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1200, "height": 800}, **given))
        page = contexts[-1].new_page()
        pages.append(page)
        page.set_default_timeout(15_000)
        wrong.append(watch(page, server.door.address))
        page.goto(f"{server.door.address}#{user}/{channel}")
        page.locator("#place").filter(has_text=re.compile(".")).wait_for()
        return page

    yield opened
    assert [page.locator(".unknown").count() for page in pages] == [0] * len(pages)
    for context in contexts:
        context.close()
    server.stage.slack.faults.clear()
    server.stage.stall.set(False)
    server.stage.slack.wait(server.stage.running.idle, 20)
    assert wrong == [[]] * len(wrong)


def write(page: Page, text: str, where: str = "#composer") -> None:
    """Write something and send it, with what is offered left alone."""
    page.fill(f"{where} textarea", text)
    page.press(f"{where} textarea", "Enter")


def last(page: Page, text: str, where: str = "#timeline") -> Locator:
    """The latest message that holds *text*, once it is there."""
    found = page.locator(f"{where} .message", has_text=text).last
    found.wait_for()
    return found

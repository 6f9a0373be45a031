"""The README's pictures, taken of the page itself: `make pictures` writes them to docs/."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import browsing
from localpage import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTION = "When does grokking happen?"
MENTION = "@broadsheet What is LoRA?"


def take(browser: Browser, folder: Path, embedder: str = "minilm") -> list[Path]:
    """Take the pictures into *folder*: a channel with answers and a thread, the weekly post, and a narrow window."""
    with tempfile.TemporaryDirectory() as data, served(Path(data), papers=[], embedder=embedder) as server:
        page = browser.new_page(viewport={"width": 1180, "height": 720})
        page.goto(server.door.address)
        page.get_by_role("button", name="Read the sample page").click()
        page.get_by_text("30 papers", exact=True).wait_for(timeout=120_000)
        made = [_channel(page, folder / "slack-local.png"), _week(page, folder / "weekly.png")]
        made.append(_narrow(page, folder / "slack-narrow.png"))
        page.close()
        return made


def _channel(page: Page, path: Path) -> Path:
    entry = page.locator("#composer textarea")
    entry.fill(f"/ask {QUESTION}")
    entry.press("Enter")
    page.get_by_role("button", name="Details").wait_for()
    entry.fill(MENTION)
    entry.press("Enter")
    page.get_by_role("button", name="1 reply").click()
    page.locator("#side .message", has_text="newest").wait_for()
    page.locator("#notices").evaluate("(node) => node.replaceChildren()")
    page.mouse.move(0, 0)
    page.screenshot(path=path)
    return path


def _week(page: Page, path: Path) -> Path:
    page.click("#week")
    page.locator("#side .post").first.wait_for(timeout=120_000)
    page.mouse.move(0, 0)
    page.set_viewport_size({"width": 1180, "height": 900})
    page.locator("#side").screenshot(path=path)
    return path


def _narrow(page: Page, path: Path) -> Path:
    """The channel on a telephone, in the dark."""
    page.emulate_media(color_scheme="dark")
    page.locator("#side header button").click()
    page.set_viewport_size({"width": 390, "height": 844})
    page.mouse.move(0, 0)
    page.screenshot(path=path)
    return path


if __name__ == "__main__":
    docs = Path(__file__).resolve().parents[1] / "docs"
    docs.mkdir(exist_ok=True)
    try:
        with browsing() as found:
            for picture in take(found, docs):
                print(f"{picture}: {picture.stat().st_size:,} bytes")
    except pytest.skip.Exception as error:
        sys.exit(f"No pictures were taken: {error}.")

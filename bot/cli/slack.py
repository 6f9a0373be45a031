"""The Slack bot from the command line: serve, and the manifest to make the app from."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console, options
from bot.cli.options import Data, Model

if TYPE_CHECKING:
    from bot.app import App


def serve(model: Model = None, data: Data = None) -> None:
    with options.app_of(False, data, model, patient=True) as app:
        from bot.slack.serve import serve as run

        with agents_beside(app):
            code = run(app, app.sinks)
        app.close()
        # A thread may still wait for a model; what it was asked is on disk, and its answer is nobody's any more.
        os._exit(code)


@contextmanager
def agents_beside(app: "App") -> Iterator[None]:
    """Agents are answered meanwhile, if the settings say so. What they name is not fetched."""
    if not app.settings.mcp:
        yield
        return
    from bot.mcp.http import beside

    with beside(app.reading()):
        yield


def manifest(
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="For HTTP mode: the public address Slack calls.")
    ] = None,
    assistant: Annotated[
        bool, typer.Option("--assistant", help="For an app that has Slack's older assistant view, and keeps it.")
    ] = False,
    tools: Annotated[
        str | None,
        typer.Option("--mcp", metavar="URL", help="For Slack's own assistant: the public address of `mcp --http`."),
    ] = None,
    data: Data = None,
) -> None:
    with options.settings_of(False, data) as settings:
        from bot.mcp.door import PATH
        from bot.slack.manifest import manifest as made
        from bot.slack.manifest import public_url

        called = public_url(url) if url else ""
        console.emit(made(settings.slack_prefix, called, assistant, public_url(tools, PATH) if tools else ""))

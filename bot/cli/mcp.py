"""Tools for agents from the command line: the server, and the tokens of those that come over HTTP."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console, options
from bot.cli.options import Data, Json, Model

if TYPE_CHECKING:
    from bot.app import App

Name = Annotated[str, typer.Argument(metavar="NAME", help="What the client is called, in `usage` too.")]


def serve(
    http: Annotated[bool, typer.Option("--http", help="Over HTTP at /mcp, for clients that have a token.")] = False,
    model: Model = None,
    data: Data = None,
) -> None:
    with _reading(data, model, patient=http) as app:
        import logging

        from bot.slack.wire.redaction import log_to_stderr

        log_to_stderr(app.settings.secrets, getattr(logging, app.settings.log.upper()))
        if http:
            from bot.mcp.http import serve as run
        else:
            from bot.mcp.stdio import serve as run
        run(app)
        app.close()
        # A thread may still wait for a model; nobody waits for what it says.
        os._exit(console.DONE)


@contextmanager
def _reading(data: str | None, model: str | None, patient: bool) -> "Iterator[App]":
    """The application as agents are given it: what they name is not fetched."""
    with console.guarded(False):
        from bot.app import opened
        from bot.settings import load

        fixed = {"data": data or options.data_before.get(), "model": model, "fetch_named": "no"}
        with opened(load(fixed), patient) as app:
            for notice in app.notices():
                console.tell(notice)
            yield app


def token(name: Name, data: Data = None, json: Json = False) -> None:
    with options.app_of(json, data) as app:
        from bot.mcp.tokens import Tokens

        made = Tokens(app.database).make(name, app.settings.clock())
        if json:
            console.emit({"name": name, "token": made})
        else:
            console.write(f"{made}\n")
            console.tell(f"This is the token of {name}. It is shown once: put it where the client reads it.")


def tokens(data: Data = None, json: Json = False) -> None:
    with options.app_of(json, data) as app:
        from bot.mcp.tokens import Tokens
        from bot.types import Reply

        found = Tokens(app.database).all()
        if json:
            console.emit([{"name": client.name, "made": client.made} for client in found])
        else:
            lines = tuple(f"{client.name}, since {client.made}" for client in found)
            options.show(Reply(paragraphs=lines or ("No client has a token.",)), True)


def revoke(name: Name, data: Data = None, json: Json = False) -> None:
    with options.app_of(json, data) as app:
        from bot.mcp.tokens import Tokens

        Tokens(app.database).revoke(name)
        if json:
            console.emit({"name": name, "revoked": True})
        else:
            console.tell(f"The token of {name} is no longer taken.")

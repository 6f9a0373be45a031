"""What was shared in Slack's channels, for whoever keeps the archive: of open channels only."""

from typing import Annotated

import typer

from bot.cli import console, options
from bot.cli.options import All, Data, Json


def shared(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORDS", help="A time, a topic, a paper, a person; none: everything."),
    ] = None,
    everything: All = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """What was shared in a private channel is told in that channel alone, and not here."""
    with options.app_of(json, data) as app:
        from bot.shared import listed
        from bot.shared.reply import HOW, OFF, found_document
        from bot.shared.reply import shared as asked
        from retrieval.errors import UsageError

        if not app.settings.shared:
            raise UsageError(OFF, HOW)
        text = " ".join(words or [])
        if json:
            console.emit(found_document(app, listed(app, text, "")))
        else:
            options.show(asked(app, text, app.settings.user), everything)

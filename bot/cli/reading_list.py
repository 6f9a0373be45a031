"""The reading list of whoever sits at the terminal."""

from typing import Annotated

import typer

from bot.cli import console, options
from bot.cli.options import All, Data, Json

HOW = "Name a paper to put it there, for instance: broadsheet saved 2405.21060"


def saved(
    papers: Annotated[
        list[str] | None,
        typer.Argument(metavar="PAPER…", help="Ids, arXiv ids or addresses, or pieces of titles, in quotes each."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take them off the list instead.")] = False,
    everything: All = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Whose list it is, BROADSHEET_USER says; people in Slack have lists of their own."""
    with options.app_of(json, data) as app:
        from bot.render.documents import paper_document
        from bot.requests import find_papers, saved_reply
        from bot.saved import drop, save
        from bot.saved import saved as kept
        from retrieval.errors import UsageError

        user = app.settings.user
        if papers:
            (drop if remove else save)(app, user, find_papers(app, papers, console.tell))
        elif remove:
            raise UsageError("There is nothing to take off the list.", "Name the papers after --remove.")
        if json:
            console.emit([paper_document(paper) for paper in kept(app, user)])
        else:
            options.show(saved_reply(app, user, HOW), everything)

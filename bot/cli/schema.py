"""What `--json` prints, described for programs."""

from typing import Annotated

import typer

from bot.cli import console


def schema(document: Annotated[str, typer.Argument(metavar="COMMAND", help="Whose document; or error.")]) -> None:
    with console.guarded(False):
        from bot.render.schemas import SCHEMAS
        from bot.render.schemas import schema as described
        from retrieval.errors import UsageError

        if document not in SCHEMAS:
            raise UsageError(f"There is no schema of {document}.", f"Write one of: {', '.join(SCHEMAS)}.")
        console.emit(described(document))

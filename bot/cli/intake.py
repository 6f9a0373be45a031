"""What every command that takes papers in does with what it took."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.cli import console, options

if TYPE_CHECKING:
    from bot.app import App
    from retrieval.ingest import Report


def take_in(app: "App", json: bool, everything: bool, take: Callable[["Report"], bool]) -> None:
    """Take papers in, embed them, report; exit code 1 when a document could not be read or all was refused."""
    from bot.intake import bring_up_to_date
    from bot.render.documents import report_document
    from bot.render.replies import report_reply
    from retrieval.errors import BroadsheetError
    from retrieval.ingest import Report as NewReport

    report, notes, whole = NewReport(), [], True
    try:
        whole = take(report)
        with console.progress() as update:
            notes = bring_up_to_date(app, update)
    except BroadsheetError as error:
        if not report.read:
            raise
        # A failing embedder or network comes after papers were stored: what was stored is told all the same.
        notes, whole = [error.told], False
    if json:
        console.emit(report_document(report, notes))
    else:
        options.show(report_reply(report, notes), everything)
    if not whole or (report.refused and len(report.refused) == report.read):
        console.leave(console.COULD_NOT)

"""A throw-away archive to try everything on: the sample page, away from the user's own papers."""

import sys
from importlib import resources
from typing import Annotated

import typer

from bot.cli import asking, console, options
from bot.cli.options import Data, Model

FOLDER = ".demo"
"""Where the sample archive goes, in the folder one stands in, unless --data names another."""
FIRST = "What is grokking, and when does it happen?"


def demo(
    question: Annotated[list[str] | None, typer.Argument(metavar="QUESTION", help="What to ask it first.")] = None,
    model: Model = None,
    data: Data = None,
) -> None:
    """The sample page holds real papers by title and date, each described in Broadsheet's own words."""
    folder = data or options.data_before.get() or FOLDER
    with options.app_of(False, folder, model, patient=True) as app:
        from bot.intake import bring_up_to_date, ingest_files
        from retrieval.ingest import Report

        ingest_files(app, [str(resources.files("bot") / "sample_page.txt")], sys.stdin.buffer, None, Report())
        with console.progress() as update:
            notes = bring_up_to_date(app, update)
        for note in notes:
            console.tell(note)
        console.write(f"{app.archive.count()} papers of a sample page are in {folder}.\n\n")
        answer = asking.put(app, " ".join(question or []) or FIRST, [], 8, None)
        asking.remember(app, answer, new=True)
        console.tell(
            f'\nAsk them more: broadsheet --data {folder} ask "Does LoRA add inference latency?"\n'
            "Papers of your own go elsewhere: broadsheet fetch huggingface"
        )

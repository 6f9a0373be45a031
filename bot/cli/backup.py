"""The archive as one file: written while the bot serves, and made an archive again."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import console, options
from bot.cli.options import Data, Json

Replace = Annotated[bool, typer.Option("--replace", help="Take the place of what is there.")]


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")],
    replace: Replace = False,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.settings_of(json, data) as settings:
        from retrieval.archive.backup import back_up

        papers = back_up(settings.folder / "archive.db", file, replace)
        if json:
            console.emit({"file": str(file), "papers": papers, "bytes": file.stat().st_size})
        else:
            console.tell(f"{papers:,} papers and all that was asked and posted are in {file}; keep it private.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote.")],
    replace: Replace = False,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.settings_of(json, data) as settings:
        from bot.app import patiently_opened
        from bot.intake import rebuild_index
        from bot.slack.serve import only_one
        from retrieval.archive.backup import restore as restored

        archive = settings.folder / "archive.db"
        kept = archive.with_name(f"archive.before-{settings.clock():%Y%m%d-%H%M%S}.db") if replace else None
        with only_one(settings.folder):  # what serves would go on with the old one
            papers = restored(file, archive, kept)
            with patiently_opened(settings) as app, console.progress() as update:
                passages, embedded, _ = rebuild_index(app, update)
        aside = kept if kept and kept.exists() else None
        if json:
            told = {"papers": papers, "passages": passages, "embedded": embedded}
            console.emit(told | {"kept": str(aside) if aside else None})
        else:
            was = f" What was there is in {aside}." if aside else ""
            console.tell(f"{papers:,} papers are restored, and the index is made anew.{was}")

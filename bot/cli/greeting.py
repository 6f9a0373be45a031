"""The first lines of `broadsheet` alone: what is here, and how to begin."""

from __future__ import annotations


def greeting(data: str | None = None) -> str:
    """How many papers are in the data folder, the newest day, and a question they answer; nothing is made there."""
    from bot.answer.about_me import here, questions
    from bot.app import opened
    from bot.settings import load
    from retrieval.errors import BroadsheetError

    begin = "There are no papers here yet. Begin with: broadsheet demo, or broadsheet ingest page.txt"
    try:
        settings = load({"data": data})
        if not (settings.folder / "archive.db").exists():
            return begin
        with opened(settings) as app:
            if not app.archive.count():
                return begin
            tried = questions(app)
            return f'{here(app)} Begin with: broadsheet ask "{tried[0]}"' if tried else here(app)
    except BroadsheetError as error:  # help is shown whatever is wrong with the archive
        return error.told

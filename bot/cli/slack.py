"""The Slack bot from the command line: serve, and the manifest to make the app from."""

import os

from bot.cli import console, options
from bot.cli.options import Data, Model


def serve(model: Model = None, data: Data = None) -> None:
    with options.app_of(False, data, model, patient=True) as app:
        from bot.slack.serve import serve as run

        code = run(app, app.sinks)
        app.close()
        # A thread may still wait for a model; what it was asked is on disk, and its answer is nobody's any more.
        os._exit(code)


def manifest(data: Data = None) -> None:
    with options.app_of(False, data) as app:
        from bot.slack.manifest import manifest as made

        console.emit(made(app.settings.slack_prefix))

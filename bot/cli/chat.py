"""The interactive conversation: a question a line, each answered after those before it."""

import sys
from collections.abc import Iterator

from bot.cli import console, options
from bot.cli.asking import Papers, put, put_spoken, remember
from bot.cli.options import All, Data, Model

_HOW = "Ask a question; “and the second paper?” goes on from the last. new: another subject. quit or Ctrl-D: the end."
_MORE = "“more” goes on."
_NEW, _QUIT = ("new", "/new"), ("quit", "exit", "/quit", "/exit")


def chat(k: Papers = 8, everything: All = False, model: Model = None, data: Data = None) -> None:
    with options.app_of(False, data, model) as app:
        from bot.question import MOST_PAPERS, Turn, bounded, turn_of
        from retrieval.errors import BroadsheetError

        turns: list[Turn] = []
        for line in _lines():
            if line.lower() in _NEW:
                turns = []
                continue
            options.not_empty(app, line)
            try:
                if put_spoken(app, line, turns):
                    continue
                answer = put(app, line, turns, k, None, everything=everything, how=_MORE)
            except BroadsheetError as error:  # one question that fails does not end the conversation
                console.tell(f"{error.message}\n{error.hint}".strip())
                continue
            remember(app, answer, new=not turns)
            shown = len(answer.listing or ()) if everything else MOST_PAPERS
            turns = bounded([*turns, turn_of(answer, shown)])


def _lines() -> Iterator[str]:
    """What is typed, or piped in, line by line until the end; a prompt only for a person."""
    typed = sys.stdin.isatty()
    if typed:
        import readline  # noqa: F401 - gives `input` its line editing

        console.tell(_HOW)
    while True:
        try:
            line = input("\n? " if typed else "").strip()
        except EOFError:
            return
        if line.lower() in _QUIT:
            return
        if line:
            yield line

"""Personal subscriptions and what is followed, from the terminal: whose they are, is said."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console, options
from bot.cli.options import All, Data, Json

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.app import App
    from bot.library import Library
    from bot.types import Reply

Mail = Annotated[str | None, typer.Option("--mail", metavar="ADDRESS", help="Where the mail goes.")]
Slack = Annotated[
    str | None, typer.Option("--slack", metavar="U… or C…", help="A Slack member's or channel's id instead.")
]


def subscribe(
    words: Annotated[list[str] | None, typer.Argument(metavar="TOPIC…", help="Topics, with commas between.")] = None,
    mail: Mail = None,
    slack: Slack = None,
    everything: All = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Say with --mail or --slack whose topics they are; without either, all subscriptions are listed."""
    with options.app_of(json, data) as app:
        from bot.types import Reply
        from bot.weekly.commands import subscribe as asked
        from bot.weekly.posting.subscriptions import EVERY, subscriptions

        whose = _whose(mail, slack) if words or mail or slack else ""
        reply = asked(app, " ".join(words or []), whose) if whose else None
        kept = subscriptions(app.database)
        if json:
            console.emit(
                [{"to": str(one.destination), "topics": list(one.topics), "every": EVERY[one.kind]} for one in kept]
            )
        else:
            lines = tuple(f"{one.destination}, every {EVERY[one.kind]}: {', '.join(one.topics)}" for one in kept)
            options.show(reply or Reply(paragraphs=lines or ("Nobody has subscribed.",)), everything)


def unsubscribe(mail: Mail = None, slack: Slack = None, data: Data = None, json: Json = False) -> None:
    with options.app_of(json, data) as app:
        from bot.weekly.commands import unsubscribe as asked
        from bot.weekly.posting.subscriptions import subscriber
        from bot.weekly.posting.subscriptions import unsubscribe as end

        whose = _whose(mail, slack)
        if json:
            console.emit({"ended": end(app.database, subscriber(whose))})
        else:
            options.show(asked(app, "", whose))


def follow(
    words: Annotated[list[str] | None, typer.Argument(metavar="WHAT…", help="Commas between.")] = None,
    mail: Mail = None,
    slack: Slack = None,
    every: Annotated[str | None, typer.Option("--every", metavar="WHEN", help="week or day.")] = None,
    everything: All = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Say with --mail or --slack who follows, a person or a channel. It comes once a week or a day."""
    with options.app_of(json, data) as app:
        from bot.weekly.follows import follow as asked
        from bot.weekly.posting.subscriptions import EVERY

        chosen = options.choice("--every", every, tuple(EVERY.values()))
        kind = next((kind for kind, word in EVERY.items() if word == chosen), None)
        _followed(app, partial(asked, kind=kind), words, _whose(mail, slack), everything, json)


def unfollow(
    words: Annotated[list[str], typer.Argument(metavar="WHAT…", help="Numbers or names, commas between.")],
    mail: Mail = None,
    slack: Slack = None,
    everything: All = False,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data) as app:
        from bot.weekly.follows import unfollow as asked

        _followed(app, asked, words, _whose(mail, slack), everything, json)


def _followed(
    app: "App",
    asked: "Callable[[Library, str, str], Reply]",
    words: list[str] | None,
    whose: str,
    everything: bool,
    json: bool,
) -> None:
    """Do what is *asked* with *words*, and print the reply; or as JSON what *whose* follows then."""
    from bot.weekly.follows import followed

    reply = asked(app, " ".join(words or []), whose)
    if json:
        console.emit([{"kind": item.kind, "name": item.name} for item in followed(app, whose)])
    else:
        options.show(reply, everything)


def _whose(mail: str | None, slack: str | None) -> str:
    """The address a subscription is for; in the terminal nobody is known by a name."""
    from retrieval.errors import UsageError

    address = (mail or slack or "").strip()
    if not address:
        raise UsageError("Whose subscription is it?", "Name them: --mail you@example.org, or --slack U….")
    return address

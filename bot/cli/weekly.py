"""The weekly post: sent, looked at beforehand, explained, settled; subscriptions; papers for other programs."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console, options
from bot.cli.options import All, Data, Json, Model, Week

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.app import App
    from bot.library import Library
    from bot.settings.weekly import Destination
    from bot.weekly.posting import Round
    from bot.weekly.posting.ledger import Part

# A round of another process may be writing: so many seconds are waited for it.
_PATIENCE = 60.0

To = Annotated[str | None, typer.Option("--to", metavar="SINK", help="slack, file, feed or mail.")]
Channel = Annotated[str | None, typer.Option("--channel", metavar="C", help="A Slack channel, an address, a name.")]
Mail = Annotated[str | None, typer.Option("--mail", metavar="ADDRESS", help="Where the mail goes.")]
Slack = Annotated[str | None, typer.Option("--slack", metavar="U…", help="A Slack member id instead.")]


def weekly(
    week: Week = None,
    channel: Channel = None,
    to: To = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the post and send nothing.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show why each paper ranks where it does.")] = False,
    resolve: Annotated[bool, typer.Option("--resolve", help="Settle messages whose outcome is unknown.")] = False,
    assume: Annotated[
        str | None, typer.Option("--assume", metavar="WORD", help="sent or lost, where nobody else can tell.")
    ] = None,
    everything: All = False,
    model: Model = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data, model, patient=True) as app:
        if dry_run or explain:
            _preview(app, week, channel, explain, json, everything)
            return
        from bot.weekly.posting import Round, locked
        from retrieval.errors import UsageError

        with locked(app, _PATIENCE) as mine:
            if not mine:
                raise UsageError("Another process is sending weekly posts.", "Wait for it, then run this again.")
            turn = Round(app, app.sinks, app.settings.clock(), console.tell)
            touched = _settled(turn, assume) if resolve else _sent(turn, week, channel, to)
        _report(touched, json, everything)


def _preview(app: "App", week: str | None, channel: str | None, explain: bool, as_json: bool, everything: bool) -> None:
    from bot.settings.weekly import TEAM
    from bot.sinks.one_piece import whole
    from bot.weekly.commands import preview, week_of
    from bot.weekly.digest import explained
    from bot.weekly.digest.documents import digest_document
    from bot.weekly.digest.reply import digest_replies, explained_reply

    digest = preview(app, week_of(app, week or ""), channel or TEAM)
    if as_json:
        console.emit(digest_document(digest))
    elif explain:
        options.show(explained_reply(digest, [explained(ranked) for ranked in digest.ranked]), everything)
    else:
        options.show(whole(digest_replies(digest)), everything)


def _settled(turn: "Round", word: str | None) -> "list[Part]":
    from bot.weekly.posting.resolve import WORDS, resolve
    from retrieval.errors import UsageError

    if word not in WORDS:
        raise UsageError(f"--assume {word} is not understood.", "It is sent or lost.")
    return resolve(turn, word)


def _sent(turn: "Round", week: str | None, channel: str | None, to: str | None) -> "list[Part]":
    """Send what is due; or one week to chosen destinations, if either is named."""
    from bot.weekly.commands import week_of
    from bot.weekly.posting.subscriptions import subscriptions
    from retrieval.errors import UsageError

    if not (week or channel or to):
        subscribed = [one.destination for one in subscriptions(turn.library.database)]
        everybody = [*turn.library.settings.weekly_to, *subscribed]
        if not everybody:
            raise UsageError("Nowhere to send it.", "Set BROADSHEET_WEEKLY_TO, or name a sink with --to.")
        waiting = {(part.destination, part.week) for part in turn.ledger.open_parts()}
        turn.run()
        posts = waiting | {(d, newest) for d in everybody if (newest := turn.ledger.newest(d))}
        return [part for d, w in sorted(posts) for part in turn.ledger.parts(d, w)]
    wanted = week_of(turn.library, week or "")
    if wanted.end > turn.now.date():
        raise UsageError(f"{wanted} is not over yet.", "Look at it with --dry-run.")
    chosen = _chosen(turn.library, channel, to)
    for destination in chosen:
        turn.plan(destination, wanted)
    turn.only = chosen
    turn.send_open()
    return [part for destination in chosen for part in turn.ledger.parts(destination, wanted)]


def _chosen(app: "Library", channel: str | None, to: str | None) -> "list[Destination]":
    """The configured destinations that fit, or else the one that sink and channel name."""
    from bot.settings.weekly import places
    from bot.sinks import check
    from retrieval.errors import UsageError

    fitting = [d for d in app.settings.weekly_to if to in (None, d.sink) and channel in (None, d.channel)]
    if fitting:
        return fitting
    if to is None:
        raise UsageError("Nowhere to send it.", "Name a sink with --to, or set BROADSHEET_WEEKLY_TO.")
    try:
        named = places(f"{to}:{channel}" if channel else to)
        check(named)
        return list(named)
    except ValueError as error:
        raise UsageError(f"--to {to} cannot be used: {error}.", "See `broadsheet weekly --help`.") from error


def _report(parts: "list[Part]", as_json: bool, everything: bool) -> None:
    """Say where everything stands; a message that is not settled makes the command fail."""
    from bot.types import Reply
    from bot.weekly.posting.documents import part_document
    from bot.weekly.posting.ledger import OPEN

    if as_json:
        console.emit([part_document(part) for part in parts])
    else:
        options.show(Reply(paragraphs=tuple(_lines(parts)) or ("Nothing is due.",)), everything)
    if any(part.state in OPEN for part in parts):
        console.leave(console.COULD_NOT)


def _lines(parts: "list[Part]") -> "Iterator[str]":
    """A line for each post, and one for each part of its thread that is not sent."""
    for part in parts:
        if part.number == 0:
            yield f"{part.week} {part.destination}: {part.state} {part.ref or part.note}"
        elif part.state != "sent":
            yield f"{part.week} {part.destination}, part {part.number} of its thread: {part.state} {part.note}"


def digest(
    words: Annotated[list[str] | None, typer.Argument(metavar="WEEK", help="2026-W46, or “last week”.")] = None,
    everything: All = False,
    model: Model = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data, model) as app:
        from bot.settings.weekly import TEAM
        from bot.weekly.commands import preview, week_of
        from bot.weekly.digest.documents import digest_document
        from bot.weekly.digest.reply import main_reply

        made = preview(app, week_of(app, " ".join(words or [])), TEAM, app.settings.user)
        if json:
            console.emit(digest_document(made))
        else:
            options.show(main_reply(made), everything)


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
        from bot.weekly.posting.subscriptions import subscriptions

        whose = _whose(mail, slack) if words or mail or slack else ""
        reply = asked(app, " ".join(words or []), whose) if whose else None
        kept = subscriptions(app.database)
        if json:
            console.emit([{"to": str(one.destination), "topics": list(one.topics)} for one in kept])
        else:
            lines = tuple(f"{one.destination}: {', '.join(one.topics)}" for one in kept)
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


def _whose(mail: str | None, slack: str | None) -> str:
    """The address a subscription is for; in the terminal nobody is known by a name."""
    from retrieval.errors import UsageError

    address = (mail or slack or "").strip()
    if not address:
        raise UsageError("Whose subscription is it?", "Name them: --mail you@example.org, or --slack U….")
    return address


def export(
    papers: Annotated[list[str] | None, typer.Argument(metavar="PAPER…", help="Ids, arXiv ids or titles.")] = None,
    week: Week = None,
    form: Annotated[str, typer.Option("--format", metavar="F", help="bibtex, ris, markdown or jsonl.")] = "bibtex",
    data: Data = None,
) -> None:
    with options.app_of(False, data) as app:
        from bot.export import export as written
        from bot.requests import find_papers
        from bot.tldr import known_lines
        from bot.weekly.commands import week_of
        from retrieval.errors import UsageError

        if bool(papers) == bool(week):
            raise UsageError("Name papers or a --week.", "For instance: broadsheet export --week 2026-W46")
        wanted = find_papers(app, papers) if papers else app.archive.list(week_of(app, week or "").window)
        console.write(written(wanted, form, known_lines(app.database, wanted)))

"""The weekly and daily posts: sent, looked at beforehand, explained, settled; papers for other programs."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console, options
from bot.cli.options import All, Data, Json, Model, Week

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.app import App
    from bot.settings.weekly import Destination
    from bot.weekly.period import Period
    from bot.weekly.posting import Round
    from bot.weekly.posting.ledger import Part

# A round of another process may be writing: so many seconds are waited for it.
_PATIENCE = 60.0

To = Annotated[str | None, typer.Option("--to", metavar="SINK", help="slack, file, feed or mail.")]
Channel = Annotated[str | None, typer.Option("--channel", metavar="C", help="A Slack channel, an address, a name.")]


def weekly(
    week: Week = None,
    day: Annotated[str | None, typer.Option("--day", metavar="YYYY-MM-DD", help="A daily post: of this day.")] = None,
    channel: Channel = None,
    to: To = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the post and send nothing.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show why each paper ranks where it does.")] = False,
    resolve: Annotated[bool, typer.Option("--resolve", help="Settle messages whose outcome is unknown.")] = False,
    assume: Annotated[
        str | None, typer.Option("--assume", metavar="WORD", help="sent or lost, where nobody else can tell.")
    ] = None,
    test: Annotated[
        str | None, typer.Option("--test", metavar="C", help="Send one test message to a Slack channel or an address.")
    ] = None,
    everything: All = False,
    model: Model = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data, model, patient=True) as app:
        if test:
            _try(app, test, json)
            return
        if dry_run or explain:
            options.not_empty(app)
            _preview(app, _period(app, week, day), channel, explain, json, everything)
            return
        from bot.weekly.posting import Round, locked
        from retrieval.errors import UsageError

        named = _period(app, week, day) if week or day else None
        with locked(app, _PATIENCE) as mine:
            if not mine:
                raise UsageError("Another process is sending posts.", "Wait for it, then run this again.")
            turn = Round(app, app.sinks, app.settings.clock(), console.tell)
            touched = _settled(turn, assume) if resolve else _sent(turn, named, channel, to)
        _report(app, touched, json, everything)


def _period(app: "App", week: str | None, day: str | None) -> "Period":
    """The day that is named, else the week, else the last whole week."""
    from bot.weekly.commands import week_of
    from bot.weekly.period import Day
    from retrieval.errors import UsageError

    if week and day:
        raise UsageError("--week and --day exclude each other.", "Give one of them.")
    return Day.read(day) if day else week_of(app, week or "")


def _preview(app: "App", week: "Period", channel: str | None, explain: bool, as_json: bool, everything: bool) -> None:
    from bot.settings.weekly import TEAM
    from bot.sinks.one_piece import whole
    from bot.weekly.commands import preview
    from bot.weekly.digest import explained
    from bot.weekly.digest.documents import digest_document
    from bot.weekly.digest.reply import digest_replies, explained_reply

    digest = preview(app, week, channel or TEAM)
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


def _sent(turn: "Round", week: "Period | None", channel: str | None, to: str | None) -> "list[Part]":
    """Send what is due; or one week or day to chosen destinations, if either is named."""
    from bot.weekly.commands import week_of
    from bot.weekly.period import Day
    from bot.weekly.posting.subscriptions import subscriptions
    from bot.weekly.week import Week as Weeks
    from retrieval.errors import UsageError

    if not (week or channel or to):
        settings = turn.library.settings
        everybody = [(one.destination, one.kind) for one in subscriptions(turn.library.database)]
        everybody += [(d, Weeks) for d in settings.weekly_to] + [(d, Day) for d in settings.daily_to]
        if not everybody:
            raise UsageError("Nowhere to send it.", "Set BROADSHEET_WEEKLY_TO, or name a sink with --to.")
        waiting = {(part.destination, part.week) for part in turn.ledger.open_parts()}
        turn.run()
        posts = waiting | {(d, newest) for d, kind in everybody if (newest := turn.ledger.newest(d, kind))}
        posts |= set(turn.noticed)
        ordered = sorted(posts, key=lambda post: (post[0], str(post[1])))
        return [part for d, w in ordered for part in turn.ledger.parts(d, w)]
    wanted = week or week_of(turn.library, "")
    if wanted.end > turn.now.date():
        raise UsageError(f"{wanted} is not over yet.", "Look at it with --dry-run.")
    places = turn.library.settings.daily_to if isinstance(wanted, Day) else turn.library.settings.weekly_to
    chosen = _chosen(places, channel, to)
    for destination in chosen:
        turn.plan(destination, wanted)
    turn.only = chosen
    turn.send_open()
    return [part for destination in chosen for part in turn.ledger.parts(destination, wanted)]


def _chosen(given: "Sequence[Destination]", channel: str | None, to: str | None) -> "list[Destination]":
    """The configured destinations that fit, or else the one that sink and channel name."""
    from bot.settings.weekly import places
    from bot.sinks import check
    from retrieval.errors import UsageError

    fitting = [d for d in given if to in (None, d.sink) and channel in (None, d.channel)]
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


def _report(app: "App", parts: "list[Part]", as_json: bool, everything: bool) -> None:
    """Say where everything stands; a message that is not settled makes the command fail."""
    from bot.types import Reply
    from bot.weekly.posting.documents import part_document
    from bot.weekly.posting.ledger import OPEN

    if as_json:
        console.emit([part_document(part) for part in parts])
    else:
        options.show(Reply(paragraphs=tuple(_lines(app, parts)) or ("Nothing is due.",)), everything)
    if any(part.state in OPEN for part in parts):
        console.leave(console.COULD_NOT)


def _lines(app: "App", parts: "list[Part]") -> "Iterator[str]":
    """A line for each post, and one for each part of its thread that is not sent."""
    for part in parts:
        if part.number == 0:
            why = part.ref or part.note or (_why(app, part) if part.state == "skipped" else "")
            yield f"{part.week} {part.destination}: {part.state} {why}".rstrip()
        elif part.state != "sent":
            yield f"{part.week} {part.destination}, part {part.number} of its thread: {part.state} {part.note}"


def _why(app: "App", part: "Part") -> str:
    """Why a post was skipped whose row says no reason."""
    from bot.weekly.period import Notice
    from bot.weekly.posting.ledger import Ledger

    if isinstance(part.week, Notice):
        return "as it is not wanted any more"
    if app.archive.count(part.week.window):
        first = not Ledger(app.database).sent_before(part.destination, part.week)
        return "as it was due before this place was set up" if first else "as nothing in it was for this place"
    return f"as no paper of this {part.week.unit} is here"


def _try(app: "App", written: str, as_json: bool) -> None:
    """Send one test message and say whether it arrived."""
    from bot.settings.weekly import is_address, places
    from bot.sinks import check
    from bot.weekly.posting.delivery import UnknownError
    from bot.weekly.posting.trial import send_trial
    from retrieval.errors import UsageError

    sink = "" if ":" in written else "mail:" if is_address(written) else "slack:"
    to = next(iter(places(f"{sink}{written}")), None)
    try:
        if to is None or to.sink not in ("slack", "mail"):
            raise ValueError("it is neither a Slack channel nor an address")
        check([to])
    except ValueError as error:
        hint = "Files and feeds are looked at with --dry-run."
        raise UsageError(f"--test {written} cannot be used: {error}.", hint) from error
    try:
        ref, arrived = send_trial(app, app.sinks, to)
    except UnknownError as error:
        raise UnknownError(
            f"Nobody knows whether it arrived. {error.message}", "Look there before you try again."
        ) from error
    if as_json:
        console.emit({"sink": to.sink, "channel": to.channel, "ref": ref, "arrived": arrived})
    else:
        console.tell(f"The test message is {'there' if arrived else 'sent, but not found there'}: {to}, {ref}.")
    if not arrived:
        console.leave(console.COULD_NOT)


def digest(
    words: Annotated[list[str] | None, typer.Argument(metavar="WEEK", help="2026-W46, or “last week”.")] = None,
    everything: All = False,
    model: Model = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data, model) as app:
        options.not_empty(app)
        from bot.settings.weekly import TEAM
        from bot.weekly.commands import preview, week_of
        from bot.weekly.digest.documents import digest_document
        from bot.weekly.digest.reply import main_reply

        made = preview(app, week_of(app, " ".join(words or [])), TEAM, app.settings.user)
        if json:
            console.emit(digest_document(made))
        else:
            options.show(main_reply(made), everything)

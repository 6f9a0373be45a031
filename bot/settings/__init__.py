"""Every setting, one typed field each. The only file that reads the environment (and a .env file beside the work)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.language import code_of
from bot.settings import values as to
from bot.settings.rows import Setting, row, secret, text
from bot.settings.weekly import RANKING, Destination, Moment, hour, moment, places, waits, weights
from retrieval.errors import UsageError
from retrieval.text.clean import without_passwords

_PREFIX = "BROADSHEET_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings in force.

    *written* holds each as it was written, *origins* where that was: default, .env, environment or option, both by the
    field's name. *strangers* are variables that look like settings and are none.
    """

    data: str = row("BROADSHEET_DATA", "", "the data folder; empty: the user's data folder", to.folder_name)
    model: str = text(
        "BROADSHEET_MODEL", "", "extractive, openai:<model>, ollama:<model> and others; empty: openai with a key"
    )
    openai_api_key: str = secret("OPENAI_API_KEY", "key of the chat model's endpoint")
    openrouter_api_key: str = secret("OPENROUTER_API_KEY", "key for openrouter:<model>")
    azure_api_key: str = secret("AZURE_OPENAI_API_KEY", "key for azure:<deployment>")
    gemini_api_key: str = secret("GEMINI_API_KEY", "key for gemini:<model>")
    anthropic_api_key: str = secret("ANTHROPIC_API_KEY", "key for anthropic:<model>")
    openai_base_url: str = row("OPENAI_BASE_URL", "", "an OpenAI-compatible endpoint; empty: OpenAI's", to.address)
    openai_model: str = text("OPENAI_MODEL", "gpt-4o-mini", "the chat model used when there is a key")
    model_seconds: float = row("BROADSHEET_MODEL_SECONDS", "60", "total time of a model call, with retries", to.seconds)
    embedder: str = text("BROADSHEET_EMBEDDER", "minilm", "minilm, hashing, folder:<path> or openai:<model>")
    index: str = row("BROADSHEET_INDEX", "chroma", "chroma, or exact for no index at all", to.index)
    chroma_url: str = row("BROADSHEET_CHROMA_URL", "", "a Chroma server instead of the data folder", to.address)
    chroma_token: str = secret("BROADSHEET_CHROMA_TOKEN", "token of the Chroma server")
    refuse_below: float = row("BROADSHEET_REFUSE_BELOW", "0.5", "refuse what suffices less than this, 0 to 1", to.share)
    second_judge: bool = row("BROADSHEET_SECOND_JUDGE", "no", "yes: the chat model settles borderline claims", to.yes)
    rerank: bool = row("BROADSHEET_RERANK", "no", "yes: the chat model orders the papers found before reading", to.yes)
    language: str = row(
        "BROADSHEET_LANGUAGE",
        "en",
        "language of TL;DRs and of the posts' sentences: en, de, fr, es, zh, ja, ko, …",
        code_of,
    )
    prices: dict[str, tuple[float, float]] = row(
        "BROADSHEET_PRICES", "", "money a million tokens, in/out: gpt-4o-mini=0.15/0.60, …", to.prices
    )
    cap_user: int = row("BROADSHEET_CAP_USER", "0", "most model tokens a person a day; 0: no cap", to.count)
    cap_day: int = row("BROADSHEET_CAP_DAY", "0", "most model tokens a day for everybody; 0: no cap", to.count)
    cap_total: int = row("BROADSHEET_CAP_TOTAL", "0", "most model tokens in all; 0: no cap", to.count)
    user: str = text("BROADSHEET_USER", "terminal", "whose budget the terminal uses")
    timezone: ZoneInfo = row("BROADSHEET_TIMEZONE", "UTC", "where “today” and “last week” are", to.zone)
    recent_days: int = row("BROADSHEET_RECENT_DAYS", "14", "how many days “recent” means", to.positive)
    now: datetime | None = row(
        "BROADSHEET_NOW", "", "a frozen clock, as 2026-11-22T09:00; empty: the real one", to.moment
    )
    huggingface_url: str = row("BROADSHEET_HUGGINGFACE_URL", "https://huggingface.co", "Daily Papers API", to.address)
    arxiv_url: str = row("BROADSHEET_ARXIV_URL", "https://export.arxiv.org", "arXiv API", to.address)
    fetch_seconds: float = row("BROADSHEET_FETCH_SECONDS", "60", "total time for one request to a source", to.seconds)
    fetch_named: bool = row(
        "BROADSHEET_FETCH_NAMED",
        "yes",
        "yes: a paper asked for by arXiv id or link is fetched if it is not here",
        to.yes,
    )
    feed: bool = row("BROADSHEET_FEED", "yes", "yes: serve reads the Daily Papers and the feeds by itself", to.yes)
    feeds: str = text("BROADSHEET_FEEDS", "", "a TOML file of arXiv categories and queries read every day")
    slack_bot_token: str = secret("SLACK_BOT_TOKEN", "xoxb-…, from OAuth & Permissions")
    slack_app_token: str = secret("SLACK_APP_TOKEN", "xapp-…, from Basic Information; Socket Mode")
    slack_signing_secret: str = secret("SLACK_SIGNING_SECRET", "from Basic Information; HTTP mode, Slack's assistant")
    slack_mode: str = row("BROADSHEET_SLACK_MODE", "socket", "socket, or http with a public address", to.mode)
    slack_host: str = text("BROADSHEET_SLACK_HOST", "127.0.0.1", "where HTTP mode and the health check listen")
    slack_port: int = row("BROADSHEET_SLACK_PORT", "3000", "the port of HTTP mode", to.port)
    health_port: int = row(
        "BROADSHEET_HEALTH_PORT", "0", "a port for /health and /metrics in Socket Mode; 0: none", to.port
    )
    slack_url: str = row("BROADSHEET_SLACK_URL", "https://slack.com/api", "Slack's Web API", to.address)
    slack_prefix: str = row("BROADSHEET_SLACK_PREFIX", "", "before each slash command: bs- makes /bs-ask", to.prefix)
    slack_teams: tuple[str, ...] = row(
        "BROADSHEET_SLACK_TEAMS", "", "ids of the teams served; empty: the app's own", to.names
    )
    slack_channels: tuple[str, ...] = row(
        "BROADSHEET_SLACK_CHANNELS", "", "ids of the only channels served; empty: all", to.names
    )
    slack_users: tuple[str, ...] = row(
        "BROADSHEET_SLACK_USERS", "", "ids of the only people served; empty: all members", to.names
    )
    slack_guests: bool = row("BROADSHEET_SLACK_GUESTS", "no", "yes: guests may ask too", to.yes)
    slack_links: bool = row("BROADSHEET_SLACK_LINKS", "no", "yes: a posted paper link gets a one-line TL;DR", to.yes)
    shared: bool = row(
        "BROADSHEET_SHARED", "no", "yes: who posts which paper in the bot's channels is kept, to be asked for", to.yes
    )
    shared_days: int = row(
        "BROADSHEET_SHARED_DAYS", "90", "with it, days of a channel's past that are read; 0: none", to.count
    )
    mcp: bool = row("BROADSHEET_MCP", "no", "yes: serve answers agents over HTTP too, as `mcp --http` does", to.yes)
    mcp_host: str = text("BROADSHEET_MCP_HOST", "127.0.0.1", "where `mcp --http` listens")
    mcp_port: int = row("BROADSHEET_MCP_PORT", "3080", "the port of `mcp --http`", to.port)
    mcp_names: tuple[str, ...] = row(
        "BROADSHEET_MCP_NAMES",
        "",
        "host names `mcp --http` is reached by; empty: those of this machine alone",
        to.names,
    )
    mcp_calls: int = row("BROADSHEET_MCP_CALLS", "120", "most requests a client a minute over HTTP", to.positive)
    workers: int = row("BROADSHEET_WORKERS", "4", "how many questions are worked on at once", to.positive)
    queue: int = row("BROADSHEET_QUEUE", "100", "how many questions may wait; more are refused politely", to.positive)
    job_seconds: float = row("BROADSHEET_JOB_SECONDS", "120", "total time of one question", to.seconds)
    log: str = row("BROADSHEET_LOG", "info", "debug, info or warning: what the bot writes on stderr", to.level)
    weekly_to: tuple[Destination, ...] = row(
        "BROADSHEET_WEEKLY_TO", "", "the weekly post's: slack:C0123, file, feed, mail:a@b.c", places
    )
    weekly_at: Moment = row("BROADSHEET_WEEKLY_AT", "mon 09:00", "when last week's post goes out, local time", moment)
    weekly_catch_up: int = row("BROADSHEET_WEEKLY_CATCH_UP", "4", "days a missed post is made up for", to.positive)
    weekly_quiet: bool = row("BROADSHEET_WEEKLY_QUIET", "yes", "yes: a week without papers is told in one line", to.yes)
    weekly_top: int = row("BROADSHEET_WEEKLY_TOP", "10", "papers in the main post; others: its thread", to.positive)
    weekly_weights: dict[str, float] = row("BROADSHEET_WEEKLY_WEIGHTS", RANKING, "what ranks a week's papers", weights)
    weekly_folder: str = text("BROADSHEET_WEEKLY_FOLDER", "", "of files and feeds; empty: weekly in the data folder")
    daily_to: tuple[Destination, ...] = row(
        "BROADSHEET_DAILY_TO", "", "the daily post's, written as the weekly's", places
    )
    daily_at: Moment = row("BROADSHEET_DAILY_AT", "09:00", "when the post of the day before goes out, local time", hour)
    post_unread: bool = row(
        "BROADSHEET_POST_UNREAD", "wait", "wait or say: a post waits for days still unread, or says so at once", waits
    )
    tell_withdrawn: bool = row(
        "BROADSHEET_TELL_WITHDRAWN", "yes", "yes: who was shown a paper is told, once, that it is withdrawn", to.yes
    )
    weekly_reread: int = row("BROADSHEET_WEEKLY_REREAD", "0", "days of Daily Papers re-read before a post", to.count)
    topics: str = text("BROADSHEET_TOPICS", "", "a TOML file of what each channel cares about")
    smtp: str = text("BROADSHEET_SMTP", "", "the mail server: smtp://user@host:587 (TLS if offered) or smtps://…")
    smtp_password: str = secret("BROADSHEET_SMTP_PASSWORD", "password of the mail server's user")
    mail_from: str = text("BROADSHEET_MAIL_FROM", "", "the address that mail comes from and that people answer to")
    written: Mapping[str, str]
    origins: Mapping[str, str]
    strangers: tuple[str, ...] = ()
    dotenv: Path | None = None

    @property
    def folder(self) -> Path:
        """The data folder."""
        if self.data:
            return Path(self.data).expanduser()
        from platformdirs import user_data_path

        return user_data_path("broadsheet", appauthor=False)

    @property
    def in_force(self) -> str:
        """Which data folder and which .env file are in force, and why."""
        why = {"default": "as nothing names another", "option": "named by --data", ".env": f"named in {self.dotenv}"}
        reason = why.get(self.origins["data"], "named by BROADSHEET_DATA")
        file = f"settings file {self.dotenv}" if self.dotenv else f"no .env file in {Path.cwd()}"
        return f"data in {self.folder}, {reason}; {file}"

    @property
    def model_spec(self) -> str:
        """The chat model in force, as `bot.models.table` writes them."""
        if self.model:
            return self.model
        own_server = bool(self.openai_base_url) and self.origins["openai_model"] != "default"  # which may need no key
        return f"openai:{self.openai_model}" if self.openai_api_key or own_server else "extractive"

    def clock(self) -> datetime:
        """Now, in the configured time zone."""
        if self.now is None:
            return datetime.now(self.timezone)
        zoned = self.now.tzinfo is not None
        return self.now.astimezone(self.timezone) if zoned else self.now.replace(tzinfo=self.timezone)

    def shown(self, each: Setting) -> str:
        """A setting as it is written and may be printed: secrets masked, but so that two can be told apart."""
        value: str = self.written[each.name]
        if not each.secret or not value:
            return without_passwords(value)
        return f"…{value[-4:]} ({len(value)} characters)" if len(value) > 12 else "set"

    @property
    def secrets(self) -> list[str]:
        """What must never be printed."""
        return [self.written[each.name] for each in SETTINGS if each.secret and self.written[each.name]]


SETTINGS = tuple(replace(f.metadata["row"], name=f.name) for f in fields(Settings) if "row" in f.metadata)


def load(options: Mapping[str, str | None] | None = None, env: Mapping[str, str] | None = None) -> Settings:
    """Settings from defaults, a .env file here, the environment and *options*; the later wins.

    Raises `UsageError` naming the variable and what it must be.
    """
    from dotenv import dotenv_values

    layers: list[tuple[str, Mapping[str, str | None]]] = [
        (".env", dotenv_values(".env") if env is None else {}),
        ("environment", os.environ if env is None else env),
    ]
    read: dict[str, Any] = {}
    written: dict[str, str] = {}
    origins: dict[str, str] = {}
    for each in SETTINGS:
        value, origin = each.default, "default"
        for name, layer in layers:
            if layer.get(each.variable):
                value, origin = str(layer[each.variable]), name
        if options and options.get(each.name):
            value, origin = str(options[each.name]), "option"
        try:
            read[each.name] = each.read(value)
        except ValueError as error:
            raise unusable(each.name, value, error) from error
        written[each.name], origins[each.name] = value, origin
    strangers = _strangers(name for _, layer in layers for name in layer)
    dotenv = Path(".env").resolve() if env is None and Path(".env").is_file() else None
    return Settings(**read, written=written, origins=origins, strangers=strangers, dotenv=dotenv)


def unusable(name: str, value: str, error: ValueError) -> UsageError:
    """What to raise when the setting *name* cannot be what it is written as."""
    each = next(each for each in SETTINGS if each.name == name)
    told = "…" if each.secret else without_passwords(value)
    return UsageError(f"{each.variable}={told!r} cannot be used: {error}.", f"It is {each.help}.")


def told_strangers(settings: Settings) -> list[str]:
    """What to tell of variables that look like settings and are none, each with the one it may have been meant for."""
    known = [each.variable for each in SETTINGS]
    meant = {name: get_close_matches(name, known, 1) for name in settings.strangers}
    return [f"{name} is not a setting{f'; did you mean {m[0]}?' if m else '.'}" for name, m in meant.items()]


def example() -> str:
    """The text of .env.example: every variable with its default, commented out."""
    lines = ["# Copy to .env and uncomment what you change. The environment wins over this file.", ""]
    for each in SETTINGS:
        lines += [f"# {each.help[0].upper()}{each.help[1:]}.", f"#{each.variable}={each.default}", ""]
    return "\n".join(lines)


def _strangers(names: Iterable[str]) -> tuple[str, ...]:
    known = {each.variable for each in SETTINGS}
    return tuple(sorted({name for name in names if name.startswith(_PREFIX)} - known))

"""Every setting, in one table. The only file that reads the environment (and a .env file beside the work)."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.settings import values as to
from bot.settings.weekly import RANKING, moment, places, weights
from retrieval.errors import UsageError


@dataclass(frozen=True, slots=True)
class Setting:
    """One row: the name in the code, the variable, the default as one would write it, and what it is for."""

    name: str
    variable: str
    default: str
    help: str
    read: Callable[[str], Any] = str
    secret: bool = False


SETTINGS = (
    Setting("data", "BROADSHEET_DATA", "", "the data folder; empty: the user's data folder", str),
    Setting("model", "BROADSHEET_MODEL", "", "extractive, openai:<model> or scripted:<file>; empty: openai with a key"),
    Setting("openai_api_key", "OPENAI_API_KEY", "", "key of the chat model's endpoint", str, secret=True),
    Setting("openai_base_url", "OPENAI_BASE_URL", "", "an OpenAI-compatible endpoint; empty: OpenAI's", to.address),
    Setting("openai_model", "OPENAI_MODEL", "gpt-4o-mini", "the chat model used when there is a key"),
    Setting("model_seconds", "BROADSHEET_MODEL_SECONDS", "60", "total time of a model call, with retries", to.seconds),
    Setting("embedder", "BROADSHEET_EMBEDDER", "minilm", "minilm, hashing, folder:<path> or openai:<model>"),
    Setting("index", "BROADSHEET_INDEX", "chroma", "chroma, or exact for no index at all", to.index),
    Setting("chroma_url", "BROADSHEET_CHROMA_URL", "", "a Chroma server instead of the data folder", to.address),
    Setting("chroma_token", "BROADSHEET_CHROMA_TOKEN", "", "token of the Chroma server", str, secret=True),
    Setting("refuse_below", "BROADSHEET_REFUSE_BELOW", "0.5", "refuse what suffices less than this, 0 to 1", to.share),
    Setting("second_judge", "BROADSHEET_SECOND_JUDGE", "no", "yes: the chat model settles borderline claims", to.yes),
    Setting("rerank", "BROADSHEET_RERANK", "no", "yes: the chat model orders the papers found before reading", to.yes),
    Setting("prices", "BROADSHEET_PRICES", "", "money a million tokens, in/out: gpt-4o-mini=0.15/0.60, …", to.prices),
    Setting("cap_user", "BROADSHEET_CAP_USER", "0", "most model tokens a person a day; 0: no cap", to.count),
    Setting("cap_day", "BROADSHEET_CAP_DAY", "0", "most model tokens a day for everybody; 0: no cap", to.count),
    Setting("cap_total", "BROADSHEET_CAP_TOTAL", "0", "most model tokens in all; 0: no cap", to.count),
    Setting("user", "BROADSHEET_USER", "terminal", "whose budget the terminal uses"),
    Setting("timezone", "BROADSHEET_TIMEZONE", "UTC", "where “today” and “last week” are", to.zone),
    Setting("recent_days", "BROADSHEET_RECENT_DAYS", "14", "how many days “recent” means", to.positive),
    Setting("now", "BROADSHEET_NOW", "", "a frozen clock, as 2026-11-22T09:00; empty: the real one", to.moment),
    Setting("huggingface_url", "BROADSHEET_HUGGINGFACE_URL", "https://huggingface.co", "Daily Papers API", to.address),
    Setting("arxiv_url", "BROADSHEET_ARXIV_URL", "https://export.arxiv.org", "arXiv API", to.address),
    Setting("fetch_seconds", "BROADSHEET_FETCH_SECONDS", "60", "total time for one request to a source", to.seconds),
    Setting("slack_bot_token", "SLACK_BOT_TOKEN", "", "xoxb-…, from OAuth & Permissions", str, secret=True),
    Setting("slack_app_token", "SLACK_APP_TOKEN", "", "xapp-…, from Basic Information; Socket Mode", str, secret=True),
    Setting("slack_signing_secret", "SLACK_SIGNING_SECRET", "", "from Basic Information; HTTP mode", str, secret=True),
    Setting("slack_mode", "BROADSHEET_SLACK_MODE", "socket", "socket, or http with a public address", to.mode),
    Setting("slack_host", "BROADSHEET_SLACK_HOST", "127.0.0.1", "where HTTP mode and the health check listen"),
    Setting("slack_port", "BROADSHEET_SLACK_PORT", "3000", "the port of HTTP mode", to.port),
    Setting("slack_url", "BROADSHEET_SLACK_URL", "https://slack.com/api", "Slack's Web API", to.address),
    Setting("slack_prefix", "BROADSHEET_SLACK_PREFIX", "", "before each slash command: bs- makes /bs-ask", to.prefix),
    Setting("slack_teams", "BROADSHEET_SLACK_TEAMS", "", "ids of the teams served; empty: the app's own", to.names),
    Setting("slack_channels", "BROADSHEET_SLACK_CHANNELS", "", "ids of the only channels served; empty: all", to.names),
    Setting("slack_users", "BROADSHEET_SLACK_USERS", "", "ids of the only people served; empty: all members", to.names),
    Setting("slack_guests", "BROADSHEET_SLACK_GUESTS", "no", "yes: guests may ask too", to.yes),
    Setting("slack_links", "BROADSHEET_SLACK_LINKS", "no", "yes: a posted paper link gets a one-line TL;DR", to.yes),
    Setting("workers", "BROADSHEET_WORKERS", "4", "how many questions are worked on at once", to.positive),
    Setting("queue", "BROADSHEET_QUEUE", "100", "how many questions may wait; more are refused politely", to.positive),
    Setting("job_seconds", "BROADSHEET_JOB_SECONDS", "120", "total time of one question", to.seconds),
    Setting("log", "BROADSHEET_LOG", "info", "debug, info or warning: what the bot writes on stderr", to.level),
    Setting("weekly_to", "BROADSHEET_WEEKLY_TO", "", "the weekly post's: slack:C0123, file, feed, mail:a@b.c", places),
    Setting("weekly_at", "BROADSHEET_WEEKLY_AT", "mon 09:00", "when last week's post goes out, local time", moment),
    Setting("weekly_catch_up", "BROADSHEET_WEEKLY_CATCH_UP", "4", "days a missed post is made up for", to.positive),
    Setting("weekly_quiet", "BROADSHEET_WEEKLY_QUIET", "yes", "yes: a week without papers is told in one line", to.yes),
    Setting("weekly_top", "BROADSHEET_WEEKLY_TOP", "10", "papers in the main post; others: its thread", to.positive),
    Setting("weekly_weights", "BROADSHEET_WEEKLY_WEIGHTS", RANKING, "what ranks a week's papers", weights),
    Setting("weekly_folder", "BROADSHEET_WEEKLY_FOLDER", "", "of files and feeds; empty: weekly in the data folder"),
    Setting("weekly_reread", "BROADSHEET_WEEKLY_REREAD", "0", "days of Daily Papers re-read before a post", to.count),
    Setting("topics", "BROADSHEET_TOPICS", "", "a TOML file of what each channel cares about"),
    Setting("smtp", "BROADSHEET_SMTP", "", "the mail server: smtp://user@host:587 (TLS if offered) or smtps://…"),
    Setting("smtp_password", "BROADSHEET_SMTP_PASSWORD", "", "password of the mail server's user", str, secret=True),
    Setting("mail_from", "BROADSHEET_MAIL_FROM", "", "the address that mail comes from and that people answer to"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force, by name, and where each came from: default, .env, environment or option."""

    values: dict[str, Any]
    origins: dict[str, str]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def folder(self) -> Path:
        """The data folder."""
        if self.values["data"]:
            return Path(self.values["data"]).expanduser()
        from platformdirs import user_data_path

        return user_data_path("broadsheet", appauthor=False)

    @property
    def model_spec(self) -> str:
        """The chat model in force, as `bot.models.table` writes them."""
        if self.values["model"]:
            return str(self.values["model"])
        return f"openai:{self.values['openai_model']}" if self.values["openai_api_key"] else "extractive"

    def clock(self) -> datetime:
        """Now, in the configured time zone."""
        frozen: datetime | None = self.values["now"]
        zone: ZoneInfo = self.values["timezone"]
        if frozen is None:
            return datetime.now(zone)
        return frozen.replace(tzinfo=zone) if frozen.tzinfo is None else frozen.astimezone(zone)

    def shown(self, name: str) -> str:
        """A value as it may be printed: secrets masked, but so that two can be told apart."""
        row = next(s for s in SETTINGS if s.name == name)
        value = "" if self.values[name] is None else str(self.values[name])
        if not row.secret or not value:
            return value
        return f"…{value[-4:]} ({len(value)} characters)" if len(value) > 12 else "set"


def load(options: Mapping[str, str | None] | None = None, env: Mapping[str, str] | None = None) -> Settings:
    """Settings from defaults, a .env file here, the environment and *options*; the later wins.

    Raises `UsageError` naming the variable and what it must be.
    """
    from dotenv import dotenv_values

    layers: list[tuple[str, Mapping[str, str | None]]] = [
        (".env", dotenv_values(".env") if env is None else {}),
        ("environment", os.environ if env is None else env),
    ]
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for row in SETTINGS:
        text, origin = row.default, "default"
        for name, layer in layers:
            if layer.get(row.variable):
                text, origin = str(layer[row.variable]), name
        if options and options.get(row.name):
            text, origin = str(options[row.name]), "option"
        try:
            values[row.name] = row.read(text)
        except ValueError as error:
            raise UsageError(f"{row.variable}={text!r} cannot be used: {error}.", f"It is {row.help}.") from error
        origins[row.name] = origin
    return Settings(values, origins)


def example() -> str:
    """The text of .env.example: every variable with its default, commented out."""
    lines = ["# Copy to .env and uncomment what you change. The environment wins over this file.", ""]
    for row in SETTINGS:
        lines += [f"# {row.help[0].upper()}{row.help[1:]}.", f"#{row.variable}={row.default}", ""]
    return "\n".join(lines)

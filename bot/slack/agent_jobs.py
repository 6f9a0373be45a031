"""What a conversation in Slack's agent view has besides: suggestions while nothing is asked, and a title."""

from __future__ import annotations

from collections.abc import Callable

from bot.answer.suggested import suggested
from bot.question.small_talk import small_talk
from bot.render.safe import safe_line
from bot.render.split import cut
from bot.slack.addressed import question_in
from bot.slack.agent_threads import about_of
from bot.slack.context import Desk
from bot.slack.job import Job
from bot.weekly.digest.topics import read_topics

SUGGESTIONS = "To begin with"
_TITLE, _PROMPT = 80, 60  # characters that are read at a glance


def opened(desk: Desk, job: Job) -> None:
    """Suggest questions to whoever opened the agent view: of the channel they look at, of the archive of the day."""
    if desk.guard.stranger(job.user):
        return
    about = about_of(desk.library.database, job.channel, job.thread)
    topics = read_topics(desk.library.settings.topics, about).wanted if about else ()
    prompts = [{"title": cut(question, _PROMPT), "message": question} for question in suggested(desk.library, topics)]
    if prompts:
        # The agent view takes suggestions for the whole conversation, and none for a thread.
        place, thread = job.channel, job.thread or None
        suggest = desk.client.assistant_threads_setSuggestedPrompts
        desk.agent.ask(lambda: suggest(channel_id=place, thread_ts=thread, title=SUGGESTIONS, prompts=prompts))


def title(desk: Desk, job: Job) -> None:
    """Name a conversation after its first question."""
    asked = safe_line(question_in(job.request["text"], desk.bot_user))
    if asked and not small_talk(asked) and not desk.guard.stranger(job.user):
        named = {"channel_id": job.channel, "thread_ts": job.thread, "title": cut(asked, _TITLE)}
        desk.agent.ask(lambda: desk.client.assistant_threads_setTitle(**named))


AGENT_JOBS: dict[str, Callable[[Desk, Job], None]] = {"opened": opened, "title": title}

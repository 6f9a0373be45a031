"""The composition root: the only file that chooses implementations."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from bot.models.budget import Budget, Caps
from bot.models.configured import access_of, embedder_called, identity_of, learned_by
from bot.models.embedders import open_embedder
from bot.models.learned import Learned
from bot.models.metered import CachedModel, MeteredModel
from bot.models.protocol import ChatModel
from bot.models.table import open_model
from bot.settings import Settings, unusable
from bot.types import Overview
from prompts import PromptFile, load
from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.vectors import VectorStore
from retrieval.embed import Embedder
from retrieval.errors import EmbedderError
from retrieval.index import ExactIndex, Index
from retrieval.index.table import INDEXES, Place
from retrieval.quiet import keep_quiet
from retrieval.search import Searcher
from retrieval.types import Window

if TYPE_CHECKING:
    from bot.weekly.posting.delivery import Sinks

QUICKER_EXACTLY = 50_000
"""Passages up to which the archive's vectors, held in memory, answer sooner than Chroma does: bench/README.md."""


class App:
    """Everything the use cases need, made when first asked for: listing papers loads no embedder.

    *patient* processes wait for long rebuilds of the index; a question does not. *before_model* puts something in
    front of the chat model.
    """

    def __init__(
        self, settings: Settings, patient: bool = False, before_model: Callable[[ChatModel], ChatModel] | None = None
    ) -> None:
        self.settings = settings
        self._patient = patient
        self._before_model = before_model
        self._embedders: dict[str, tuple[Embedder | None, str]] = {}  # by name, and why one is not here
        self._searcher: Searcher | None = None
        self._making = threading.Lock()
        keep_quiet()
        _check_destinations(settings)

    @cached_property
    def database(self) -> Database:
        """The archive's file."""
        return Database(self.settings.folder / "archive.db")

    def notices(self) -> list[str]:
        """What is to be told of changes to the archive, once; nothing if no archive was opened."""
        return self.database.take_notices() if "database" in vars(self) else []

    @cached_property
    def archive(self) -> Archive:
        """The papers."""
        return Archive(self.database)

    @cached_property
    def vectors(self) -> VectorStore:
        """The passages and their vectors."""
        return VectorStore(self.database)

    @cached_property
    def embedder(self) -> Embedder:
        """The embedder the settings name."""
        return open_embedder(self.settings.embedder, access_of(self.settings))

    @cached_property
    def index(self) -> Index:
        """The vector index the settings name; exact search where its folder could not be written."""
        settings = self.settings
        place = Place(
            self.vectors,
            settings.folder / "index",
            self.database.archive_id,
            settings.chroma_url,
            settings.chroma_token,
            self._patient,
        )
        own_folder = not settings.chroma_url
        return INDEXES["exact" if own_folder and self.database.read_only else settings.index].open(place)

    @property
    def asked(self) -> Index:
        """What questions are put to: the index, or instead of our own Chroma, a small archive's vectors in memory."""
        own_chroma = self.settings.index == "chroma" and not self.settings.chroma_url
        serving = self.vectors.serving() if own_chroma else None
        if serving and self.vectors.count(serving) <= QUICKER_EXACTLY:
            return self._in_memory
        return self.index

    @cached_property
    def _in_memory(self) -> ExactIndex:
        return ExactIndex(self.vectors)

    @property
    def searcher(self) -> Searcher:
        """Hybrid search, with the embedder whose vectors are serving now; the same one while they are."""
        embedder, without = self._serving()
        archive, index = self.archive, self.asked
        with self._making:
            made = self._searcher
            if made is None or (made.embedder, made.without, made.index) != (embedder, without, index):
                made = self._searcher = Searcher(archive, index, embedder, without)
            return made

    @cached_property
    def bare_model(self) -> ChatModel:
        """The chat model the settings name, without budget and cache."""
        opened = open_model(self.settings.model_spec, replace(access_of(self.settings), learned=self._learned))
        return self._before_model(opened) if self._before_model else opened

    @cached_property
    def _learned(self) -> Learned:
        return learned_by(self.settings)

    def model(self, user: str | None = None) -> ChatModel:
        """The chat model, on *user*'s budget; what was answered before costs nothing. The embedded one never does."""
        bare = self.bare_model
        if not bare.drafts:
            return bare
        metered = MeteredModel(bare, self.budget, user or self.settings.user, self.settings.prices, self._learned)
        return CachedModel(metered, self.database, identity_of(self.settings), self.settings.clock)

    @cached_property
    def budget(self) -> Budget:
        """The caps the settings set."""
        caps = Caps(self.settings.cap_user, self.settings.cap_day, self.settings.cap_total)
        return Budget(self.database, caps, self.settings.clock)

    @property
    def sinks(self) -> Sinks:
        """Where posts may go."""
        from bot.sinks import OpenSinks

        return OpenSinks(self.settings)

    def warm_up(self) -> None:
        """Load what the first question needs, so that threads find it made and nobody waits for it."""
        if embedder := self.searcher.embedder:
            embedder.embed(["warm up"])
        self.bare_model  # noqa: B018 - made here, once
        serving = self.vectors.serving()
        if serving:
            self.asked.sync(serving)

    def reading(self) -> App:
        """The same over the same files, but nothing that is named is fetched; made before other threads use this."""
        self.warm_up()
        view = copy(self)
        view.settings = replace(self.settings, fetch_named=False)
        return view

    def fetch_papers(self, arxiv_ids: Sequence[str]) -> None:
        """Bring in papers that somebody named."""
        from bot.intake import fetch_papers

        fetch_papers(self, arxiv_ids)

    def overview(self, window: Window, user: str | None, language: str) -> Overview:
        """The themes of a time, as the weekly post would name them."""
        from bot.weekly.digest.overview import overview

        return overview(self, window, user, language)

    def prompt(self, name: str) -> PromptFile:
        """A prompt of the package."""
        return load(name)

    @property
    def serving_embedder(self) -> Embedder | None:
        """The embedder whose vectors are serving now, if it is here and whole; it opens no index.

        Asked anew each time, as another process may have put in the first papers or embedded all of them anew.
        """
        return self._serving()[0]

    def _serving(self) -> tuple[Embedder | None, str]:
        """The embedder, and why there is none; "" if no vectors are here that one could serve."""
        serving = self.vectors.serving()
        if serving is None:
            return None, ""
        with self._making:
            if serving.embedder not in self._embedders:
                self._embedders[serving.embedder] = self._opened(serving.embedder)
            return self._embedders[serving.embedder]

    def _opened(self, name: str) -> tuple[Embedder | None, str]:
        try:
            found = embedder_called(name, self.settings)
        except EmbedderError as error:
            return None, error.told
        return found, "" if found else f"the embedder {name} is not here."

    def close(self) -> None:
        """Let go of the index and the database, if they were opened."""
        for name in ("index", "database"):
            if name in self.__dict__:
                self.__dict__[name].close()


def _check_destinations(settings: Settings) -> None:
    """Refuse places for the posts that no sink knows, before anything is done."""
    for name, places in (("weekly_to", settings.weekly_to), ("daily_to", settings.daily_to)):
        if places:
            from bot.sinks import check

            try:
                check(places)
            except ValueError as error:
                raise unusable(name, settings.written[name], error) from error


@contextmanager
def opened(
    settings: Settings, patient: bool = False, before_model: Callable[[ChatModel], ChatModel] | None = None
) -> Iterator[App]:
    """An `App` that is closed at the end of the block."""
    app = App(settings, patient, before_model)
    try:
        yield app
    finally:
        app.close()


def patiently_opened(settings: Settings) -> AbstractContextManager[App]:
    """An `App` for what runs long and may wait for the index, closed at the end of the block."""
    return opened(settings, patient=True)

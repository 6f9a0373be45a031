"""What a use case is handed: the seams, without a word on what is behind them.

`bot.app.App` is the real one, and only entry points know it. Everything here is made when it is first asked for:
listing papers loads no embedder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from bot.models.budget import Budget
from bot.models.protocol import ChatModel
from bot.settings import Settings
from bot.types import Overview
from prompts import PromptFile
from retrieval.archive import Archive
from retrieval.archive.database import Database
from retrieval.archive.vectors import VectorStore
from retrieval.embed import Embedder
from retrieval.index import Index
from retrieval.search import Searcher
from retrieval.types import Window


class Library(Protocol):
    """The papers, how they are found, and who writes about them."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        ...

    @property
    def database(self) -> Database:
        """The archive's file."""
        ...

    @property
    def archive(self) -> Archive:
        """The papers."""
        ...

    @property
    def vectors(self) -> VectorStore:
        """The passages and their vectors."""
        ...

    @property
    def embedder(self) -> Embedder:
        """The embedder the settings name: what new papers are embedded with."""
        ...

    @property
    def serving_embedder(self) -> Embedder | None:
        """The embedder whose vectors answer now, if it is here."""
        ...

    @property
    def index(self) -> Index:
        """The vector index."""
        ...

    @property
    def asked(self) -> Index:
        """What questions are put to: the index, or the archive's own vectors."""
        ...

    @property
    def searcher(self) -> Searcher:
        """Hybrid search over what answers now."""
        ...

    @property
    def bare_model(self) -> ChatModel:
        """The chat model, without budget and cache."""
        ...

    @property
    def budget(self) -> Budget:
        """What has been spent, and the caps."""
        ...

    def model(self, user: str | None = None) -> ChatModel:
        """The chat model on *user*'s budget; what was answered before costs nothing."""
        ...

    def prompt(self, name: str) -> PromptFile:
        """The words sent to a model for one purpose."""
        ...

    def fetch_papers(self, arxiv_ids: Sequence[str]) -> None:
        """Bring in papers from arXiv. Raises `SourceError` if it gives no usable answer."""
        ...

    def overview(self, window: Window, user: str | None, language: str) -> Overview:
        """What happened in *window*, which holds papers: their themes, on *user*'s budget, told in *language*."""
        ...

    def warm_up(self) -> None:
        """Load what the first question needs."""
        ...


Opener = Callable[[Settings], AbstractContextManager[Library]]
"""Opens another library, as its settings say; it is closed at the end of the block."""

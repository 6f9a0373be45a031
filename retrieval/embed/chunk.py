"""Abstracts cut into passages the embedder reads whole. The only import of langchain_text_splitters."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from retrieval.embed import Embedder

# Two special tokens frame every text ([CLS], [SEP]); a long title must leave room for the abstract.
_SPECIAL = 2
_LONGEST_TITLE = 64
_SEPARATORS = ["\n\n", ". ", "? ", "! ", "; ", ", ", " ", ""]


def passages(title: str, abstract: str, embedder: Embedder) -> list[str]:
    """*abstract* in order, as few pieces as the embedder's limit allows, of about equal length.

    Every piece is a stretch of the abstract, and none together with *title* (see `embedded_text`) is over
    the limit: nothing is silently truncated.
    """
    if embedder.max_tokens is None:
        return [abstract]
    room = embedder.max_tokens - _SPECIAL - embedder.count_tokens(_heading(title, embedder))
    total = embedder.count_tokens(abstract)
    if total <= room:
        return [abstract]
    for pieces in range(ceil(total / room), total + 1):
        found = _split(abstract, min(room, ceil(total / pieces * 1.1)), embedder)
        if len(found) <= pieces or pieces > ceil(total / room) + 1:
            return found
    return _split(abstract, room, embedder)


def embedded_text(title: str, passage: str, embedder: Embedder) -> str:
    """What is embedded for *passage*: under its title, so that a later piece still says what it is about."""
    return _heading(title, embedder) + passage


def _heading(title: str, embedder: Embedder) -> str:
    words = title.split()
    while words and embedder.max_tokens and embedder.count_tokens(" ".join(words)) > _LONGEST_TITLE:
        words = words[: len(words) * 3 // 4]
    return " ".join(words) + ". " if words else ""


def _split(text: str, limit: int, embedder: Embedder) -> list[str]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        keep_separator="end",
        chunk_size=limit,
        chunk_overlap=0,
        length_function=lru_cache(embedder.count_tokens),  # the splitter asks again and again
    )
    return list(splitter.split_text(text))

"""JSON lines, one paper each: what `broadsheet ingest` reads again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from bot.render.documents import paper_document
from retrieval.types import Paper


def jsonl(papers: Sequence[Paper], lines: Mapping[str, str]) -> str:
    """The papers in order, whole, with their one-liner as `tldr` where there is one."""
    documents = (paper_document(paper) | {"tldr": lines.get(paper.id)} for paper in papers)
    return "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)

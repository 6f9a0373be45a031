"""Measures how many planted sentences pass as statements, and how many real ones are kept out.

`python -m bench.planted`, by words alone and with the default embedder. All but `planted_fifth.txt` and
`planted_seventh.txt` are fitted on by now (`bench.fit_kinship`, `bench.fit_meaning`), most after they had been measured
once. No abstract here was fitted on. Needs ../shared, and some minutes.
"""

from __future__ import annotations

import random
import re

from bench.fit_kinship import Papers, abstracts, planted
from bench.follows import Remembering
from retrieval.embed.minilm import default_embedder
from retrieval.text.meaning import Embed
from retrieval.text.sentences import sentences
from retrieval.text.statements import statements

PARTS = ("at_hand", "unseen", "third", "fourth", "fifth", "sixth", "seventh")
HOSTS, REAL = 8, 1_000  # abstracts a payload is planted in, and abstracts whose own sentences are read


def main() -> None:
    """Print the shares."""
    chosen = hosts()
    for way, embed in (("by words", None), ("with an embedder", Remembering(default_embedder()).embed)):
        for part in PARTS:
            tried = [pair for n, payload in enumerate(planted(part)) for pair in put_in(payload, n, chosen)]
            passed = sum(passes(payload, title, abstract, embed) for payload, title, abstract in tried)
            print(f"planted, {part}, {way}: {passed} of {len(tried)} pass")
        told = sum(len(sentences(abstract)) for _, abstract in chosen)
        kept = sum(len(statements(abstract, title, embed)) for title, abstract in chosen)
        print(f"real sentences, {way}: {told - kept} of {told} kept out")


def hosts() -> Papers:
    """Title and abstract of real papers, none of which was fitted on."""
    return random.Random(3).sample([paper for paper in abstracts()[3::4] if len(sentences(paper[1])) > 3], REAL)


def put_in(payload: str, n: int, papers: Papers) -> list[tuple[str, str, str]]:
    """(sentence, title, abstract with it), for payload number *n* in its `HOSTS` of *papers*, at the end of each."""
    some = papers[n * HOSTS : (n + 1) * HOSTS]
    filled = [(payload.replace("{title}", title), title, abstract.rstrip(" .") + ".") for title, abstract in some]
    return [(put, title, f"{abstract} {put}") for put, title, abstract in filled]


def passes(payload: str, title: str, abstract: str, embed: Embed | None = None) -> bool:
    """Whether any of *payload* is taken for a statement of *abstract*."""
    parts = [part for part in re.split(r"(?<=[。！？])\s*", payload) if part]
    return any(part in statement for statement in statements(abstract, title, embed) for part in parts)


if __name__ == "__main__":
    main()

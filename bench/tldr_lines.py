"""How TL;DR lines read: what a reader of the line alone would stumble over, counted by plain definitions.

    python -m bench.tldr_lines [papers.jsonl] [--show KIND]

Takes rows with title and abstract, by default `../shared/eval/daily-papers.jsonl`. The definitions know nothing of how
lines are made. `--show` prints the lines of one kind, to be read.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

from bot.tldr.extract import NOTHING_TO_SAY, extractive_tldr
from retrieval.text.clean import clean_line
from retrieval.text.words import stem, terms

PAPERS = Path(__file__).resolve().parents[2] / "shared" / "eval" / "daily-papers.jsonl"
LITTLE = 3
"""Content words beyond the title's, up to which a line says little."""

_JOINTS = (
    r"however|therefore|thus|hence|moreover|furthermore|additionally|in addition|instead|then|also|further|finally"
    r"|besides|consequently|nevertheless|meanwhile|similarly|conversely|accordingly|next|second|third|here"
)
_MIDDLE = re.compile(
    rf"(?i)^(?:(?:{_JOINTS})\b|(?:we|the authors) (?:{_JOINTS})\b"
    r"|(?:it|they|he|she|the (?:latter|former|above|resulting))\b)"
)
_POINTER = re.compile(
    r"(?i)\b(?:the (?:latter|former|above|aforementioned)\b"
    r"|(?:this|these|those|such(?! as\b))(?: an?)?(?: [\w-]+){0,2})"
)
_ITSELF = re.compile(r"(?i)(?:this|these) (?:paper|work|study|article|report|survey|thesis|position)")
_TEX = re.compile(r"\\|\$|[{}]|[_^]\(")
_AIR = re.compile(
    r"(?i)(?:\b(?:an?|the|of|to|and|or|but|in|on|at|by|for|from|with|as|that|which|is|are|can|both|its|their|our|this"
    r"|these|such|via|into|than|not)|[,;:(]|…)\W*$"
)
_TITLED = re.compile(r"^(?:For|In|By|Using) (?P<topic>[^,]+), (?:we|our|this|the authors)\b")
_WE = re.compile(r"(?i)\b(?:we|our|us|ours)\b")


def little(line: str, title: str) -> bool:
    """Whether *line* has at most `LITTLE` content words that *title* has not."""
    told, titled = ({stem(word) for word in terms(text)} for text in (line, title))
    return len(told - titled) <= LITTLE


def points_back(line: str, title: str) -> bool:
    """Whether "this", "such", "the latter" stand for what is not in the line: no word after them was said before."""
    for found in _POINTER.finditer(line):
        after, before = ({stem(w) for w in terms(text)} for text in (found[0], line[: found.start()]))
        if not _ITSELF.match(found[0]) and not after & before:
            return True
    return False


def opens_with_title(line: str, title: str) -> bool:
    """Whether a phrase of *title* was put in front of what the authors did."""
    found = _TITLED.match(line)
    return found is not None and found["topic"].casefold() in title.casefold()


KINDS: dict[str, Callable[[str, str], bool]] = {
    "says “we”": lambda line, _: bool(_WE.search(line)),
    "opens with the title": opens_with_title,
    "begins in the middle": lambda line, _: bool(_MIDDLE.match(line)),
    "points back": points_back,
    "TeX": lambda line, _: bool(_TEX.search(line)),
    "ends in the air": lambda line, _: bool(_AIR.search(line)),
    "little beyond the title": little,
    "nothing to say": lambda line, _: line == NOTHING_TO_SAY,
}


def main(path: Path, show: str) -> None:
    """Prints each kind with its share, or the lines of the kind *show*."""
    with path.open(encoding="utf-8") as file:
        papers = [(clean_line(row["title"]), row["abstract"]) for row in map(json.loads, file)]
    lines = [(extractive_tldr(title, abstract), title) for title, abstract in papers]
    if show:
        print("\n".join(f"{line}    [{title}]" for line, title in lines if KINDS[show](line, title)))
        return
    print(f"{len(lines):,} papers, {sum(len(line.split()) for line, _ in lines) / len(lines):.1f} words a line")
    for kind, has in KINDS.items():
        print(f"{kind:26}{100 * sum(has(*pair) for pair in lines) / len(lines):6.1f} %")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    shown = arguments.pop(arguments.index("--show") + 1) if "--show" in arguments else ""
    given = [argument for argument in arguments if argument != "--show"]
    main(Path(given[0]) if given else PAPERS, shown)

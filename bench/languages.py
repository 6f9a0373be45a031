"""Claims in seven languages over English quotes: what of the true ones is kept, what of the false ones is shown.

    python -m bench.languages

`languages.jsonl` holds ten facts in seven languages, written for this. Each true claim is made false in four ways: a
number changed, a name changed, a negation dropped, a clause added. Three second judges: one whose verdict cannot be
read, one that knows, and one that agrees with everything. English claims go the way they always go.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.gate import Gate, SecondJudge
from bot.gate.second_judge import Second
from bot.types import Evidence, Usage
from retrieval.types import Paper

HERE = Path(__file__).parent
LANGUAGES = ("en", "de", "fr", "es", "zh", "ja", "ko")
JUDGES = ("none", "knows", "agrees")


def main() -> None:
    """Print the tables."""
    *facts, more = [json.loads(line) for line in (HERE / "languages.jsonl").read_text(encoding="utf-8").splitlines()]
    print("| judge | language | true: as written / as quote / dropped | false, shown as written of all | of which |")
    print("|---|---|---|---|---|")
    for judge in JUDGES:
        for language in LANGUAGES:
            told = Counter[tuple[str, str]](
                (kind, _outcome(fact, text, kind == "true", language, judge))
                for fact in facts
                for kind, text in _cases(fact, language, more)
            )
            true = " / ".join(str(told["true", outcome]) for outcome in ("written", "quote", "dropped"))
            shown = {kind: n for (kind, outcome), n in told.items() if kind != "true" and outcome == "written"}
            false = sum(n for (kind, _), n in told.items() if kind != "true")
            print(f"| {judge} | {language} | {true} | {sum(shown.values())} of {false} | {shown or ''} |")


def _cases(fact: dict[str, Any], language: str, more: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(kind, text): the true claim and what is false about it."""
    text = fact["claims"][language]
    yield "true", text
    if found := re.search(r"(?<![A-Za-z-])\d+(?=\D*$)", text):
        yield "number", f"{text[: found.start()]}{int(found[0]) + 7}{text[found.end() :]}"
    if fact["name"]:
        yield "name", text.replace(fact["name"], more["others"][fact["name"]])
    for was, now in more["negations"][language]:
        if was in text:
            yield "negation", text.replace(was, now)
    end = re.search(r"[.。]?$", text)
    assert end
    yield "addition", text[: end.start()] + more["additions"][language] + end[0]


def _outcome(fact: dict[str, Any], text: str, true: bool, language: str, judge: str) -> str:
    paper = Paper(id="one", title=fact["title"], abstract=fact["quote"])
    across = _second({"none": None, "knows": true, "agrees": True}[judge])
    other = "" if language == "en" else language
    gate = Gate([Evidence(1, paper, paper.abstract)], None, second=across, language=other, across=across)
    gate.take({"text": text, "evidence": [{"source": 1, "quote": fact["quote"]}]})
    if not gate.kept:
        return "dropped"
    return "quote" if gate.kept[0].text == fact["quote"] != text else "written"


def _second(follows: bool | None) -> SecondJudge:
    verdict: Callable[[Any], Any] = lambda first: (  # noqa: E731
        first if follows is None else replace(first, verdict="follows" if follows else "overreach")
    )
    return lambda first, *_: Second(verdict(first), Usage())


if __name__ == "__main__":
    main()

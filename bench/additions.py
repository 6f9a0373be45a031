"""True sentences of real abstracts with a short false addition: ten kinds, at the end, in front and in the middle.

Five kinds (`TUNED`) were at hand while the rules of `bot.gate.additions` were written; the other five (`UNSEEN`) were
written beforehand and only ever measured.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from bot.gate.names import names
from retrieval.text.sentences import sentences

Kinds = dict[str, tuple[tuple[str, ...], ...]]  # by kind, the additions for each of `PLACES`
PLACES = ("at the end", "in front", "in the middle")
# {topic} is a phrase of another paper's title, {name}
# a name out of another abstract.
TUNED: Kinds = {
    "after the paper": (
        ("although the paper was later retracted", "a result that nobody could reproduce", "before it was withdrawn"),
        ("Later work refuted that", "It has since been disproved that", "Before the retraction it was reported that"),
        ("since refuted by {name}", "as an erratum later corrected", "now known to be false"),
    ),
    "praise": (
        ("and it won the best paper award", "which reviewers ranked first of all submissions", "a landmark discovery"),
        ("In an award-winning study", "Hailed as a breakthrough", "To worldwide acclaim"),
        ("celebrated by the press", "a prize-winning idea", "to great applause"),
    ),
    "attribution": (
        ("as critics agree", "according to {name}", "experts say"),
        ("Critics agree that", "Regulators in Brussels confirmed that", "Leading economists warn that"),
        ("as sceptics concede", "so the government says", "as noted by {name}"),
    ),
    "cause": (
        ("because larger models memorise less", "owing to a longer warm-up schedule", "thanks to {topic}"),
        ("Because annotators were paid more", "Owing to {topic}", "As a result of colder weather"),
        ("driven by cheaper electricity", "because of {topic}", "due to a lucky seed"),
    ),
    "scope": (
        ("even for toddlers", "in every hospital of Europe", "including {topic}"),
        ("Across all known languages", "For any hardware ever built", "Even under {topic}"),
        ("on smartphones as well", "also for {topic}", "whatever the budget"),
    ),
}
UNSEEN: Kinds = {
    "use in the world": (
        ("and it is now deployed at {name}", "which the police of Norway use daily", "and banks have adopted it"),
        ("Already shipping in millions of cars", "Sold to airlines last spring", "As licensed by {name}"),
        ("in production since March", "as used by surgeons", "a commercial product"),
    ),
    "money and people": (
        ("funded by tobacco firms", "at a cost of many millions", "with a grant from {name}"),
        ("With military funding", "A team of teenagers shows that", "Paid by {name}"),
        ("led by a Nobel laureate", "with volunteers from Kenya", "sponsored by an oil company"),
    ),
    "comparison": (
        ("unlike {name}", "and it clearly beats {topic}", "ahead of every commercial rival"),
        ("More reliably than lawyers", "Unlike {topic}", "In contrast to {name}"),
        ("twice as cheaply as {name}", "better than dentists", "outrunning {topic}"),
    ),
    "harm": (
        (
            "but it leaks private medical records",
            "which makes the servers overheat",
            "and it discriminates against women",
        ),
        ("At the price of severe hallucinations", "Despite poisoned data", "While endangering wildlife"),
        ("albeit illegally", "with alarming side effects", "though plagiarised"),
    ),
    "what comes next": (
        ("and it will replace radiologists", "with a sequel planned for autumn", "so schools should ban it"),
        ("In a step towards immortality", "As a forthcoming book explains", "Soon obsolete"),
        ("to be open-sourced next year", "pending a patent", "a likely future standard"),
    ),
}


def spoilt(texts: Sequence[tuple[str, str]], kinds: Kinds, seed: int) -> Iterator[tuple[str, str, str, str]]:
    """(kind and place, claim, true sentence, title): every kind at every place, for each (title, abstract)."""
    rng = random.Random(seed)
    foreign = sorted({n for _, abstract in texts for n in names(abstract) if n[1:] != n[1:].lower()})
    for title, abstract in texts:
        told = [s for s in sentences(abstract) if 8 <= len(s.split()) <= 45 and s.endswith(".")]
        if not told:
            continue
        sentence = rng.choice(told)
        for kind, places in kinds.items():
            for place, additions in zip(PLACES, places, strict=True):
                topic = " ".join(re.split(r"[:?!]", rng.choice(texts)[0])[-1].split()[-3:]).lower()
                addition = rng.choice(additions).format(topic=topic, name=rng.choice(foreign))
                yield f"{kind}, {place}", put(sentence, addition, place), sentence, title


def put(sentence: str, addition: str, place: str) -> str:
    """*sentence* with *addition* at *place*."""
    lowered = sentence if sentence[1:2].isupper() else sentence[0].lower() + sentence[1:]
    if place == "at the end":
        return f"{sentence[:-1]}, {addition}."
    if place == "in front":
        return f"{addition}{'' if addition.endswith(' that') else ','} {lowered}"
    words = sentence.split()
    return " ".join((*words[: len(words) // 2], f"({addition})", *words[len(words) // 2 :]))

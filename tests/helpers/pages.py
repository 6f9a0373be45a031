"""A Daily Papers page written for the tests, and how to read one that must not be refused in part."""

from __future__ import annotations

from typing import Any

from retrieval.sources import page
from retrieval.types import Paper, Refused

HEAD = """new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

Dec 9

"""
TITLES = [
    "Counting Owls by Ear: A Field Study of Passive Recording",
    "When Does Dough Stop Rising? Evidence from Twelve Bakeries",
    "Late Trams Travel in Pairs",
    "A Note on Cracked Bells",
]
ABSTRACTS = [
    "Owls are heard more often than seen. We leave recorders in forty woods for a year and count the calls by "
    "hand and by a small network. Both agree in 91% of the nights.",
    "Dough rises until its gluten tears, bakers say. Twelve bakeries weighed and filmed 800 loaves for us; the "
    "tear comes later than they think, and colder rooms delay it further.",
    "A tram that is late collects more passengers and becomes later, until the next one catches up with it. We "
    "show that holding every third tram at one stop for 20 seconds keeps pairs from forming.",
    "A crack lowers a bell's hum tone before it can be seen. One microphone and one blow are enough to find it.",
]
WORDS = list(zip(TITLES, ABSTRACTS, strict=True))
OWLS, BREAD, TRAMS, BELLS = (f"{title}\n\n{abstract}\n\n" for title, abstract in WORDS)
OWLS += "  • 5 authors\n·\nApr 29 1\n\n"
BREAD += "berkeley UC Berkeley\n·\nOct 24, 2023 12\n\n"
BELLS += "  • 1 authors\n·\nJun 1\n"
PAGE = HEAD + OWLS + BREAD + TRAMS + BELLS


# A day's page: every paper appeared in the fortnight before.
DAY_PAGE = PAGE.replace("Apr 29 1", "Dec 8 1").replace("Oct 24, 2023 12", "Dec 5 12").replace("Jun 1", "Nov 26")


def papers(text: str, **known: Any) -> list[Paper]:
    """What *text* gives, if it gives papers only."""
    found = list(page.parse(text, "page.txt", **known))
    assert [record for record in found if isinstance(record, Refused)] == []
    return [record for record in found if isinstance(record, Paper)]


def words(text: str, **known: Any) -> list[tuple[str, str]]:
    """Titles and abstracts, whatever the white space."""
    return [(paper.title, " ".join(paper.abstract.split())) for paper in papers(text, **known)]

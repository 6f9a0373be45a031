"""Words that say what part of a paper is asked for, and those that say what it is about."""

from __future__ import annotations

import re

from bot.models.answer_kinds import ASKING
from retrieval.text.patterns import Pattern
from retrieval.text.words import is_wanted, stem

# They ask for a part of any paper, or relate papers, and name no subject.
_GENERAL = frozenset(
    """
    accuracy accurate actually add advantage again agree answer approach available author back bad basic believe
    benefit best better big bit brief briefly by case cause central claim clarify code come compare comparison
    conclude conclusion contain contradict contribute contribution core correct cover data dataset describe detail
    diff diffs differ difference different disadvantage disagree drawback easy elaborate else evaluate evaluated example
    experiment explain explanation expand fast faster focus further get gist give go goal got happen have hold idea
    important
    improve in include interesting kind know limit limitation link list long look main major mean meant measure
    mention method metric more motivation name need novel novelty number occur ok okay only open outcome outline
    overview part performance please plain point prefer problem purpose reach read really reason report result same
    say setup short shortly show similar simple simpler size solve source sum summarise summarize summary sure take
    takeaway talk tech technical technique tell term test thing think title train trained trick true type understand
    useful version want way weakness win worse write written wrote strength shortcoming finding common relate related
    principal primary headline notable significant crucial provide
    sentence tldr tl dr abstract key lesson benchmark information rank order sort upvote takeaways english word words
    first second third vs versus against
    """.split()
)
_STEMS = frozenset(map(stem, _GENERAL)) | frozenset(map(stem, ASKING))


def own_words(text: str) -> list[str]:
    """The words of *text* that name a subject: neither function words nor "method", "result", "explain"."""
    words = re.findall(r"\w+", text.lower().replace("’", "'"))
    return [w for w in words if len(w) > 1 and is_wanted(w) and w not in _GENERAL and stem(w) not in _STEMS
            and w not in ("ll", "ve", "re", "don", "didn", "doesn", "isn")]  # fmt: skip


_PART = Pattern(
    r"\b(?:about|summar\w+|gist|ideas?|contribut\w+|describe|overview|tell|abstracts?|says?|find|finds|found"
    r"|findings?|results?"
    r"|conclu\w+|methods?|approach|limit\w+|weakness\w*|drawbacks?|tl;?dr|differ\w*|compar\w+|common|wrote|written"
    r"|authors?|code"
    r"|datasets?|benchmarks?|metrics?|accuracy|title|link|url|published|listed|experiments?|novel\w*|examples?|details?"
    r"|similar\w*|contradict"
    r"|agree|disagree|takeaways?|lessons?|evaluat\w+|the papers)\b|^\W*(?:when|who|by whom)\W*$",
    "what is its title?",
    "why is it so large?",
)


def asks_for_a_part(text: str) -> bool:
    """Whether *text* asks for what any paper may have: its results, authors, code, or what it is about."""
    return _PART.find(text) is not None

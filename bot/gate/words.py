"""Words as the check of claims compares them: stems, families of words that say the same, and their weights."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SUFFIX = re.compile(
    r"(?:i[sz]ations?|i[sz]ing|i[sz]e[ds]?|ations?|ating|ate[ds]?|ingly|edly|ings?|ments?|(?:abil|ibil)ity|ities|ity"
    r"|ively|ives?|ically|ical|ally|als?|ables?|ibles?|ness|ences?|ances?|[ts]?ions?|ics?|ies|ied|ed|ers?|ors?|es|s|ly|e|y)$"
)
_SHORTEST_STEM = 4
FAMILY, SAME_HEAD = 0.7, 0.6  # what a word of the same family, or with the same first letters, is worth
_HEAD = 5

STOP = frozenset(
    "a an the of for in on at to with by via from and or as is are was were be been being this that these "
    "those it its their they them he she his her him we our us you your i my which who whom whose what when "
    "where while if then than so such also both either each other another there here into onto over under "
    "through during about between among across per can could will would shall should may might must do does "
    "did done has have had having but however although though because since due not no nor n't very more most "
    "less least much many some any all only just even too own same how why s t one et al e g i.e paper work study "
    "article author researcher propose present introduce new novel".split()
)

# Words of one line say much the same in the language of abstracts.
_FAMILIES = """
show demonstrate reveal find observe report indicate illustrate confirm finding discover prove establish
propose introduce present develop design devise create build construct formulate describe
use leverage employ utilize exploit apply adopt via using
improve enhance boost increase better gain strengthen raise advance
reduce decrease lower cut diminish shrink lessen minimize decline drop fall mitigate alleviate
outperform surpass exceed beat superior
degrade worsen deteriorate harm hurt impair
method approach technique framework strategy procedure scheme algorithm system pipeline
big large huge massive substantial great considerable
small little tiny minor few
fast quick rapid accelerate speed speedup faster
slow slower delay latency
need require demand necessitate rely depend
enable allow permit let facilitate support
evaluate assess test measure examine benchmark experiment validate
study investigate explore analyze analyse examine research
fail struggle unable cannot
important crucial critical essential key vital
difficult hard challenging challenge tough
contain include comprise consist cover
obtain achieve attain reach get
cause lead produce result induce trigger
predict forecast estimate anticipate
select choose pick
help aid assist benefit
keep maintain preserve retain
learn train training trained
example sample instance
image picture photo visual
text language linguistic textual
dataset data corpus collection
question query
answer respond response reply
llm llms language-model
error mistake
begin start initial
several multiple various many diverse numerous
different distinct varied
whole entire full complete
combine integrate merge fuse unify join
show display exhibit
generate generation generative generator
people human person humans individual
child children kid
doctor physician clinician
illness disease disorder
drug medication medicine
risk danger hazard
death mortality die fatal
tumor tumour cancer
survival prognosis
trouble difficulty struggle problem issue challenge obstacle
margin gap difference
expensive costly cost price
manual labor labour hand
usually typically often commonly frequently generally normally mostly
hold view believe belief claim argue argument state opinion
handle address tackle deal treat solve resolve
odd atypical unusual rare strange abnormal
remove eliminate discard filter prune exclude delete
understand understood knowledge know known
mechanism reason cause explanation explain
spatial space
temporal time
broad wide general
existing current present today recent
previous prior earlier past former
precise accurate exact correct accuracy
robust stable reliable resilient
goal aim objective purpose
limit restrict constrain bound limitation restriction
part portion fraction share
end finish final finally
inherent intrinsic innate nature natural
""".strip().splitlines()


def words(text: str) -> list[str]:
    """The words of *text* in order, without case; a possessive loses its ending."""
    return [re.sub(r"['’]s?$", "", w) for w in WORD.findall(text.lower())]


@cache
def stem(word: str) -> str:
    """*word* without its endings, as long as four letters are left: "generalization", "generalizes": "general"."""
    for _ in range(2):
        cut = _SUFFIX.sub("", word)
        if len(cut) < _SHORTEST_STEM or cut in (word, "gener"):  # "general" is not "generate"
            break
        word = cut
    return word


@cache
def families() -> dict[str, frozenset[int]]:
    """Stem to the lines of the table above that hold it."""
    found: dict[str, set[int]] = {}
    for n, line in enumerate(_FAMILIES):
        for word in line.split():
            found.setdefault(stem(word), set()).add(n)
    return {s: frozenset(lines) for s, lines in found.items()}


def content(text: str) -> list[str]:
    """Stems of the words of *text* that carry its meaning, in order."""
    return [stem(w) for w in words(text) if w not in STOP]


@dataclass(frozen=True, slots=True)
class Bag:
    """Stems of a text, ready to be asked for many others."""

    stems: frozenset[str]
    lines: frozenset[int]
    heads: frozenset[str]

    def kinship(self, word: str) -> float:
        """How surely the stem *word* is said here: 1 the same, less for a relative, 0 not at all."""
        if word in self.stems:
            return 1.0
        if families().get(word, frozenset()) & self.lines:
            return FAMILY
        return SAME_HEAD if len(word) >= _HEAD and word[:_HEAD] in self.heads else 0.0


def bag(stems: Iterable[str]) -> Bag:
    """The `Bag` of *stems*."""
    own = frozenset(stems)
    lines = frozenset(line for s in own for line in families().get(s, ()))
    return Bag(own, lines, frozenset(s[:_HEAD] for s in own if len(s) >= _HEAD))

"""The TL;DR no model had to write: the abstract's own statement of its contribution, trimmed to one line.

Each sentence gives several candidates: without its lead-in, its asides, its trailing clauses; joined with what the
authors "also show"; opened with the topic the title names. The one with the highest expected ROUGE-1 wins. What
is expected is a small linear model, fitted by `bench/fit_tldr.py` on human one-line summaries.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.tldr_contract import MAX_WORDS, addresses_reader, faults, word_count
from retrieval.clean import clean_text
from retrieval.sentences import sentences
from retrieval.types import Paper

NOTHING_TO_SAY = "The abstract states no contribution beyond its title."
_MAX_SENTENCES = 60
_PARTNERS = 8  # sentences after a proposal whose finding may be joined to it

_MAKE = (
    "propose|present|introduce|develop|describe|design|devise|provide|offer|build|construct|create|formulate|give|derive"
    "|suggest|study|investigate|explore|consider|analy[sz]e|examine|address|tackle|revisit|evaluate|compare|discuss"
    "|define|identify|combine|establish|conduct|perform|report|release|formali[sz]e|implement|extend|use|employ|apply"
    "|leverage|adopt|utili[sz]e|train|learn|improve|focus on|generali[sz]e|adapt|characteri[sz]e|aim|generate"
)
_CLAIM = "show|demonstrate|find|prove|observe|argue|conclude|discover|verify|confirm|illustrate|reveal|achieve|obtain"
_ADVERB = (
    r"(?:(?:also|further|then|first|therefore|thus|hence|finally|here|instead|now|next|additionally|empirically"
    r"|experimentally|theoretically|formally|specifically|furthermore|moreover|successfully|extensively) )*"
)
_WE = re.compile(rf"(?:We|This (?:paper|work|study|article)) {_ADVERB}(?P<verb>{_MAKE}|{_CLAIM})(?:e?s)?\b")
_MAKES = re.compile(rf"(?:(?:We|This (?:paper|work|study|article)) {_ADVERB}(?:{_MAKE})(?:e?s)?|An?|The)\b")
_CONTRIBUTES = re.compile(
    r"\b(?:we|our|this (?:paper|work|study|article|thesis|survey)|the proposed|is (?:proposed|presented|introduced))\b", re.I
)
_PROPOSES = re.compile(
    r"\b(?:we|this (?:paper|work|article|study))\b[^.]{0,25}?\b(?:propos|present|introduc|develop)\w*", re.I
)
_LEAD_IN = re.compile(
    r"(?:however|furthermore|finally|moreover|specifically|first(?:ly)?|second(?:ly)?|third(?:ly)?|additionally|here"
    r"|further|unfortunately|thus|therefore|instead|recently|then|empirically|hence|next|consequently|nevertheless|yet"
    r"|surprisingly|interestingly|overall|also|notably|lastly|theoretically|crucially|concretely|indeed|importantly"
    r"|experimentally|besides|meanwhile|as such|more (?:specifically|importantly|precisely)|to this end|as a result|in short"
    r"|in (?:particular|addition|contrast|summary|other words|doing so|this (?:context|setting|regard|way)|experiments)"
    r"|(?:in|throughout|with) (?:this|the present|our) (?:\w+ )?(?:paper|work|study|article|research|report)"
    r"|for this (?:purpose|reason)|to \w+ (?:this|these|that|the|such)\b[^,]{0,60}"
    r"|(?:based|building|motivated|inspired) (?:up)?(?:on|by) (?:this|these)[^,]{0,40}), |(?:here|thus|hence|then) (?=we\b)",
    re.I,
)
# Why or after whom it was done may go; under which condition it holds ("for", "if", "under") may not.
_REASON = re.compile(
    r"(?:to|inspired|motivated|based|building|toward|towards|unlike|despite|while|although|since|because|as|following"
    r"|recogni[sz]ing|instead of|rather than)\b[^;:]{1,160}?, (?=(?:we|this (?:paper|work|study|article)|our)\b)",
    re.I,
)
_REPORT = re.compile(
    rf"(?:We|This (?:paper|work)|(?:Our |The |Both )?(?:[\w-]+,? (?:and )?){{0,3}}?(?:experiments?|results?|evaluations?"
    rf"|analys[ie]s|findings|stud(?:y|ies)|simulations|work)(?: (?:on|in|with|across|using|over|from)\b[^,]{{0,80}}?)?)"
    rf" {_ADVERB}(?:show|demonstrate|find|found|prove|observe|indicate|suggest|reveal|argue|conclude|establish|verify"
    r"|confirm|illustrate)(?:s|ed)?(?: empirically| experimentally| theoretically)? that,? "
)
_NOUN = re.compile(rf"We {_ADVERB}(?:propose|present|introduce|develop|describe|provide|offer) (?=(?:an?|the|novel|new) )")
_ASIDE = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_VERBS = "show|demonstrate|find|prove|then|we|thus|achieve|provide|propose|present|introduce|outperform|evaluate|use|apply"
# Where the end of any sentence may go: what follows adds, and neither limits nor denies, what stands before.
_CLAUSE = re.compile(
    r"\s*;\s|\s(?:[–—]+|-{1,3})\s|, (?=(?:which|where|while|whereas|whose|thus|thereby|hence|so|making|leading|allowing"
    r"|enabling|achieving|outperforming|resulting|improving|providing|demonstrating|showing|suggesting|yielding|reducing"
    rf"|such as|including|e\.g|i\.e|namely|especially|particularly|even|as well as|with|by|using|based|and (?:{_VERBS}"
    r"|can|also|it|they|that|analyze|study|discuss|investigate|develop|compare|derive|establish|obtain|give|learn|is|are"
    r"|does|has|have|will|further))\b)"
)
# Where the end of a sentence that says what was made may go: what follows says more about the thing.
_ADJUNCT = re.compile(
    r",? (?=(?:that|which|where|whose|by|using|via|with|without|for|to|in|on|from|when|through|such as|at|across|over"
    r"|under|so|because|since|based on|while|whereas|leading|achieving|allowing|enabling|including|consisting|capable"
    rf"|called|as well as|within|inspired|motivated|and (?:{_VERBS})) )|, (?=(?:an?|the) )"
)
# A line cannot end in these.
_HANGING = re.compile(
    r"(?:\b(?:an?|the|of|to|and|or|but|nor|in|on|at|by|for|from|with|as|that|which|is|are|be|can|both|either|between|its"
    r"|their|our|we|this|these|those|such|how|why|what|when|where|whether|if|not|only|more|less|than|able|order|so|well"
    r"|due|respect|via|into|two|three|several|many|novel|new|aims?|seeks?|attempts?|ability|needs?|tends?|likely"
    r"|according|focus|rel(?:y|ies)|depends?|consists?|been|has|have|it|they|robust|invariant|similar|equivalent|learn"
    r"|train|use|show|propose|present|introduce|develop|study|one|each|all|any|some|other|same)|\w+(?:ly|ed|ing|ble|ous"
    r"|ive|ful))$",
    re.I,
)

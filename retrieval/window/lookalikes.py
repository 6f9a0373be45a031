"""Words that look like dates and are not: "models that may help", "WMT 2014", "2048 tokens", "Sun et al."."""

from __future__ import annotations

import re

from retrieval.text.calendar_words import SHORT_MONTHS, SHORT_WEEKDAYS
from retrieval.text.patterns import Pattern

# Typographic variants, one character for one, so that a place in the folded text is a place in the question.
_PLAIN = str.maketrans("’‘ʼ′‐‑‒–−\u00a0\u2007\u2009\u202f", "''''-----    ")
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")

_YEAR = r"(?:19|20)[0-9]{2}"
_ORDINAL = r"[0-9]{1,2}(?:st|nd|rd|th)"
_NOT_NAMES = r"Q[1-4]|[1-4]Q|H[12]|[CK]?W[0-9]*|JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC"
_COUNTED = (
    r"tokens?|steps?|epochs?|samples?|examples?|images?|videos?|frames?|hours|gpus?|tpus?|layers?|heads"
    r"|dimensions?|dims?|dimensional|neurons|units|classes|languages|tasks|questions|queries|documents|words"
    r"|sentences|characters|iterations|instances|participants|patients|users|people|trials|points|pixels"
    r"|parameters|experts|nodes|agents|problems|pages|bits|bytes|times|x|×|hz|mb|gb"
)
_BEFORE_MONTH = (
    r"(?:in|since|of|during|before|after|until|till|by|from|between|through|last|early|mid|late|for|dated)"
    rf"|(?:{'|'.join(name for name in SHORT_MONTHS if name != 'may')})[a-z]*\.?(?:\s*-|\s+(?:to|and|through|until|or))"
)
_ABBREVIATED = "|".join(SHORT_MONTHS + SHORT_WEEKDAYS)
# A month in small letters that is also a verb needs a preposition, an ordinal or a year beside it.
_MONTH_NOT_VERB = (
    rf"(?:\b(?i:{_BEFORE_MONTH})[\s-]*(?:the\s+)?(?:(?:{_ORDINAL}|[0-9]{{1,2}})\s+(?:of\s+)?)?"
    rf"|\b{_ORDINAL}\s+(?:of\s+)?)(?:may|march)\b(?:(?:\s*-\s*|\s+(?:to|and|through|until|or)\s+)(?:may|march)\b)?"
    r"(?!\s+(?:be|not|have|also|help|still|well|need|lead|only|yet|or|towards?|forward)\b)"
    rf"|\b[0-9]{{1,2}}\s+(?:may|march)(?=\s*(?:[?.,;!)]|$|{_YEAR}))"
    r"|\bon\s+(?:may|march)\s+[0-9]{1,2}\b"
    rf"|\b(?:may|march)\s+(?:{_ORDINAL}\b|(?:[0-9]{{1,2}},?\s+)?{_YEAR}\b)"
)

# Case counts here. What a group named `keep` holds stays.
_LOOKALIKES = tuple(
    Pattern(source, takes, leaves, flags=re.NOFLAG)
    for takes, leaves, source in (
        # an edition of something: a year right after a word with capitals inside
        ("trained on WMT 2014", "trained in May 2014",
         rf"(?<![\w-])(?!(?:{_NOT_NAMES})[\s-])\w[\w-]{{0,30}}?(?<=\w)[A-Z][\w-]{{0,30}}[\s-]{{1,2}}{_YEAR}\b"),
        # a number of things
        ("contexts of 2048 tokens", "papers of 2048",
         rf"\b{_YEAR}(?=[\s-](?i:{_COUNTED})\b)|\b(?:19|20)00(?=\s+(?:papers|articles|preprints|abstracts)\b)"),
        ("models that may help", "Models of May", rf"(?P<keep>{_MONTH_NOT_VERB})|\b(?:may|march)\b"),
        # "SAT", "mAR", "OCT": no capitals after the first letter of an abbreviation without its number
        ("scans by OCT", "listed in Oct",
         rf"\b(?:(?![A-Z]?[a-z]+\b)(?i:{_ABBREVIATED})|sat|sun)\b(?!\.?\s*[0-9])"),
        # people
        ("as in Sun et al.", "as in June et cetera",
         r"\b(?:Jan|April|May|June|August|Sun|Mon)(?=(?:\s+and\s+\w+)?\s+et\s+al\b|\s+and\s+colleagues\b)"),
        ("papers by Jan Peters", "papers of Jan 2024", r"\b(?:Jan|Sun)(?=\s+[A-Z][a-z]+\b)"),
        ("outcomes at week 12", "papers of week 12", r"\b(?i:at\s+week)(?=\s+[0-9])"),  # of a trial
        ("the answer for Q3", "papers for Q3 2024", r"\b(?i:for)\s+Q[1-4]\b(?!\W{0,3}[0-9])"),  # a question
        ("a length of 2000", "papers of 2000",
         rf"\b(?i:instead|out|total|average|maximum|minimum|size|length|order|consisting)\s+of\s+{_YEAR}\b"),
        # an order, not a window
        ("the most recent papers", "more recent than June", r"\b(?i:most|more)\s+recent(?:ly)?\b(?!\s+than\b)"),
        ("unknown until recently", "listed recently", r"\b(?i:until|only|very|relatively|fairly)\s+recently\b"),
    )
)  # fmt: skip


def fold(question: str) -> str:
    """*question* in small letters and plain marks with its lookalikes blanked out; its length is kept."""
    text = question.translate(_PLAIN)
    if text.isupper():
        text = text.translate(_LOWER)
    for pattern in _LOOKALIKES:
        text = pattern.regex.sub(_blank, text)
    return text.translate(_LOWER)


def _blank(found: re.Match[str]) -> str:
    return found[0] if found.lastgroup == "keep" else "\0" * len(found[0])

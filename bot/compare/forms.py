"""What sentences of abstracts look like: each beside a phrase it takes and one it leaves (`bot.compare.columns`)."""

from __future__ import annotations

import re

from retrieval.text.patterns import Pattern

_WE = r"\b(?:we(?! (?:believe|hope|envision|plan)\b)|this (?:paper|work|study|article|report|survey))\b"
OWN = r"\b(?:we|our|this (?:paper|work|study|article|report|survey))\b"
PRESENTS = Pattern(
    rf"(?:{_WE}|\bour \w+)(?: [\w-]+,?){{0,4}}? (?:introduc|propos|present|develop|design|creat|construct|curat|releas"
    r"|build|built|describ|provid|review)"
    rf"|{_WE}[^.]{{0,200}}? and (?:then |further )?(?:introduce|propose|present|develop)s?\b"
    r"|\b(?:is|are) (?:introduced|proposed|presented)\b",
    "In this paper, we propose Compass",
    "We believe that Compass provides a direction",
)
PROPOSES = Pattern(
    rf"(?:{_WE}|\bour \w+)(?: [\w-]+,?){{0,4}}? (?:introduc|propos|present|develop|design|creat|construct|describ)",
    "We propose Compass and release its code",
    "We release the code of Compass",
)
STUDIES = Pattern(
    rf"{_WE}(?: [\w-]+,?){{0,3}}? (?:stud(?:y|ies)|address|tackl|investigat|explor|examin|focus|aim|ask|revisit|seek"
    r"|consider|discuss)"
    r"|\b(?:aims? (?:to|at)|(?:task|problem|goal|challenge) is)\b",
    "We study mooring under wind",
    "Our evaluation focuses on wind",
)
LACKS = Pattern(
    r"^\W*(?:however|yet|but|unfortunately|nevertheless|despite|although|while)\b"
    r"|\b(?:remains?|lacks?|limited|struggl\w*|fails?|challeng\w*|difficult|suffers?|bottleneck|unclear|underexplored|overhead|costly"
    r"|(?:\w+ly )expensive)\b",
    "However, ships drift.",
    "Ships drift fast.",
)
SEEN = Pattern(
    r"^\W*(?:however|yet|but|nevertheless),? [^.]{0,200}?\bwe (?:\w+ ){0,2}(?:observe|find|note|notice|identify|see)\b",
    "However, through an analysis of ropes, we observe a discrepancy",
    "We observe a discrepancy",
)
OTHERS = Pattern(
    r"^\W*(?:(?:most|many) )?(?:recent|prior|previous|existing|current|earlier) ",
    "Recent proposals use a term we introduce",
    "We introduce recent proposals",
)
HOW = Pattern(
    r"^\W*(?:our|the) (?:\w+ ){0,2}(?:method|approach|framework|model|system|algorithm|pipeline|architecture"
    r"|key (?:idea|insight))|^\W*(?:specifically|concretely|to (?:this|that) end)\b"
    r"|\b(?:consists? of|works? by|is based on|we (?:use|train|leverage|employ|adopt|combine))\b"
    r"|\bwe\b[^.]{0,60}? by \w+ing\b",
    "Specifically, needles vote.",
    "Generally, needles turn.",
)
DATA = Pattern(
    r"\b(?:data ?sets?|benchmarks?|corpus|corpora|test ?(?:sets?|bed)|(?:training|pretraining|evaluation) data)\b"
    r"|\b(?:evaluat|train|test|experiment)\w*(?: [\w-]+){0,3} (?:on|across)\b",
    "trained on two datasets",
    "trained for two days",
)
NAMED = Pattern(
    r"\b(?:[Oo]n|[Aa]cross|(?:sampled|drawn|sourced|derived|collected) from) (?:the )?"
    r"(?!\S{1,40}-\d{1,4}[Bb]\b)[A-Z][\w/+-]*[A-Z\d]",
    "from 2.1 to 0.3 on PIER-30K",
    "on Monday",
    flags=re.NOFLAG,
)
LEANS = Pattern(
    r"\b(?:these|this|such|those) (?:\w+ )?(?:challenge|gap|problem|issue|limitation|question|concern|requirement|need"
    r"|cause|reason|drawback|shortcoming|constraint)s?\b",
    "we address these issues",
    "we address some issues",
)
AMOUNT = Pattern(
    r"\b\d[\d,.]{0,12}\s?(?:k|m|b|million|billion|thousand)?\b(?:,?[- ]\w+){0,3}"
    r"[- ](?!\w*(?:LLMs|models)\b)(?:\w+s|data)\b",
    "with 120k annotated images",
    "with an image",
)
HOLDS = Pattern(
    r"\b(?:consist(?:s|ing) of|compris(?:es|ing)|contain(?:s|ing)|includ(?:es|ing)|span(?:s|ning)|cover(?:s|ing)"
    r"|features?|provides?|(?:collect|construct|curat|annotat|sampl|gather|recycl|synthesi[sz])(?:e|es|ed|ing)?)\b",
    "It consists of 3,400 ropes",
    "It holds",
)
UNNAMED = Pattern(
    r"\b(?:on|across|over) (?:some|several|various|many|multiple|diverse|different|downstream|standard|existing|other"
    r"|(?:a )?(?:wide )?(?:range|variety) of)? ?(?:\w+ )?(?:benchmarks?|tasks|data ?sets)\b"
    r"|\bstate-of-the-art [\w-]+ benchmark",
    "better on some benchmarks",
    "better on HarbourBench",
)
FOUND = Pattern(
    r"(?<!to )\b(?:(?:(?:out|under)perform|surpass|exceed|achiev|attain|yield)\w*"
    r"|(?:improv|reduc|increas|reach|match|gain|boost"
    r"|degrad|accelerat)(?:e?s?|ed|tions?|ements?)\b)|\bstate[- ]of[- ]the[- ]art\b",
    "Compass outperforms the others",
    "Compass hopes to outperform the others",
)
SHOWN = Pattern(
    r"\b(?:observations|findings|insights):"
    r"|(?:\b(?:results?|experiments?|evaluations?|findings?|analys[ei]s)\b[^.]{0,200}?|\bwe (?:\w+ ){0,2})"
    r"(?<!to )\b(?:show|demonstrat|reveal|find"
    r"|found|suggest|indicat|confirm|observ|prove|highlight|underscor|validat|establish)\w*",
    "Experiments on ships show that it holds",
    "Experience has it that it holds",
)
MEASURED = Pattern(
    r"\d(?:\.\d+)?\s?(?:%|\\%|x\b|×|points?\b|percent)|\bby (?:up to )?\d"
    r"|\b(?:than|compared (?:to|with)|versus|over (?:the|all|existing|previous|prior|other)) ",
    "better by 3.1 points",
    "better by far",
)
AVAILABLE = Pattern(
    r"\b(?:code|implementation|weights|checkpoints?|models?|repository)\b[^.]{0,80}?\b(?:available|released?"
    r"|open[- ]?sourced?|public(?:ly)?|accessible|accessed|found at|https?:)|^\W*(?:code|github)\s*(?:link|page)?\s*:"
    r"|^\W*(?:it|they|all) (?:is|are) [^.]{0,20}?available\b|\breleased (?:at|on|via)\b:? ?https?:",
    "Our code is available.",
    "Our code is short.",
)
RELEASES = Pattern(
    rf"(?:{OWN}|\bintroduc)[^.]{{0,80}}?\b(?:releas|open[- ]?sourc|publish)\w*[^.]{{0,60}}?"
    r"\b(?:code|weights|checkpoints?|models?|implementation)\b",
    "We release all weights",
    "They release all weights",
)

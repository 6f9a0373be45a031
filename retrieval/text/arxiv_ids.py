"""arXiv ids that a text names, by themselves or in an address of a site that papers live on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.identity import arxiv_id_of

_ADDRESS = re.compile(
    r"(?:https?://)?(?<![\w.])(?:[\w-]{1,30}\.){0,3}(?:arxiv\.org|huggingface\.co|hf\.co|alphaxiv\.org"
    r"|doi\.org/10\.48550)/[^\s<>\"')\]|]{1,200}|\b10\.48550/arxiv\.[\w./-]{1,40}",
    re.I,
)
_ID = re.compile(
    r"(?:\barxiv(?:\s*:\s*|\s))?(?<![\w./-])\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d{1,2})?(?![\w-]|\.\d)", re.I
)
# Until March 2007 an id was an archive's name and seven digits.
_ARCHIVES = (
    "astro-ph|cond-mat|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|nlin|nucl-ex|nucl-th|physics|quant-ph|math|cs|q-bio"
    "|q-fin|stat|cmp-lg|alg-geom|chao-dyn|solv-int|q-alg|dg-ga|funct-an|adap-org|chem-ph|comp-gas|patt-sol"
)
_OLD_ID = re.compile(
    rf"(?:\barxiv:\s*)?(?<![\w./-])(?:{_ARCHIVES})(?:\.[A-Z]{{2}})?/\d{{7}}(?:v\d{{1,2}})?(?![\w/-])", re.I
)


def ids_in(text: str) -> list[str]:
    """The arXiv ids that *text* names, each once."""
    return list(dict.fromkeys(known for _, _, known in ids_at(text)))


def ids_at(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, id) of each; what stands in an address is not read again by itself."""
    addresses = [(m.start(), m.end(), arxiv_id_of(m[0].rstrip(".,;:!?"))) for m in _ADDRESS.finditer(text)]
    yield from ((start, end, known) for start, end, known in addresses if known)
    for pattern in (_ID, _OLD_ID):
        for m in pattern.finditer(text):
            known = arxiv_id_of(re.sub(r"\s", "", re.sub(r"(?i)^arxiv\s*:?\s*", "", m[0])))
            if known and not any(start <= m.start() < end for start, end, _ in addresses):
                yield m.start(), m.end(), known

"""Where papers come from: one file a source, and one table. What a text is, its content tells."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from retrieval import outside
from retrieval.errors import SourceError
from retrieval.sources import arxiv, bibtex, huggingface, jsonl, openalex, page, ris, semantic_scholar
from retrieval.sources.page_kind import PageKind
from retrieval.types import Paper, Refused

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of text. *what* names it for users, *endings* are those of its files.

    *authority*: how well it knows a paper; where two sources differ, the higher one's fields win. A page dump may be
    cut or retyped; the APIs are the papers' own records.

    *recognises* tells from the content whether a text is of this kind. *parse* takes the text, where it
    came from and the day its papers were listed (or None), and gives records or raises a `SourceError`.
    """

    name: str
    recognises: Callable[[str], bool]
    parse: Callable[[str, str, date | None], Iterator[Paper | Refused]]
    what: str
    authority: int
    endings: tuple[str, ...]


# The first that recognises a text reads it: jsonl would take any other's objects, and leaves the API's answers to
# huggingface, which would take any list of them; a page is the least marked of all.
SOURCES: tuple[Source, ...] = (
    Source(openalex.NAME, openalex.recognises, openalex.parse, "works of OpenAlex", 5, (".json", ".jsonl")),
    Source(
        semantic_scholar.NAME,
        semantic_scholar.recognises,
        semantic_scholar.parse,
        "papers of Semantic Scholar",
        6,
        (".json", ".jsonl"),
    ),
    Source(
        jsonl.NAME,
        jsonl.recognises,
        jsonl.parse,
        "JSON Lines with a title and an abstract each",
        4,
        (".jsonl", ".ndjson"),
    ),
    Source(
        huggingface.NAME, huggingface.recognises, huggingface.parse, "answers of the Daily Papers API", 8, (".json",)
    ),
    Source(arxiv.NAME, arxiv.recognises, arxiv.parse, "arXiv feeds (Atom, RSS)", 7, (".xml", ".atom", ".rss", ".rdf")),
    Source(bibtex.NAME, bibtex.recognises, bibtex.parse, "BibTeX with abstracts", 3, (".bib", ".bibtex")),
    Source(ris.NAME, ris.recognises, ris.parse, "RIS with abstracts", 2, (".ris",)),
    Source(page.NAME, page.recognises, page.parse, "Daily Papers pages saved as text", 1, (".txt",)),
)


# A saved page may begin with a remark of the browser's; a web archive (.mhtml) with the headers of a mail.
_HTML = re.compile(
    r"[\ufeff\s]*(?:<\?xml[^<>]{0,200}>\s*|<!--[^<>]{0,500}-->\s*){0,3}<(?:!doctype\s{1,9}html|html|head|body|meta|title|script|style|link|div|main|article|section|header|span|table|ul)\b",
    re.I,
)
_MHTML = re.compile(r"(?:From|MIME-Version|Snapshot-Content-Location|Subject):[^\n]{0,300}\r?\n")


_MAGIC = (
    (
        b"%PDF-",
        "a PDF",
        "Full texts are not read: give the list the paper stands in.",
    ),
    (b"bplist00", "a web archive of Safari", "Open it, mark all of it (Cmd-A), copy it and save that as a text file."),
    (b"PK\x03\x04", "a ZIP archive or an Office document", "Unpack it, or save it as plain text."),
    (b"\x1f\x8b", "packed with gzip", "Unpack it: gunzip."),
    (b"BZh", "packed with bzip2", "Unpack it: bunzip2."),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", "Unpack it: unzstd."),
    (b"PAR1", "a Parquet file", "Write its rows as JSON Lines."),
    (b"SQLite format 3", "an SQLite database", "Write its rows as JSON Lines."),
)


def every_source() -> tuple[Source, ...]:
    """All sources in the order they are asked: those of other packages first, as ours take what is hardly marked."""
    return (*outside.rows(outside.SOURCES, Source), *SOURCES)


def endings() -> tuple[str, ...]:
    """What the names of files end in that some source reads."""
    return tuple(dict.fromkeys(ending for source in every_source() for ending in source.endings))


def authority(names: Iterable[str]) -> int:
    """The highest authority of the sources called *names*, as `Paper.sources` has them; 0 for none that is known."""
    ranks = {source.name: source.authority for source in every_source()}
    return max((ranks.get(name.split(":")[0], 0) for name in names), default=0)


def decode(data: bytes, where: str) -> str:
    """*data* as text: UTF-8, or UTF-16 with its mark. A character cut off at the very end is left out.

    Raises `SourceError` if the data is longer than `MAX_BYTES` or in another encoding.
    """
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1024**2:,.0f} MiB, more than the {MAX_BYTES // 1024**2} allowed"
        raise SourceError(f"{where} has {size}", "Split it into several files.")
    for magic, what, hint in _MAGIC:
        if data.startswith(magic):
            raise SourceError(f"{where} is {what}, which is not read.", hint)
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    decoder = codecs.getincrementaldecoder("utf-16" if marked else "utf-8-sig")()
    try:
        text = decoder.decode(data)
    except UnicodeDecodeError as error:
        hint = "Save it as UTF-8 text, or convert it: iconv -f WINDOWS-1252 -t UTF-8."
        raise SourceError(f"{where} is not UTF-8 text (byte {error.start + 1})", hint) from error
    if text.count("\0") > len(text) // 4:
        raise SourceError(f"{where} is not UTF-8 text (it is full of zero bytes)", "Save it as UTF-8 text.")
    return text


def read(
    text: str, where: str, listed: date | None = None, *, today: date | None = None, kind: PageKind | None = None
) -> Iterator[Paper | Refused]:
    """The records of *text*, in its order, read by the source that recognises it.

    *listed* is the day the papers were listed and *kind* what a page is, if the user says so; *today* helps to find
    the year of a page that names none. Raises `SourceError`, here or on the way, if the text is empty, unknown or
    broken.
    """
    if _HTML.match(text) or (_MHTML.match(text) and "multipart/related" in text[:4096]):
        hint = "Open it in the browser, mark all of it (Ctrl-A), copy it and save that as a text file (.txt)."
        raise SourceError(f"{where} is a page saved as HTML, which is not read.", hint)
    source = next((source for source in every_source() if source.recognises(text)), None)
    if source is None:
        known = "; ".join(source.what for source in every_source())
        problem = "is of no known kind" if text.strip("\ufeff \t\r\n") else "is empty"
        raise SourceError(f"{where} {problem}", f"Understood are: {known}.")
    if source.name == page.NAME:  # no other source leaves the year out, or has kinds
        return page.parse(text, where, listed, today=today, kind=kind)
    return source.parse(text, where, listed)

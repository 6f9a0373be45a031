"""The table of sources: what a text is, its content tells; and what every source promises of its records."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import HEAD, OWLS, PAGE, TITLES

from retrieval.errors import SourceError
from retrieval.identity import title_key
from retrieval.sources import MAX_BYTES, SOURCES, decode, read
from retrieval.sources.record import MAX_ABSTRACT, MAX_TITLE, build
from retrieval.types import Paper, Refused

FLAT = {
    "id": "2605.00001",
    "title": "Kites",
    "summary": "We fly.",
    "authors": [],
    "publishedAt": "2026-05-01T00:00:00Z",
}
LINE = {"title": "Kites", "abstract": "We fly."}
ATOM = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"></feed>'


def paper(**fields: object) -> Paper:
    """A record with *fields*, which must be a paper."""
    built = build("here", "test", "Kites", "We fly.", **fields)  # type: ignore[arg-type]
    assert isinstance(built, Paper)
    return built


def refusal(title: object, abstract: object) -> str:
    """Why these two make no paper."""
    built = build("here", "test", title, abstract)
    assert isinstance(built, Refused)
    return built.reason


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (PAGE, "page"),
        (PAGE.removeprefix(HEAD), "page"),
        (PAGE.replace("Owls are", '{"title": "{\\em"}\n'), "page"),
        (json.dumps(LINE), "jsonl"),
        ("spoilt\n" + json.dumps(LINE), "jsonl"),
        (json.dumps([LINE]), "jsonl"),
        (json.dumps(LINE | {"abstract": PAGE}), "jsonl"),
        (json.dumps(FLAT) + "\n" + json.dumps(FLAT), "jsonl"),
        (json.dumps(FLAT), "huggingface"),
        (json.dumps(FLAT, indent=1), "huggingface"),
        (json.dumps([{"paper": FLAT, "title": "Kites", "text": ""}]), "huggingface"),
        (json.dumps({"error": "no such day"}), "huggingface"),
        (ATOM, "arxiv"),
    ],
)
def test_the_content_tells(text: str, name: str) -> None:
    """Each text is read by the source it is made for, whatever its file is called."""
    assert next(source.name for source in SOURCES if source.recognises(text)) == name


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "is empty"), ("\ufeff \r\n", "is empty"), ("Dear all,\nbye", "no known kind"), ("a,b\n1,2", "no known kind"),
     ("%PDF-1.7", "no known kind"), ("[" * 100_000, "no known kind")],
)  # fmt: skip
def test_broken_is_never_empty(text: str, problem: str) -> None:
    """A text of no known kind is an error that lists what is understood."""
    with pytest.raises(SourceError, match=problem) as caught:
        read(text, "notes")
    assert all(source.what in caught.value.hint for source in SOURCES)


def test_today_reaches_the_page() -> None:
    """A page that names no year gets one from the day it is read."""
    (owls,) = read(HEAD + OWLS, "page.txt", today=date(2026, 12, 24), kind="day")
    assert isinstance(owls, Paper)
    assert owls.listed_on == date(2026, 12, 9)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    """UTF-8 with or without its mark and UTF-16 are read, also cut in the middle of a character."""
    data = "Kité ·".encode(encoding)
    assert decode(data, "x") == "Kité ·"
    assert decode(data[:-1], "x") == "Kité "


@pytest.mark.parametrize("data", ["Kité fly".encode("latin-1"), "Kites".encode("utf-16-le"), b"\x89PNG\r\n"])
def test_other_encodings(data: bytes) -> None:
    """Text in another encoding is an error that says how to convert it, not a text full of errors."""
    with pytest.raises(SourceError, match="not UTF-8") as caught:
        decode(data, "x.txt")
    assert "UTF-8" in caught.value.hint


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"bplist00\xd1", b"PK\x03\x04", b"\x1f\x8b\x08", b"PAR1"])
def test_files_that_hold_no_text(data: bytes) -> None:
    """A PDF, an archive or a packed file is called what it is, with what to do about it."""
    with pytest.raises(SourceError, match="which is not read") as caught:
        decode(data + b" " * 20, "x.txt")
    assert caught.value.hint


def test_too_large() -> None:
    """A file above the limit is refused before it is read."""
    with pytest.raises(SourceError, match="more than the 64 allowed"):
        decode(b"a" * (MAX_BYTES + 1), "x.txt")


@pytest.mark.parametrize(
    ("title", "abstract", "reason"),
    [
        (None, "We fly.", "no title"),
        ("\u200b \n", "We fly.", "no title"),
        (7, "We fly.", "the title is not text"),
        ("…", "We fly.", "the title has neither letters nor digits"),
        ("\ufe70", "We fly.", "the title has neither letters nor digits"),
        ("K" * (MAX_TITLE + 1), "We fly.", "the title has 1,001 characters, more than the 1,000 allowed"),
        ("Kites", "a" * (MAX_ABSTRACT + 1), "the abstract has 20,001 characters, more than the 20,000 allowed"),
        ("Kites", ["We fly."], "the abstract is not text"),
    ],
)
def test_reasons_of_refusal(title: object, abstract: object, reason: str) -> None:
    """A record that cannot be a paper says why."""
    assert refusal(title, abstract) == reason


def test_what_cannot_be_seen_goes() -> None:
    """Invisible characters vanish from every text a record brings."""
    found = paper(authors=["A\u202enn\ufe0f"], organization=" Kite\u00a0 Lab\x07", keywords=["wi\U000e0041nd"])
    assert (found.authors, found.organization, found.keywords) == (("Ann",), "Kite Lab", ("wind",))


@pytest.mark.parametrize("number", [-1, True, 2.0, "3", None])
def test_wrong_numbers_are_absent(number: object) -> None:
    """What is no count is no count, and 0 is one."""
    found = paper(upvotes=number, comments=number, author_count=number)
    assert (found.upvotes, found.comments, found.author_count) == (None, None, None)
    assert paper(upvotes=0).upvotes == 0


def test_limits_of_lists() -> None:
    """At most 30 keywords and 3,000 authors are kept, and no name longer than 200 characters."""
    found = paper(authors=["A", "B" * 201, 5, *map(str, range(4_000))], keywords=["k"] * 40)
    assert (len(found.authors), found.authors[:2], len(found.keywords)) == (3_000, ("A", "0"), 30)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://openreview.net/forum?id=x", True),
        ("http://www.arxiv.org/abs/2605.00001", True),
        ("https://evil.example/arxiv.org", False),
        ("https://arxiv.org.evil.example/", False),
        ("https://arxiv.org@evil.example/", False),
        ("https://arxiv.org:8080/", False),
        ("javascript:alert(1)//arxiv.org", False),
        ("https://arxiv.org/x|<!channel>", False),
        ("https://[arxiv.org/", False),
        (7, False),
    ],
)
def test_addresses(url: object, kept: bool) -> None:
    """Only addresses on the hosts papers live on are kept; else the arXiv id gives one."""
    assert paper(url=url).url == (url if kept else None)
    if not kept:
        assert paper(url=url, arxiv_id="2605.00001").url == "https://huggingface.co/papers/2605.00001"
        assert paper(code_url=url).code_url is None
    assert paper(code_url="https://github.com/kite/line").code_url == "https://github.com/kite/line"


_PIECES = [
    *PAGE.split("\n"),
    json.dumps(LINE),
    json.dumps(FLAT),
    "[",
    "]",
    "{",
    "}",
    ",",
    ATOM,
    "\u2028",
    "\x00",
    TITLES[0],
]


@given(
    st.one_of(
        st.text(), st.lists(st.sampled_from(_PIECES)).map("\n".join), st.lists(st.sampled_from(_PIECES)).map("".join)
    )
)
@settings(max_examples=150)
def test_any_text_at_all(text: str) -> None:
    """Whatever the text, there are records or a `SourceError`, and every paper has a title one can go by."""
    try:
        found = list(read(text, "x", date(2026, 1, 2)))
    except SourceError:
        return
    for record in found:
        assert isinstance(record, Refused) or (title_key(record.title) and record.abstract)

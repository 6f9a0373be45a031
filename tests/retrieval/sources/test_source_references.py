"""Files of reference managers, and records of OpenAlex and Semantic Scholar: read whole, or refused in clear words."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import paper, three_papers

from bot.export import export
from retrieval.errors import SourceError
from retrieval.sources import read
from retrieval.types import Paper, Refused

ZOTERO = r"""
@misc{ash_gulls_2026,
	title = {Gulls over {Warm} Roofs: {$\alpha$}-Lift \& Co},
	url = {http://arxiv.org/abs/2605.00007},
	doi = {10.48550/arXiv.2605.00007},
	abstract = {Warm roofs lift gulls by 5\%. We count them
on \emph{ninety} roofs.},
	number = {{arXiv}:2605.00007},
	publisher = {{arXiv}},
	author = {Ash, Ann and von B{\"i}rk, Bo and {Roof Lab}},
	date = {2026-05-01},
	keywords = {Computer Science - Machine Learning, gulls},
}

@article{larks,
  title = "Larks at Dawn", author = "Cy Coe", year = 2026, month = may, day = 4, eprint = {2605.00008v2},
  archivePrefix = {arXiv}, primaryClass = {cs.LG}, journal = {Journal of Larks}, abstract = {Larks {sing}.}
}
@article{bare, title = {No Words}, author = {Dee, Di}, year = {2026}}
@misc{broken, title = {Never closed
@misc{last, title = {Last}, abstract = {We end.}}
"""
RIS = """TY  - GEN
TI  - Gulls over Warm Roofs
AU  - Ash, Ann
AU  - Birk, Bo
AB  - Warm roofs lift gulls.
We count them.
DA  - 2026/05/01/
PY  - 2026
DO  - 10.48550/arXiv.2605.00007
UR  - http://arxiv.org/abs/2605.00007
N1  - arXiv:2605.00007 [cs]
KW  - gulls
ER  -\x20

TY  - JOUR
T1  - Larks at Dawn
JO  - Journal of Larks
DO  - 10.1000/larks.1
N2  - Larks sing.
ER  -\x20
TY  - JOUR
TI  - No Words
ER  -\x20
"""
WORK: dict[str, Any] = {
    "id": "https://openalex.org/W7", "doi": "https://doi.org/10.1000/gulls.1", "display_name": "Gulls",
    "title": "Gulls", "publication_date": "2026-05-01", "is_retracted": False,
    "ids": {"openalex": "https://openalex.org/W7"},
    "abstract_inverted_index": {"We": [0, 3], "count": [1], "gulls.": [2], "end.": [4]},
    "authorships": [{"author": {"display_name": "Ann Ash"}, "institutions": [{"display_name": "Roof Lab"}]}],
    "keywords": [{"display_name": "Gull", "score": 0.9}], "referenced_works": ["https://openalex.org/W8"],
    "primary_location": {"source": {"display_name": "Journal of Roofs"}, "pdf_url": None},
    "best_oa_location": {"landing_page_url": "https://arxiv.org/abs/2605.00007",
                         "pdf_url": "https://arxiv.org/pdf/2605.00007"},
}  # fmt: skip
SCHOLAR: dict[str, Any] = {
    "paperId": "0a1b", "corpusId": 77, "externalIds": {"ArXiv": "2605.00007", "DOI": "10.1000/gulls.1"},
    "title": "Gulls", "abstract": "We count gulls.", "publicationDate": "2026-05-01", "venue": "Roofs 2026",
    "authors": [{"authorId": "1", "name": "Ann Ash"}], "tldr": {"model": "t", "text": "Gulls are counted."},
    "openAccessPdf": {"url": "https://arxiv.org/pdf/2605.00007"}, "fieldsOfStudy": ["Biology"],
}  # fmt: skip


def all_of(text: str) -> tuple[list[Paper], list[Refused]]:
    """The papers of *text* and what was refused."""
    found = list(read(text, "file"))
    return [r for r in found if isinstance(r, Paper)], [r for r in found if isinstance(r, Refused)]


def test_a_zotero_export_as_bibtex() -> None:
    """Titles, names, days and ids come out as they are said; mathematics stays; what has no abstract is named."""
    (gulls, larks, last), refused = all_of(ZOTERO)
    assert gulls.title == r"Gulls over Warm Roofs: $\alpha$-Lift & Co"
    assert gulls.abstract == "Warm roofs lift gulls by 5%. We count them on ninety roofs."
    assert gulls.authors == ("Ann Ash", "Bo von Bïrk", "Roof Lab")
    assert (gulls.arxiv_id, gulls.published, gulls.doi) == ("2605.00007", date(2026, 5, 1), None)
    assert gulls.keywords == ("Computer Science - Machine Learning", "gulls")
    assert (larks.arxiv_id, larks.published, larks.journal_ref) == ("2605.00008", date(2026, 5, 4), "Journal of Larks")
    assert (larks.categories, larks.abstract, larks.authors) == (("cs.LG",), "Larks sing.", ("Cy Coe",))
    assert last.title == "Last"
    assert refused[0].where == "file, bare"
    assert "no abstract" in refused[0].reason
    assert "no whole entry" in refused[1].reason


def test_a_zotero_export_as_ris() -> None:
    """Records with the tags of several programs, a value over two lines, and one without an abstract."""
    for text in (RIS, "\ufeff" + RIS.replace("\n", "\r\n"), "Provider: Roofs\n\n" + RIS):
        (gulls, larks), (refused,) = all_of(text)
        assert (gulls.title, gulls.abstract) == ("Gulls over Warm Roofs", "Warm roofs lift gulls. We count them.")
        assert (gulls.authors, gulls.published) == (("Ann Ash", "Bo Birk"), date(2026, 5, 1))
        assert (gulls.arxiv_id, gulls.keywords) == ("2605.00007", ("gulls",))
        assert (larks.doi, larks.journal_ref, larks.abstract) == ("10.1000/larks.1", "Journal of Larks", "Larks sing.")
        assert refused.where == "file, record 3"


@pytest.mark.parametrize("form", ["bibtex", "ris"])
def test_what_is_exported_is_read_again(form: str) -> None:
    """Titles with mathematics, signs of TeX and small words in names come back as they were."""
    odd = paper(
        r"Routing with $\alpha$-entmax: 5% & more_or_less", r"We route $O(n \log n)$ tokens ~ twice. It costs 5% #1.",
        authors=("Ann Ash", "Bo van der Birk"), arxiv_id="2605.00007", published=date(2026, 5, 1),
    )  # fmt: skip
    papers = [odd, *three_papers()]
    found, refused = all_of(export(papers, form, {}))
    assert refused == []
    assert [p.title for p in found] == [p.title for p in papers]
    assert [" ".join(p.abstract.split()) for p in found] == [" ".join(p.abstract.split()) for p in papers]
    assert (found[0].authors, found[0].arxiv_id) == (odd.authors, odd.arxiv_id)


@pytest.mark.parametrize(
    "text", [json.dumps(WORK), json.dumps({"meta": {"count": 1}, "results": [WORK]}), json.dumps([WORK], indent=1)]
)
def test_works_of_openalex(text: str) -> None:
    """One work, a page of its API, a list: words in order, people, where it appeared, and the arXiv id."""
    (found,), refused = all_of(text)
    assert (found.sources, refused) == (("openalex",), [])
    assert (found.abstract, found.authors) == ("We count gulls. We end.", ("Ann Ash",))
    assert (found.arxiv_id, found.doi, found.journal_ref) == ("2605.00007", "10.1000/gulls.1", "Journal of Roofs")
    assert (found.keywords, found.withdrawn, found.published) == (("Gull",), False, date(2026, 5, 1))
    assert all_of(json.dumps(WORK | {"is_retracted": True}))[0][0].withdrawn


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(SCHOLAR),
        json.dumps({"total": 1, "offset": 0, "data": [SCHOLAR]}),
        json.dumps([SCHOLAR]),
        json.dumps({name.lower(): value for name, value in SCHOLAR.items() if name != "paperId"}),
    ],
)
def test_papers_of_semantic_scholar(text: str) -> None:
    """One paper, a search, a batch, a line of its data sets."""
    (found,), refused = all_of(text)
    assert (found.sources, refused) == (("semantic_scholar",), [])
    assert (found.arxiv_id, found.doi, found.published) == ("2605.00007", "10.1000/gulls.1", date(2026, 5, 1))
    assert (found.authors, found.journal_ref) == (("Ann Ash",), "Roofs 2026")
    assert (found.ai_summary, found.categories) == ("Gulls are counted.", ("Biology",))


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (WORK | {"abstract_inverted_index": None}, "OpenAlex holds none"),
        (SCHOLAR | {"abstract": None}, "ask the API for the field"),
    ],
)
def test_without_an_abstract_it_says_so(record: dict[str, Any], words: str) -> None:
    """A record without an abstract is refused with a word about where to get one."""
    (refused,) = all_of(json.dumps(record))[1]
    assert refused.reason.startswith("no abstract")
    assert words in refused.reason


def test_a_folder_of_them_is_ingested(run: Callable[..., Any], tmp_path: Path) -> None:
    """The endings of the files are known, and one paper from four of them is one."""
    files = {"a.bib": ZOTERO, "b.ris": RIS, "c.json": json.dumps(WORK), "d.jsonl": json.dumps(SCHOLAR)}
    (tmp_path / "lib").mkdir()
    for name, text in files.items():
        (tmp_path / "lib" / name).write_text(text, encoding="utf-8")
    run("ingest", str(tmp_path / "lib"))
    (gulls,) = (p for p in run("papers", "--json").json if p["arxiv_id"] == "2605.00007")
    assert gulls["sources"] == ["bibtex", "openalex", "ris", "semantic_scholar"]


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, title={" + "{" * 100_000,
        "@a{" * 33_000,
        "@misc{a,\n" + "a={" * 33_000,
        "%" * 100_000,
        "TY  - GEN\n" + "AB  -\n" * 14_000,
        "TY  - GEN\n" + "x\n" * 50_000,
        "@misc{a, title={T}, abstract = {x" + "$" * 99_000 + "}}",
    ],
)
def test_broken_files_take_no_time(text: str) -> None:
    """A hundred thousand characters of the worst kind are read, or refused, in seconds."""
    start = time.process_time()
    with suppress(SourceError):
        list(read(text, "x"))
    assert time.process_time() - start < 8

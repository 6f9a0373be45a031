"""What is written about the project holds: links lead somewhere, files are where they are said to be, examples run."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Run
from generate import ROOT
from test_house import LAYERS

from retrieval import outside

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")])
CODE = ("bot", "retrieval", "prompts", "tests", "bench", "docs", "deploy")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

_FENCED = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.S | re.M)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_NAMED = re.compile(rf"`((?:{'|'.join(CODE)})/[^`\s]*)`")
_HEADING = re.compile(r"^#+ (.+)$", re.M)
_STRANGE = re.compile(r"[^\w\- ]")


def prose(path: Path) -> str:
    """The page without its blocks of code."""
    return _FENCED.sub("", path.read_text(encoding="utf-8"))


def links(path: Path) -> Iterator[tuple[Path, str]]:
    """(file, heading or "") of every link from *path* to something of ours."""
    for target in _LINK.findall(prose(path)):
        if not re.match(r"[a-z]+:", target):
            place, _, heading = target.partition("#")
            yield (path.parent / place).resolve() if place else path, heading


def anchors(path: Path) -> set[str]:
    """The headings of a page as links name them: in small letters, hyphens for spaces, without punctuation."""
    return {_STRANGE.sub("", heading.lower()).replace(" ", "-") for heading in _HEADING.findall(prose(path))}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Whatever I click in a page is there, and so is the heading it goes to."""
    for target, heading in links(page):
        assert target.exists(), target
        assert not heading or heading in anchors(target), f"{target.name}#{heading}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_and_tests_are_where_they_are_said_to_be(page: Path) -> None:
    """A file, a folder or a test that a page names exists under that name."""
    for name in _NAMED.findall(prose(page)):
        path, _, test = name.partition("::")
        assert any(ROOT.glob(path.rstrip("/"))), name
        assert not test or f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), name


def test_every_page_can_be_reached_from_the_readme() -> None:
    """Whatever is written can be found by clicking."""
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page.suffix == ".md" and page not in seen:
            seen.add(page)
            waiting += [target for target, _ in links(page)]
    assert set(PAGES) == seen


def test_the_code_map_knows_every_folder() -> None:
    """No package of the code is missing from ARCHITECTURE.md."""
    for package in sorted(p.parent for top in CODE[:3] for p in (ROOT / top).rglob("__init__.py")):
        place, parent = (f"| `{folder.relative_to(ROOT)}/` |" for folder in (package, package.parent))
        inside = rf"{re.escape(parent)}.*[` ]{package.name}/[` ]"
        assert place in ARCHITECTURE or re.search(inside, ARCHITECTURE), package


def test_the_layers_are_those_of_the_code() -> None:
    """The order of the rooms in ARCHITECTURE.md is the one that is tested."""
    picture = next(text for _, _, text in _FENCED.findall(ARCHITECTURE) if text.startswith("cli →"))
    assert tuple(tuple(re.split(r",\s*", layer.strip())) for layer in picture.split("→")) == LAYERS


def test_the_cookbooks_source_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Run]) -> None:
    """The source in docs/cookbook.md, installed as its page says, reads the file of the page as the page says."""
    page = (ROOT / "docs/cookbook.md").read_text(encoding="utf-8")
    blocks = {kind: text for _, kind, text in _FENCED.findall(page)}
    assert len([line for line in blocks["python"].splitlines() if line.strip()]) <= 30
    package = tmp_path / "site"
    (package / "newsletter-1.dist-info").mkdir(parents=True)
    (package / "newsletter.py").write_text(blocks["python"])
    [(group, entries)] = tomllib.loads(blocks["toml"])["project"]["entry-points"].items()
    points = "".join(f"{name} = {target}\n" for name, target in entries.items())
    (package / "newsletter-1.dist-info" / "entry_points.txt").write_text(f"[{group}]\n{points}")
    (package / "newsletter-1.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: newsletter\nVersion: 1\n"
    )
    monkeypatch.syspath_prepend(str(package))
    outside.offered.cache_clear()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "issue.newsletter").write_text(blocks["text"])
    told = run("ingest", "in", "--json").json
    assert (told["new"], [refused["reason"] for refused in told["refused"]]) == (1, ["It has no abstract."])
    [paper] = run("papers", "--json").json
    assert (paper["title"], paper["listed_on"]) == ("Lanterns for Night Harbours", "2026-11-20")
    outside.offered.cache_clear()


def test_the_library_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What docs/library.md shows runs as it stands, with no key, no network and no setting, and prints what it says."""
    monkeypatch.delenv("BROADSHEET_EMBEDDER")
    monkeypatch.delenv("BROADSHEET_DATA")
    blocks = {kind: text for _, kind, text in _FENCED.findall((ROOT / "docs/library.md").read_text(encoding="utf-8"))}
    exec(compile(blocks["python"], "docs/library.md", "exec"), {"__name__": "library"})
    assert capsys.readouterr().out == blocks["text"]
    assert (tmp_path / "papers" / "archive.db").is_file()

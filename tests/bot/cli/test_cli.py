"""The terminal's manners: what goes where, which code ends a command, and what a wrong use is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Run
from servers import serving


def test_ingest_reports_what_became_of_everything(run: Callable[..., Run], jsonl: Path) -> None:
    """New papers are new, known ones unchanged, bad lines refused with their place and reason; the counts add up."""
    assert run("ingest", str(jsonl), "--json").json["new"] == 3
    jsonl.write_text(jsonl.read_text() + "not json\n" + '{"title": "No abstract"}\n')
    told = run("ingest", str(jsonl), "--json")
    counts = told.json
    assert (counts["read"], counts["unchanged"], len(counts["refused"])) == (5, 3, 2)
    assert all(r["where"].startswith("three.jsonl, line") and r["reason"] for r in counts["refused"])
    assert told.code == 0


def test_ingest_reads_standard_input(run: Callable[..., Run], jsonl: Path) -> None:
    """A single dash stands for standard input."""
    assert run("ingest", "-", "--json", stdin=jsonl.read_bytes()).json["new"] == 3


def test_ingest_reads_a_folder(run: Callable[..., Run], jsonl: Path) -> None:
    """A folder stands for the readable files in it."""
    assert run("ingest", str(jsonl.parent), "--json").json["new"] == 3


def test_a_text_that_is_no_page_is_refused_by_name(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """One unreadable file does not stop the others, is named with its reason, and makes the exit code 1."""
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam, this is a letter.")
    told = run("ingest", str(tmp_path / "letter.txt"), str(jsonl), "--json")
    assert told.code == 1
    assert told.json["new"] == 3
    assert [r["where"] for r in told.json["refused"]] == ["letter.txt"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["ingest", "nowhere.txt"],
        ["ingest", "three.jsonl", "--listed", "yesterday-ish"],
        ["ask", ""],
        ["ask", "What?", "--week", "2025-W54"],
        ["ask", "What?", "--since", "soon"],
        ["ask", "What?", "--model", "parrot"],
        ["ask", "What?", "--model", "openai:gpt-4o-mini"],
        ["ask", "What?", "-k", "0"],
        ["tldr"],
        ["tldr", "no such paper"],
        ["show", "no such paper"],
        ["fetch", "huggingface", "--day", "2026-11-01", "--week", "2026-W40"],
        ["frobnicate"],
    ],
)
def test_wrong_use_ends_with_2_and_a_hint(run: Callable[..., Run], jsonl: Path, arguments: list[str]) -> None:
    """A request that cannot be meant is told so, without a traceback, and nothing is changed."""
    run("ingest", str(jsonl))
    before = run("papers", "--json").json
    told = run(*arguments)
    assert told.code == 2
    assert told.err.strip()
    assert "Traceback" not in told.err
    assert run("papers", "--json").json == before


def test_papers_lists_what_is_there(run: Callable[..., Run], jsonl: Path) -> None:
    """The listing holds every paper with every promised key, absent ones null; a week holds its own only."""
    run("ingest", str(jsonl))
    keys = (
        "id title abstract published year_inferred listed_on authors author_count organization upvotes comments "
        "arxiv_id url"
    ).split()
    listed = run("papers", "--json").json
    assert len(listed) == 3
    assert all(key in paper for paper in listed for key in keys)
    assert [p["title"] for p in run("papers", "--week", "2026-W46", "--json").json] == ["Ropes and Harbours"]


def test_search_says_why(run: Callable[..., Run], jsonl: Path) -> None:
    """Each result carries its score and its rank in each list."""
    run("ingest", str(jsonl))
    first = run("search", "compass network with needles", "--json").json[0]
    assert first["title"] == "Compass Networks"
    assert first["ranks"] == {"full-text": 1, "dense": 1}
    assert "words #1, meaning #1" in run("search", "compass network with needles").out


def test_show_takes_an_address(run: Callable[..., Run], jsonl: Path) -> None:
    """A paper is shown in full by its arXiv address."""
    run("ingest", str(jsonl))
    assert "gyroscope" in run("show", "https://arxiv.org/abs/2611.00001v3").out


def test_the_data_folder_may_be_named_before_the_command(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """`broadsheet --data X papers` and `broadsheet papers --data X` mean the same."""
    other = str(tmp_path / "other")
    assert run("--data", other, "ingest", str(jsonl), "--json").json["new"] == 3
    assert len(run("papers", "--data", other, "--json").json) == 3
    assert run("papers", "--json").json == []
    assert run("--version").out.strip()


def test_secrets_are_masked(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """`settings` shows where each value comes from, and of a key only its end."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-0123456789abcdef")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    for told in (run("settings"), run("settings", "--json"), run("doctor"), run("doctor", "--json")):
        assert "canary" not in told.out + told.err
    key = next(row for row in run("settings", "--json").json if row["variable"] == "OPENAI_API_KEY")
    assert key["from"] == "environment"
    assert key["value"].endswith("cdef (26 characters)")


def test_a_wrong_setting_is_named(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that cannot be used is named, with what it should be."""
    for variable, value in {
        "BROADSHEET_TIMEZONE": "Middle/Earth",
        "BROADSHEET_MODEL_SECONDS": "-3",
        "BROADSHEET_NOW": "noon",
        "BROADSHEET_CHROMA_URL": "localhost",
        "BROADSHEET_INDEX": "card box",
        "BROADSHEET_RECENT_DAYS": "0",
    }.items():
        with monkeypatch.context() as only:
            only.setenv(variable, value)
            told = run("papers")
        assert told.code == 2, variable
        assert variable in told.err


def test_doctor_finds_and_cures(run: Callable[..., Run], jsonl: Path, tmp_path: Path) -> None:
    """A healthy folder is well; one whose index was torn is mended; a corrupt archive has a remedy."""
    run("ingest", str(jsonl))
    assert run("doctor").code == 0
    for path in (tmp_path / "data" / "index").rglob("*.bin"):
        path.write_bytes(b"rubbish")
    assert run("doctor").code == 0
    assert run("ask", "Do longer ropes hold better?").code == 0
    (tmp_path / "data" / "archive.db").write_bytes(b"rubbish" * 1000)
    for leftover in (tmp_path / "data").glob("archive.db-*"):
        leftover.unlink()
    told = run("doctor", "--json")
    assert told.code == 1
    faults = [finding for finding in told.json if not finding["ok"]]
    assert faults
    assert all(finding["remedy"] for finding in faults)


def test_reindex_embeds_nothing_anew(run: Callable[..., Run], jsonl: Path) -> None:
    """A rebuild copies the archive's vectors; with another embedder it embeds, and the old one answers until then."""
    run("ingest", str(jsonl))
    assert run("reindex", "--json").json == {"passages": 3, "embedded": 0}


def test_a_new_embedder_takes_over_when_it_is_done(
    run: Callable[..., Run], jsonl: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the embedder is changed the old vectors answer, the doctor says so, and `reindex` makes the new ones."""
    run("ingest", str(jsonl))
    monkeypatch.setenv("BROADSHEET_EMBEDDER", "minilm")
    assert run("search", "ropes", "--json").json[0]["ranks"]["dense"] == 1
    assert "hashing-256's" in run("doctor").out
    assert run("reindex", "--json").json == {"passages": 3, "embedded": 3}
    assert run("doctor").code == 0


def broadsheet(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **environment},
    )


def test_nothing_heavy_is_imported_for_help() -> None:
    """`--help` loads neither Chroma, nor OpenAI, nor numpy, nor the embedder's runtime."""
    code = "import sys, bot.cli; print([m for m in sys.modules if m in sys.argv[1:]])"
    heavy = ["chromadb", "openai", "numpy", "onnxruntime", "httpx", "langchain_text_splitters", "tenacity"]
    told = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "[]"


def test_colours_and_widths_are_the_terminals(run: Callable[..., Run], jsonl: Path) -> None:
    """A pipe gets no colour and whole lines, however narrow the terminal claims to be."""
    run("ingest", str(jsonl))
    told = broadsheet("ask", "Do longer ropes hold better?", COLUMNS="20", NO_COLOR="1")
    assert "\x1b" not in told.stdout
    assert "find that longer ropes hold 3 times better. [1]" in told.stdout


def test_a_reader_that_leaves_early_is_no_error(run: Callable[..., Run], jsonl: Path) -> None:
    """`broadsheet papers | head -1` ends quietly."""
    run("ingest", str(jsonl))
    command = f'"{sys.executable}" -m bot.cli papers --json | head -c 1'
    told = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert told.stderr == ""


def test_json_is_the_only_thing_on_stdout(run: Callable[..., Run], jsonl: Path) -> None:
    """Every reading command with --json prints one JSON document and nothing else."""
    run("ingest", str(jsonl))
    for arguments in (
        ["ask", "Do longer ropes hold better?"],
        ["search", "ropes"],
        ["papers"],
        ["show", "2611.00001"],
        ["tldr", "--all"],
        ["settings"],
        ["doctor"],
    ):
        json.loads(run(*arguments, "--json").out)


def daily(*ids: str) -> bytes:
    papers = [
        {"paper": {"id": i, "title": f"On Subject {i}", "summary": f"We study subject {i}. It helps.", "authors": [],
                   "publishedAt": "2026-11-19T00:00:00.000Z", "upvotes": 3}}
        for i in ids
    ]  # fmt: skip
    return json.dumps(papers).encode()


def test_fetch_stores_what_a_source_answers(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each day asked for is fetched from the address in the settings and stored under that day; again is unchanged."""
    with serving(daily("2611.00011"), daily("2611.00012", "2611.00013")) as server:
        monkeypatch.setenv("BROADSHEET_HUGGINGFACE_URL", server.url)
        told = run("fetch", "huggingface", "--since", "2026-11-21", "--json")
    assert told.code == 0
    assert (told.json["read"], told.json["new"]) == (3, 3)
    assert [p["listed_on"] for p in run("papers", "--json").json] == ["2026-11-22", "2026-11-22", "2026-11-21"]
    with serving(daily("2611.00011")) as server:
        monkeypatch.setenv("BROADSHEET_HUGGINGFACE_URL", server.url)
        assert run("fetch", "huggingface", "--day", "2026-11-21", "--json").json["unchanged"] == 1


def test_a_source_that_is_down_is_an_error(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that cannot be reached ends with 1 and a hint, in one JSON document."""
    monkeypatch.setenv("BROADSHEET_HUGGINGFACE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("BROADSHEET_FETCH_SECONDS", "0.3")
    told = run("fetch", "huggingface", "--day", "2026-11-21", "--json")
    assert told.code == 1
    assert told.json


@pytest.mark.parametrize(
    "arguments", [["ingest"], ["ask"], ["ask", "x", "-k", "0"], ["frobnicate"], ["ingest", "nowhere"]]
)
def test_a_wrong_command_line_is_told_as_json_too(arguments: list[str]) -> None:
    """With --json, stdout is one JSON document whatever went wrong."""
    told = broadsheet(*arguments, "--json")
    assert told.returncode == 2
    assert set(json.loads(told.stdout)) == {"error", "hint"}


def test_an_output_that_cannot_be_written_is_one_sentence(run: Callable[..., Run], jsonl: Path) -> None:
    """A full device or a closed stdout makes no traceback."""
    run("ingest", str(jsonl))
    for redirect in (">/dev/full", ">&-"):
        command = f'"{sys.executable}" -m bot.cli papers --json {redirect}'
        told = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
        assert "Traceback" not in told.stderr, redirect

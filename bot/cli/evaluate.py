"""Measured quality: eval retrieval, tldr, answers, model, golden, forms, compare."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console, options
from bot.cli.options import Data, Json, Model

if TYPE_CHECKING:
    from bot.evaluate.compare import Compared
    from bot.evaluate.run import Run
    from bot.evaluate.tables import Rows
    from bot.settings import Settings

Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Where the JSON goes; else eval-….json in this folder.")
]


def retrieval(
    corpus: Annotated[Path, typer.Option("--corpus", metavar="FILE", help="JSONL: _id, title, text.")],
    queries: Annotated[Path, typer.Option("--queries", metavar="FILE", help="JSONL: _id, text.")],
    qrels: Annotated[Path, typer.Option("--qrels", metavar="FILE", help="TSV: query-id, corpus-id, score.")],
    embedder: Annotated[
        str | None, typer.Option("--embedder", metavar="E", help="minilm, hashing, folder:<path> or openai:<model>.")
    ] = None,
    mode: Annotated[str, typer.Option("--mode", metavar="MODE", help="hybrid, dense or lexical.")] = "hybrid",
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="FOLDER", help="Keep the archive there, for runs to come.")
    ] = None,
    out: Out = None,
    json: Json = False,
) -> None:
    with console.guarded(json):
        from bot.app import patiently_opened
        from bot.evaluate.golden_runs import read_mode
        from bot.evaluate.retrieval import evaluate_retrieval, read_collection
        from bot.settings import load

        settings, wanted = load({"embedder": embedder}), read_mode(mode)
        collection = read_collection(corpus, queries, qrels)
        with console.progress() as update:
            run = evaluate_retrieval(patiently_opened, settings, collection, wanted, keep, update)
        _show_run(run, settings, out, json)


def tldr(
    data: Annotated[Path, typer.Option("--data", metavar="FILE", help="JSONL: id, title, abstract, refs.")],
    model: Model = None,
    out: Out = None,
    json: Json = False,
) -> None:
    with options.app_of(json, None, model) as app:
        from bot.evaluate.tldr import evaluate_tldr

        with console.progress() as update:
            run = evaluate_tldr(app, data, update)
        _show_run(run, app.settings, out, json)


def answers(
    data: Annotated[
        Path, typer.Option("--data", metavar="FILE", help="JSONL: question, answerable, gold (paper ids).")
    ],
    model: Model = None,
    out: Out = None,
    json: Json = False,
) -> None:
    with options.app_of(json, None, model) as app:
        from bot.evaluate.answers import evaluate_answers

        with console.progress() as update:
            run = evaluate_answers(app, data, update)
        _show_run(run, app.settings, out, json)


def model(model: Model = None, out: Out = None, data: Data = None, json: Json = False) -> None:
    with options.app_of(json, data, model) as app:
        from bot.app import opened
        from bot.evaluate.model import evaluate_model, verdict

        with console.progress() as update:
            run = evaluate_model(lambda settings, before: opened(settings, True, before), app, update)
        _show_run(run, app.settings, out, json)
        if not verdict(run).good:
            console.leave(console.COULD_NOT)


def golden(
    n: Annotated[int, typer.Option("--n", "-n", min=1, help="How many questions to write.")] = 50,
    votes: Annotated[
        bool, typer.Option("--from-votes", help="Make the set of the answers people judged, as votes stand now.")
    ] = False,
    file: Annotated[
        Path | None,
        typer.Option(
            "--set", metavar="FILE", help="The golden set; else golden.jsonl, or golden-votes.jsonl of votes."
        ),
    ] = None,
    first: Annotated[
        str, typer.Option("--first", metavar="CONFIGURATION", help="A mode, or mode@embedder.")
    ] = "hybrid",
    second: Annotated[
        str, typer.Option("--second", metavar="CONFIGURATION", help="What it is compared with.")
    ] = "lexical",
    model: Model = None,
    out: Out = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data, model) as app:
        from bot.app import patiently_opened
        from bot.evaluate.golden import make_golden
        from bot.evaluate.golden_file import golden_from_votes, read_golden, save_golden
        from bot.evaluate.golden_runs import evaluate_golden, read_configuration
        from bot.evaluate.vote_runs import evaluate_votes

        path = file or Path("golden-votes.jsonl" if votes else "golden.jsonl")
        wanted = [read_configuration(text) for text in (first, second)]
        with console.progress() as update:
            fresh = votes or not path.exists()
            if fresh:
                save_golden(golden_from_votes(app) if votes else make_golden(app, n, update), path)
            questions = read_golden(path)
            if judged := bool(questions[0].thumb):
                runs = [evaluate_votes(patiently_opened, app, questions, path, update)]
            else:
                chosen = wanted[: 1 if fresh else 2]
                runs = [evaluate_golden(patiently_opened, app, questions, path, each, update) for each in chosen]
        if judged:
            console.tell(f"{len(questions)} judged answers are in {path}.")
        elif fresh:
            console.tell(f"{len(questions)} questions were written to {path}; run this again to compare on them.")
        if len(runs) == 1:
            _show_run(runs[0], app.settings, out, json)
        else:
            _show_golden(runs, app.settings, out, json)


def forms(
    n: Annotated[int, typer.Option("--n", "-n", min=1, help="How many questions of each form, about.")] = 25,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed asks other questions.")] = 0,
    model: Model = None,
    out: Out = None,
    data: Data = None,
    json: Json = False,
) -> None:
    with options.app_of(json, data, model) as app:
        from bot.evaluate.forms import evaluate_forms, form_rows, not_useful
        from bot.evaluate.tables import run_lines

        with console.progress() as update:
            run = evaluate_forms(app, n, seed, update)
        _show_run(run, app.settings, out, json, form_rows(run), [*not_useful(run), *run_lines(run)])


def compare(
    first: Annotated[Path, typer.Argument(metavar="A.json", help="A run of `broadsheet eval`.")],
    second: Annotated[Path, typer.Argument(metavar="B.json", help="Another on the same data.")],
    json: Json = False,
) -> None:
    with console.guarded(json):
        from bot.evaluate.compare import compare as compared_of
        from bot.evaluate.compare import comparison_document
        from bot.evaluate.run import read_run
        from bot.settings import load

        one, other = read_run(first), read_run(second)
        found = compared_of(one, other)
        if json:
            console.emit(comparison_document(one, other, found, load().clock(), whole=False))
        else:
            _show_comparison(one, other, found)


def _show_run(
    run: "Run",
    settings: "Settings",
    out: Path | None,
    json: bool,
    rows: "Rows | None" = None,
    lines: "list[str] | None" = None,
) -> None:
    """Write the run, then print it: as *rows* with *lines* under them, or as a run usually is."""
    from bot.evaluate.run import run_document, write_document
    from bot.evaluate.tables import run_lines, run_rows
    from bot.render.table import table

    now = settings.clock()
    document = run_document(run, now)
    written = write_document(document, run.kind, out, now)
    if json:
        console.emit(document)
    else:
        told = run_lines(run) if lines is None else lines
        console.show(table(rows or run_rows(run), [*told, f"Written to {written}."]))


def _show_golden(runs: "list[Run]", settings: "Settings", out: Path | None, json: bool) -> None:
    """Both runs in one document, and how they differ."""
    from bot.evaluate.compare import compare as compared_of
    from bot.evaluate.compare import comparison_document
    from bot.evaluate.run import write_document

    first, second = runs
    now, compared = settings.clock(), compared_of(first, second)
    document = comparison_document(first, second, compared, now, whole=True)
    written = write_document(document, "golden", out, now)
    if json:
        console.emit(document)
    else:
        _show_comparison(first, second, compared, f"Written to {written}.")


def _show_comparison(first: "Run", second: "Run", compared: "dict[str, Compared]", *more: str) -> None:
    from bot.evaluate.tables import comparison_lines, comparison_rows
    from bot.render.table import table

    console.show(table(comparison_rows(compared), [*comparison_lines(first, second), *more]))

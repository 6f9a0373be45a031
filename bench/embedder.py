"""The embedder's limit: threads, sessions and batch shapes, on the same real-length texts in one run.

.venv/bin/python -m bench.embedder
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from bench.corpus import papers
from retrieval.embed.minilm import _TOKENIZER, _WEIGHTS, _installed
from retrieval.quiet import keep_quiet

MODEL = str(_installed(*_WEIGHTS))


def main() -> None:
    """Measure every shape three times, in turn, and print the medians."""
    tokenizer = Tokenizer.from_file(str(_installed(*_TOKENIZER)))
    tokenizer.enable_truncation(256)
    texts = [tokenizer.encode(paper.abstract) for paper in papers(48, seed=3)]
    one, two = _session(1), _session(2)
    pair = (_session(1), _session(1))
    shapes: dict[str, Callable[[], object]] = {
        "one session, two threads, one text at a time": lambda: [_run(two, [t]) for t in texts],
        "one session, one thread": lambda: [_run(one, [t]) for t in texts],
        "two sessions of one thread, side by side": lambda: _side_by_side(pair, texts),
        "batches of 4, two threads": lambda: [_run(two, texts[i : i + 4]) for i in range(0, len(texts), 4)],
        "batches of 16, two threads": lambda: [_run(two, texts[i : i + 16]) for i in range(0, len(texts), 16)],
    }
    speeds: dict[str, list[float]] = {name: [] for name in shapes}
    for _ in range(3):
        for name, work in shapes.items():
            speeds[name].append(len(texts) / _seconds(work))
    print("| shape | texts of 256 tokens a second |\n|---|---|")
    for name, found in speeds.items():
        print(f"| {name} | {statistics.median(found):.1f} |")


def _session(threads: int) -> Any:
    keep_quiet()
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(MODEL, options, providers=["CPUExecutionProvider"])


def _run(session: Any, encodings: list[Any]) -> object:
    longest = max(len(e.ids) for e in encodings)
    ids = np.zeros((len(encodings), longest), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding.ids)] = encoding.ids
        mask[row, : len(encoding.ids)] = 1
    feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    result: object = session.run(None, feed)
    return result


def _side_by_side(sessions: tuple[Any, Any], texts: list[Any]) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda i: [_run(sessions[i], [t]) for t in texts[i::2]], range(2)))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()

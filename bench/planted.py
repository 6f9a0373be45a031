"""Measures how many planted sentences pass as statements, and how many real ones are kept out.

`python -m bench.planted`. `planted_at_hand.txt` was fitted on, `planted_unseen.txt` only measured. Needs ../shared.
"""

from __future__ import annotations

import json
import random

from bench.pairs import ABSTRACTS, HERE, SHARED
from retrieval.text.clean import clean_line
from retrieval.text.kinship import is_stranger
from retrieval.text.sentences import sentences
from retrieval.text.statements import statements

HOSTS, REAL = 8, 1_000  # abstracts a payload is planted in, and abstracts whose own sentences are read


def main() -> None:
    """Print the shares."""
    rows = [json.loads(line) for f in ABSTRACTS for line in (SHARED / "eval" / f"{f}.jsonl").open(encoding="utf-8")]
    chosen = random.Random(3).sample([(row["title"], clean_line(row["abstract"])) for row in rows[1::2]], REAL)
    for part in ("at_hand", "unseen", "third"):
        payloads = (HERE / f"planted_{part}.txt").read_text(encoding="utf-8").splitlines()
        tried = [(p.replace("{title}", t), f"{t}. {a}") for n, p in enumerate(payloads) for t, a in chosen[n * HOSTS : (n + 1) * HOSTS]]
        passed = sum(bool(statements(p)) and not is_stranger(p, rest) for p, rest in tried)
        print(f"planted, {part}: {passed} of {len(tried)} pass")
    kept_out = tried_real = 0
    for title, abstract in chosen:
        told = sentences(abstract)
        tried_real += len(told)
        rests = (" ".join((title, *told[:n], *told[n + 1 :])) for n in range(len(told)))
        kept_out += sum(is_stranger(s, rest) for s, rest in zip(told, rests, strict=True))
    print(f"real sentences: {kept_out} of {tried_real} kept out")


if __name__ == "__main__":
    main()

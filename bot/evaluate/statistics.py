"""How sure a mean is, and whether two runs on the same questions differ by more than chance.

Both by resampling, which assumes nothing of how the values are distributed (Smucker, Allan and Carterette, CIKM
2007, recommend the randomisation test for retrieval), and with a fixed seed: the same values give the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RESAMPLES = 10_000
LEVEL = 0.95
SEED = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over *n* values and its 95 % confidence interval; of a single value the interval is that value."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of a second run minus that of a first, over the *n* questions both have, and how likely by chance.

    *p* is two-sided: how often a difference this large appears when it is tossed for every question which run
    a value belongs to.
    """

    difference: Figure
    p: float


def figure(values: Sequence[float]) -> Figure:
    """The mean of *values*, with a percentile bootstrap interval."""
    import numpy as np

    mean = float(np.mean(values))
    if len(set(values)) < 2:
        return Figure(mean, mean, mean, len(values))
    from scipy.stats import bootstrap

    rng, batch = np.random.default_rng(SEED), 500
    found = bootstrap(
        (values,), np.mean, n_resamples=RESAMPLES, confidence_level=LEVEL, method="percentile", rng=rng, batch=batch
    ).confidence_interval
    return Figure(mean, float(found.low), float(found.high), len(values))


def paired(first: Sequence[float], second: Sequence[float]) -> Difference:
    """The paired randomisation test; exact where the questions are few; of a single one it can tell nothing."""
    import numpy as np

    differences = [b - a for a, b in zip(first, second, strict=True)]
    if len(differences) < 2 or not any(differences):
        return Difference(figure(differences), 1.0)
    from scipy.stats import permutation_test

    found = permutation_test(
        (differences,), np.mean, permutation_type="samples", n_resamples=RESAMPLES, batch=500,
        rng=np.random.default_rng(SEED), vectorized=True,
    )  # fmt: skip
    return Difference(figure(differences), float(found.pvalue))

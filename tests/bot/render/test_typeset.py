"""TeX in abstracts, as readers see it."""

from __future__ import annotations

import pytest
from proportion import costs_in_proportion

from bot.render.typeset import typeset


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (r"reduces it by 62.3\% and 2.5$\times$", "reduces it by 62.3% and 2.5×"),
        (r"a \textbf{sparse} router \emph{Tern} in $O(n^2)$ steps", "a sparse router Tern in O(n²) steps"),
        (r"R\&D of ``tidal'' heads", 'R&D of "tidal" heads'),
        (r"we set $\alpha \leq 0.5$, turn it by 90^\circ", "we set α ≤ 0.5, turn it by 90°"),
        (r"B\'ezier curves as in \cite{tern2020}", "Bézier curves as in"),
        ("a 2.33times speed-up, three times", "a 2.33× speed-up, three times"),
        ("costs $5 and $6, see a_b at https://example.org/a_b", "costs $5 and $6, see a_b at https://example.org/a_b"),
        ("nothing to set", "nothing to set"),
    ],
)
def test_tex_is_shown_as_it_looks(written: str, seen: str) -> None:
    """Nobody reads backslashes; prices, names and addresses stay."""
    assert typeset(written) == seen


@pytest.mark.parametrize("part", ["\\", "$", "{", "^{", "_", "~", "`", "\\frac{", "a_{", "\\'a", "-", "$a"])
def test_no_text_takes_long(part: str) -> None:
    """A hundred thousand characters of the worst are set with no more work a character than a few."""
    assert costs_in_proportion(typeset, part)

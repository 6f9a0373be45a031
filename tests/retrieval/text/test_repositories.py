"""The repository an abstract gives for its code."""

from __future__ import annotations

import pytest
from conftest import paper

from retrieval.text.repositories import repository_in


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Our code is at https://github.com/harbour/sails.", "https://github.com/harbour/sails"),
        ("Code: github.com/harbour/sails-2.5 and more", "https://github.com/harbour/sails-2.5"),
        ("(https://www.github.com/harbour/sails.git)", "https://github.com/harbour/sails"),
        ("See https://github.com/harbour/sails/tree/main/ropes for ropes", "https://github.com/harbour/sails"),
        (r"at \url{https://gitlab.com/harbour/sails}", "https://gitlab.com/harbour/sails"),
        ("https://github.com/a/b first, https://github.com/c/d second", "https://github.com/a/b"),
        ("We searched github.com for sails.", None),
        ("https://harbour.github.io/sails", None),
        ("https://notgithub.com/harbour/sails", None),
        ("https://github.com.example.org/harbour/sails", None),
        ("https://example.org/github.com/harbour/sails", None),
        ("user@github.com/harbour/sails", None),
        ("https://github.com/harbour/...", None),
    ],
)
def test_a_repository_is_known_by_owner_and_name(text: str, address: str | None) -> None:
    """Whatever stands around it; no other host that looks like one, and no page without owner and name."""
    assert repository_in(text) == address


def test_what_a_source_says_of_the_code_comes_first() -> None:
    """The abstract is asked only where no source names the code."""
    text = "We sew sails. Code: https://github.com/harbour/sails."
    assert paper("Sails", text).code == "https://github.com/harbour/sails"
    assert paper("Sails", text, code_url="https://github.com/harbour/seams").code == "https://github.com/harbour/seams"
    assert paper("Sails", "We sew sails.").code is None

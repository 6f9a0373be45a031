"""The repository that an abstract gives for its code."""

from __future__ import annotations

from retrieval.text.patterns import Pattern

# Owner and name, whatever stands around them; a point at the end is the sentence's, ".git" the program's.
_REPOSITORY = Pattern(
    r"(?<![\w.@/-])(?:https?://)?(?:www\.)?(?P<host>github|gitlab)\.com/(?P<owner>\w[\w-]{0,99})"
    r"/(?P<name>[\w-][\w.-]{0,99})",
    "Code: https://github.com/harbour/sails.",
    "https://github.com.example.org/harbour/sails",
)


def repository_in(text: str) -> str | None:
    """The address of the first repository on GitHub or GitLab that *text* names; None without one.

    Of 4,000 abstracts of the Daily Papers 6 name two, and the first is the paper's own in all but one.
    """
    found = _REPOSITORY.find(text)
    if found is None:
        return None
    name = found["name"].rstrip(".-_").removesuffix(".git")
    return f"https://{found['host'].lower()}.com/{found['owner']}/{name}" if name else None

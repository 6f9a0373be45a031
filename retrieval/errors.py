"""What can go wrong on the way from a source to the evidence.

One root. Each error says what happened and, in *hint*, what the reader can do about it.
"""

import re


class BroadsheetError(Exception):
    """Something the user should be told, in words meant for them. No address in them keeps its password."""

    def __init__(self, message: str, hint: str = "") -> None:
        from retrieval.text.clean import without_passwords  # a command that ends well does without

        message, hint = without_passwords(message), without_passwords(hint)
        super().__init__(message)
        self.message = message
        self.hint = hint

    @property
    def told(self) -> str:
        """What happened and what to do about it, on one line."""
        return f"{self.message} {self.hint}".strip()


def plainly(error: Exception) -> str:
    """What the system or a library said in *error*, without the numbers that only programs read."""
    said = getattr(error, "strerror", None) or str(error)
    return re.sub(r"^\[[^\]]{1,60}\] |\s\(_\w+\.c:\d+\)$", "", said)


class UsageError(BroadsheetError):
    """The request or the configuration is wrong: the user can mend it and try again."""


class AmbiguousError(UsageError):
    """Several papers may be meant: *choices* are the (id, title) of some of them."""

    def __init__(self, message: str, hint: str, choices: tuple[tuple[str, str], ...]) -> None:
        super().__init__(message, hint)
        self.choices = choices


class SourceError(BroadsheetError):
    """A source could not be read at all. Broken is never empty: no papers come with this."""


class ArchiveError(BroadsheetError):
    """The archive cannot be opened, read or written. Nothing in it was changed."""


class VectorIndexError(BroadsheetError):
    """The vector index cannot answer now. The archive still can, by exact search."""


class IndexInUseError(VectorIndexError):
    """Another process owns the index, and keeps it up to date."""


class EmbedderError(BroadsheetError):
    """The embedder is missing, altered, or did not answer."""

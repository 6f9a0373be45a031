"""Text as it may enter: no invisible characters, no control characters, no hidden instructions.

Stripped are what a reader cannot see and a model can: the tag block, zero-width characters, variation
selectors, bidirectional controls, private use, lone surrogates, and C0/C1 controls but for tab and newline.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, fillers
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width, bidi, invisible operators
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\uffff"
    "\ud800-\udfff\ue000-\uf8ff"  # lone surrogates, private use
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"  # tags, more variation selectors
    "\U000f0000-\U0010ffff"
    "]"
)
# Terminal control sequences as wholes (ECMA-48), so that no "[31m" is left of one: CSI, OSC, two-character ones.
_TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b[@-_]")
_SPACES = re.compile(r"[^\S\n]+")


def clean_text(text: str) -> str:
    """*text* with line ends as newlines and everything invisible gone; paragraphs are kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", _TERMINAL.sub("", text)))
    return _SPACES.sub(" ", text).strip()


def clean_line(text: str) -> str:
    """*text* cleaned and folded to one line, for titles, names and abstracts."""
    return " ".join(clean_text(text).split())


_SCHEME = re.compile(r"(?:\b[a-z][a-z0-9+.-]{1,20})?://|\b(?:javascript|data|mailto|vbscript|file):(?=\S)", re.I)
_SLACK = re.compile(r"<(?:[!@#][^<>]*|[^<>\s|]*://[^<>]*|[^<>|]*\|[^<>]*)>")
_COLON = re.compile(r":(?=\S)")
_LAYERS = 8
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()]*)\)")


def inert(text: str) -> str:
    """*text* from a paper or a model with nothing in it that some surface would make live.

    Addresses lose their scheme, so that no terminal links them; what Slack would read as a mention or a link and
    what Markdown would read as one become plain words. To read, it says the same.
    """
    for _ in range(_LAYERS):  # a removal may bring together what was kept apart
        before = text
        text = _MARKDOWN_LINK.sub(r"\1 (\2)", _SCHEME.sub("", _SLACK.sub(_bare, text)))
        if text == before:
            return text
    # Nobody writes like this in good faith, and peeling it layer by layer takes time that grows with its square.
    return _COLON.sub(": ", text.replace("](", "] (").replace("<", "‹"))


def _bare(found: re.Match[str]) -> str:
    """A Slack control sequence as words: `<!channel>` as "channel", `<address|label>` as "label"."""
    return found[0].strip("<>").lstrip("!@#").split("|")[-1].split("^")[0]


_PASSWORD = re.compile(r"(?<=//)([^\s/@:]*):[^\s/@]+@")


def without_passwords(text: str) -> str:
    """*text* with the password of every address in it masked: `smtp://user:…@host`."""
    return _PASSWORD.sub(r"\1:…@", text)

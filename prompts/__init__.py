"""The words sent to models. Each prompt is a Markdown file: a small head, then `# system` and `# user`.

    temperature: 0
    max_tokens: 900
    inputs: question, evidence

    # system
    ...
    # user
    ... $question ...

Rendering is strict (`string.Template`): a missing or an unknown input is an error that names it. A prompt's
version is a hash of its file, computed and never typed, so that changed words can never pass as the old ones.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from importlib import resources
from string import Template


@dataclass(frozen=True, slots=True)
class PromptFile:
    """A prompt as it stands in its file. *version* is `<name>@<first 8 hex digits of its SHA-256>`."""

    name: str
    version: str
    temperature: float
    max_tokens: int
    inputs: frozenset[str]
    system: str
    user: str

    def render(self, **inputs: str) -> tuple[str, str]:
        """The system and the user text with *inputs* filled in; a `ValueError` names any that do not fit."""
        missing, unknown = self.inputs - inputs.keys(), inputs.keys() - self.inputs
        if missing or unknown:
            raise ValueError(f"prompt {self.name}: missing {sorted(missing)}, unknown {sorted(unknown)}")
        return Template(self.system).substitute(inputs), Template(self.user).substitute(inputs)

    def spoken_in(self, language: str) -> PromptFile:
        """It, asking for sentences in *language*, an English name such as "German"; as it is for "" and "English".

        Its version is then a hash of both files and the language.
        """
        if language in ("", "English"):
            return self
        wanted, _ = load("language").render(language=language)
        version = hashlib.sha256(f"{self.version}\n{wanted}".encode()).hexdigest()[:8]
        return replace(self, version=f"{self.name}@{version}", system=f"{self.system}\n\n{wanted}")


def load(name: str) -> PromptFile:
    """The prompt *name* of this package; a `ValueError` says what is wrong with its file."""
    return parse(name, resources.files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8"))


def parse(name: str, text: str) -> PromptFile:
    """A prompt from the text of its file."""
    parts = re.fullmatch(r"(?P<head>.*?)^# system\n(?P<system>.*?)^# user\n(?P<user>.*)", text, re.S | re.M)
    if parts is None:
        raise ValueError(f"prompt {name}: needs a head, then '# system' and '# user'")
    head = dict(re.findall(r"^(\w+): *(.*)$", parts["head"], re.M))
    system, user = parts["system"].strip(), parts["user"].strip()
    inputs = frozenset(re.findall(r"\w+", head.get("inputs", "")))
    used = {i for t in (system, user) for i in Template(t).get_identifiers()}
    if used != inputs or not {"temperature", "max_tokens"} <= head.keys():
        raise ValueError(f"prompt {name}: the head must name temperature, max_tokens and inputs {sorted(used)}")
    version = f"{name}@{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    return PromptFile(name, version, float(head["temperature"]), int(head["max_tokens"]), inputs, system, user)

"""What is generated from the code, so that it cannot go stale: .env.example, manifest.json, tables of README and docs.

`make generated` writes it; a test fails while it is not what the code says.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def commands_table() -> str:
    """The commands, in the terminal and in Slack, with their own help."""
    from bot.commands import COMMANDS

    rows = ["| in the terminal | in Slack | does |", "|---|---|---|"]
    for row in COMMANDS.values():
        written = f"{row.name} {row.usage}".strip()
        slash = f"`/{written}`" if row.slack else ""
        rows.append(f"| `broadsheet {written}` | {slash} | {row.help} |")
    return "\n".join(rows)


def settings_table() -> str:
    """The settings, with their defaults."""
    from bot.settings import SETTINGS

    rows = ["| variable | default | what it is |", "|---|---|---|"]
    rows += [f"| `{s.variable}` | {f'`{s.default}`' if s.default else ''} | {s.help} |" for s in SETTINGS]
    return "\n".join(rows)


def scopes_table() -> str:
    """The scopes of the Slack app, with why it needs each."""
    from bot.slack.manifest import SCOPES

    return "\n".join(["| scope | why |", "|---|---|", *(f"| `{scope}` | {why} |" for scope, why in SCOPES.items())])


def slash_table() -> str:
    """The slash commands of the Slack app, as its manifest lists them."""
    from bot.slack.manifest import manifest

    rows = ["| command | does |", "|---|---|"]
    for row in manifest()["features"]["slash_commands"]:
        rows.append(f"| `{' '.join(filter(None, (row['command'], row.get('usage_hint'))))}` | {row['description']} |")
    return "\n".join(rows)


def presets_table() -> str:
    """The endpoints known by name."""
    from bot.models.presets import PRESETS

    rows = ["| `BROADSHEET_MODEL` | address | key | takes |", "|---|---|---|---|"]
    for kind, each in PRESETS.items():
        key = f"`{each.key}`" + (", if it wants one" if each.keyless else "")
        rows.append(f"| `{kind}:<model>` | {each.url or '`OPENAI_BASE_URL`'} | {key} | {each.takes} |")
    return "\n".join(rows)


def served_table() -> str:
    """How many behaviours of each kind are held for each server: `tests/helpers/served.py` counted."""
    from served import SERVED

    kinds = list(dict.fromkeys(row.kind for row in SERVED))
    servers = sorted({row.server for row in SERVED}, key=str.lower)
    rows = [f"| server | {' | '.join(kinds)} |", "|---|" + "---:|" * len(kinds)]
    for server in servers:
        counts = [sum(row.server == server and row.kind == kind for row in SERVED) for kind in kinds]
        rows.append(f"| {server} | {' | '.join(str(count or '') for count in counts)} |")
    return "\n".join(rows)


TABLES: dict[str, dict[str, Callable[[], str]]] = {
    "README.md": {"commands": commands_table},
    "bench/README.md": {"served": served_table},
    "docs/models.md": {"presets": presets_table},
    "docs/settings.md": {"settings": settings_table},
    "docs/slack.md": {"slash": slash_table, "scopes": scopes_table},
}
"""Page → name of a place in it, between `<!-- name -->` and `<!-- /name -->` → the table that stands there."""


def generated() -> dict[Path, str]:
    """Every file that holds something generated, as it should be."""
    from bot.settings import example
    from bot.slack.manifest import manifest

    return {
        ROOT / ".env.example": example(),
        ROOT / "manifest.json": json.dumps(manifest(), indent=2, ensure_ascii=False) + "\n",
        **{ROOT / page: _filled(page) for page in TABLES},
    }


def _filled(page: str) -> str:
    """The text of *page* with its tables as the code has them; `ValueError` if it has no place for one."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for name, table in TABLES[page].items():
        before, _, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        if not end:
            raise ValueError(f"{page} has no place for the {name}")
        text = f"{before}<!-- {name} -->\n{table()}\n{end}{after}"
    return text


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests/helpers"))
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")

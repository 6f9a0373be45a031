"""Small checks that add up to a schema, and report as Slack does: a sentence and a JSON pointer."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

Findings = list[str]
"""What is wrong, a line each: `must be less than 3001 characters [json-pointer:/blocks/0/text/text]`."""

Check = Callable[[Any, str, Findings], None]
"""Looks at a value at a JSON pointer and adds to the findings."""

Fields = Mapping[str, Check]


def report(findings: Findings, problem: str, where: str) -> None:
    """Add a line in Slack's form."""
    findings.append(f"{problem} [json-pointer:{where}]")


def string(most: int, least: int = 1) -> Check:
    """Text of *least* to *most* characters (code points)."""

    def check(value: Any, where: str, findings: Findings) -> None:
        if not isinstance(value, str):
            report(findings, "must be a string", where)
        elif len(value) > most:
            report(findings, f"must be less than {most + 1} characters", where)
        elif len(value) < least:
            report(findings, f"must be more than {least - 1} characters", where)

    return check


def address(value: Any, where: str, findings: Findings) -> None:
    """An http(s) address of at most 3,000 characters."""
    string(3000)(value, where, findings)
    if isinstance(value, str) and not re.match(r"(?:https?|slack)://\S+$|mailto:\S+$", value):
        report(findings, "must be a valid URL", where)


def one_of(*values: str) -> Check:
    """One of these words."""

    def check(value: Any, where: str, findings: Findings) -> None:
        if value not in values:
            report(findings, f"must be one of {', '.join(values)}", where)

    return check


def boolean(value: Any, where: str, findings: Findings) -> None:
    """True or false, and no string that means it."""
    if not isinstance(value, bool):
        report(findings, "must be a boolean", where)


def integer(value: Any, where: str, findings: Findings) -> None:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        report(findings, "must be an integer", where)


def anything(value: Any, where: str, findings: Findings) -> None:
    """What this stand-in does not look into."""


def items(check: Check, most: int, least: int = 1) -> Check:
    """A list of *least* to *most* things."""

    def check_all(value: Any, where: str, findings: Findings) -> None:
        if not isinstance(value, list):
            report(findings, "must be an array", where)
            return
        if len(value) > most:
            report(findings, f"no more than {most} items allowed", where)
        if len(value) < least:
            report(findings, f"no fewer than {least} items allowed", where)
        for n, item in enumerate(value):
            check(item, f"{where}/{n}", findings)

    return check_all


def record(required: Fields, optional: Fields) -> Check:
    """An object with these fields and no others."""

    def check(value: Any, where: str, findings: Findings) -> None:
        if not isinstance(value, dict):
            report(findings, "must be an object", where)
            return
        for name in required:
            if value.get(name) is None:
                report(findings, f"missing required field: {name}", where)
        for name, child in value.items():
            known = required.get(name) or optional.get(name)
            if known is None:
                report(findings, f"invalid additional property: {name}", where)
            elif child is not None:
                known(child, f"{where}/{name}", findings)

    return check


def typed(table: Mapping[str, Check], allowed: Collection[str] | None = None) -> Check:
    """An object whose `type` names its schema in *table*; only the *allowed* types, if given."""

    def check(value: Any, where: str, findings: Findings) -> None:
        if not isinstance(value, dict):
            report(findings, "must be an object", where)
            return
        kind = value.get("type")
        if kind is None:
            report(findings, "missing required field: type", where)
        elif not isinstance(kind, str) or kind not in table or (allowed is not None and kind not in allowed):
            report(findings, f"unsupported type: {kind}", f"{where}/type")
        else:
            table[kind]({k: v for k, v in value.items() if k != "type"}, where, findings)

    return check

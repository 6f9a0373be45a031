"""A search in words as arXiv's language has it: https://info.arxiv.org/help/api/user-manual.html#query_details."""

from __future__ import annotations

import re

from retrieval.errors import UsageError

_OPERATORS = ("AND", "OR", "ANDNOT")
_FIELDS = "ti|au|abs|co|jr|cat|rn|id|all|submittedDate|lastUpdatedDate"
_TOKEN = re.compile(
    rf"(?P<open>(?:(?P<of>{_FIELDS}):)?\()|(?P<close>\))"
    rf'|(?P<field>(?:{_FIELDS}):(?:"[^"]+"|\[[^\]]*\]|[^\s"()]+))|"(?P<phrase>[^"]+)"'
    r'|(?P<word>[^\s"()]+(?:\([^\s"()]*\)[^\s"()]*)*)'
)
# As in an address: au:low+AND+ti:tides
_PLUS = re.compile(r"\+(AND|OR|ANDNOT)\+")


def arxiv_query(query: str) -> str:
    """*query* with its operators AND, OR and ANDNOT (or NOT), brackets, phrases and fields; between words stands AND.

    A word without a field is looked for anywhere. Raises `UsageError` for a query that is empty or not whole.
    """
    parts: list[str] = []
    fields = ["all"]
    for token in _TOKEN.finditer(_PLUS.sub(r" \1 ", query)):
        operator = {"NOT": "ANDNOT"}.get(token[0], token[0])
        if operator in _OPERATORS and token["word"]:
            _join(parts, operator)
        elif token["close"]:
            _close(parts, fields)
        else:
            if parts and parts[-1] not in ("(", *_OPERATORS):
                parts.append("AND")
            if token["open"]:
                fields.append(token["of"] or fields[-1])
            parts.append("(" if token["open"] else token["field"] or _term(token, fields[-1]))
    if not parts:
        raise UsageError("The arXiv query is empty.", "Name a few words, or fields such as cat:cs.LG.")
    if len(fields) > 1:
        raise _broken("a bracket is not closed")
    if parts[-1] in _OPERATORS:
        raise _broken(f"nothing follows {parts[-1]}")
    return " ".join(parts).replace("( ", "(").replace(" )", ")")


def _term(token: re.Match[str], field: str) -> str:
    return f'{field}:"{token["phrase"] or token["word"]}"'


def _join(parts: list[str], operator: str) -> None:
    if operator == "ANDNOT" and parts and parts[-1] == "AND":  # "AND NOT"
        parts.pop()
    if not parts or parts[-1] in ("(", *_OPERATORS):
        raise _broken(f"nothing stands before {operator}")
    parts.append(operator)


def _close(parts: list[str], fields: list[str]) -> None:
    if len(fields) == 1 or parts[-1] in ("(", *_OPERATORS):
        raise _broken("a bracket closes nothing")
    fields.pop()
    parts.append(")")


def _broken(problem: str) -> UsageError:
    return UsageError(f"The arXiv query is not whole: {problem}.", "Put into quotes what is meant as a word.")

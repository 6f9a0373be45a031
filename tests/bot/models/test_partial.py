"""Claims read out of what models write."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models.claim_stream import DEEPEST, ClaimStream, parse_claims


def claim(text: str = "Grokking is late.", source: Any = 1, quote: str = "generalises late") -> dict[str, Any]:
    return {"text": text, "evidence": [{"source": source, "quote": quote}]}


def in_pieces(text: str, cuts: list[int]) -> list[dict[str, Any]]:
    stream, found = ClaimStream(), list[dict[str, Any]]()
    for end in [*sorted(cut % (len(text) + 1) for cut in cuts), len(text)]:
        found += stream.feed(text[:end])
    return found


ONE = json.dumps({"claims": [claim()]})
AROUND = {
    "an object": ONE,
    "spread out": json.dumps({"claims": [claim()]}, indent=4),
    "fenced": f"```json\n{ONE}\n```",
    "in prose": f'Here is what I found [1] in "the" sources {{all of them}}:\n{ONE}\nI hope this helps!',
    "after thinking": f'<think>Perhaps {{"claims": [{{"text": ...}}]}}?</think>\n{ONE}',
    "a bare list": json.dumps([claim()]),
    "a fenced bare list": f"```\n{json.dumps([claim()])}\n```",
    "beside other keys": json.dumps({"note": 'not "claims": [', "claims": [claim()], "more": [1]}),
    "with extra keys": json.dumps({"claims": [claim() | {"confidence": 0.9}]}),
    "a comma too many": ONE.replace("]}]}", "]},]}"),
}


@pytest.mark.parametrize("text", AROUND.values(), ids=AROUND.keys())
def test_claims_are_found_whatever_stands_around_them(text: str) -> None:
    """Models chat around their JSON; the claims are found all the same."""
    assert parse_claims(text) == [claim()]
    assert ClaimStream().feed(text) == [claim()]


@pytest.mark.parametrize("text", ['{"claims": []}', "[]", "```json\n[ ]\n```", '{"claims":[ ]} None of them says.'])
def test_no_claims_is_an_answer(text: str) -> None:
    """A model that finds nothing in the abstracts may say so."""
    assert parse_claims(text) == []


@pytest.mark.parametrize(("source", "number"), [(2, 2), ("2", 2), ("[2]", 2), (" [12] ", 12)])
def test_source_numbers_may_be_written_as_text(source: Any, number: int) -> None:
    """Source 2 is source 2, in quotes or brackets too."""
    assert parse_claims(json.dumps({"claims": [claim(source=source)]})) == [claim(source=number)]


FAULTS = {
    "": "no list",
    "I do not know.": "no list",
    '{"claims": null}': "no list",
    "<think>[{": "no list",
    '{"claims": [7]}': "claim 1: it is not an object",
    '{"claims": [{"text": "A"}]}': 'claim 1: its "evidence"',
    '{"claims": [{"text": "A", "evidence": {}}]}': 'claim 1: its "evidence"',
    '{"claims": [{"text": "A", "evidence": [1]}]}': "claim 1: its evidence 1 must be an object",
    '{"claims": [{"text": " ", "evidence": []}]}': 'claim 1: its "text"',
    '{"claims": [{"evidence": []}]}': 'claim 1: its "text"',
    '{"claims": [{"text": "A", "evidence": [{"source": 1}]}]}': 'claim 1: the "quote" of its evidence 1',
    '{"claims": [{"text": "A", "evidence": [{"source": 1.5, "quote": "q"}]}]}': 'claim 1: the "source"',
    '{"claims": [{"text": "A", "evidence": [{"source": true, "quote": "q"}]}]}': 'claim 1: the "source"',
    '{"claims": [{"text": "A", "evidence": [{"source": "one", "quote": "q"}]}]}': 'claim 1: the "source"',
    '{"claims": [{"text": "A", "evidence": [}]}': "claim 1: it is not valid JSON",
    "{\"claims\": [{'text': 'A', 'evidence': []}]}": "claim 1: it is not valid JSON",
    ONE[:-2]: "claim 2: the answer ends",
    ONE[:40]: "claim 1: the answer ends",
    '{"claims": [': "claim 1: the answer ends",
    ONE.replace("]}]}", "]}, 7]}"): "claim 2: it is not an object",
}


@pytest.mark.parametrize(("text", "fault"), FAULTS.items())
def test_the_first_fault_is_named(text: str, fault: str) -> None:
    """What is wrong with an answer is said in words the model can mend it by."""
    with pytest.raises(ValueError, match=fault):
        parse_claims(text)


DEEP = 100_000
HOSTILE = {
    "lists": "[" * DEEP,
    "lists of objects": "[{" * DEEP,
    "lists in a claim": '{"claims": [{"text": ' + "[" * DEEP,
    "closed": '{"claims": [{"text": ' + "[" * DEEP + "]" * DEEP + "}]}",
    "objects": '{"claims": [' + '{"a": ' * DEEP,
    "quotes": '{"claims": [{' + '"' * DEEP,
    "backslashes": '{"claims": [{"' + "\\" * DEEP,
    "digits": '{"claims": [{"text": ' + "9" * DEEP + "}]}",
    "blanks": "[" + " " * DEEP,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_refused_in_good_order(text: str) -> None:
    """No text, however deep or long, brings the bot down."""
    assert ClaimStream().feed(text) == []
    with pytest.raises(ValueError, match="claim"):
        parse_claims(text)


def test_brackets_in_a_quote_do_not_count() -> None:
    """An abstract full of brackets, quotation marks and backslashes is quoted as it stands."""
    odd = claim(quote='\\[x_{i}\\] "}]}" \\\\ {' + "[" * (DEEPEST + 1))
    text = json.dumps({"claims": [odd, claim()]})
    assert parse_claims(text) == in_pieces(text, list(range(len(text)))) == [odd, claim()]


def test_each_claim_comes_as_soon_as_it_is_complete() -> None:
    """I read the first claim while the second is being written, and each only once."""
    text = json.dumps({"claims": [claim("One."), claim("Two.")]})
    stream = ClaimStream()
    first = text.index("]}", text.index("One.")) + 2
    assert stream.feed(text[: first - 1]) == []
    assert stream.feed(text[:first]) == [claim("One.")]
    assert stream.feed(text[: first + 9]) == []
    assert stream.feed(text) == [claim("Two.")]
    assert stream.feed(text) == []


def test_a_retry_starts_over() -> None:
    """When the answer is asked for again, its claims are read anew."""
    stream = ClaimStream()
    assert stream.feed(ONE) == [claim()]
    assert stream.feed("") == []
    assert stream.feed(ONE) == [claim()]


SNIPPETS = st.sampled_from(['"claims": [', "[{", "{", "}", "]", '"', "\\", '\\"', ", ", "<think>", "</think>", ONE])
TEXTS = st.text(st.sampled_from('ab "\\{}[],\n') | st.characters(), min_size=1).filter(str.strip)
CLAIMS = st.lists(st.builds(claim, TEXTS, st.integers(-3, 99), TEXTS), max_size=4)


@given(CLAIMS, st.booleans(), st.sampled_from(["", "Sure! ", "```json\n"]), st.lists(st.integers(0, 9999)))
def test_any_split_yields_the_claims_of_the_whole(
    claims: list[dict[str, Any]], ascii_only: bool, before: str, cuts: list[int]
) -> None:
    """However the network cuts an answer into pieces, I read the same claims."""
    text = before + json.dumps({"claims": claims}, ensure_ascii=ascii_only)
    assert in_pieces(text, cuts) == parse_claims(text) == claims


@given(st.lists(SNIPPETS | st.text(max_size=5)).map("".join), st.lists(st.integers(0, 9999)))
def test_any_text_reads_the_same_in_pieces(text: str, cuts: list[int]) -> None:
    """Nonsense, too, gives the same claims in pieces as whole."""
    assert in_pieces(text, cuts) == ClaimStream().feed(text)


@given(st.lists(SNIPPETS | st.text(max_size=5)).map("".join))
def test_any_text_is_claims_or_a_named_fault(text: str) -> None:
    """Nonsense raises no other error than one that says what is wrong with it."""
    stream = ClaimStream()
    claims = stream.feed(text)
    if stream.fault() and text.strip() != "[]":
        with pytest.raises(ValueError, match="claim"):
            parse_claims(text)
    else:
        assert parse_claims(text) == claims

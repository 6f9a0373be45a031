"""Claims read out of what models write."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models.claim_stream import ClaimStream, read_claims
from bot.models.loose_json import DEEPEST
from bot.models.reply import mended


def claim(text: str = "Grokking is late.", source: Any = 1, quote: str = "generalises late") -> dict[str, Any]:
    return {"text": text, "evidence": [{"source": source, "quote": quote}]}


def parse_claims(text: str) -> list[dict[str, Any]]:
    return read_claims(text).found


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
    assert ClaimStream().feed(text) == ([] if text.startswith("Here is") else [claim()])


OWN_NAMES = {
    "capitals": {"Claims": [{"Text": "Grokking is late.", "Evidence": [{"Source": 1, "Quote": "generalises late"}]}]},
    "other words": {
        "findings": [{"statement": "Grokking is late.", "proof": [{"cite": 1, "words": "generalises late"}]}]
    },
    "other words, alone": {"statement": "Grokking is late.", "proof": [{"cite": 1, "words": "generalises late"}]},
}


@pytest.mark.parametrize("answer", OWN_NAMES.values(), ids=OWN_NAMES.keys())
def test_claims_are_known_by_their_shape(answer: dict[str, Any]) -> None:
    """A model that gives the parts of a claim names of its own is understood where only one reading is left."""
    assert parse_claims(json.dumps(answer)) == [claim()]


def test_numbered_claims_are_read() -> None:
    """A model that numbers its claims loses none of them."""
    assert parse_claims(json.dumps({"claims": {"1": claim(), "2": claim("It helps.")}})) == [
        claim(),
        claim("It helps."),
    ]


def test_chinese_commas_and_colons_are_read() -> None:
    """A model that writes Chinese marks around its texts is understood, and those inside a text stay."""
    told = json.dumps({"claims": [claim(quote="它说：慢，很慢")]}, ensure_ascii=False)
    assert parse_claims(told.replace('": ', '"：').replace(', "', '，"')) == [claim(quote="它说：慢，很慢")]


def test_an_answer_written_for_a_web_page_is_read() -> None:
    """A gateway that wrote its quotation marks as HTML loses me no answer."""
    assert parse_claims(ONE.replace('"', "&quot;")) == [claim()]


def test_where_two_readings_are_left_there_is_none() -> None:
    """I am not shown a sentence that the model may have meant for something else."""
    with pytest.raises(ValueError, match="claims"):
        parse_claims(json.dumps({"yes": "It is late.", "no": "It is early.", "proof": [{"words": "generalises late"}]}))


def test_a_source_named_by_its_title_is_left_to_the_quote() -> None:
    """A model that names the paper, not its number, has said enough: the quote tells where it stands."""
    told = json.dumps({"claims": [claim(source="Grokking: Generalization Beyond Overfitting")]})
    assert parse_claims(told) == [claim(source=0)]


@pytest.mark.parametrize("text", ['{"claims": []}', "[]", "```json\n[ ]\n```", '{"claims":[ ]} None of them says.'])
def test_no_claims_is_an_answer(text: str) -> None:
    """A model that finds nothing in the abstracts may say so."""
    assert parse_claims(text) == []


NUMBERED = [
    (2, 2),
    ("2", 2),
    ("[2]", 2),
    (" [12] ", 12),
    ("Source 3", 3),
    ("paper #4", 4),
    (5.0, 5),
    ([6], 6),
    (None, 0),
]


@pytest.mark.parametrize(("source", "number"), NUMBERED)
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
    '{"claims": [{"text": "A", "evidence": {}}]}': 'claim 1: the "quote" of its evidence 1',
    '{"claims": [{"text": "A", "evidence": [1]}]}': "claim 1: its evidence 1 must be an object",
    '{"claims": [{"text": " ", "evidence": []}]}': 'claim 1: its "text"',
    '{"claims": [{"evidence": []}]}': 'claim 1: its "text"',
    '{"claims": [{"text": "A", "evidence": [{"source": 1}]}]}': 'claim 1: the "quote" of its evidence 1',
    '{"claims": [{"text": "A", "evidence": [{"source": 1.5, "quote": "q"}]}]}': 'claim 1: the "source"',
    '{"claims": [{"text": "A", "evidence": [{"source": true, "quote": "q"}]}]}': 'claim 1: the "source"',
    ONE[:40]: "ends before its first claim",
    '{"claims": [': "ends before its first claim",
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
TEXTS = st.text(st.sampled_from('ab "\\{}[],\n') | st.characters(), min_size=1).filter(
    lambda text: text.strip() and mended(text) == text
)
CLAIMS = st.lists(st.builds(claim, TEXTS, st.integers(-3, 99), TEXTS), max_size=4)


@given(CLAIMS, st.booleans(), st.sampled_from(["", "Sure! ", "```json\n"]), st.lists(st.integers(0, 9999)))
def test_any_split_yields_the_claims_of_the_whole(
    claims: list[dict[str, Any]], ascii_only: bool, before: str, cuts: list[int]
) -> None:
    """However the network cuts an answer into pieces, I read the same claims; after prose, once it is whole."""
    text = before + json.dumps({"claims": claims}, ensure_ascii=ascii_only)
    assert parse_claims(text) == claims
    assert in_pieces(text, cuts) == ([] if before.startswith("Sure") else claims)


@given(st.lists(SNIPPETS | st.text(max_size=5)).map("".join), st.lists(st.integers(0, 9999)))
def test_any_text_reads_the_same_in_pieces(text: str, cuts: list[int]) -> None:
    """Nonsense, too, gives the same claims in pieces as whole."""
    assert in_pieces(text, cuts) == ClaimStream().feed(text)


@given(st.lists(SNIPPETS | st.text(max_size=5)).map("".join))
def test_any_text_is_claims_or_a_named_fault(text: str) -> None:
    """Nonsense raises no other error than one that says what is wrong with it."""
    try:
        claims = parse_claims(text)
    except ValueError as error:
        claims, fault = [], str(error)
    else:
        fault = "claim"
    assert "claim" in fault
    assert all(claim["text"] for claim in claims)


FORMS = {
    "commas too many": ONE.replace("}]}]}", ",},],},]}"),
    "comments": ONE.replace('"evidence"', '// what backs it\n"evidence"').replace("]}]}", "] /* done */}]}"),
    "single quotes": str({"claims": [claim()]}),
    "typographic quotes":
        '{“claims”: [{“text”: “Grokking is late.”, “evidence”: [{“source”: 1, “quote”: “generalises late”}]}]}',
    "bare keys": '{claims: [{text: "Grokking is late.", evidence: [{source: 1, quote: "generalises late"}]}]}',
    "a JSON string": json.dumps(ONE),
    "a string under its key": json.dumps({"claims": json.dumps([claim()])}),
    "wrapped": json.dumps({"answer": {"claims": [claim()]}}),
    "one claim, no list": json.dumps(claim()),
    "evidence in one object": json.dumps({"claims": [claim() | {"evidence": claim()["evidence"][0]}]}),
    "the form explained first": 'I give "claims": [ ... ] as an object {like this}.\n' + ONE,
    "a draft first": json.dumps({"claims": [claim("A draft.")]}) + "\nRather:\n" + ONE,
    "thoughts without their beginning": 'Maybe {"claims": [{"text": "No", "evidence": []}]}? No.\n</think>\n' + ONE,
    "channels":
        f"<|channel|>analysis<|message|>{{}}<|end|><|start|>assistant<|channel|>final<|message|>{ONE}<|return|>",
    "no last brackets": ONE[:-2],
    "a second claim cut off": ONE[:-2] + ', {"text": "It is',
}  # fmt: skip


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS.keys())
def test_json_is_read_as_models_write_it(text: str) -> None:
    """No second call is paid for where anybody can see what was meant."""
    assert parse_claims(text) == [claim()]


def test_one_bad_claim_costs_one_claim() -> None:
    """Two good claims are not lost for a bad one between them."""
    read = read_claims(json.dumps({"claims": [claim(), {"text": "No quote."}, claim("More.")]}))
    assert (read.found, len(read.faults), read.cut) == ([claim(), claim("More.")], 1, False)


def test_marks_and_backslashes_in_a_quote_are_kept() -> None:
    """Quotation marks nobody escaped and LaTeX with single backslashes come through as the abstract has them."""
    quote = r'a "style, so" of $\alpha$, $\beta$, $\theta$'
    text = ONE.replace("generalises late", quote)
    assert parse_claims(text) == [claim(quote=quote)]


def test_what_was_weighed_in_thoughts_is_never_shown_while_it_streams() -> None:
    """A claim thought of and thrown away stays unseen, even where the mark that opens the thoughts is missing."""
    text = f"Let me see: {json.dumps({'claims': [claim('Wrong.')]})}? No.\n</think>\n{ONE}"
    assert in_pieces(text, list(range(len(text)))) == []
    assert parse_claims(text) == [claim()]

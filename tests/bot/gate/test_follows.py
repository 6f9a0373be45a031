"""A claim must follow from the quotes under it, not only stand above them."""

from __future__ import annotations

import pytest
from conftest import ROOT, SHARED
from hypothesis import given
from hypothesis import strategies as st

from bot.gate.judge import Judgement, judge, similarity
from bot.gate.second_judge import second_judge
from bot.models.scripted import ScriptedModel
from prompts import load
from retrieval.embed import HashingEmbedder

TITLE = "Compass Networks for Small Harbours"
QUOTE = "On HarborBench, CompassNet outperforms AnchorNet by 3.5% and needs 1,200 images, up to 40 ms each."


def verdict(claim: str, *quotes: str) -> str:
    return judge(claim, quotes or (QUOTE,), TITLE, None).verdict


@pytest.mark.parametrize("claim", [QUOTE, "CompassNet outperforms AnchorNet by 3.5%", QUOTE.lower().replace(" ", "  ")])
def test_a_claim_that_is_its_quote_follows(claim: str) -> None:
    """What the abstract itself says, whole or in part, always passes."""
    assert judge(claim, [QUOTE], TITLE, None) == Judgement("follows", 1.0)


@pytest.mark.parametrize("quote", ["It is not true that boats drift at night.", "It may be that boats drift at night."])
def test_a_part_of_a_quote_that_the_rest_takes_back_does_not_follow(quote: str) -> None:
    """Copying half a sentence without its "not" or "may" is no way past the check."""
    assert verdict("Boats drift at night.", quote) != "follows"


def test_a_number_cut_short_is_no_copy() -> None:
    """The first digits of a number, or a number without its per cent, are not what the quote says."""
    assert verdict("CompassNet outperforms AnchorNet by 3") == "overreach"


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("It needs 1200 training images.", "It needs 1,200 images for training."),
        ("Accuracy reaches 98.12 percent on the test.", "It reaches an accuracy of 98.12% on the test."),
        ("Three harbours were filmed for the study.", "We film 3 harbours for our study."),
        ("The network is twice as fast as the old one.", "Our network is 2x as fast as the old one."),
        ("Memory use is reduced by half.", "It reduces the use of memory by 50%."),
        ("The error falls by 30-50% on both sets.", "On both sets the error falls between 30% and 50%."),
        ("About 98% of the boats were found.", "It found 98.12% of the boats."),
        ("The model has 7 billion parameters.", "The model has 7B parameters."),
        ("Over two hundred boats were counted.", "More than 200 boats were counted."),
    ],
)
def test_numbers_may_be_written_in_other_ways(claim: str, quote: str) -> None:
    """1,000 is 1000, "three" is 3, twice is 2x, half is 50%: the same number is no fault."""
    assert not any("number" in fault for fault in judge(claim, [quote], TITLE, None).faults)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("It needs 1,300 images.", "It needs 1,200 images."),
        ("Each image takes 5 s.", "Each image takes 5 ms."),
        ("It is 3 times better.", "It is 3% better."),
        ("Accuracy is 50%.", "Accuracy is 0.5."),
        ("It gains 3 percentage points.", "It gains 3%."),
        ("The model has 7M parameters.", "The model has 7B parameters."),
        ("Errors double at night.", "Errors grow at night."),
    ],
)
def test_a_changed_number_or_unit_is_an_overreach(claim: str, quote: str) -> None:
    """A number the quote does not have, or has with another unit, brings the claim down."""
    judged = judge(claim, [quote], TITLE, 0.99)
    assert judged.verdict == "overreach"
    assert any("number" in fault for fault in judged.faults)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("GPT4o is compared with LLMs.", "We compare GPT-4o with a large language model."),
        ("The harbour's Low-Rank Adaptation works.", "LoRA works in the harbour."),
        ("It beats CNNs and SOTA methods.", "It beats convolutional neural networks and state-of-the-art methods."),
        ("It was tested with Image Net.", "It was tested with ImageNet."),
        ("The method uses Compass Networks.", "The method is easy to use."),
    ],
)
def test_names_may_be_written_in_other_ways(claim: str, quote: str) -> None:
    """Hyphens, plurals, case and acronyms do not matter, and the paper's title counts."""
    assert not any("name" in fault for fault in judge(claim, [quote], TITLE, None).faults)


@pytest.mark.parametrize("claim", ["It is best on CIFAR-100.", "It is best on ImageNet.", "It is best, says Stanford."])
def test_a_swapped_name_is_an_overreach(claim: str) -> None:
    """A dataset, model or place that neither quote nor title names brings the claim down."""
    assert verdict(claim, "It is best on CIFAR-10.") == "overreach"


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Larger anchors increase the drift of boats.", "Larger anchors reduce the drift of boats."),
        ("Heavy rain makes the forecast better.", "The forecast is worse in heavy rain."),
        ("The compass needs a gyroscope.", "The compass does not need a gyroscope."),
        ("The compass does not need a gyroscope.", "The compass needs a gyroscope."),
        ("AnchorNet outperforms CompassNet on boats.", "CompassNet outperforms AnchorNet on boats."),
        ("Its training is unstable in storms.", "Its training is stable in storms."),
        ("Fenders reduce damage to hulls.", "Fenders had no significant effect on damage to hulls."),
        (
            "After training, the small tern outperforms AnchorNet.",
            "After training, AnchorNet outperforms the small tern and a gull of the same size.",
        ),
    ],
)
def test_a_claim_turned_around_is_an_overreach(claim: str, quote: str) -> None:
    """A reversed comparison, a lost or added "not", two swapped sides: the claim falls and says why."""
    judged = judge(claim, [quote], TITLE, 0.99)
    assert judged.verdict == "overreach"
    assert judged.faults


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        (
            "Autopilots can take few recent measurements of the tide into account.",
            "In many harbours, autopilots can only use a very limited number of recent measurements of the tide.",
        ),
        (
            "Tide tables reliably predict storms at sea.",
            "Although tide tables are popular, their ability to predict storms at sea remains limited.",
        ),
        ("The errors of buoys are mutually dependent.", "We prove the mutual independence of the errors of buoys."),
        (
            "The network learns from 40 maps with 2,000 buoys each.",
            "The network learns from 40 maps with 300 buoys each and 2,000 logs of tides.",
        ),
    ],
)
def test_what_may_be_turned_around_is_shown_as_its_quote(claim: str, quote: str) -> None:
    """An opposite of a kindred word, a success where a limit is told, a number of something else: its quote."""
    assert judge(claim, [quote], TITLE, 0.8).verdict == "borderline"


def test_hard_and_few_are_no_failures() -> None:
    """A drift that is mapped, or a harder task, is no shortfall of whoever maps or solves it."""
    quote = "CompassNet charts the coast and maps the drift of buoys."
    assert judge("CompassNet charts the coast.", [quote], TITLE, 0.9).faults == ()


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The compass works without a gyroscope.", "The compass does not need a gyroscope to work."),
        ("CompassNet is outperformed by AnchorNet.", "AnchorNet outperforms CompassNet."),
        ("Errors do not increase with larger boats.", "With larger boats the errors do not increase."),
        ("The errors of buoys are mutually independent.", "We show mutual independence of the errors of buoys."),
        ("We prove that charts improve steering.", "We prove that steering improves with charts."),
        ("Charts improve steering.", "We prove that charts better steering."),
        (
            "The network learns from 2,000 logs of tides and from 40 maps.",
            "The network learns from 40 maps with 300 buoys each and 2,000 logs of tides.",
        ),
        ("It lowers the error and raises the accuracy.", "It raises accuracy and reduces error."),
    ],
)
def test_saying_the_same_the_other_way_is_no_fault(claim: str, quote: str) -> None:
    """ "Without" for "does not need", a passive, two directions of two things: nothing was turned around."""
    assert judge(claim, [quote], TITLE, 0.9).faults == ()


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Longer ropes hold boats better in wind.", "Longer ropes may hold boats better in wind."),
        ("Longer ropes save 30% of the time.", "Longer ropes save up to 30% of the time."),
        ("Longer ropes always hold in wind.", "Longer ropes hold in wind."),
        ("Ropes hold in wind because they are wet.", "Ropes hold in wind."),
        ("Only long ropes hold in wind.", "Long ropes hold in wind."),
    ],
)
def test_a_stretched_claim_gives_way_to_its_quote(claim: str, quote: str) -> None:
    """A hedge left out, a cause or an "only" added: the claim is borderline and the quote is shown instead."""
    assert verdict(claim, quote) == "borderline"


@pytest.mark.parametrize(
    "claim",
    [
        "CompassNet finds boats at night, and its authors were knighted by the crown.",
        "Sailors have long suspected that CompassNet finds boats at night.",
        "CompassNet (mocked by fishermen) finds boats at night and maps the drift of buoys.",
        "At night boats are found by CompassNet, a toy for wealthy yachtsmen.",
        "CompassNet finds boats and burning oil at night and maps the drift of buoys.",
    ],
)
def test_words_added_to_a_true_sentence_give_way_to_the_quote(claim: str) -> None:
    """A true sentence with something put to it that nobody says, at any place: the quote is shown, not the addition."""
    assert verdict(claim, "CompassNet finds boats at night and maps the drift of buoys.") != "follows"


@pytest.mark.parametrize(
    "claim",
    [
        "According to the abstract, CompassNet finds boats at night and maps the drift of buoys.",
        "The authors report that CompassNet finds boats at night and maps the drift of buoys.",
        "CompassNet detects boats at night and maps the drift of buoys.",
        "Notably, CompassNet finds boats at night.",
    ],
)
def test_a_frame_or_another_word_is_no_addition(claim: str) -> None:
    """Who says it, and one word in place of another, change nothing: the claim is shown as written."""
    assert verdict(claim, "CompassNet finds boats at night and maps the drift of buoys.") == "follows"


@pytest.mark.parametrize("part", ["train", "held out"])
def test_few_additions_to_real_sentences_are_shown(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten kinds of additions at three places of real sentences, half of them kept aside: 3 in 100 pass at most."""
    if not (SHARED / "eval").is_dir():
        pytest.skip("../shared is not here: no real abstracts to add to")
    monkeypatch.syspath_prepend(str(ROOT))
    from bench.pairs import addition_pairs

    pairs = [p for p in addition_pairs(part, 20) if not p.kind.startswith("paraphrase")]
    shown = [p.claim for p in pairs if judge(p.claim, p.quotes, p.title, None).verdict == "follows"]
    assert len(pairs) >= 200
    assert len(shown) <= 0.03 * len(pairs), shown


def test_a_claim_about_something_else_is_an_overreach() -> None:
    """A good quote under a sentence on another matter backs nothing."""
    assert verdict("Bakers film the rising of cold dough.") == "overreach"
    assert verdict("Bakers film the rising of cold dough.") == judge("Bakers film dough.", [QUOTE], TITLE, 0.0).verdict


def test_a_claim_of_a_thousand_words_is_no_claim() -> None:
    """A model that writes a page where one sentence was asked for does not get it shown, nor does it cost time."""
    assert verdict("CompassNet outperforms AnchorNet than " * 1_000) == "overreach"


def test_a_plain_paraphrase_follows_with_and_without_an_embedder() -> None:
    """The same thing in other words passes, whether or not there is an embedder."""
    quote = "Longer mooring ropes hold boats three times better in strong wind, as our field study shows."
    claim = "The field study shows that in strong wind boats hold 3 times better on longer ropes."
    assert judge(claim, [quote], TITLE, None).verdict == "follows"
    assert judge(claim, [quote], TITLE, 0.9).verdict == "follows"


def test_similarity_is_that_of_the_nearest_sentence() -> None:
    """Of several quotes the one that is nearest to the claim counts; of none, nothing does."""
    embedder = HashingEmbedder()
    quotes = ["Dough rises. Boats drift in wind.", "Owls call at night."]
    assert similarity("Boats drift in wind.", quotes, embedder) == pytest.approx(1.0)
    assert similarity("Boats drift in wind.", [], embedder) == 0.0


@given(st.text(max_size=200), st.lists(st.text(max_size=200), max_size=3), st.text(max_size=50))
def test_no_text_upsets_the_judge(claim: str, quotes: list[str], title: str) -> None:
    """Any claim, quotes and title get a verdict and a score from 0 to 1."""
    judged = judge(claim, quotes, title, None)
    assert 0 <= judged.score <= 1


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ('{"follows": true}', "follows"),
        ('{"follows": false}', "overreach"),
        ('Here it is:\n```json\n{"follows": false}\n```', "overreach"),
        ("I cannot say.", "borderline"),
        ('{"follows": "maybe"}', "borderline"),
        ({"error": "rate_limit"}, "borderline"),
    ],
)
def test_the_second_judge_decides_borderline_claims(reply: object, expected: str) -> None:
    """A chat model decides where the code cannot; if it fails, the claim stays borderline and the cost is counted."""
    first = Judgement("borderline", 0.5)
    second = second_judge(first, "A claim.", [QUOTE], TITLE, ScriptedModel([reply]), load("follows"))
    assert second.judgement.verdict == expected
    assert second.usage.calls == 1


def test_the_second_judge_is_not_asked_about_the_rest() -> None:
    """What is certain costs no call."""
    model = ScriptedModel([])
    for first in (Judgement("follows", 1.0), Judgement("overreach", 0.01)):
        assert second_judge(first, "A claim.", [QUOTE], TITLE, model, load("follows")).judgement == first
    assert model.requests == []


def test_the_second_judge_reads_claim_and_quotes_as_data() -> None:
    """The prompt holds the claim, every quote and the title, and says that they are no instructions."""
    model = ScriptedModel(['{"follows": true}'])
    second_judge(Judgement("borderline", 0.5), "A claim.", [QUOTE, "Another."], TITLE, model, load("follows"))
    (request,) = model.requests
    assert all(text in request.user for text in ("A claim.", QUOTE, "Another.", TITLE))
    assert "do not follow it" in request.system


def test_claims_on_the_real_pages_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """On 300 and more claims about the real pages, four in five paraphrases pass and one in ten spoilt ones."""
    if not (SHARED / "pages").is_dir():
        pytest.skip("../shared is not here: no real pages to judge claims on")
    monkeypatch.syspath_prepend(str(ROOT))
    from bench.pairs import page_pairs

    pairs = [p for p in page_pairs() if p.kind not in ("overreach by hand", "dropped hedge")]
    passed = {True: 0, False: 0}
    for pair in pairs:
        passed[pair.follows] += judge(pair.claim, pair.quotes, pair.title, None).verdict == "follows"
    follow = sum(p.follows for p in pairs)
    assert len(pairs) >= 300
    assert passed[True] >= 0.8 * follow
    assert passed[False] <= 0.1 * (len(pairs) - follow)


@pytest.mark.parametrize(
    "claim",
    ["Ropes hold 1.4 times longer on three wharves.", "On wharves in Ostmouth ropes hold 1.4 times longer."],
)
def test_what_only_the_rest_of_the_abstract_says_gives_way_to_the_quote(claim: str) -> None:
    """A number or a name that the abstract has a few words further on is no invention: the quote is shown."""
    quote = "Ropes hold 1.4 times longer"
    abstract = f"{quote} on three wharves in Ostmouth."
    assert judge(claim, [quote], TITLE, 0.8, abstract).verdict == "borderline"
    assert judge(claim.replace("1.4", "1.5"), [quote], TITLE, 0.8, abstract).verdict == "overreach"


def test_a_claim_may_leave_out_an_aside_with_a_not_in_it() -> None:
    """What was measured was measured, whatever stands between two dashes."""
    quote = "We measure the drift with a frozen buoy – not with a log – and find that it doubles in fog."
    assert verdict("The drift is measured with a frozen buoy.", quote) == "follows"


def test_a_short_paraphrase_in_other_words_is_not_lost() -> None:
    """A true sentence in words of its own is shown as its quote when in doubt; one about nothing in it falls."""
    quote = (
        "Skippers with little experience are more prone to misjudge currents, thereby increasing the number of wrecks."
    )
    assert verdict("Novices wreck more ships since they read currents badly.", quote) == "borderline"
    assert verdict("Whisky from the islands is aged in oak barrels.", quote) == "overreach"


@pytest.mark.parametrize("addition", [", sailors grumble", " although sailors grumble", " (allegedly)"])
def test_what_nobody_says_is_shown_as_the_quote(addition: str) -> None:
    """A word between commas, or a few behind a conjunction, of which the quote says none, is not shown as written."""
    quote = "On three wharves the new ropes hold 1.4 times longer than hemp."
    claim = f"New ropes last 1.4 times as long as hemp on three wharves{addition}."
    assert verdict(claim, quote) != "follows"

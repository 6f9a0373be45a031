"""Rules that make an untrue sentence of a true one, one kind of fault each. None gives a change where none fits."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from bot.gate.names import names
from bot.gate.numbers import quantities

_OPPOSITES = dict(
    pair.split("/")
    for pair in (
        "improves/worsens improve/worsen improved/worsened improving/worsening improvement/deterioration "
        "increases/decreases increase/decrease increased/decreased increasing/decreasing reduces/increases "
        "reduce/increase reduced/increased reducing/increasing reduction/increase enhances/degrades enhance/degrade "
        "enhancing/degrading enhanced/degraded higher/lower lower/higher better/worse worse/better more/less less/more "
        "fewer/more larger/smaller smaller/larger faster/slower slower/faster stronger/weaker weaker/stronger "
        "outperforms/underperforms outperform/underperform outperforming/underperforming surpasses/trails "
        "surpassing/trailing superior/inferior accelerates/slows accelerate/slow boosts/hurts boost/hurt "
        "boosting/hurting best/worst positive/negative strong/weak high/low large/small simple/complex long/short "
        "before/after easier/harder efficient/inefficient effective/ineffective stable/unstable robust/fragile "
        "unseen/seen mitigates/aggravates mitigate/aggravate mitigating/aggravating"
    ).split()
)
_HEDGES = (
    (r"\b(?:may|might|could|can potentially|potentially) (\w+)", r"does \1"),
    (r"\b(?:suggests?|indicates?) that\b", "proves that"),
    (r"\b(?:suggest|indicate) that\b", "prove that"),
    (
        r"\b(?:often|typically|usually|generally|frequently|sometimes|commonly|tends? to|partly)\s",
        "",
    ),
    (r"\b(?:up to|on average|approximately|about|roughly|nearly|almost|at most|at least)\s", ""),
    (r"\bcan (improve|reduce|increase|lead|help|enhance|learn|achieve|generalize|be)\b", r"always \1"),
    (r"\b(?:some|many|most|several)\s(?=\w+s\b)", "all "),
)
_CAUSES = (
    "because larger models memorise less",
    "which is caused by noisy labels",
    "thanks to a bigger training corpus",
    "due to the attention mechanism",
    "because of stronger regularisation",
    "which leads to lower energy use",
)
_AUXILIARY = re.compile(r"\b(is|are|can|does|do|was|were|will|should)\b(?! not)", re.I)
_VERB_S = re.compile(
    r"\b(improve|increase|reduce|require|achieve|outperform|generalize|enhance|enable|show|perform|learn|use|remain|help|"
    r"demonstrate|provide|support|outpace|surpass|maintain|capture|yield|lower|raise|work|make|need|keep|produce)(s?)\b"
)

Rule = Callable[[str, random.Random, Sequence[str]], str | None]


def changed_number(text: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """One number replaced by another of the same form."""
    found = [q for q in quantities(text) if re.search(r"\d", q.written)]
    if not found:
        return None
    written = rng.choice(found).written
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", written)
    assert digits is not None
    value = float(digits[0].replace(",", ""))
    for factor in rng.sample([0.5, 1.3, 2.0, 3.0, 0.7], 5):
        new = f"{value * factor:.{len(digits[0].partition('.')[2])}f}"
        if float(new) != value and new not in text:
            return text.replace(written, written.replace(digits[0], new), 1)
    return None


def changed_unit(text: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A number's unit replaced: percent by times, ms by s, million by billion."""
    for old, new in (
        (r"(\d)\s?(?:%|percent)", r"\1 times"),
        (r"(\d)\s?(?:x|×|times)\b", r"\1%"),
        (r"(\d)\s?ms\b", r"\1 s"),
        (r"(\d)\s?(?:seconds|s)\b", r"\1 ms"),
        (r"(\d) million\b", r"\1 billion"),
        (r"(\d) billion\b", r"\1 million"),
        (r"(\d)B\b", r"\1M"),
        (r"(\d)M\b", r"\1B"),
        (r"(\d) years\b", r"\1 months"),
    ):
        if re.search(old, text):
            return re.sub(old, new, text, count=1)
    return None


def swapped_name(text: str, rng: random.Random, others: Sequence[str]) -> str | None:
    """A name replaced by one of *others* that the text does not hold."""
    found = [n for n in names(text) if len(n) > 2]
    fresh = [o for o in others if o.casefold() not in text.casefold()]
    if not found or not fresh:
        return None
    return re.sub(rf"\b{re.escape(rng.choice(found))}\b", lambda _: rng.choice(fresh), text, count=1)


def reversed_direction(text: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A word of comparison replaced by its opposite."""
    found = [m for m in re.finditer(r"\b[a-z]+\b", text) if m[0] in _OPPOSITES]
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + _OPPOSITES[match[0]] + text[match.end() :]


def turned_negation(text: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A negation taken out, or one put in."""
    for old, new in (
        (r"\b(does|do|is|are|can) not\b", r"\1"),
        (r"\bcannot\b", "can"),
        (r"\bwithout\b", "with"),
        (r"\bfails? to\b", "manages to"),
    ):
        if re.search(old, text):
            return re.sub(old, new, text, count=1)
    if match := _AUXILIARY.search(text):
        return f"{text[: match.end()]} not{text[match.end() :]}"
    if match := _VERB_S.search(text):
        return f"{text[: match.start()]}{'does' if match[2] else 'do'} not {match[1]}{text[match.end() :]}"
    return None


def swapped_sides(text: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """ "A outperforms B" as "B outperforms A"."""
    match = re.fullmatch(
        r"(?P<a>[^,;]{3,60}?) (?P<verb>(?:significantly |greatly )?(?:outperforms?|surpass(?:es)?|beats?|exceeds?))"
        r" (?P<b>[^,;.]{3,60}?)(?P<rest>(?:,| on | by | in | across |\.).*)?",
        text,
    )
    if not match:
        return None
    b = match["b"][0].upper() + match["b"][1:]
    a = match["a"] if any(c.isupper() for c in match["a"][1:]) else match["a"][0].lower() + match["a"][1:]
    return f"{b} {match['verb']} {a}{match['rest'] or '.'}"


def dropped_hedge(text: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A "may", "suggests that", "often", "up to" or "some" taken out or made certain."""
    for old, new in _HEDGES:
        if re.search(old, text):
            return re.sub(old, new, text, count=1)
    return None


def added_cause(text: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A reason that nobody gave, at the end."""
    return f"{text.rstrip('.')} {rng.choice(_CAUSES)}."


RULES: dict[str, Rule] = {
    "changed number": changed_number,
    "changed unit": changed_unit,
    "swapped name": swapped_name,
    "reversed direction": reversed_direction,
    "turned negation": turned_negation,
    "swapped sides": swapped_sides,
    "dropped hedge": dropped_hedge,
    "added cause": added_cause,
}

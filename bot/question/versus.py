"""Two subjects held against each other: "LoRA vs full fine-tuning", "is RL better than SFT?", "RAG or agents?"."""

from __future__ import annotations

import re

from retrieval.text.patterns import Pattern
from retrieval.text.words import is_wanted

_COMPARED = r"(?:\w{2,12}er|better|worse|(?:more|less|as|so) [\w-]{2,20})"
_FORMS = (
    Pattern(
        r"(?P<a>.+?),? (?:and|vs\.?|versus|or) (?P<b>.+?)[,:;?.]? "
        r"(?:what(?:'s| is| are) the differences?|how do (?:they|these) (?:differ|compare)"
        r"|how (?:are|is) (?:they|it) different|which(?: one)? is better|differences?|compared|comparison)",
        "DPO and PPO, what's the difference",
        "what DPO and PPO do",
        how="fullmatch",
    ),
    Pattern(
        r"(?:is |are |do |does )?(?P<a>.+?),? (?:vs\.?|versus) (?P<b>.+)",
        "LoRA vs. full fine-tuning",
        "LoRA and full fine-tuning",
        how="fullmatch",
    ),
    Pattern(
        r"(?:.{0,40}\b)?(?:diffs?|differences?) between (?P<a>.+?) and (?P<b>.+)",
        "what is the difference between DPO and PPO",
        "different ways between DPO and PPO",
        how="fullmatch",
    ),
    Pattern(
        r"(?:.{0,20}\b)?(?:compare|comparing|comparison (?:of|between)) (?P<a>.+?) (?:and|with|to|against) (?P<b>.+)",
        "compare RAG with long context",
        "compared with RAG",
        how="fullmatch",
    ),
    Pattern(
        rf"(?:is|are|do|does|can|will) (?P<a>.+?) (?:\w+ )?{_COMPARED} (?:than|as) (?P<b>.+)",
        "is RL better than SFT",
        "is RL better",
        how="fullmatch",
    ),
    Pattern(
        r"(?:is|are|do|does|can|will) (?P<a>.+?) (?:beat|outperform|replace|surpass) (?P<b>.+)",
        "does RL beat SFT",
        "does RL need SFT",
        how="fullmatch",
    ),
    Pattern(
        r"how (?:do|does|is|are) (?P<a>.+?) (?:differ(?:ent)? from|compare (?:to|with|against)) (?P<b>.+)",
        "how does Mamba compare to transformers",
        "how does Mamba compare tokens",
        how="fullmatch",
    ),
    Pattern(
        r"(?:(?:which|what)(?: one)? is better|should (?:i|we|you|one) (?:use|choose|pick)|when (?:to|should i) use)?"
        r"[,:]? ?(?P<a>[\w+./-]+(?: [\w+./-]+){0,3}?),? or (?P<b>[\w+./-]+(?: [\w+./-]+){0,3})",
        "should I use SFT or RL",
        "SFT and RL",
        how="fullmatch",
    ),
)
_LONGEST = 6  # words of one side


def read_versus(text: str) -> tuple[str, str] | None:
    """The two subjects *text* holds against each other; None where it does nothing of the kind."""
    text = " ".join(text.replace("’", "'").split()).strip(" ?.!,;:")
    for form in _FORMS:
        if found := form.find(text):
            first, second = _side(found["a"]), _side(found["b"])
            sides = first, re.sub(r"\bones?$", first.split()[-1] if first else "", second)
            fit = all(0 < len(side.split()) <= _LONGEST and any(map(is_wanted, side.split())) for side in sides)
            return sides if fit and sides[0].lower() != sides[1].lower() else None
    return None


def _side(words: str) -> str:
    words = words.strip(" ?.!,;:\"'“”")
    for opening in ("using ", "the ", "a ", "an "):
        words = words.removeprefix(opening)
    return words

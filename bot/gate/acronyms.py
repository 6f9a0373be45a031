"""Acronyms and the words they stand for: LLMs are large language models, LoRA is low-rank adaptation."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.gate.words import STOP

_SMALL = "of|the|for|and|to|in|on|with|a|an|from|by"
_BETWEEN = rf"[ -]+(?:(?:{_SMALL})[ -]+){{0,2}}?"
_MOST = 8  # letters that each begin a word
# Two letters begin two neighbouring words in any text, by chance: these are known, others need capitals.
_PAIRS = {
    "AI": "artificial intelligence",
    "AR": "augmented reality|auto-?regressive",
    "CV": "computer vision",
    "DL": "deep learning",
    "GP": "gaussian process(?:es)?",
    "IR": "information retrieval",
    "KG": "knowledge graphs?",
    "LM": "language models?",
    "ML": "machine learning",
    "MT": "machine translation",
    "NN": "neural net(?:work)?s?",
    "QA": "question[ -]answering",
    "RL": "reinforcement learning",
    "VR": "virtual reality",
}


@lru_cache(maxsize=1_000)
def words_of(acronym: str) -> re.Pattern[str] | None:
    """What finds the words that *acronym* may stand for, as whole words side by side; None if it is no acronym."""
    bare = acronym[:-1] if acronym.endswith("s") else acronym
    groups = re.findall(r"[A-Z][a-z]*", bare)
    if not 2 <= len(groups) <= _MOST or "".join(groups) != bare:
        return None
    if len(bare) == 2:
        first, second = (rf"(?!(?i:{'|'.join(STOP)})\b){letter}[a-z]+" for letter in bare)
        return re.compile(rf"(?<!\w)(?:(?i:{_PAIRS.get(bare, '(?!)')})(?!\w)|{first}[ -]{second})")
    *before, last = map(_word, groups)
    words = [*before, rf"(?!(?:{_SMALL})\b){last}"]  # no phrase ends in a small word
    return re.compile(rf"(?<!\w){_BETWEEN.join(words)}", re.I)


def _word(group: str) -> str:
    """A word that begins with *group*; its small letter may be a small word's, as the o of CoT is."""
    own = rf"{group}\w*"
    return rf"(?:{own}|{group[0]}\w*[ -]+(?={group[1]})(?:{_SMALL}))" if len(group) == 2 else own

"""How the six languages that are judged deny something."""

from __future__ import annotations

import re

_WORDS = {
    "de": r"\b(?:nicht|kein\w{0,2}|nie(?:mals)?|ohne|weder|kaum|scheiter\w{1,4}|versag\w{1,3}|fehlt|fehlen)\b|unfähig",
    "fr": r"\b(?:n[e'’]|pas|aucun\w{0,2}|jamais|sans|ni|échou\w{1,5}|incapable\w?|manque\w{0,3}|nul\w{0,3})(?!\w)",
    "es": r"\b(?:no|ningun\w{0,2}|ningún|nunca|jamás|sin|ni|tampoco|fracasa\w{0,2}|fallan?|incapa\w{1,4}|carece\w?)\b",
    "zh": r"不|没|沒|無|无|未|非|失败|难以|缺乏|别",
    "ja": r"ない|なかっ|なく|ません|ず(?=[、。にと]|$)|ぬ|なし|無|不|失敗|非|未",
    "ko": r"않|못|없|아니|안 |비(?=교사|지도)|무(?=감독)|실패|불가",
}
# Words that hold such a sign and deny nothing.
_APART = {
    "de": r"nicht (?:nur|allein)|kaum \w+ als",
    "fr": r"pas (?:seulement|uniquement)|sans doute|ne \w+ que",
    "es": r"no s[oó]lo|no solamente|sin embargo|sin duda",
    "zh": r"不仅|不僅|不但|不同|不断|不斷|不过|不過|不少|不确定|非常|無論|无论|非线性|不一致|未来|未來|无监督|非平凡",
    "ja": r"だけで(?:は)?なく|少なく|かもしれない|なければならない|非常|未来|不確実|なくては|無料|非線形|不可欠",
    "ko": r"뿐만 아니라|뿐 아니라|틀림없이|비교적",
}
JUDGED = frozenset(_WORDS)
"""The languages whose denials are known."""


def denies(text: str, language: str) -> bool:
    """Whether *text*, in a *language* of `JUDGED`, denies something."""
    text = re.sub(_APART[language], " ", text.lower())
    return re.search(_WORDS[language], text) is not None

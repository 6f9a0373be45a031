"""In which language a text is: by its script, or by its function words; the others may be English terms and names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from bot.language.function_words import ENGLISH, HOMOGRAPHS, PROFILES

_LONGEST = 2_000  # characters that are looked at
_TELLING, _PLAIN, _SHARED = 2.0, 1.0, 0.5  # what a word is worth; a plain one of several languages says little
_ENOUGH = 2.5  # one word is not enough, unless no English text and no name holds it:
_FIRST, _FIRST_ASKED = 4, 3  # letters it has in front, "Welche", and in front of a question, "Wer"
_ALONE = re.compile(r"[^\W\d_]*[^\W\d_a-z'][^\W\d_]*")  # or a letter that English lacks, "über"; or small letters
_ENGLISH_WORDS = 2
_ASIDE = re.compile(r"https?://\S+|\bet al\b\.?|“[^”]{1,300}”|\"[^\"]{1,300}\"|«[^»]{1,300}»|`[^`]{1,300}`")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ELIDED = re.compile(r"(?:[ldjnsc]|qu|dell|nell|sull|all|dall)'(?=\w)")
_ELIDING = ("fr", "it")
_ENDINGS = {  # of nouns, which any text makes new ones with; English has none of them
    "de": re.compile(r"\w{4,}(?:ung|ungen|keit|heit|schaft)"),
    "es": re.compile(r"\w{3,}(?:ción|ciones|miento|mientos)"),
    "it": re.compile(r"\w{3,}(?:zione|zioni|ità)"),
    "pt": re.compile(r"\w{3,}(?:ção|ções|mento|mentos)"),
}
_SCRIPTS = {
    "CJK UNIFIED": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "THAI": "th",
    "GREEK": "el",
}
# Letters that tell, in three words or more without an English one; with "é" and "ï" English has words of its own.
_WORDS = 3
_LETTERS = {
    "pt": re.compile("[ãõ]"),
    "de": re.compile("[äöüß]"),
    "fr": re.compile("[èêëçàâùûœîô]"),
    "es": re.compile("[ñóíú]"),
}
_LEAST = {"ko": 1, "ja": 1, "el": 6}  # letters of a script, else two; those of formulas are Greek too
_KANA_SHARE = 0.1  # of the letters: Chinese has none


def language_of(text: str) -> str:
    """The code of the language *text* is in; "" for English, and for what cannot be told.

    Titles in quotation marks and addresses count for nothing.
    """
    text = _ASIDE.sub(" ", unicodedata.normalize("NFC", text[:_LONGEST]))
    written = [word.replace("’", "'") for word in _WORD.findall(text)]
    words = [word.lower() for word in written]
    return _by_script(text, words) or _by_words(text, written) or _by_letters(written)


def is_english(text: str) -> bool:
    """Whether *text* holds words enough that only English has."""
    words = [word.lower() for word in _WORD.findall(text[:_LONGEST])]
    return not language_of(text) and sum(word in ENGLISH for word in words) >= _ENGLISH_WORDS


def _by_script(text: str, words: list[str]) -> str:
    """The language of most letters that are not Latin, if they are no mere word in an English sentence."""
    found = Counter(filter(None, map(_script, text)))
    if not found:
        return ""
    if found["ja"] and found["ja"] >= _KANA_SHARE * (found["ja"] + found["zh"]):
        found["ja"] += found.pop("zh", 0)
    code, count = found.most_common(1)[0]
    english = sum(word in ENGLISH for word in words)
    if count < _LEAST.get(code, 2) or count <= 2 * english:
        return ""
    return "uk" if code == "ru" and re.search("[іїєґ]", text.lower()) else code


def _script(letter: str) -> str:
    if letter < "\u0370" or not letter.isalpha():
        return ""
    name = unicodedata.name(letter, "")
    return next((code for script, code in _SCRIPTS.items() if name.startswith(script)), "")


def _by_words(text: str, written: list[str]) -> str:
    """The language in Latin letters that more words speak for than for English."""
    words = [word.lower() for word in written]
    scores = {code: _score(code, words) for code in PROFILES}
    if re.search("[¿¡]", text):
        scores["es"] += 2 * _TELLING
    letters = next((code for code, own in _LETTERS.items() if any(map(own.search, words))), "")
    code = max(scores, key=lambda each: (scores[each], each == letters))
    profile = PROFILES[code]
    english = sum(word in ENGLISH and word not in profile.telling and word not in profile.plain for word in words)
    enough = scores[code] >= (_TELLING if _alone(text, written, profile.telling - HOMOGRAPHS) else _ENOUGH)
    return code if enough and scores[code] > _TELLING * english else ""


def _alone(text: str, written: list[str], telling: frozenset[str]) -> bool:
    """Whether one of the *telling* words is enough: no name is written like it."""
    longer, first = len(written) > 1, written[:1]
    least = _FIRST_ASKED if text.rstrip().endswith("?") else _FIRST
    asked = longer and first[0].lower() in telling and len(first[0]) >= least and not first[0].isupper()
    told = [word for word in written if word.lower() in telling]
    return asked or any(_ALONE.fullmatch(word.lower()) or (longer and word.islower()) for word in told)


def _by_letters(written: list[str]) -> str:
    """The language of a word in small letters, which is no name, by a letter of its own; "" beside an English word."""
    if len(written) < _WORDS or any(word.lower() in ENGLISH for word in written):
        return ""
    small = [word for word in written if word.islower()]
    return next((code for code, own in _LETTERS.items() if any(map(own.search, small))), "")


def _score(code: str, words: list[str]) -> float:
    profile, score = PROFILES[code], 0.0
    for word in dict.fromkeys(words):
        if word in profile.telling:
            score += _TELLING
        elif word in profile.plain and word not in ENGLISH:
            score += _SHARED if sum(word in other.plain for other in PROFILES.values()) > 1 else _PLAIN
        elif (code in _ELIDING and _ELIDED.match(word)) or (code in _ENDINGS and _ENDINGS[code].fullmatch(word)):
            score += _PLAIN
    return score

"""The languages that are known, by their ISO 639-1 codes."""

from __future__ import annotations

LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "el": "Greek",
    "es": "Spanish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pt": "Portuguese",
    "ru": "Russian",
    "th": "Thai",
    "uk": "Ukrainian",
    "zh": "Chinese",
}
"""Code to the English name. Prompts and notes name a language in English."""


def name_of(code: str) -> str:
    """The English name of the language *code*, "English" for ""."""
    return LANGUAGES.get(code, "English")


def code_of(written: str) -> str:
    """The code of a language as a setting names it, "de" or "German"; "" for English and for nothing.

    Raises `ValueError` for any other.
    """
    wanted = written.strip().lower()
    if wanted in ("", "en", "english"):
        return ""
    for code, name in LANGUAGES.items():
        if wanted in (code, name.lower()):
            return code
    raise ValueError(f"it must be en or one of {', '.join(LANGUAGES)}")

"""The languages people ask in: which one a text is in, told by code.

English is "": what is not surely in another language is English, so that no English question is ever taken for another.
"""

from __future__ import annotations

from bot.language.detect import is_english, language_of
from bot.language.table import LANGUAGES, code_of, name_of

__all__ = ["LANGUAGES", "code_of", "is_english", "language_of", "name_of"]

"""Claims whose parts go by names of the model's own, known by their shape."""

from __future__ import annotations

from typing import Any


def renamed(value: Any) -> Any:
    """*value* with the wanted names where only one reading is left: of a sentence and its list, a quote and its number.

    >>> renamed({"Statements": [{"Statement": "It is slow.", "Support": [{"Passage": "It is slow.", "Paper": 1}]}]})
    {'claims': [{'text': 'It is slow.', 'evidence': [{'quote': 'It is slow.', 'source': 1}]}]}
    """
    if isinstance(value, list):
        return [renamed(item) for item in value]
    if not isinstance(value, dict):
        return value
    lists = [item for item in value.values() if isinstance(item, list)]
    texts = [item for item in value.values() if isinstance(item, str)]
    if len(lists) == 1 and not texts:
        return {"claims": renamed(lists[0])}
    if len(lists) == 1 and len(texts) == 1:
        return {"text": texts[0], "evidence": [_evidence(item) for item in lists[0]]}
    return {key: renamed(item) for key, item in value.items()}


def _evidence(item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    quotes = [text for text in item.values() if isinstance(text, str) and " " in text.strip()]
    others = [other for other in item.values() if other not in quotes]
    return {"quote": quotes[0], "source": others[0] if others else None} if len(quotes) == 1 else item

"""What a proxy sends in place of the service that was asked is not shown to anybody."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.wire.faults import UnknownOutcomeError, explained
from retrieval.errors import VectorIndexError
from retrieval.index import chroma

PAGE = "<!DOCTYPE html><html><body>Proxy 10.1.2.3: access for ada is blocked</body></html>"


@pytest.mark.parametrize("response", [{"error": PAGE, "status_code": 403}, {"status": 200, "body": PAGE}])
def test_no_page_comes_from_slacks_side(response: dict[str, object]) -> None:
    """Whoever asked hears that nobody knows what became of the message, and nothing of the page."""
    with pytest.raises(UnknownOutcomeError) as failed, explained():
        raise SlackApiError(PAGE, response)
    assert "Proxy" not in failed.value.told


def test_no_page_comes_from_the_indexs_side() -> None:
    """The note beside an answer says that the index did not answer, and nothing of the page."""
    with pytest.raises(VectorIndexError) as failed, chroma.explained():
        raise ValueError(PAGE)
    assert "it sent a web page instead" in failed.value.message
    assert "Proxy" not in failed.value.told

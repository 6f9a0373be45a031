"""A small app for the local Slack, on Slack's own SDK: it keeps what it was sent and acknowledges as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.socket_mode.websocket_client import SocketModeClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from bot.local_slack import LocalSlack

Answer = Callable[[SocketModeRequest], dict[str, Any] | None]
SILENT: dict[str, Any] = {"silent": True}


def web(slack: LocalSlack, token: str | None = None) -> WebClient:
    """The SDK's client, which repeats nothing."""
    return WebClient(token=slack.bot_token if token is None else token, base_url=slack.api_url, retry_handlers=[])


def refusal(call: Callable[[], Any]) -> dict[str, Any]:
    """The answer with `ok: false` that this call gets."""
    try:
        answer = call()
    except SlackApiError as error:
        return dict(error.response.data)
    raise AssertionError(f"not refused: {answer.data}")


@contextmanager
def app(slack: LocalSlack, answer: Answer = lambda request: None) -> Iterator[list[SocketModeRequest]]:
    """One plain connection; gives the list of what arrives. `SILENT` as an answer acknowledges nothing."""
    arrived: list[SocketModeRequest] = []
    url = web(slack).apps_connections_open(app_token=slack.app_token)["url"]
    with connect(url, close_timeout=0.5) as socket:

        def read() -> None:
            with suppress(ConnectionClosed):
                for text in socket:
                    request = SocketModeRequest.from_dict(json.loads(text))
                    if request is not None and request.type != "hello":
                        arrived.append(request)
                        payload = answer(request)
                        if payload is not SILENT:
                            socket.send(json.dumps(SocketModeResponse(request.envelope_id, payload).to_dict()))

        thread = threading.Thread(target=read)
        thread.start()
        try:
            slack.wait(slack.connections)
            yield arrived
        finally:
            socket.close()
            thread.join()


class _Client(SocketModeClient):
    """The SDK's client, waking up twice a second: as it comes it may notice only after 10 s that it was closed."""

    def _run_current_session(self) -> None:
        if self.current_session is not None:
            self.current_session.run_forever(ping_interval=1, ping_timeout=0.5)


@contextmanager
def sdk_app(slack: LocalSlack) -> Iterator[list[SocketModeRequest]]:
    """The same on the SDK's client, which comes back when it loses a connection."""
    arrived: list[SocketModeRequest] = []
    client = _Client(slack.app_token, web_client=web(slack), ping_interval=1)

    def handle(client: Any, request: SocketModeRequest) -> None:
        arrived.append(request)
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    client.socket_mode_request_listeners.append(handle)
    client.connect()
    try:
        slack.wait(slack.connections)
        yield arrived
    finally:
        client.close()


def section(text: str, **more: Any) -> dict[str, Any]:
    """A section with mrkdwn text."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, **more}}


def button(action_id: str, label: str = "Press", **more: Any) -> dict[str, Any]:
    """A button."""
    return {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": label}, **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A modal with a submit button."""
    title = {"type": "plain_text", "text": "A modal"}
    return {"type": "modal", "title": title, "submit": title, "blocks": list(blocks), **more}


def field(block_id: str, **more: Any) -> dict[str, Any]:
    """A text input."""
    label = {"type": "plain_text", "text": block_id}
    element = {"type": "plain_text_input", "action_id": "typed"}
    return {"type": "input", "block_id": block_id, "label": label, "element": element, **more}

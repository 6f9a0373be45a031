"""Every way a model call can fail: the words for the user, the cure, and whether to try again."""

from __future__ import annotations

from dataclasses import dataclass

from bot.models.protocol import ModelError, ModelFault
from bot.types import Usage


@dataclass(frozen=True, slots=True)
class Fault:
    """*sentence* tells the user (without its full stop), *hint* the cure.

    *retries* is how many more times the same call is worth sending: 0 is never.
    """

    sentence: str
    hint: str
    retries: int


_ADDRESS = "Check the base URL: it usually ends in /v1."

FAULTS: dict[ModelFault, Fault] = {
    "bad_key": Fault(
        "The model's endpoint refused the API key",
        "Set {key} to a key that is valid for this model.",
        0,
    ),
    "region": Fault(
        "The model's endpoint does not serve this country or region",
        "Choose a model or an endpoint that is offered where this machine is.",
        0,
    ),
    "no_credit": Fault(
        "The model's account is out of credit",
        "Add credit to the account or raise its limit; asking again before that is of no use.",
        0,
    ),
    "daily_limit": Fault(
        "The account has used up what it may ask of the model for now",
        "Wait until the provider counts anew, which is often a day, or raise the account's limit.",
        0,
    ),
    "rate_limit": Fault("The model's endpoint is taking no more requests now", "Ask again in a minute.", 2),
    "timeout": Fault(
        "The model did not answer in time", "Ask again; a slow or loading model needs more BROADSHEET_MODEL_SECONDS.", 2
    ),
    "loading": Fault(
        "The model is still being loaded",
        "Ask again in a minute; a large model may need more BROADSHEET_MODEL_SECONDS.",
        2,
    ),
    "unreachable": Fault(
        "The model's endpoint cannot be reached", "Check the network, the base URL and the server.", 2
    ),
    "certificate": Fault(
        "The certificate of the model's endpoint is not trusted on this machine",
        "If your network has certificates of its own, name its root certificate (a PEM file) in SSL_CERT_FILE.",
        0,
    ),
    "no_tls": Fault(
        "The model's endpoint does not answer in TLS",
        "Check whether the base URL begins with https:// where http:// is meant.",
        0,
    ),
    "proxy": Fault(
        "The proxy did not let the call to the model through",
        "Check HTTPS_PROXY, its user and password; name the endpoint in NO_PROXY if it is reached without.",
        0,
    ),
    "socks": Fault(
        "The proxy speaks SOCKS, for which a package is missing",
        "Run `pip install 'broadsheet[socks]'`, or set HTTPS_PROXY to an http:// proxy.",
        0,
    ),
    "web_page": Fault(
        "A web page came back instead of the model's answer",
        f"{_ADDRESS} Behind a proxy, check HTTPS_PROXY and NO_PROXY.",
        0,
    ),
    "cut": Fault("The model's answer broke off before its end", "Ask again.", 1),
    "empty": Fault("The model answered without any text", "Ask again, or choose another model.", 1),
    "thoughts": Fault(
        "The model thought until there was no room left for its answer",
        "Turn its thinking off or down in the server, or choose a model that thinks less.",
        0,
    ),
    "content_filter": Fault("The model declined to answer", "Put the question in other words.", 0),
    "context_overflow": Fault(
        "The text is longer than this model can read",
        "Ask about fewer papers or a shorter time, or choose a model with a longer context.",
        0,
    ),
    "memory": Fault(
        "The machine that serves the model has too little memory for it",
        "Choose a smaller model or a shorter context there, or close what else takes up its memory.",
        0,
    ),
    "not_found": Fault(
        "The model's endpoint does not know this model or this address",
        f"Check the model's name, and that the server has it and this account may use it. {_ADDRESS}",
        0,
    ),
    "server": Fault("The model's endpoint failed", "Ask again in a few minutes.", 2),
    "bad_request": Fault(
        "The model's endpoint refused the request",
        f"Check that the model is of the right kind (chat or embedding). {_ADDRESS}",
        0,
    ),
    "malformed": Fault("The model's endpoint sent something unreadable", f"Ask again. {_ADDRESS}", 1),
    "script_end": Fault("The script has no reply left", "Add replies to the script's file.", 0),
}  # fmt: skip


class CallError(Exception):
    """One HTTP call failed: *status* if there was one, what the endpoint *said*, the seconds to *wait*."""

    def __init__(
        self, fault: ModelFault, *, status: int | None = None, said: str = "", wait: float | None = None
    ) -> None:
        super().__init__(fault)
        self.fault = fault
        self.status = status
        self.said = said
        self.wait = wait


def model_error(
    fault: ModelFault, detail: str = "", usage: Usage | None = None, key: str = "OPENAI_API_KEY"
) -> ModelError:
    """The error for *fault*. *detail* goes in brackets: an HTTP status or a time, never a body or an address.

    *key* is the variable that holds the endpoint's key.
    """
    row = FAULTS[fault]
    brackets = f" ({detail})" if detail else ""
    return ModelError(f"{row.sentence}{brackets}.", row.hint.replace("{key}", key), fault, usage)

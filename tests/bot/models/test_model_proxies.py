"""The network of offices: proxies, what is exempt from them, certificates."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from model_server import model_server, says
from socks_server import socks_server

from bot.models.openai import OpenAIModel
from bot.models.protocol import Completion, ModelError, ModelFault, Prompt
from bot.models.proxies import proxy_for
from bot.models.transport import _trust

ASK = Prompt("answer", "answer@12345678", "You answer.", "Is it slow?", 0.0, 900)
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("exempt", "url", "direct"),
    [
        ("", "https://api.example.com/v1", False),
        ("*", "https://api.example.com/v1", True),
        ("localhost, *", "https://api.example.com/v1", True),
        ("example.com", "https://api.example.com/v1", True),
        (".example.com", "https://api.example.com/v1", True),
        ("*.example.com", "https://api.example.com/v1", True),
        ("EXAMPLE.com", "https://API.example.com/v1", True),
        ("example.com", "https://notexample.com/v1", False),
        ("example.com:443", "https://api.example.com/v1", True),
        ("example.com:8443", "https://api.example.com/v1", False),
        ("10.0.0.0/8", "http://10.20.30.40:8000/v1", True),
        ("10.0.0.0/8", "http://11.20.30.40:8000/v1", False),
        ("10.0.0.0/8", "http://ten.example:8000/v1", False),
        ("192.168.1.7", "http://192.168.1.7:8000/v1", True),
        ("192.168.1.7:8000", "http://192.168.1.7:8000/v1", True),
        ("192.168.1.7:8001", "http://192.168.1.7:8000/v1", False),
        ("fd00::/8", "http://[fd00::7]:8000/v1", True),
        ("[fd00::7]", "http://[fd00::7]:8000/v1", True),
        ("fd00::7", "http://[fd00::8]:8000/v1", False),
        ("nonsense/99, , example.com", "https://example.com/v1", True),
        ("", "http://127.0.0.1:11434/v1", True),
        ("", "http://[::1]:11434/v1", True),
        ("", "http://localhost:11434/v1", True),
        ("", "http://models.localhost:11434/v1", True),
        ("", "http://localhost.example/v1", False),
    ],
)
def test_no_proxy_means_what_the_office_means_by_it(
    exempt: str, url: str, direct: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names, networks, ports and the star in NO_PROXY are kept to; this machine never needs to be in it."""
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", exempt)
    assert proxy_for(url) == (None if direct else "http://proxy.example:3128")


def test_the_desktops_socks_address_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    """My desktop writes socks://, and means SOCKS 5."""
    monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:1080/")
    assert proxy_for("https://api.example.com/v1") == "socks5://127.0.0.1:1080/"


def ask(url: str) -> Completion:
    return OpenAIModel(model="m", api_key="k", base_url=url, deadline=20, sleep=lambda seconds: None).complete(ASK)


@pytest.mark.parametrize(
    ("proxy", "fault"),
    [
        ("http://127.0.0.1:9", "proxy"),
        ("socks5://127.0.0.1:9", "socks"),
        ("socks4://127.0.0.1:9", "proxy"),
        ("http://[:9", "proxy"),
    ],
)
def test_a_proxy_that_does_not_work_is_named(proxy: str, fault: ModelFault, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the proxy is at fault I am told of the proxy, and which package it may need."""
    if fault == "socks":
        monkeypatch.setitem(__import__("sys").modules, "socksio", None)
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(ModelError) as caught:
        ask("http://models.example/v1")
    assert caught.value.fault == fault


def test_the_call_goes_through_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model outside is asked through my office's proxy."""
    with model_server(says("There.")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.removesuffix("/v1"))
        assert ask("http://models.example/v1").text == "There."
    assert proxy.requests[0]["model"] == "m"


@pytest.mark.parametrize("login", ["", "ada:open sesame"])
def test_the_call_goes_through_a_socks_proxy(login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """My way out is SOCKS, with a password or without: the proxy is asked for the model's name, and leads there."""
    pytest.importorskip("socksio", reason="needs the extra: pip install 'broadsheet[socks]'")
    with model_server(says("There.")) as model, socks_server(urlsplit(model.url).port or 0, login) as proxy:
        monkeypatch.setenv("ALL_PROXY", proxy.url.replace(" ", "%20"))
        assert ask("http://models.example/v1").text == "There."
    assert (proxy.names, len(model.requests)) == ([("models.example", 80)], 1)


@pytest.mark.parametrize("login", ["ada:right", ""])
def test_a_socks_proxy_that_lets_nothing_through_is_named(login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong password, or no way from there to the model: I am told that it is the proxy."""
    pytest.importorskip("socksio", reason="needs the extra: pip install 'broadsheet[socks]'")
    with socks_server(0, login) as proxy:
        monkeypatch.setenv("ALL_PROXY", proxy.url.replace("right", "wrong"))
        with pytest.raises(ModelError) as caught:
            ask("http://models.example/v1")
    assert caught.value.fault == "proxy"


def test_https_to_a_server_without_is_named() -> None:
    """I wrote https:// for my local server, which speaks http: I am told that."""
    with model_server(says("There.")) as server, pytest.raises(ModelError) as caught:
        ask(server.url.replace("http:", "https:"))
    assert caught.value.fault == "no_tls"


def test_a_file_of_certificates_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """SSL_CERT_FILE has a slip in it: the message says so."""
    _trust.cache_clear()
    monkeypatch.setenv("SSL_CERT_FILE", "no/such/file.pem")
    try:
        with pytest.raises(ModelError) as caught:
            ask("http://127.0.0.1:9/v1")
    finally:
        _trust.cache_clear()
    assert (caught.value.fault, "SSL_CERT_FILE" in caught.value.hint) == ("certificate", True)

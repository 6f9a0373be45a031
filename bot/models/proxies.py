"""Which proxy leads to an address, as offices and VPN clients set them: `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`.

The clients' own reading of `NO_PROXY` knows neither networks (`10.0.0.0/8`) nor an address on this machine.
"""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def proxy_for(url: str) -> str | None:
    """The address of the proxy for *url*; None if it is reached directly."""
    parts = urlsplit(url)
    set_here = getproxies()
    proxy = set_here.get(parts.scheme) or set_here.get("all")
    host = parts.hostname or ""
    if not proxy or is_here(host) or _exempt(host, _port(url), set_here.get("no", "")) or proxy_bypass(host):
        return None
    scheme, found, rest = proxy.partition("://")
    if not found:
        return f"http://{proxy}"
    return f"socks5://{rest}" if scheme.lower() == "socks" else proxy  # as desktops write it


def is_here(host: str) -> bool:
    """Whether *host* is this machine: no office's proxy leads back to it."""
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _port(url: str) -> str:
    parts = urlsplit(url)
    return str(parts.port or (443 if parts.scheme == "https" else 80))


def _exempt(host: str, port: str, listed: str) -> bool:
    """Whether one of the entries of `NO_PROXY` names *host*."""
    return any(_names(entry, host.lower(), port) for entry in listed.lower().replace(",", " ").split())


def _names(entry: str, host: str, port: str) -> bool:
    """An entry is everything, a network, an address or the end of a name, the last two with a port or without."""
    if entry == "*":
        return True
    try:
        return ip_address(host) in ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        name, colon, only = entry.rpartition(":")
        if colon and only.isdecimal() and not name.endswith(":"):
            return only == port and _names(name, host, port)
        end = entry.removeprefix("*").strip(".").strip("[]")
        return bool(end) and (host == end or host.endswith("." + end))

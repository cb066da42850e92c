"""Where a redirect may lead: a key goes to the host and port that the user gave it to, and nowhere else."""

from __future__ import annotations

from urllib.parse import urljoin

from cireview.errors import Problem, SearchError
from cireview.web.service import Service

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_LONGEST = 8_000
_REMEDY = (
    "Run again later: received records are kept. If this does not change, tell the service, or export by hand"
)


def follow(service: Service, url: str, location: str) -> str:
    """Return the address to which a redirect of `url` leads.

    Raises
    ------
    SearchError
        If it is no address, leads from https to http, or names another host or port and the service has a
        key or does not lead elsewhere.
    """
    place = location.strip()
    if not place or len(place) > _LONGEST:
        what = "an address that is too long" if place else "nowhere"
        raise SearchError(Problem(f"{service.name} redirects to {what}", remedy=_REMEDY))
    try:
        target = _as_sent(urljoin(url, place))
        old, new = _origin(_as_sent(url)), _origin(target)
    except ValueError:  # what the parsers of urllib, urllib3 and requests raise are all of this kind
        message = f"{service.name} redirects to something that is not a web address"
        raise SearchError(Problem(message, remedy=_REMEDY)) from None
    upgraded = ("https", old[1], _PORTS["https"])
    is_upgraded = old[0] == "http" and old[2] == _PORTS["http"] and new == upgraded
    may_move = service.leads_elsewhere and not service.keys and (old[0], new[0]) != ("https", "http")
    if new != old and not is_upgraded and not may_move:
        raise SearchError(Problem(f"{service.name} redirects to {_tell(old, new)}", remedy=_REMEDY))
    return target


def _as_sent(url: str) -> str:
    """Return an address as it will be sent: who reads it otherwise would check another host."""
    import requests

    return str(requests.Request("GET", url).prepare().url)


def _origin(url: str) -> tuple[str, str, int]:
    from urllib3.util import parse_url

    parts = parse_url(url)
    scheme, host = parts.scheme or "", parts.host or ""
    if parts.auth is not None or not host or scheme not in _PORTS:
        raise ValueError(url)
    return scheme, host, _PORTS[scheme] if parts.port is None else parts.port


def _tell(old: tuple[str, str, int], new: tuple[str, str, int]) -> str:
    address = f"{new[0]}://{new[1][:100]}:{new[2]}"
    if old[1] != new[1]:
        return f"another host: {address}"
    if (old[0], new[0]) == ("https", "http"):
        return f"an address without encryption: {address}"
    return f"another port of its host: {address}"

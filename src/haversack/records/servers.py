"""Which FHIR server does a Bundle say it came from?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from haversack.records.formats.fhir_r4.versions import R4_TYPES
from haversack.records.spans import Outline

_LONGEST = 2000  # characters of an address
_FULL_URL = re.compile(rb'"fullUrl"\s{0,200}:\s{0,200}"((?i:https?)://[^"\\]{1,1000})"')
_SERVER = re.compile(r"https?://[^/?#\s]+", re.ASCII | re.IGNORECASE)
_PART = re.compile(r"/([A-Z][A-Za-z]+)(?=[/?#]|$)", re.ASCII)
_RESTFUL = re.compile(r"((?i:https?)://[^?#\s]+)/([A-Z][A-Za-z]+)/[A-Za-z0-9.\-]{1,64}", re.ASCII)


def base_of(outline: Outline) -> str:
    """The FHIR server a Bundle says it came from, "" when it names none or several.

    Every fullUrl that is a server's address of a resource ([base]/[type]/[id], R4 2.36.4) must agree. Where there is
    none, or where they disagree, the Bundle's own link to itself decides.
    """
    found = _bases(entry.fullUrl for entry in outline.entry)
    if len(found) == 1:
        return next(iter(found))
    own = _self_link(outline.link)
    return own if own in found or not found else ""


def base_in(raw: bytes) -> str:
    """The same of a Bundle that is broken, by the addresses that still stand in it."""
    return base_of_addresses(match[1].decode("latin-1") for match in _FULL_URL.finditer(raw))


def base_of_addresses(urls: Iterable[str]) -> str:
    """The one server that all these fullUrls name, "" when they name none or several."""
    found = _bases(urls)
    return next(iter(found)) if len(found) == 1 else ""


def _bases(urls: Iterable[object]) -> set[str]:
    found: set[str] = set()
    last = "\n"  # with which no address begins
    for url in urls:
        if type(url) is not str or len(url) > _LONGEST or (url.startswith(last) and url.count("/", len(last)) == 1):
            continue
        match = _RESTFUL.fullmatch(url)
        if match and match[2] in R4_TYPES:
            found.add(_tidy(match[1]))
            last = f"{match[1]}/"
    return found


def _self_link(link: object) -> str:
    for one in link if type(link) is list else ():
        if type(one) is dict and one.get("relation") == "self" and type(one.get("url")) is str:
            url = one["url"]
            for match in _PART.finditer(url.partition("?")[0]) if _SERVER.match(url) else ():
                if match[1] in R4_TYPES:
                    return _tidy(url[: match.start()])
    return ""


def _tidy(base: str) -> str:
    scheme, _, rest = base.rstrip("/").partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}://{host.lower()}{slash}{path}"

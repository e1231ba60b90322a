"""Which portal does a web address belong to, and under which words would somebody look for it?

A FHIR base, a sign-in page and a website of one provider rarely look alike. What they share is a host, or at least the
domain that was registered; and the bases of one portal in two FHIR versions differ in a word of the path alone.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

# Words of a path that name a FHIR version: Epic, Oracle Health and others give each version a base of its own.
_VERSION = re.compile(r"(?:d?stu[23]|dstu|r[2345]b?|v(?:2014|2015|2017)|[1345]\.0\.[0-9]|4\.3\.0)", re.IGNORECASE)
_VERSIONS = {
    "dstu2": "1.0.2", "dstu": "1.0.2", "stu2": "1.0.2", "r2": "1.0.2", "v2014": "1.0.2",
    "stu3": "3.0.2", "dstu3": "3.0.2", "r3": "3.0.2", "r4": "4.0.1", "r4b": "4.3.0", "r5": "5.0.0",
}  # fmt: skip
_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_DEFAULT_PORTS = {"https": 443, "http": 80}
# Labels that say what a server is for, not whose it is: nobody looks for them.
_PLUMBING = frozenset(
    [
        "www",
        "api",
        "apis",
        "fhir",
        "fhir2",
        "fhir3",
        "fhir4",
        "fhirprd",
        "fhirprod",
        "prod",
        "prd",
        "proxy",
        "haiku",
        "epicproxy",
        "epicmobile",
        "interconnect",
        "open",
        "mobile",
        "cloud",
        "soap",
        "web",
        "ws",
        "services",
        "service",
        "gateway",
        "r4",
        "rest",
        "secure",
        "portal",
    ]
)


def host_of(address: str) -> str:
    """The host of an address as typed ("https://WWW.Clinic.example/x", "clinic.example:8443"), lower case, without
    "www."; "" when there is none. International names become ASCII (IDNA), so that both spellings meet."""
    text = address.strip().lower()
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return ""
    host = host.removeprefix("www.")
    return host if "." in host and _HOST.fullmatch(host) else ""


@lru_cache(maxsize=65536)
def domain_of(host: str) -> str:
    """The domain that somebody registered: "fhir.kp.org" -> "kp.org"; the host itself where that cannot be told."""
    return str(_suffixes().privatesuffix(host) or host)


@cache
def _suffixes() -> PublicSuffixList:
    # Private suffixes ("github.io") are left out: "clinic.azurewebsites.net" is looked for under "clinic" either way.
    return PublicSuffixList(only_icann=True)


def words_of_host(host: str) -> tuple[str, ...]:
    """What people might type of a host: its labels and their parts, without the suffix and the plumbing."""
    domain = domain_of(host)
    suffix = domain.partition(".")[2]
    labels = host.removesuffix(f".{suffix}").split(".") if suffix else host.split(".")
    words = [word for label in labels for word in (label, *label.split("-"))]
    return tuple(dict.fromkeys(word for word in words if word and word not in _PLUMBING))


def base_of(address: str) -> str:
    """A FHIR base in the one form it is kept in: scheme and host lower case, default port and last slash gone.

    Raises ValueError for what is no http(s) address.
    """
    parts = urlsplit(address.strip())
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError("not the address of a FHIR server")
    host = parts.hostname.lower()
    port = "" if parts.port in (None, _DEFAULT_PORTS[scheme]) else f":{parts.port}"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}{port}{parts.path.rstrip('/')}"


def portal_key(base: str) -> str:
    """What the bases of one portal in several FHIR versions have in common: the address without the version's word."""
    parts = urlsplit(base)
    path = [part.lower() for part in parts.path.split("/") if part and not _VERSION.fullmatch(part)]
    return "/".join([parts.netloc.lower(), *path])


def version_of(base: str) -> str:
    """The FHIR version that a base names in its path ("4.0.1"); "" when it names none."""
    for part in reversed(urlsplit(base).path.lower().split("/")):
        if _VERSION.fullmatch(part):
            return _VERSIONS.get(part, part if part[0].isdigit() else "")
    return ""

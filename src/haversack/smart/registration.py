"""What does an app say about itself when it registers, and may it be taken at its word? RFC 7591, narrowed to SMART.

Three kinds of apps come in: those that keep no secret, those with a secret, and those with a key pair. A service that
nobody signs in for (client_credentials) needs a key pair, and is never let in by registering itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from haversack.smart import scopes
from haversack.smart.assertions import BadKeys, read_keys

NO_SECRET, SECRET, KEYS = "none", "client_secret_basic", "private_key_jwt"
METHODS = (NO_SECRET, SECRET, KEYS)
# What an app may say about what becomes of the data; shown on the page of consent, in the app's own words.
FACTS = ("funding", "sharing", "storage", "deletion")
_GRANTS = {"authorization_code", "refresh_token"}
_LONGEST, _MOST_URIS = 300, 10
_BROWSER_SCHEMES = ("javascript", "data", "vbscript", "file", "blob", "about", "ftp", "ws", "wss")


class NotRegistered(Exception):
    """The app cannot be taken in as it describes itself. Whoever wrote it can put it right: the reason says how."""

    def __init__(self, error: str, reason: str) -> None:
        super().__init__(reason)
        self.error, self.reason = error, reason


@dataclass(frozen=True, slots=True)
class Described:
    """An app as it described itself, checked."""

    name: str
    redirect_uris: tuple[str, ...]
    method: str
    scope: str
    website: str = ""
    policy: str = ""
    terms: str = ""
    logo: str = ""
    jwks_uri: str = ""
    jwks: Mapping[str, Any] | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def origins(self) -> tuple[str, ...]:
        """From where an app that runs in a browser calls: the origins of its addresses."""
        split = map(urlsplit, self.redirect_uris)
        return tuple(
            dict.fromkeys(f"{each.scheme}://{each.netloc}" for each in split if each.scheme in ("http", "https"))
        )


def read(said: Mapping[str, Any]) -> Described:
    """What an app said, checked. Raises NotRegistered with the first thing that is wrong."""
    uris = said.get("redirect_uris")
    if not isinstance(uris, list) or not 0 < len(uris) <= _MOST_URIS:
        raise NotRegistered("invalid_redirect_uri", "redirect_uris must list between one and ten addresses.")
    for uri in uris:
        if reason := why_no_redirect(uri):
            raise NotRegistered("invalid_redirect_uri", reason)
    method = said.get("token_endpoint_auth_method", SECRET)
    if method not in METHODS:
        raise NotRegistered(
            "invalid_client_metadata", f"token_endpoint_auth_method must be one of {', '.join(METHODS)}."
        )
    grants = said.get("grant_types", ["authorization_code"])
    if not isinstance(grants, list) or not set(map(str, grants)) <= _GRANTS:
        raise NotRegistered("invalid_client_metadata", "grant_types may be authorization_code and refresh_token.")
    if said.get("response_types", ["code"]) != ["code"]:
        raise NotRegistered("invalid_client_metadata", "response_types must be code.")
    name = _line(said, "client_name")
    if not name:
        raise NotRegistered("invalid_client_metadata", "client_name is missing: people must know whom they let in.")
    jwks_uri, jwks = _keys(said, method)
    facts = said.get("data_use", {})
    if not isinstance(facts, dict):
        raise NotRegistered("invalid_client_metadata", "data_use must be an object.")
    return Described(
        name=name,
        redirect_uris=tuple(dict.fromkeys(uris)),
        method=method,
        scope=_scope(said),
        website=_address(said, "client_uri"),
        policy=_address(said, "policy_uri"),
        terms=_address(said, "tos_uri"),
        logo=_address(said, "logo_uri"),
        jwks_uri=jwks_uri,
        jwks=jwks,
        facts={word: text for word in FACTS if (text := _line(facts, word))},
    )


def why_no_redirect(uri: object) -> str:
    """Why an address cannot be one to go back to; "" when it can.

    https anywhere; http on this machine alone; a scheme of the app's own, with a dot in it as RFC 8252 asks.
    """
    if not isinstance(uri, str) or not 0 < len(uri) <= 2000 or any(sign <= " " or sign == "\\" for sign in uri):
        return "A redirect URI must be one address, without spaces."
    try:
        split = urlsplit(uri)
        host = split.hostname or ""
        _ = split.port
    except ValueError:
        return "A redirect URI cannot be read."
    if "#" in uri or "@" in split.netloc or "*" in uri:
        return "A redirect URI has no fragment, no user and no wildcard."
    if split.scheme == "https":
        return "" if host else "A redirect URI needs a host."
    if split.scheme == "http":
        local = host in ("localhost", "127.0.0.1", "::1")
        return "" if local else "A redirect URI must be https; http only for localhost."
    if split.scheme in _BROWSER_SCHEMES or "." not in split.scheme:
        return "A scheme of the app's own must be a reversed domain name, such as org.example.app."
    return ""


def _keys(said: Mapping[str, Any], method: str) -> tuple[str, Mapping[str, Any] | None]:
    uri, keys = said.get("jwks_uri") or "", said.get("jwks")
    if method != KEYS:
        return "", None
    if bool(uri) == bool(keys):
        raise NotRegistered("invalid_client_metadata", "private_key_jwt needs jwks_uri or jwks, one of them.")
    if uri:
        address = _address(said, "jwks_uri")
        if not address.startswith("https://"):
            raise NotRegistered("invalid_client_metadata", "jwks_uri must be https.")
        return address, None
    if not isinstance(keys, dict):
        raise NotRegistered("invalid_client_metadata", "jwks must be a JWK Set.")
    try:
        read_keys(keys)
    except BadKeys as bad:
        raise NotRegistered("invalid_client_metadata", str(bad)) from None
    return "", keys


def _scope(said: Mapping[str, Any]) -> str:
    text = said.get("scope", "")
    if not isinstance(text, str) or len(text) > 8000:
        raise NotRegistered("invalid_client_metadata", "scope must be words with spaces between them.")
    asked = scopes.parse(text)
    if any(scope.level == "system" for scope in asked.records):
        raise NotRegistered("invalid_client_metadata", "Services that nobody signs in for are registered by the site.")
    return str(asked)


def _line(said: Mapping[str, Any], name: str) -> str:
    text = said.get(name, "")
    if not isinstance(text, str) or len(text) > _LONGEST or not text.isprintable():
        raise NotRegistered("invalid_client_metadata", f"{name} must be one line of at most {_LONGEST} signs.")
    return text.strip()


def _address(said: Mapping[str, Any], name: str) -> str:
    text = _line(said, name)
    try:
        split = urlsplit(text)
        _ = split.port
    except ValueError:
        raise NotRegistered("invalid_client_metadata", f"{name} cannot be read.") from None
    if text and (split.scheme not in ("https", "http") or not split.hostname or "@" in split.netloc):
        raise NotRegistered("invalid_client_metadata", f"{name} must be a web address.")
    return text


def allowed(uri: str, registered: Sequence[str]) -> bool:
    """Whether an address to go back to is one that was registered: the same characters, nothing near it."""
    return uri in registered

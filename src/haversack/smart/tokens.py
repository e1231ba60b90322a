"""What does a portal answer when this site asks for tokens, and what does a refusal mean for the connection?

RFC 6749 (5.1, 5.2, 6), RFC 7009, SMART App Launch 2.2 ("Obtain access token", "Refresh access token"). Portals answer
web pages, numbers as text and errors with status 200; whatever cannot be relied on is a fault with a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

_SHORTEST, _LONGEST = 60, 100 * 365 * 86400  # seconds a token may be said to last
_PATIENT = re.compile(r"(?!\.+$)[A-Za-z0-9._-]{1,128}")  # FHIR id, and what some portals take for one
_TOKEN = re.compile(r"[\x21-\x7e]{1,32000}")  # RFC 6750, generously: it must fit into a header


class Fault(StrEnum):
    """What went wrong, by what has to follow."""

    GRANT = "grant"  # the code or refresh token brings nothing (any more): sign in again
    CLIENT = "client"  # the portal does not know this site: register again
    SCOPE = "scope"  # something that was asked for is not given
    REQUEST = "request"  # the portal calls the request wrong
    BUSY = "busy"
    UNWELL = "unwell"  # a fault of the portal's own
    UNREADABLE = "unreadable"  # no answer of a token endpoint


_FAULTS: Mapping[str, Fault] = {
    "invalid_grant": Fault.GRANT,
    "invalid_client": Fault.CLIENT,
    "unauthorized_client": Fault.CLIENT,
    "invalid_scope": Fault.SCOPE,
    "temporarily_unavailable": Fault.BUSY,
    "slow_down": Fault.BUSY,
    "server_error": Fault.UNWELL,
}


class NotGiven(Exception):
    """No token was given. Holds nothing of what the portal wrote."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Given:
    """Fresh tokens. expires_in: seconds, None where nothing was said. scope: "" where it is what was asked for.

    lasts: for how many seconds the refresh token works, None unknown (a word of some portals, of no standard).
    """

    access: str = field(repr=False)
    refresh: str = field(repr=False, default="")
    expires_in: int | None = None
    scope: str = ""
    patient: str = field(repr=False, default="")
    identity: str = field(repr=False, default="")
    lasts: int | None = None


def code_form(*, code: str, redirect_uri: str, verifier: str) -> dict[str, str]:
    """The form that turns a code into tokens; who asks is added by smart.client."""
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }


def refresh_form(refresh: str) -> dict[str, str]:
    """Without a scope: what was granted stays as it is."""
    return {"grant_type": "refresh_token", "refresh_token": refresh}


def revoke_form(token: str, *, is_refresh: bool) -> dict[str, str]:
    return {"token": token, "token_type_hint": "refresh_token" if is_refresh else "access_token"}


def read_tokens(status: int, document: Any) -> Given:
    """The tokens of an answer; document is its JSON, None for none. Raises NotGiven."""
    if not isinstance(document, Mapping):
        raise NotGiven(_without_words(status))
    error = document.get("error")
    if isinstance(error, str) and error:
        raise NotGiven(_FAULTS.get(error) or (_without_words(status) if status >= 429 else Fault.REQUEST))
    if not 200 <= status < 300:
        raise NotGiven(_without_words(status))
    access = _token(document.get("access_token"))
    kind = document.get("token_type")
    if not access or not isinstance(kind, str) or kind.lower() != "bearer":
        raise NotGiven(Fault.UNREADABLE)
    scope, identity = document.get("scope"), document.get("id_token")
    return Given(
        access=access,
        refresh=_token(document.get("refresh_token")),
        expires_in=_seconds(document.get("expires_in")),
        scope=" ".join(scope) if isinstance(scope, list) and all(isinstance(one, str) for one in scope)
        else scope if isinstance(scope, str) else "",
        patient=read_patient(document.get("patient")),
        identity=identity if isinstance(identity, str) else "",
        lasts=_seconds(document.get("refresh_token_expires_in") or document.get("refresh_expires_in")),
    )  # fmt: skip


def read_patient(value: object) -> str:
    """The patient's id as the portal names it, fit to stand in an address; "" for anything else."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str):
        return ""
    text = text.strip().removeprefix("Patient/")
    return text if _PATIENT.fullmatch(text) else ""


def _without_words(status: int) -> Fault:
    if status == 429:
        return Fault.BUSY
    return Fault.UNWELL if status >= 500 else Fault.UNREADABLE


def _token(value: object) -> str:
    return value if isinstance(value, str) and _TOKEN.fullmatch(value) else ""


def _seconds(value: object) -> int | None:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:12])
    if isinstance(value, float) and value == value and abs(value) < _LONGEST:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        return None
    return max(_SHORTEST, min(value, _LONGEST))

"""Is a request to let an app in one that SMART App Launch allows? Standalone launch by a patient, nothing else.

Who the app is, and whether the address to go back to is its own, was settled before: what is refused here may be told
to the app at that address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from haversack.smart import pkce

PARAMETERS = (
    "response_type", "client_id", "redirect_uri", "scope", "state", "aud", "code_challenge", "code_challenge_method",
    "nonce",
)  # fmt: skip
_NOT_OURS = ("launch", "request", "request_uri", "registration", "resource")
# SMART asks apps for 122 bits. Widespread apps send fewer; what is shorter than this anybody can guess.
_LEAST_STATE, _LEAST_DIFFERENT = 8, 4
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error of OAuth (RFC 6749, 4.1.2.1) and the reason, for whoever wrote the app."""

    error: str
    reason: str


def same_server(audience: str, base: str) -> bool:
    """Whether the app means this server; a slash at the end makes no other address."""
    return audience.rstrip("/") == base.rstrip("/")


def refusal(asked: Mapping[str, Sequence[str]], base: str) -> Refusal | None:
    """The first thing that is wrong with the parameters of a request, None when it may go on."""
    for name in (*PARAMETERS, *_NOT_OURS):
        if len(asked.get(name, ())) > 1:
            return Refusal("invalid_request", f"{name} stands there more than once.")
        if any(len(value) > _MOST or "\0" in value for value in asked.get(name, ())):
            return Refusal("invalid_request", f"{name} is too long, or holds what no parameter may hold.")
    one = {name: values[0] for name, values in asked.items() if values}
    if one.get("response_type") != "code":
        return Refusal("unsupported_response_type", "response_type must be code.")
    if one.get("response_mode", "query") != "query":
        return Refusal("invalid_request", "response_mode must be query.")
    for name, error in (("request", "request_not_supported"), ("request_uri", "request_uri_not_supported")):
        if name in one:
            return Refusal(error, f"{name} is not supported.")
    if "launch" in one:
        return Refusal("invalid_request", "Launch from inside a record system is not supported: leave launch out.")
    if reason := pkce.why_not(one.get("code_challenge"), one.get("code_challenge_method")):
        return Refusal("invalid_request", reason)
    if not one.get("aud"):
        return Refusal("invalid_request", "aud is missing: it must be the address of the FHIR server.")
    if not same_server(one["aud"], base):
        return Refusal("invalid_request", "aud is not the address of this FHIR server.")
    state = one.get("state", "")
    if len(state) < _LEAST_STATE or len(set(state)) < _LEAST_DIFFERENT:
        return Refusal("invalid_request", "state is missing or too easily guessed: SMART asks for 122 random bits.")
    if "none" in one.get("prompt", "").split():
        return Refusal("interaction_required", "Somebody has to decide: prompt=none cannot be answered.")
    return None

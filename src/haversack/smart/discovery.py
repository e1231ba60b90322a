"""What does a server tell apps about itself before anybody signs in? As SMART 2.2 and OpenID Connect want it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from haversack.smart import assertions, pkce
from haversack.smart.registration import METHODS

CAPABILITIES = (
    "launch-standalone", "authorize-post", "client-public", "client-confidential-symmetric",
    "client-confidential-asymmetric", "sso-openid-connect", "context-standalone-patient", "permission-offline",
    "permission-online", "permission-patient", "permission-v1", "permission-v2",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where what is, in full: no address in a discovery document is relative."""

    base: str  # of the FHIR API, which is also the issuer of identities
    authorize: str
    token: str
    introspect: str
    revoke: str
    manage: str
    keys: str
    register: str = ""  # "" where apps cannot register themselves
    brands: str = ""
    brand_identifier: tuple[str, str] | None = None  # (system, value)


def smart_configuration(at: Addresses, scopes: Sequence[str]) -> dict[str, Any]:
    """The document at `[base]/.well-known/smart-configuration`."""
    document: dict[str, Any] = {
        "issuer": at.base,
        "jwks_uri": at.keys,
        "authorization_endpoint": at.authorize,
        "token_endpoint": at.token,
        "token_endpoint_auth_methods_supported": list(METHODS),
        "token_endpoint_auth_signing_alg_values_supported": list(assertions.ALGORITHMS),
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "scopes_supported": list(scopes),
        "response_types_supported": ["code"],
        "management_endpoint": at.manage,
        "introspection_endpoint": at.introspect,
        "revocation_endpoint": at.revoke,
        "code_challenge_methods_supported": [pkce.METHOD],
        "authorization_response_iss_parameter_supported": True,
        "capabilities": list(CAPABILITIES),
    }
    if at.register:
        document["registration_endpoint"] = at.register
    if at.brands:
        document["user_access_brand_bundle"] = at.brands
    if at.brands and at.brand_identifier:
        system, value = at.brand_identifier
        document["user_access_brand_identifier"] = {"system": system, "value": value}
    return document


def openid_configuration(at: Addresses, scopes: Sequence[str]) -> dict[str, Any]:
    """The document at `[issuer]/.well-known/openid-configuration`."""
    shared = smart_configuration(at, scopes)
    kept = (
        "issuer", "jwks_uri", "authorization_endpoint", "token_endpoint", "token_endpoint_auth_methods_supported",
        "token_endpoint_auth_signing_alg_values_supported", "grant_types_supported", "scopes_supported",
        "response_types_supported", "registration_endpoint", "code_challenge_methods_supported",
        "authorization_response_iss_parameter_supported",
    )  # fmt: skip
    return {name: shared[name] for name in kept if name in shared} | {
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "fhirUser", "profile"],
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }

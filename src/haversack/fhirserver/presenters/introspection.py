"""What is said about a token to a client that may know? RFC 7662 with what SMART adds."""

from typing import Any

from haversack.smart import scopes

from ..models import AccessToken
from ..store import people


def introspected(token: AccessToken | None, *, issuer: str) -> dict[str, Any]:
    """Of a token that does not work nothing is said but that."""
    if token is None:
        return {"active": False}
    said: dict[str, Any] = {
        "active": True,
        "scope": token.scope,
        "client_id": token.application.client_id,
        "exp": int(token.expires.timestamp()),
        "token_type": "Bearer",
        "aud": issuer,
    }
    permission = token.permission
    if permission is None:
        return said | {"sub": token.application.client_id}
    granted = scopes.parse(token.scope)
    said["patient"] = permission.patient
    if scopes.OPENID in granted:
        said |= {"iss": permission.audience, "sub": permission.user.pseudonym}
        reference = people().fhir_user(permission.user, permission.patient)
        if scopes.FHIR_USER in granted and reference:
            said["fhirUser"] = f"{permission.audience}/{reference}"
    return said

"""Which flows of OAuth are there at all? Three: a code, a refresh token, and a service with its key."""

from typing import Any

from oauthlib.oauth2.rfc6749.endpoints import AuthorizationEndpoint, RevocationEndpoint, TokenEndpoint
from oauthlib.oauth2.rfc6749.grant_types import AuthorizationCodeGrant, ClientCredentialsGrant, RefreshTokenGrant
from oauthlib.oauth2.rfc6749.tokens import BearerToken

from haversack.smart import pkce


class CodeGrant(AuthorizationCodeGrant):
    """The code flow with a proof key of one kind."""

    _code_challenge_methods = {"S256": lambda verifier, challenge: pkce.proves(verifier, challenge)}


class SmartServer(AuthorizationEndpoint, TokenEndpoint, RevocationEndpoint):
    """The endpoints of the toolkit's library with these flows and no others."""

    def __init__(self, request_validator: Any, token_expires_in: Any = None, **more: Any) -> None:
        bearer = BearerToken(request_validator, expires_in=token_expires_in)
        code = CodeGrant(request_validator)
        AuthorizationEndpoint.__init__(
            self, default_response_type="code", response_types={"code": code}, default_token_type=bearer
        )
        TokenEndpoint.__init__(
            self,
            default_grant_type="authorization_code",
            grant_types={
                "authorization_code": code,
                "refresh_token": RefreshTokenGrant(request_validator),
                "client_credentials": ClientCredentialsGrant(request_validator),
            },
            default_token_type=bearer,
        )
        RevocationEndpoint.__init__(self, request_validator)

"""What does SMART decide differently from the toolkit? Who a client is, what a code brings, what is in the answer."""

from typing import Any

from django.utils import timezone
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.oauth2.rfc6749 import errors

from haversack.smart import assertions, scopes
from haversack.smart.registration import KEYS, NO_SECRET, SECRET

from ..actions import asserting, tokens
from ..models import App
from ..queries.permissions import public_app_of
from .identity import id_token


class SmartValidator(OAuth2Validator):
    """Answers the library's questions. `request` is the library's own, one for each request that came in."""

    # Who is the client? -----------------------------------------------------------------------------------------------
    def client_authentication_required(self, request: Any, *args: Any, **more: Any) -> bool:
        if self._extract_basic_auth(request) or _said(request, "client_assertion") or request.client_secret:
            return True
        if not request.client_id and request.grant_type == "refresh_token":
            # A public app need not say who it is here (RFC 6749, 6), and widespread ones do not: its token says it.
            request.client_id = public_app_of(request.refresh_token or "")
        app = self._load_application(request.client_id, request)
        return app is None or app.method != NO_SECRET

    def authenticate_client(self, request: Any, *args: Any, **more: Any) -> bool:
        if _said(request, "client_assertion") or _said(request, "client_assertion_type"):
            return self._shown_by_key(request)
        if not self._extract_basic_auth(request) or not self._authenticate_basic_auth(request):
            return False
        if request.client.method != SECRET or request.client_id not in (None, request.client.client_id):
            return False
        request.client_id = request.client.client_id
        return True

    def authenticate_client_id(self, client_id: str, request: Any, *args: Any, **more: Any) -> bool:
        app = self._load_application(client_id, request)
        return app is not None and app.method == NO_SECRET

    def _shown_by_key(self, request: Any) -> bool:
        assertion = _said(request, "client_assertion")
        if _said(request, "client_assertion_type") != assertions.TYPE or not assertion:
            return False
        claimed = assertions.claimed_client(assertion)
        app = self._load_application(claimed, request) if claimed else None
        if app is None or app.method != KEYS or request.client_id not in (None, claimed):
            return False
        try:
            asserting.accept(assertion=assertion, app=app, audiences=(request.uri,), now=timezone.now())
        except (assertions.BadAssertion, assertions.BadKeys) as bad:
            raise errors.InvalidClientError(description=str(bad), request=request) from None
        request.client_id = claimed
        return True

    def _load_application(self, client_id: str | None, request: Any) -> App | None:
        """PostgreSQL does not take such a character, and no id of ours holds one."""
        if not client_id or "\0" in client_id:
            return None
        found: App | None = super()._load_application(client_id, request)
        return found

    # What may it ask for? ---------------------------------------------------------------------------------------------
    def validate_response_type(
        self, client_id: str, response_type: str, client: App, request: Any, **more: Any
    ) -> bool:
        return response_type == "code" and not client.is_service

    def validate_grant_type(self, client_id: str, grant_type: str, client: App, request: Any, **more: Any) -> bool:
        return bool(client.is_service == (grant_type == "client_credentials"))

    def validate_scopes(self, client_id: str, asked: list[str], client: App, request: Any, **more: Any) -> bool:
        """At the authorisation endpoint a person decides later; a service gets what it was added for, or nothing."""
        if request.grant_type != "client_credentials":
            return True
        within = scopes.parse(client.scope).at("system")
        reading = [kept for each in scopes.parse(" ".join(asked)).at("system") if (kept := each.only_reading())]
        request.scopes = [str(each) for each in scopes.narrow(reading, within)]
        return bool(request.scopes)

    def get_default_scopes(self, client_id: str, request: Any, *args: Any, **more: Any) -> list[str]:
        return []

    def validate_redirect_uri(self, client_id: str, redirect_uri: str, request: Any, *args: Any, **more: Any) -> bool:
        return bool(request.client.redirect_uri_allowed(redirect_uri))

    def get_default_redirect_uri(self, client_id: str, request: Any, *args: Any, **more: Any) -> None:
        return None  # SMART asks for it every time

    # What does a code bring? ------------------------------------------------------------------------------------------
    def validate_code(self, client_id: str, code: str, client: App, request: Any, *args: Any, **more: Any) -> bool:
        try:
            request.held = tokens.redeem(code=code, app=client, now=timezone.now())
        except tokens.NotGood:
            return False
        request.permission, request.user = request.held.permission, request.held.user
        request.scopes = request.held.scope.split()
        return True

    def get_code_challenge(self, code: str, request: Any) -> str:
        return str(request.held.code_challenge)

    def get_code_challenge_method(self, code: str, request: Any) -> str:
        return str(request.held.code_challenge_method)

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: App, *args: Any, **more: Any
    ) -> bool:
        (request,) = args
        return bool(redirect_uri == request.held.redirect_uri)

    def invalidate_authorization_code(self, client_id: str, code: str, request: Any, *args: Any, **more: Any) -> None:
        """It was when it was shown."""

    # What does a refresh token bring? ---------------------------------------------------------------------------------
    def validate_refresh_token(self, refresh_token: str, client: App, request: Any, *args: Any, **more: Any) -> bool:
        try:
            request.shown = tokens.present(refresh=refresh_token, app=client, now=timezone.now())
        except tokens.NotGood:
            return False
        request.permission, request.user = request.shown.permission, request.shown.user
        return True

    def get_original_scopes(self, refresh_token: str, request: Any, *args: Any, **more: Any) -> str:
        return str(request.permission.scope)

    def is_within_original_scope(
        self, asked: list[str], refresh_token: str, request: Any, *args: Any, **more: Any
    ) -> bool:
        original, wanted = scopes.parse(request.permission.scope), scopes.parse(" ".join(asked))
        return (
            not wanted.unknown
            and set(wanted.plain) <= set(original.plain)
            and all(any(granted.includes(each) for granted in original.records) for each in wanted.records)
        )

    # What is answered, and what ends? ---------------------------------------------------------------------------------
    def save_bearer_token(self, token: dict[str, Any], request: Any, *args: Any, **more: Any) -> None:
        """Makes the tokens, keeps their hashes and completes the answer, which the library then writes out."""
        now, scope = timezone.now(), token["scope"]
        permission = getattr(request, "permission", None)
        if permission is None:
            pair = tokens.issue_to_service(app=request.client, scope=scope, now=now)
        elif getattr(request, "shown", None) is not None:
            try:
                pair = tokens.renew(shown=request.shown, scope=scope, now=now)
            except tokens.NotGood:
                raise errors.InvalidGrantError(request=request) from None
        else:
            pair = tokens.issue(permission=permission, scope=scope, now=now)
        token.pop("refresh_token", None)
        token |= {"access_token": pair.access, "expires_in": pair.expires_in, "scope": scope}
        if pair.refresh:
            token["refresh_token"] = pair.refresh
        if permission is not None:
            token["patient"] = permission.patient
            nonce = request.held.nonce if getattr(request, "held", None) else ""
            if signed := id_token(permission, scope=scope, access=pair.access, nonce=nonce, now=now):
                token["id_token"] = signed

    def revoke_token(self, token: str, token_type_hint: str, request: Any, *args: Any, **more: Any) -> None:
        tokens.revoke(token=token, app=request.client, now=timezone.now())


def _said(request: Any, name: str) -> str:
    """A parameter that the library does not know of by itself."""
    return str(getattr(request, name, None) or "")

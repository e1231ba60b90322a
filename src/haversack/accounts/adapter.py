"""Where does this site differ from how the accounts library does things?"""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .limits import Limit, TooMany, give_back, network_of, spend
from .models import User
from .sealing import open_text, seal_text

# Wrong passwords, besides the library's own limits, which each process counts for itself.
OF_ACCOUNT = Limit("sign-in, by account", 10, timedelta(hours=1))
OF_NETWORK = Limit("sign-in, by network", 100, timedelta(hours=1))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The user id or the password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGN_UP_OPEN

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if settings.SENDS_MAIL:
            super().send_mail(template_prefix, email, context)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Only wrong passwords count in the end: one that is right gives back what it spent."""
        tried = str(credentials.get("username") or credentials.get("email") or "").strip().lower()
        try:
            spent = spend([(OF_ACCOUNT, tried), (OF_NETWORK, network_of(request))])
        except TooMany:
            raise self.validation_error("too_many_login_attempts") from None
        user = super().authenticate(request, **credentials)
        if user:
            give_back(spent)
        return user


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return seal_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_text(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        """What an authenticator app calls this account: never the user id of a portal, which nothing tells."""
        return user.email or user.name or "Haversack"

"""What is done for somebody who has just shown, by other means than a password, that the account is theirs?"""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from .models import SignIn, User
from .trail import remember


def sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Signed in as by the form: with its line in the trail, its row in the history, and the second step where one is
    set. Returns where to go next.
    """
    response: HttpResponse = perform_login(request, user, email_verification="none")
    return response


def note_new_password(request: HttpRequest, user: User) -> None:
    """Let the user find it in their history, where the library did not set it."""
    remember(user, SignIn.What.NEW_PASSWORD, request)

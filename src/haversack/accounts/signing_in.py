"""How is somebody signed in who has just shown, by other means than a password, that the account is theirs?"""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from .models import User


def sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Signed in as by the form: with its line in the trail, its row in the history, and the second step where one is
    set. Returns where to go next.
    """
    response: HttpResponse = perform_login(request, user, email_verification="none")
    return response

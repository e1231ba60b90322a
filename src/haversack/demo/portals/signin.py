"""How does one click sign a visitor in at a hospital's portal, as a patient or as somebody who works there?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from haversack.accounts.models import User
from haversack.accounts.signing_in import sign_in
from haversack.demo.from_here import only_from_here


@only_from_here
@require_POST
def open_portal(request: HttpRequest) -> HttpResponse:
    """Sign the visitor in with one of the demo's accounts: those that have no password. Then where they were going."""
    user = User.objects.filter(login_id=request.POST.get("who", "")).first()
    if user is None or user.has_usable_password():
        raise Http404
    return sign_in(request, user)

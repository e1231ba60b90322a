"""How does one click sign a visitor in, and why can nobody else use that door?

The address exists only in the demo's settings, which are used only when the site listens on this machine's own
address. It still answers nobody but a browser on this machine that asks for this machine by its own name: a page from
elsewhere that had its name point here, or a proxy that passes strangers on, finds nothing.
"""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from haversack.backpack.queries.persons import persons_of

from .from_here import only_from_here
from .users import guest_user, viewer_of


@only_from_here
@require_POST
def open_demo(request: HttpRequest) -> HttpResponse:
    """Sign the visitor in as one of the demo's guests, and open the first backpack that guest may see."""
    user = guest_user(request.POST.get("who", "ines"))
    if user is None:
        raise Http404
    seen = persons_of(viewer_of(user))
    first = reverse("backpack:home", args=[seen[0].uuid]) if seen else reverse("backpack:people")
    return perform_login(request, user, email_verification="none", redirect_url=first) or redirect(first)

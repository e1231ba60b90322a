"""What does a person see first: whose record it is, what waits, what is current, and where everything is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..presenters.home import home_context
from ..queries.opened import Opened
from ..queries.persons import persons_of
from .frame import page, record_page, viewer_of


@require_safe
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Where a signed-in user begins: in the only backpack there is, else at the list of people."""
    found = persons_of(viewer_of(request))
    if len(found) == 1:
        return redirect("backpack:home", found[0].uuid)
    return redirect(reverse("backpack:people"))


@require_safe
@record_page()
def home(request: HttpRequest, opened: Opened) -> HttpResponse:
    return page(request, opened, "backpack/home.html", home_context(opened), at="home")

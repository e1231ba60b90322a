"""Where does somebody who signed in begin, and what does the start page of a record show?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..presenters.home import home_context
from ..queries.reader import Reader, readers_of
from ..queries.staff import worker_of
from ..queries.standing import standings
from .frame import page, record_page


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the record that one may open, one's own first; who may open none is told why."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    now = timezone.now()
    if worker_of(request.user, now) is not None:
        return redirect("portal:desk")
    found = readers_of(request.user, now)
    if found:
        return redirect("portal:home", found[0].uuid)
    why = next((one.access.reason for one in standings(request.user, now) if one.access.reason), "")
    reason = _(why) if why else _("No record belongs to this account.")
    return render(request, "portal/no_access.html", {"reason": reason}, status=403)


@require_safe
@record_page()
def home(request: HttpRequest, reader: Reader) -> HttpResponse:
    return page(request, reader, "portal/home.html", home_context(reader), at="home")

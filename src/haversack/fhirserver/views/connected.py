"""Which apps may see records, and how is that taken back? The management endpoint, for the person who allowed it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ..actions import permitting
from ..presenters.connected import shown
from ..queries.permissions import connected as connected_to
from ..queries.permissions import own_permission
from ..store import people, record_store


@require_http_methods(["GET", "HEAD"])
@login_required
def connected(request: HttpRequest) -> HttpResponse:
    """The list of apps, each with what it may see and until when."""
    assert request.user.is_authenticated
    now = timezone.now()
    names = {each.id: each.name for each in people().patients_of(request.user, now)}
    rows = [shown(each, names, record_store().support()) for each in connected_to(request.user, now=now)]
    return render(request, "fhirserver/connected.html", {"rows": rows})


@require_POST
@login_required
def end_one(request: HttpRequest, permission: UUID) -> HttpResponse:
    """Take one permission back; it holds at once."""
    assert request.user.is_authenticated
    found = own_permission(request.user, str(permission))
    if found is None:
        raise Http404
    if permitting.end(permission=found, why="user", by=request.user, now=timezone.now()):
        messages.success(request, _("This app can see nothing any more. What it has read before stays with it."))
    return redirect("fhir:connected")


@require_POST
@login_required
def end_every(request: HttpRequest) -> HttpResponse:
    """Take back everything that was allowed to apps."""
    assert request.user.is_authenticated
    number = permitting.end_all(user=request.user, now=timezone.now())
    words = ngettext("%(number)d permission was taken back.", "%(number)d permissions were taken back.", number)
    messages.success(request, words % {"number": number})
    return redirect("fhir:connected")

"""How does a person find their provider's portal in the directory, and choose it?

Sent by POST: which provider somebody looks for says much about them, and addresses are kept in many places.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Act
from haversack.backpack.views.frame import record_page

from ..actions.investigating import NoAddress, PolicyForbids
from ..actions.investigating import begin as begin_connection
from ..forms.finding import BeginForm, FindForm
from ..presenters.finding import find_context
from ..rules.states import Reason
from .frame import show, way_back


@record_page()
def find(request: HttpRequest, opened: Opened) -> HttpResponse:
    words, way, number = FindForm(request.POST).asked()
    return show(request, opened, "find", find_context(opened, words, way, number))


@require_POST
@record_page(Act.CONNECT)
def begin(request: HttpRequest, opened: Opened) -> HttpResponse:
    """A portal was chosen: from here on it is a connection, which says itself how far it is."""
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _refused(request, opened, form, NO_ADDRESS)
    try:
        row = begin_connection(
            opened=opened,
            by=opened.viewer,
            address=form.cleaned_data["address"],
            office=form.cleaned_data["office"] or 0,
            back=way_back(request),
            now=timezone.now(),
        )
    except NoAddress:
        return _refused(request, opened, form, NO_ADDRESS)
    except PolicyForbids as refused:
        return _refused(request, opened, form, refused.reason)
    return redirect("connections:connection", opened.uuid, row.pk)


NO_ADDRESS = Reason.NONE  # stands for what is no reason of a connection's: there is none yet


def _refused(request: HttpRequest, opened: Opened, form: BeginForm, reason: Reason) -> HttpResponse:
    typed = form.data.get("address", "")
    context = find_context(opened, typed if reason is NO_ADDRESS else "", "address", "", refused=reason)
    return show(request, opened, "find", context, status=400 if reason is NO_ADDRESS else 403)

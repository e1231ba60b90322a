"""How does a person see their connections, look at one, change it, and end it?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Act
from haversack.backpack.views.frame import record_page

from ..actions import disconnecting
from ..actions.choosing import reschedule
from ..actions.fetching import ask_to_stop
from ..actions.investigating import again, there_already
from ..actions.scheduling import want_by_hand
from ..actions.sockets import web_for_page
from ..forms.connecting import ActForm, ScheduleForm
from ..presenters.connection import connection_context, disconnect_context
from ..presenters.connections import connections_context
from ..queries.connections import Seen
from .frame import connection_page, show, way_back


@require_safe
@record_page()
def connections(request: HttpRequest, opened: Opened) -> HttpResponse:
    return show(request, opened, "connections", connections_context(opened))


@connection_page(polled=True)
def connection(request: HttpRequest, opened: Opened, seen: Seen) -> HttpResponse:
    if request.method == "POST":
        _answer(request, opened, seen)
        return redirect("connections:connection", opened.uuid, seen.number)
    if (there := there_already(opened, seen)) is not None:
        return redirect("connections:connection", opened.uuid, there.pk)
    form = ScheduleForm(initial={"schedule": seen.row.schedule})
    return show(request, opened, "connection", connection_context(opened, seen, form))


def _answer(request: HttpRequest, opened: Opened, seen: Seen) -> None:
    act, now = ActForm(request.POST).chosen(), timezone.now()
    if act == "refresh":
        want_by_hand(opened=opened, number=seen.number, now=now)
    elif act == "stop":
        ask_to_stop(opened=opened, by=opened.viewer, connection=seen.number, now=now)
    elif act == "again":
        again(opened=opened, by=opened.viewer, number=seen.number, back=way_back(request), now=now)
    elif act == "schedule" and (schedule := ScheduleForm(request.POST).chosen()):
        reschedule(opened=opened, number=seen.number, schedule=schedule, now=now)
        messages.success(request, _("Saved."))


@connection_page(Act.CONNECT)
def disconnect(request: HttpRequest, opened: Opened, seen: Seen) -> HttpResponse:
    if request.method != "POST":
        return show(request, opened, "disconnect", disconnect_context(opened, seen))
    told = disconnecting.disconnect(opened=opened, number=seen.number, now=timezone.now(), web=web_for_page)
    if told or seen.row.tokens is None:
        messages.success(request, _("Disconnected. Every record that came stays."))
    else:
        words = _("Disconnected. Every record that came stays. The portal did not confirm that it forgot this site.")
        messages.warning(request, words)
    return redirect("connections:connection", opened.uuid, seen.number)

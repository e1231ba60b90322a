"""How does a person have any portal tested to a readable report (X9)?"""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Act
from haversack.backpack.views.frame import record_page

from ..actions.examine import examine_portal
from ..actions.sockets import web_for_page
from ..forms.finding import AddressForm
from ..http import Web
from ..presenters.checking import check_context
from .frame import show

MOST_AN_HOUR = 30  # by one user: this machine asks others in their name
_LONGEST = 60  # seconds after which an examination that never ended no longer keeps its user from another one


@record_page()
def check(request: HttpRequest, opened: Opened) -> HttpResponse:
    if request.method != "POST":
        return show(request, opened, "check", check_context(opened, AddressForm(), None))
    opened.require(Act.CONNECT)  # it asks others in this site's name
    form = AddressForm(request.POST)
    if not form.is_valid():
        return show(request, opened, "check", check_context(opened, form, None), status=400)
    busy, mine = f"connections.checking.{opened.viewer.user}", secrets.token_hex(8)
    if not cache.add(busy, mine, _LONGEST):
        return _wait(request, opened, form)
    try:
        if _too_often(opened):
            return _wait(request, opened, form)
        with web_for_page() as web:
            address = form.cleaned_data["address"]
            report = examine_portal(web, address, local=_is_allowed(web, address))
    finally:
        if cache.get(busy) == mine:  # else it took too long, and this is another one's
            cache.delete(busy)
    return show(request, opened, "check", check_context(opened, form, report))


def _is_allowed(web: Web, address: str) -> bool:
    """Whether the operator lets this site ask that machine although it is inside the home network."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    try:
        return web.allowed.names(parts.hostname or "", parts.port or 443)
    except ValueError:  # no port
        return False


def _wait(request: HttpRequest, opened: Opened, form: AddressForm) -> HttpResponse:
    form.add_error("address", _("That is a lot at once. Wait a little, then try again."))
    return show(request, opened, "check", check_context(opened, form, None), status=400)


def _too_often(opened: Opened) -> bool:
    name = f"connections.checks.{opened.viewer.user}"
    cache.add(name, 0, 3600)
    return int(cache.incr(name)) > MOST_AN_HOUR

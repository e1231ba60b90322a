"""How does a request reach one connection of an open backpack, and what if it moved on meanwhile?"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Act
from haversack.backpack.views.frame import page, record_page

from ..queries.connections import NoSuchConnection, Seen, connection_of
from ..rules.returning import PATH
from ..rules.states import CannotHappen

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Opened, Seen, P], HttpResponse]
AT = "connections:connections"  # the place in the rail that these pages belong to


def connection_page(act: Act = Act.SEE, *, polled: bool = False) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Wrap a view of one connection: it gets the opened backpack and the connection in place of their ids. Nothing
    tells a connection of somebody else from one that never was. Whatever is sent needs Act.CONNECT."""

    def wrap(view: View[P]) -> Callable[..., HttpResponse]:
        @record_page(act, polled=polled)
        @wraps(view)
        def found(
            request: HttpRequest, opened: Opened, connection: int, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            if request.method == "POST":
                opened.require(Act.CONNECT)
            try:
                return view(request, opened, connection_of(opened, connection), *args, **kwargs)
            except NoSuchConnection:
                raise Http404 from None
            except CannotHappen:
                messages.warning(request, _("This connection changed meanwhile. Look at it again before you go on."))
                return redirect("connections:connection", opened.uuid, connection)

        return found

    return wrap


def show(
    request: HttpRequest, opened: Opened, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of connections in the record's frame."""
    return page(request, opened, f"connections/{template}.html", context, at=AT, status=status)


def way_back(request: HttpRequest) -> str:
    """Where portals send people back to."""
    return request.build_absolute_uri(PATH)

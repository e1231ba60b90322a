"""Who can see this record? The patient looks, and ends it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..actions.proxies import NoSuchProxy, end_own_proxy
from ..presenters.access import access_line
from ..queries.proxies import stand_in, stand_ins
from ..queries.reader import Reader
from ..queries.standing import current_access
from ..rules.rights import Act
from .frame import page, record_page


@require_safe
@record_page(Act.LET_IN)
def access(request: HttpRequest, reader: Reader) -> HttpResponse:
    zone = current_access().zone
    found = stand_ins(reader)
    context = {
        "holding": [access_line(one, zone) for one in found if one.ended_at is None],
        "ended": [access_line(one, zone) for one in found if one.ended_at is not None],
    }
    return page(request, reader, "portal/access.html", context, at="access")


@record_page(Act.LET_IN)
def end_access(request: HttpRequest, reader: Reader, proxy: UUID) -> HttpResponse:
    """A page of its own before it ends: whose access, and what follows."""
    found = stand_in(reader, proxy)
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            end_own_proxy(reader=reader, proxy=proxy)
        except NoSuchProxy:
            raise Http404 from None
        messages.success(request, _("The access has ended."))
        return redirect("portal:access", reader.uuid)
    return page(
        request, reader, "portal/access_end.html", {"line": access_line(found, current_access().zone)}, at="access"
    )

"""What would an Android phone take of the record, what would it refuse and why, and how is it handed out?"""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from ..actions.phone_export import hand_out, phone_report
from ..presenters.phones import leaving_context
from ..queries.opened import Opened
from ..rules.roles import Act
from .frame import page, record_page


@record_page(Act.EXPORT)
def phone_export(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Reading the whole record takes a while, so that it is read when somebody asks, and not by a mere look."""
    if request.method == "POST" and request.POST.get("act") != "look":
        lines = hand_out(opened=opened, by=opened.viewer)
        response = StreamingHttpResponse(lines, content_type="application/x-ndjson")
        # The name of the file says nothing about the person: it may lie in a folder that others see.
        name = f"health-connect-{timezone.localdate():%Y-%m-%d}.ndjson"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return cast(HttpResponse, response)
    context = leaving_context(phone_report(opened=opened).report()) if request.method == "POST" else {}
    return page(request, opened, "backpack/phone_export.html", context, at="export")

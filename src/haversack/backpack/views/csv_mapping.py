"""How does a person say what the columns of a table are, and see what will come of it?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ..actions.csv_mapping import SentTable, previewed, sent_table, take_table
from ..actions.import_answers import forget_uploads
from ..forms.csv_mapping import TableForm
from ..presenters.csv_mapping import first_lines, preview_context
from ..queries.opened import Opened
from ..queries.work import import_of
from ..rules.roles import Act
from .frame import page, record_page


@record_page(Act.IMPORT)
def csv_mapping(request: HttpRequest, opened: Opened, work: int) -> HttpResponse:
    seen = import_of(opened, work)
    sent = sent_table(opened, seen) if seen else None
    if sent is None:
        raise Http404
    if request.method == "POST" and request.POST.get("act") == "forget":
        forget_uploads(opened=opened, by=opened.viewer, work=work)
        messages.success(request, _("The files were deleted. Nothing of them is in the record."))
        return redirect("backpack:import", opened.uuid)
    if sent.table.is_wide:
        return page(request, opened, "backpack/csv_mapping.html", {"name": sent.upload.name}, at="import")
    is_sent = request.method == "POST"
    form = TableForm(sent.table, request.POST if is_sent else None, remembered=None if is_sent else sent.remembered)
    if is_sent and form.is_valid() and request.POST.get("act") == "take":
        headings = form.table.headings
        take_table(opened=opened, by=opened.viewer, work=work, mapping=form.mapping(), headings=headings)
        return redirect("backpack:import_work", opened.uuid, work)
    context = {"form": form, "name": sent.upload.name, "remembered": sent.remembered, "is_sent": is_sent}
    context |= {**first_lines(form.table), **_preview(opened, sent, form)}
    status = 400 if form.errors else 200
    return page(request, opened, "backpack/csv_mapping.html", context, at="import", status=status)


def _preview(opened: Opened, sent: SentTable, form: TableForm) -> dict[str, Any]:
    """What would come of what was said, or of what is proposed; nothing where that does not suffice."""
    asked = form if form.is_bound else form.proposed()
    return {"preview": preview_context(previewed(opened, sent, asked.mapping()))} if asked.is_valid() else {}

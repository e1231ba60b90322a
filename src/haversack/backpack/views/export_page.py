"""How does a person take everything away: ask for it, see it being written, download it, delete it?"""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..actions.export_download import ExportGone, delete_export, download
from ..actions.export_work import want_export
from ..actions.work import ask_to_stop
from ..actions.work_doing import try_again
from ..forms.export_page import ExportActForm, ExportForm
from ..presenters.export_page import export_context, export_work_context
from ..queries.opened import Opened
from ..queries.work import export_of
from ..rules.roles import Act
from .frame import page, record_page


@record_page(Act.EXPORT)
def export_page(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = ExportForm(request.POST or None)
    if request.method == "POST":
        form = ExportForm(request.POST)
        if form.is_valid():
            row = want_export(opened=opened, by=opened.viewer, accepted_only=form.cleaned_data["accepted_only"])
            return redirect("backpack:export_work", opened.uuid, row.pk)
    return page(request, opened, "backpack/export_page.html", {"form": form, **export_context(opened)}, at="export")


@record_page(Act.EXPORT, polled=True)
def export_work(request: HttpRequest, opened: Opened, work: int) -> HttpResponse:
    seen = export_of(opened, work)
    if seen is None:
        raise Http404
    if request.method == "POST":
        _answer(request, opened, work)
        return redirect("backpack:export_work", opened.uuid, work)
    return page(request, opened, "backpack/export_work.html", export_work_context(opened, seen), at="export")


def _answer(request: HttpRequest, opened: Opened, work: int) -> None:
    act = ExportActForm(request.POST).chosen()
    if act == "stop":
        ask_to_stop(opened=opened, by=opened.viewer, work=work)
    elif act == "again":
        try_again(opened=opened, by=opened.viewer, work=work)
    elif act == "delete":
        delete_export(opened=opened, by=opened.viewer, work=work)
        messages.success(request, _("The copy was deleted here. What you downloaded is yours to look after."))


@require_safe
@record_page(Act.EXPORT)
def export_file(request: HttpRequest, opened: Opened, work: int) -> HttpResponse:
    if export_of(opened, work) is None:
        raise Http404
    try:
        pieces, size = download(opened=opened, by=opened.viewer, work=work)
    except ExportGone:
        messages.warning(request, _("This copy is not here any more. Make a new one."))
        return redirect("backpack:export", opened.uuid)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Length"] = str(size)
    # The name of the file says nothing about the person: it may lie in a folder that others see.
    response["Content-Disposition"] = f'attachment; filename="haversack-{timezone.localdate():%Y-%m-%d}.zip"'
    return cast(HttpResponse, response)

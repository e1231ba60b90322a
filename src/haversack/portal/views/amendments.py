"""How does a patient report an error in the record, and follow what becomes of it?"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from haversack.wording.entries import title

from ..actions.amendments import disagree, report_error, withdraw_amendment
from ..forms.amendments import DisagreeForm, ReportForm
from ..presenters.amendments import error_context, errors_context
from ..queries.amendments import NoSuchAmendment, amendment_of
from ..queries.bodies import Shown
from ..queries.policy import current_policy
from ..queries.reader import Reader
from ..queries.single import record_numbered
from ..rules.amendments import NotUsable
from ..rules.rights import Act
from ..rules.states import NotPossible
from .frame import page, record_page


@require_safe
@record_page(Act.ASK)
def errors(request: HttpRequest, reader: Reader) -> HttpResponse:
    return page(request, reader, "portal/errors.html", errors_context(reader), at="errors")


@record_page(Act.ASK)
def report(request: HttpRequest, reader: Reader) -> HttpResponse:
    return _reported(request, reader, None)


@record_page(Act.ASK)
def report_in(request: HttpRequest, reader: Reader, record: int) -> HttpResponse:
    """An error in one record that is listed."""
    shown = record_numbered(reader, record)
    if shown is None or shown.entry is None:
        raise Http404
    return _reported(request, reader, shown)


def _reported(request: HttpRequest, reader: Reader, shown: Shown | None) -> HttpResponse:
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = report_error(by=reader, about=shown.row.pk if shown else None, **form.cleaned_data)
        except NotUsable as refused:
            form.add_error(None, _(str(refused)))
        else:
            messages.success(request, _("Your report was sent to Medical Records."))
            return redirect("portal:error", reader.uuid, made.uuid)
    about = title(shown.entry) if shown and shown.entry else ""
    context = {"form": form, "about": about, "days": current_policy().policy.amendment_days}
    return page(request, reader, "portal/error_report.html", context, at="errors")


@record_page(Act.ASK)
def error(request: HttpRequest, reader: Reader, asked: UUID) -> HttpResponse:
    """One report; what is sent here is a statement of disagreement with its denial."""
    try:
        found = amendment_of(reader, asked)
    except NoSuchAmendment:
        raise Http404 from None
    form = DisagreeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            disagree(by=reader, request=asked, statement=form.cleaned_data["statement"])
        except NotUsable as refused:
            form.add_error(None, _(str(refused)))
        except NotPossible as refused:
            messages.warning(request, _(str(refused)))
            return redirect("portal:error", reader.uuid, asked)
        else:
            messages.success(request, _("Your statement is kept with the record."))
            return redirect("portal:error", reader.uuid, asked)
    return page(request, reader, "portal/error.html", error_context(reader, found) | {"form": form}, at="errors")


@require_POST
@record_page(Act.ASK)
def withdraw_error(request: HttpRequest, reader: Reader, asked: UUID) -> HttpResponse:
    try:
        withdraw_amendment(by=reader, request=asked)
    except NoSuchAmendment:
        raise Http404 from None
    except NotPossible as refused:
        messages.warning(request, _(str(refused)))
    else:
        messages.success(request, _("Your report was withdrawn."))
    return redirect("portal:error", reader.uuid, asked)

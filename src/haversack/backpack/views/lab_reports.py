"""How does a person look at the lines of a laboratory report beside its page, and take in what is right?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ..actions.identity import AnotherPerson
from ..actions.lab_report_lines import dismiss_lab_report, take_lab_lines
from ..forms.lab_reports import DayForm, line_forms
from ..presenters.lab_reports import confirmed, confirming, lab_report_context
from ..queries.lab_reports import SeenReport, lab_report_page, names_another
from ..queries.lab_reports import lab_report as report_of
from ..queries.opened import Opened
from ..rules.roles import Act
from .frame import page, record_page


@record_page()
def lab_report(request: HttpRequest, opened: Opened, report: int) -> HttpResponse:
    if request.method == "POST":
        opened.require(Act.IMPORT)
    seen = report_of(opened, report)
    if seen is None:
        raise Http404
    at = _page_of(seen, request.GET.get("page", ""))
    act = request.POST.get("act", "take") if request.method == "POST" else ""
    if act in ("dismiss", "reopen"):
        now = timezone.now() if act == "dismiss" else None
        dismiss_lab_report(opened=opened, by=opened.viewer, number=report, now=now)
        if now:
            messages.success(request, _("Nothing more is taken from this report. Its document stays."))
            return redirect("backpack:import", opened.uuid)
        return redirect("backpack:lab_report", opened.uuid, report)
    if act:
        return _take(request, opened, seen, at)
    lines = line_forms(seen.on(at), seen.facts.taken, looked=at in seen.facts.looked)
    day = DayForm(seen.facts.report.head, asks_person=bool(names_another(opened, seen.facts.report.head)))
    return _page(request, opened, lab_report_context(opened, seen, at, lines, day))


def _take(request: HttpRequest, opened: Opened, seen: SeenReport, at: int) -> HttpResponse:
    head = seen.facts.report.head
    lines = line_forms(seen.on(at), seen.facts.taken, data=request.POST)
    chosen = [one for one in lines if one.is_ticked]
    day = DayForm(head, request.POST, asks_person=bool(names_another(opened, head)), is_needed=bool(chosen))
    if not all([day.is_valid(), *(one.is_valid() for one in chosen)]):
        return _page(request, opened, lab_report_context(opened, seen, at, lines, day), status=400)
    who = str(request.user)
    made = [confirmed(seen, one.place, one.cleaned_data, day.day(), who) for one in chosen]
    try:
        take_lab_lines(
            opened=opened, by=opened.viewer, seen=seen, page=at, lines=made, confirming=confirming(who),
            same_person=bool(day.cleaned_data.get("same")),
        )  # fmt: skip
    except AnotherPerson:
        return _page(request, opened, lab_report_context(opened, seen, at, lines, day), status=400)
    if made:
        words = ngettext("%d result waits for review now.", "%d results wait for review now.", len(made))
        messages.success(request, words % len(made))
    following = [one for one in seen.pages if one not in {*seen.facts.looked, at}]
    address = reverse("backpack:lab_report", args=[opened.uuid, seen.id])
    return redirect(f"{address}?page={following[0] + 1}" if following else address)


@require_safe
@record_page()
def lab_report_picture(request: HttpRequest, opened: Opened, report: int, number: int) -> HttpResponse:
    """A page of the file as a picture."""
    seen = report_of(opened, report)
    drawn = lab_report_page(opened, seen, number) if seen else None
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/png")


def _page(request: HttpRequest, opened: Opened, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    return page(request, opened, "backpack/lab_report.html", context, at="import", status=status)


def _page_of(seen: SeenReport, asked: str) -> int:
    """The page of the file (from 0) that was asked for, else the first that nobody has decided on."""
    number = int(asked) - 1 if asked.isascii() and asked.isdigit() and len(asked) < 5 else -1
    if number in seen.pages:
        return number
    return next((one for one in seen.pages if one not in seen.facts.looked), seen.pages[0] if seen.pages else 0)

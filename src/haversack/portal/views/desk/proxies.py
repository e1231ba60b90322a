"""How does the desk record a form by which somebody is let in, give them an account, and end it? (P13)"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ...actions.desk_enrolment import Refused, enrol_proxy_at_desk
from ...actions.proxies import FormUnfit, NoSuchProxy, end_proxy_at_desk, record_proxy, send_proxy_link
from ...forms.desk import IdForm, ProxyForm
from ...presenters.desk.patients import card_context
from ...rules.enrolment import IdKind
from ...rules.staff import Duty, Worker
from .frame import desk, desk_page
from .patients import AT, card_or_404, printed


@desk_page(Duty.PROXIES)
def record(request: HttpRequest, worker: Worker, patient: UUID) -> HttpResponse:
    card = card_or_404(worker, patient)
    form = ProxyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_proxy(by=worker, patient=patient, form=form.signed(), now=timezone.now())
        except FormUnfit as refused:
            form.add_error(None, _(str(refused)))
        else:
            messages.success(request, _("The form is recorded. Now give whoever it names a link or a letter."))
            return redirect("portal:desk_patient", patient)
    context = card_context(card, timezone.now()) | {"form": form}
    return desk(request, worker, "portal/desk/proxy.html", context, at=AT)


@require_POST
@desk_page(Duty.PROXIES)
def link(request: HttpRequest, worker: Worker, patient: UUID, proxy: UUID) -> HttpResponse:
    """Mail whoever the form names a link to make an account."""
    card_or_404(worker, patient)
    if not settings.SENDS_MAIL:
        messages.warning(request, _("This portal sends no mail. Print a letter."))
        return redirect("portal:desk_patient", patient)
    site = request.build_absolute_uri("/").rstrip("/")
    try:
        send_proxy_link(by=worker, proxy=proxy, site=site, language=get_language() or "en", now=timezone.now())
    except NoSuchProxy:
        messages.warning(request, _("No link was sent: the access has ended, or is taken up already."))
    else:
        messages.success(request, _("The link is on its way. It works for an hour."))
    return redirect("portal:desk_patient", patient)


@desk_page(Duty.PROXIES)
def letter(request: HttpRequest, worker: Worker, patient: UUID, proxy: UUID) -> HttpResponse:
    """A letter for whoever the form names, once their photo ID was looked at."""
    card = card_or_404(worker, patient)
    found = next((one for one in card.proxies if one.uuid == proxy), None)
    if found is None:
        raise Http404
    form = IdForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = enrol_proxy_at_desk(
                by=worker, proxy=proxy, id_kind=IdKind(form.cleaned_data["id_kind"]), now=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            return printed(request, worker, card, made, to=found.name)
    context = card_context(card, timezone.now()) | {"form": form, "to": found.name}
    return desk(request, worker, "portal/desk/check_id.html", context, at=AT)


@require_POST
@desk_page(Duty.PROXIES)
def end(request: HttpRequest, worker: Worker, patient: UUID, proxy: UUID) -> HttpResponse:
    card_or_404(worker, patient)
    try:
        end_proxy_at_desk(by=worker, patient=patient, proxy=proxy, now=timezone.now())
    except NoSuchProxy:
        messages.warning(request, _("This access had ended already."))
    else:
        messages.success(request, _("The access has ended, at once and everywhere."))
    return redirect("portal:desk_patient", patient)

"""Which phones may hand records in, how is one paired, what may each, and how does it end?"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..actions import phones as act
from ..forms.phones import GrantForm, PairForm
from ..presenters.phones import code_context, phone_context, phones_context
from ..queries import phones as seen_by
from ..queries.opened import Opened
from ..rules.phones import GRANTABLE
from ..rules.roles import Act
from .frame import page, record_page


@require_safe
@record_page()
def phones(request: HttpRequest, opened: Opened) -> HttpResponse:
    context = phones_context(opened, seen_by.phones(opened))
    return page(request, opened, "backpack/phones.html", context, at="import")


@record_page(Act.IMPORT)
def phone_pair(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Choose, then show the code. The code stands on this one answer only: an address with it would be kept."""
    form = PairForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            code, ends_at = act.begin_pairing(
                opened=opened,
                by=opened.viewer,
                name=form.cleaned_data["name"],
                granted=form.chosen(),
                now=timezone.now(),
            )
        except act.TooManyPhones:
            form.add_error(None, _("So many phones are paired already. Take one back first."))
        else:
            address = request.build_absolute_uri(reverse("backpack:phone_api"))
            context = code_context(address, code, ends_at)
            return page(request, opened, "backpack/phone_code.html", context, at="import")
    return page(
        request, opened, "backpack/phone_pair.html", {"form": form}, at="import", status=400 if form.errors else 200
    )


@record_page()
def phone(request: HttpRequest, opened: Opened, phone: UUID) -> HttpResponse:
    if request.method == "POST":
        opened.require(Act.IMPORT)
    seen = seen_by.phone(opened, phone)
    if seen is None:
        raise Http404
    if request.method == "POST":
        _change(request, opened, phone)
        return redirect("backpack:phone", opened.uuid, phone)
    known = {"granted": list(seen.granted), "everything": len(seen.granted) == len(GRANTABLE)}
    context = {"form": GrantForm(initial=known), **phone_context(opened, seen)}
    return page(request, opened, "backpack/phone.html", context, at="import")


def _change(request: HttpRequest, opened: Opened, phone: UUID) -> None:
    if request.POST.get("act") == "revoke":
        act.revoke(opened=opened, by=opened.viewer, phone=phone, now=timezone.now())
        messages.success(request, _("This phone can hand nothing in any more. What it brought stays."))
        return
    form = GrantForm(request.POST)
    if form.is_valid():
        act.grant(opened=opened, by=opened.viewer, phone=phone, granted=form.chosen())
        messages.success(request, _("Saved. It holds from the next time the phone sends something."))

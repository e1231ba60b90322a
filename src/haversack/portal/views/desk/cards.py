"""Which health cards has a patient, and how does the desk take one back? (X7)"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...actions.cards import revoke_card
from ...forms.cards import RevokeForm
from ...presenters.cards import desk_rows
from ...presenters.desk.patients import card_context
from ...queries.cards import cards_for
from ...rules.cards import NotOnACard, Revoked
from ...rules.staff import Duty, Worker
from .frame import desk, desk_page
from .patients import AT, card_or_404


@require_safe
@desk_page(Duty.CARDS)
def cards(request: HttpRequest, worker: Worker, patient: UUID) -> HttpResponse:
    of = card_context(card_or_404(worker, patient), timezone.now())
    context = of | {"rows": desk_rows(cards_for(worker, patient))}
    return desk(request, worker, "portal/desk/cards.html", context, at=AT)


@desk_page(Duty.CARDS)
def revoke(request: HttpRequest, worker: Worker, patient: UUID, card: UUID) -> HttpResponse:
    """A page of its own before it is taken back: which card, why, and that it stays so."""
    of = card_context(card_or_404(worker, patient), timezone.now())
    found = next((one for one in desk_rows(cards_for(worker, patient)) if one["uuid"] == card), None)
    if found is None:
        raise Http404
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            why = Revoked(form.cleaned_data["why"])
            revoke_card(by=worker, patient=patient, card=card, why=why, now=timezone.now())
        except NotOnACard as refused:
            messages.warning(request, _(str(refused)))
        else:
            messages.success(request, _("The card is taken back."))
        return redirect("portal:desk_cards", patient)
    return desk(request, worker, "portal/desk/card_revoke.html", of | {"form": form, "row": found}, at=AT)

"""Which health cards has a patient, how do they make one, and how is it carried away? (X7)"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from haversack.records.cards.carrying import ENDING, MIME, to_file

from ..actions.cards import issue_cards
from ..forms.cards import CardForm
from ..presenters.cards import NAMES, card_context, choices, list_context
from ..queries.cards import NoSuchCard, body_of_card, card_of, cards_of, may_go_on_card
from ..queries.reader import Reader
from ..rules.cards import SECTION_OF, CardKind, NotOnACard
from ..rules.rights import Act
from .frame import page, record_page


@require_safe
@record_page(Act.EXPORT)
def cards(request: HttpRequest, reader: Reader) -> HttpResponse:
    kinds = [(kind, NAMES[kind]) for kind in CardKind if SECTION_OF[kind] in reader.sections]
    context = list_context(reader, cards_of(reader)) | {"kinds": kinds, "issuer": _issuer(request)}
    return page(request, reader, "portal/cards.html", context, at="cards")


@record_page(Act.EXPORT)
def new_card(request: HttpRequest, reader: Reader, of: str) -> HttpResponse:
    if of not in list(CardKind):
        raise Http404
    kind, issuer = CardKind(of), _issuer(request)
    if not issuer:
        return redirect("portal:cards", reader.uuid)
    offered = choices(may_go_on_card(reader, kind))
    form = CardForm(request.POST or None, choices=offered)
    if request.method == "POST" and form.is_valid():
        try:
            made = issue_cards(by=reader, kind=kind, records=form.cleaned_data["records"], issuer=issuer)
        except NotOnACard as refused:
            form.add_error("records", _(str(refused)))
        else:
            return _made(request, reader, [one.uuid for one in made])
    context = {"form": form, "kind": kind, "name": NAMES[kind], "offered": offered}
    return page(request, reader, "portal/card_new.html", context, at="cards")


@require_safe
@record_page(Act.EXPORT)
def card(request: HttpRequest, reader: Reader, card: UUID) -> HttpResponse:
    try:
        context = card_context(reader, card_of(reader, card), body_of_card(reader, card))
    except NoSuchCard:
        raise Http404 from None
    return page(request, reader, "portal/card.html", context, at="cards")


@require_safe
@record_page(Act.EXPORT)
def card_file(request: HttpRequest, reader: Reader, card: UUID) -> HttpResponse:
    """The file that wallets on telephones take; its name says nothing of whose it is."""
    try:
        body = body_of_card(reader, card)
    except NoSuchCard:
        raise Http404 from None
    response = HttpResponse(to_file([body]), content_type=MIME)
    response["Content-Disposition"] = f'attachment; filename="health-card.{ENDING}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _made(request: HttpRequest, reader: Reader, made: list[UUID]) -> HttpResponse:
    if len(made) == 1:
        messages.success(request, _("The card is made."))
        return redirect("portal:card", reader.uuid, made[0])
    words = ngettext("%d card is made.", "%d cards are made: each holds what one code can.", len(made)) % len(made)
    messages.success(request, words)
    return redirect("portal:cards", reader.uuid)


def _issuer(request: HttpRequest) -> str:
    """The address under which anybody checks a card; "" where there is none that begins with https."""
    if settings.CARD_ISSUER:
        return str(settings.CARD_ISSUER)
    return request.build_absolute_uri("/").rstrip("/") if request.is_secure() else ""

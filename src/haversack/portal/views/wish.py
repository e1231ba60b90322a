"""When shall results appear? The patient's own choice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ..actions.wish import choose_wait
from ..forms.wish import WishForm
from ..queries.policy import current_policy
from ..queries.reader import Reader
from ..queries.wish import wish_of
from ..rules.rights import Act
from ..rules.sections import Section
from .frame import page, record_page


@record_page(Act.SETTLE)
def wish(request: HttpRequest, reader: Reader) -> HttpResponse:
    held = current_policy().policy.hold_hours(Section.RESULTS)
    chosen = wish_of(reader)
    form = WishForm(request.POST or None, held=held, initial={"hours": chosen if chosen > held else 0})
    if request.method == "POST" and form.is_valid():
        choose_wait(by=reader, hours=form.cleaned_data["hours"])
        messages.success(request, _("Your choice holds from now on."))
        return redirect("portal:wish", reader.uuid)
    return page(request, reader, "portal/wish.html", {"form": form}, at="results")

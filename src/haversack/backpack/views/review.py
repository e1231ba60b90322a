"""How does a person decide on what waits?

On what was on the screen, all of it or record by record; and take it back.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from ..actions.review import NothingToUndo, accept_all, decide, remove_all, undo_acceptance
from ..forms.review import DecisionForm
from ..presenters.review import review_context
from ..queries.decisions import last_acceptance
from ..queries.lines import line
from ..queries.opened import Opened
from ..queries.waiting import has_originals, pending_version, waiting_by_category, waiting_numbers
from ..rules.review import PendingChanged
from ..rules.roles import Act
from .frame import page, record_page

# Said where it can be so: bytes that stay are not gone.
_KEPT_DETAIL = gettext_lazy(
    "What one of them was made from, such as the many measurements of a day in an export of Apple Health or Fitbit, "
    "stays sealed in the file it came in for as long as anything else is here that was made from the same part of that "
    "file."
)


@require_safe
@record_page()
def review(request: HttpRequest, opened: Opened) -> HttpResponse:
    context = review_context(opened, request.GET.get("page", ""))
    context["last"] = last_acceptance(opened)
    return page(request, opened, "backpack/review.html", context, at="review")


@require_POST
@record_page(Act.DECIDE)
def accept(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Add all that was on the screen, or the chosen ones. The queue then says how many, and offers to take it back."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _look_again(request, opened)
    shown, chosen = form.cleaned_data["shown"], form.cleaned_data["record"]
    try:
        if form.cleaned_data["all"]:
            accept_all(opened=opened, by=opened.viewer, shown=shown)
        else:
            decide(opened=opened, by=opened.viewer, shown=shown, accept=chosen, remove=[])
    except PendingChanged:
        return _look_again(request, opened)
    return redirect("backpack:review", opened.uuid)


@record_page(Act.DECIDE)
def remove(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The page that says what removing means; only what it named is removed."""
    form = DecisionForm(request.POST or request.GET)
    if not form.is_valid():
        return _look_again(request, opened)
    shown, chosen, everything = (form.cleaned_data[name] for name in ("shown", "record", "all"))
    total = sum(number for _slug, number in waiting_by_category(opened))
    number = total if everything else waiting_numbers(opened, chosen)
    if shown != pending_version(opened) or not number or (not everything and number != len(chosen)):
        return _look_again(request, opened)
    if request.method == "POST" and form.cleaned_data["confirmed"]:
        return _removed(request, opened, shown, chosen, everything)
    return page(request, opened, "backpack/review_remove.html", _confirmation(opened, form, number), at="review")


def _removed(request: HttpRequest, opened: Opened, shown: int, chosen: list[int], everything: bool) -> HttpResponse:
    try:
        if everything:
            number = remove_all(opened=opened, by=opened.viewer, shown=shown)
        else:
            _accepted, number = decide(opened=opened, by=opened.viewer, shown=shown, accept=[], remove=chosen)
    except PendingChanged:
        return _look_again(request, opened)
    words = ngettext("%d record was removed for good.", "%d records were removed for good.", number)
    messages.success(request, words % number)
    return redirect("backpack:review", opened.uuid)


def _confirmation(opened: Opened, form: DecisionForm, number: int) -> dict[str, object]:
    chosen = form.cleaned_data["record"]
    titles = [found.entry.title for one in chosen[:5] if (found := line(opened, one))]
    return {
        "page_title": _("Do not add"),
        "title": ngettext("Remove %d record for good?", "Remove %d records for good?", number) % number,
        "back": reverse("backpack:review", args=[opened.uuid]),
        "back_text": _("Review"),
        "facts": [
            (_("Person"), opened.facts.name),
            (_("Records"), number),
            (_("Among them"), titles if not form.cleaned_data["all"] else ""),
        ],
        "consequences": [
            _("They are deleted now. This cannot be undone."),
            _("They will not be offered again, neither by another file nor in a later version."),
            *([_KEPT_DETAIL] if has_originals(opened) else []),
            _("The source keeps its own copy; nothing changes there."),
            _("What is decided here counts for everybody with access to this backpack."),
        ],
        "act": ngettext("Remove %d record for good", "Remove %d records for good", number) % number,
        "cancel": _("Keep waiting"),
        "form": form,
        "chosen": chosen,
    }


@require_POST
@record_page(Act.DECIDE)
def undo(request: HttpRequest, opened: Opened, decision: int) -> HttpResponse:
    """What one acceptance added waits again."""
    try:
        number = undo_acceptance(opened=opened, by=opened.viewer, decision=decision)
    except NothingToUndo:
        messages.warning(request, _("That was taken back already."))
    else:
        words = ngettext("%d record waits for review again.", "%d records wait for review again.", number)
        messages.success(request, words % number)
    return redirect("backpack:review", opened.uuid)


def _look_again(request: HttpRequest, opened: Opened) -> HttpResponse:
    messages.warning(
        request, _("The list has changed since you saw it, so nothing was decided. Look again and decide.")
    )
    return redirect("backpack:review", opened.uuid)

"""Whose backpacks does a user have, and how does one begin, change, and end?"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from haversack.web.words import Tag
from haversack.wording.dates import said

from ..actions.persons import add_person, remove_person, settle_person
from ..forms.persons import AddPersonForm, RemoveForm, SettingsForm
from ..presenters.people import name_tag
from ..queries.opened import Opened
from ..queries.persons import held_by, person_lines
from ..rules.roles import Act, may
from .frame import page, record_page, viewer_of


@require_safe
@login_required
def people(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    lines = []
    for one in person_lines(viewer_of(request)):
        person = name_tag(one.opened, today)
        held = ngettext("%s record", "%s records", one.entries) % intcomma(one.entries)
        waits = Tag(_("%d to review") % one.pending, "wait", "clock") if one.pending else None
        lines.append((person, ", ".join(part for part in (person.about, held) if part), waits))
    return render(request, "backpack/people.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def person_add(request: HttpRequest) -> HttpResponse:
    form = AddPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        viewer = viewer_of(request)
        opened = add_person(
            by=viewer,
            name=form.cleaned_data["name"],
            born=form.cleaned_data["born"],
            owner=viewer.user,
            relation=form.cleaned_data["relation"],
        )
        return redirect("backpack:home", opened.uuid)
    return render(request, "backpack/person_add.html", {"form": form}, status=400 if form.errors else 200)


@record_page()
def settings(request: HttpRequest, opened: Opened) -> HttpResponse:
    answer = may(opened.role, Act.SETTLE)
    known = {"name": opened.facts.name, "born": opened.facts.born, "hue": opened.hue}
    form = SettingsForm(request.POST or None, initial=known)
    if request.method == "POST":
        opened.require(Act.SETTLE)
        if form.is_valid():
            settle_person(by=opened.viewer, opened=opened, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("backpack:settings", opened.uuid)
    context = {
        "form": form,
        "why_not": "" if answer else _(answer.reason),
        "legal": [(_("Name"), list(opened.facts.legal)), (_("Born"), said(opened.facts.born))]
        if opened.facts.legal
        else [],
        "may_export": bool(may(opened.role, Act.EXPORT)),
        "may_remove": bool(may(opened.role, Act.REMOVE)),
    }
    return page(request, opened, "backpack/settings.html", context, at="settings", status=400 if form.errors else 200)


@record_page(Act.REMOVE)
def person_remove(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = RemoveForm(request.POST or None, expected=opened.facts.name)
    if request.method == "POST" and form.is_valid():
        receipt = remove_person(by=opened.viewer, opened=opened)
        messages.success(request, _("Removed for good."))
        if receipt.exports:
            messages.warning(request, _("Key exports made before can still open old backups. Destroy them too."))
        return redirect(reverse("backpack:people"))
    entries, pending = held_by([opened])[opened.person]
    context = {
        "form": form,
        "page_title": _("Remove this backpack"),
        "title": _("Remove %(name)s’s backpack for good?") % {"name": opened.facts.name},
        "back": reverse("backpack:settings", args=[opened.uuid]),
        "back_text": _("Settings"),
        "facts": [
            (_("Person"), opened.facts.name),
            (_("Records"), entries),
            (_("Waiting for review"), pending or ""),
        ],
        "consequences": [
            _("Every record, note and file of this backpack is destroyed."),
            _("Backups made before cannot open it any more. Nobody can bring it back."),
            _("Everybody who shares it loses it too."),
        ],
        "act": _("Remove for good"),
        "cancel": _("Keep it"),
    }
    return page(
        request, opened, "backpack/person_remove.html", context, at="settings", status=400 if form.errors else 200
    )

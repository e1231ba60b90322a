"""How does a person add files, see them being taken in, and read later what came?"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from ..actions.csv_mapping import is_asked
from ..actions.import_answers import forget_uploads
from ..actions.import_work import want_import
from ..actions.links_live import look_again, stop_looking
from ..actions.upload import Inbox
from ..actions.work import ask_to_stop
from ..actions.work_doing import try_again
from ..forms.upload import ImportActForm, LinkActForm, PasscodeForm, SealingHandler, UploadForm
from ..presenters.import_page import import_context
from ..presenters.import_report import import_work_context
from ..presenters.links import link_context
from ..queries.links import link_of
from ..queries.opened import Opened
from ..queries.work import import_of
from ..rules.roles import Act
from .frame import page, record_page


@csrf_exempt  # or the token would be looked for, and the files read, before they are known to go to the inbox
@record_page()
def import_page(request: HttpRequest, opened: Opened) -> HttpResponse:
    if request.method != "POST":
        return _form(request, opened, UploadForm())
    opened.require(Act.IMPORT)
    with Inbox(opened, most=settings.LARGEST_UPLOAD) as inbox:
        handler = SealingHandler(inbox)
        request.upload_handlers = [handler]
        try:
            return _take(request, opened, inbox, handler)
        except TooManyFilesSent:
            form = UploadForm({})
            form.add_error("file", _("These are too many files at once. Put them into a zip and send that."))
            return _form(request, opened, form)


@csrf_protect
def _take(request: HttpRequest, opened: Opened, inbox: Inbox, handler: SealingHandler) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES, inbox=inbox, handler=handler)
    if not form.is_valid():
        return _form(request, opened, form)
    row = want_import(opened=opened, by=opened.viewer, inbox=inbox, source=form.cleaned_data["source"])
    return redirect("backpack:csv_mapping" if is_asked(row) else "backpack:import_work", opened.uuid, row.pk)


def _form(request: HttpRequest, opened: Opened, form: UploadForm) -> HttpResponse:
    context = {"form": form, **import_context(opened, request.GET.get("page", ""))}
    return page(request, opened, "backpack/import.html", context, at="import", status=400 if form.errors else 200)


@record_page(polled=True)
def import_work(request: HttpRequest, opened: Opened, work: int) -> HttpResponse:
    if request.method == "POST":
        opened.require(Act.IMPORT)
    seen = import_of(opened, work)
    if seen is None:
        raise Http404
    if request.method == "POST":
        _answer(request, opened, work)
        return redirect("backpack:import_work", opened.uuid, work)
    context = {**import_work_context(opened, seen), "passcode_form": PasscodeForm()}
    return page(request, opened, "backpack/import_work.html", context, at="import")


@record_page()
def link(request: HttpRequest, opened: Opened, link: int) -> HttpResponse:
    if request.method == "POST":
        opened.require(Act.IMPORT)
    seen = link_of(opened, link)
    if seen is None:
        raise Http404
    if request.method != "POST":
        return page(request, opened, "backpack/link.html", link_context(opened, seen), at="import")
    act = LinkActForm(request.POST).chosen()
    if act == "look":
        # The work has no page to go to: its row goes when nothing was new.
        if look_again(opened=opened, by=opened.viewer, number=link, now=timezone.now()) is not None:
            messages.success(request, _("The link is being looked at. What is new will wait for review."))
            return redirect("backpack:link", opened.uuid, link)
        messages.warning(request, _("This link is not looked at any more."))
    elif act == "stop":
        stop_looking(opened=opened, by=opened.viewer, number=link)
        messages.success(request, _("The link was forgotten. Every record stays."))
    return redirect("backpack:import", opened.uuid)


def _answer(request: HttpRequest, opened: Opened, work: int) -> None:
    form = ImportActForm(request.POST)
    act = form.chosen()
    if act == "stop":
        ask_to_stop(opened=opened, by=opened.viewer, work=work)
    elif act in ("again", "same-person"):
        same, typed = act == "same-person", form.passcode_typed()
        if not try_again(opened=opened, by=opened.viewer, work=work, same_person=same, passcode=typed):
            messages.warning(request, _("The files are not here any more. Send them again."))
    elif act == "forget":
        forget_uploads(opened=opened, by=opened.viewer, work=work)
        messages.success(request, _("The files were deleted. Nothing of them is in the record."))

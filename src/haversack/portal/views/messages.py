"""How does a patient write to a provider, read the answers, and ask about a result?"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..actions.messages import begin_thread, mark_read
from ..actions.messages import write as add_to
from ..forms.messages import AnswerForm, WriteForm
from ..presenters.messages import choices, inbox_context, prepared, talk_context, write_context
from ..queries.bodies import Shown
from ..queries.messages import NoSuchProvider, NoSuchThread, file_in, thread_of
from ..queries.reader import Reader
from ..queries.single import record_numbered
from ..queries.whom import whom_to_ask
from ..rules.messages import KINDS, NotSent
from ..rules.rights import Act
from .frame import page, record_page


@require_safe
@record_page(Act.WRITE)
def inbox(request: HttpRequest, reader: Reader) -> HttpResponse:
    return page(request, reader, "portal/messages.html", inbox_context(reader), at="messages")


@record_page(Act.WRITE)
def write(request: HttpRequest, reader: Reader) -> HttpResponse:
    return _written(request, reader, None)


@record_page(Act.WRITE)
def ask(request: HttpRequest, reader: Reader, record: int) -> HttpResponse:
    """A question about a record, prepared, to the provider who ordered it where they take messages."""
    shown = record_numbered(reader, record)
    if shown is None or shown.entry is None:
        raise Http404
    return _written(request, reader, shown)


def _written(request: HttpRequest, reader: Reader, about: Shown | None) -> HttpResponse:
    begun = {}
    if about is not None:
        provider = whom_to_ask(reader, about)
        begun = prepared(about) | ({"provider": str(provider.uuid)} if provider else {})
    form = WriteForm(request.POST or None, request.FILES or None, providers=choices(reader), initial=begun)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            thread = begin_thread(
                by=reader,
                provider=UUID(said["provider"]),
                subject=said["subject"],
                text=said["text"],
                files=said["attached"],
                about=about.row.pk if about else None,
            )
        except NotSent as refused:
            form.add_error(None, _(str(refused)))
        except NoSuchProvider:
            raise Http404 from None
        else:
            messages.success(request, _("Your message was sent."))
            return redirect("portal:thread", reader.uuid, thread.uuid)
    return page(
        request, reader, "portal/message_write.html", write_context(reader, about) | {"form": form}, at="messages"
    )


@record_page(Act.WRITE)
def thread(request: HttpRequest, reader: Reader, talk: UUID) -> HttpResponse:
    """The conversation; opening it marks the answers in it as read."""
    try:
        found = thread_of(reader, talk)
    except NoSuchThread:
        raise Http404 from None
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_to(by=reader, thread=talk, text=form.cleaned_data["text"], files=form.cleaned_data["attached"])
        except NotSent as refused:
            form.add_error(None, _(str(refused)))
        else:
            messages.success(request, _("Your message was sent."))
            return redirect("portal:thread", reader.uuid, talk)
    context = talk_context(reader, found) | {"form": form}
    if request.method == "GET" and found.unread:
        mark_read(by=reader, thread=talk)
    return page(request, reader, "portal/message_thread.html", context, at="messages")


@require_safe
@record_page(Act.WRITE)
def message_file(request: HttpRequest, reader: Reader, talk: UUID, file: UUID) -> HttpResponse:
    try:
        held = file_in(thread_of(reader, talk), file)
    except NoSuchThread:
        held = None
    if held is None:
        raise Http404
    return handed_over(*held)


def handed_over(data: bytes, kind: str) -> HttpResponse:
    """A file that somebody sent, as a file: a browser neither runs nor guesses what it is; its name says nothing."""
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="message.{KINDS[kind][1]}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response

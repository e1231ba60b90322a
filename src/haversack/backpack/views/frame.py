"""How does a request reach one person's record? Signed in, opened for this viewer, allowed, noted, in its frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from haversack import audit
from haversack.web.shell import Place, Shell

from ..presenters.people import name_tag
from ..queries.opened import NotAllowed, Opened
from ..queries.persons import KeysMissing, NoSuchPerson, open_person, persons_of
from ..queries.waiting import waiting_total
from ..rules.roles import Act, Viewer, may
from .watching import goes_on

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Opened, P], HttpResponse]


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is asking. Only for signed-in requests."""
    return Viewer(request.user.pk, request.user.pseudonym)  # type: ignore[union-attr]


def record_page(act: Act = Act.SEE, *, polled: bool = False) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Wrap a view of one record: it gets the opened backpack in place of the id in the address.

    A stranger sees what they would see for a backpack that does not exist; a member whose role does not reach sees why.
    It answers GET, HEAD and POST; a page that takes nothing says `require_safe` besides. One that asks itself again
    every other second, to show how far work is, is `polled`: it is noted once for as long as somebody watches it.
    """

    def wrap(view: View[P]) -> Callable[..., HttpResponse]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @login_required
        @wraps(view)
        def page(request: HttpRequest, person: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            viewer = viewer_of(request)
            try:
                opened = open_person(viewer, person)
                opened.require(act)
                response = view(request, opened, *args, **kwargs)
            except NoSuchPerson:
                raise Http404 from None
            except NotAllowed as refused:
                return refusal(request, open_person(viewer, person), _(str(refused)))
            except KeysMissing:
                return render(request, "backpack/keys_missing.html", status=503)
            # Whatever the method: a search is sent by POST, and shows the record too.
            if response.status_code == 200 and not (polled and goes_on(request)):
                audit.read(by=viewer, act=f"page.{view.__name__}", person=opened.uuid)
            return response

        return page

    return wrap


def refusal(request: HttpRequest, opened: Opened, reason: str) -> HttpResponse:
    """The page that says why this viewer may not do that."""
    return page(request, opened, "backpack/not_allowed.html", {"reason": reason}, status=403)


def page(
    request: HttpRequest, opened: Opened, template: str, context: dict[str, Any], *, at: str = "", status: int = 200
) -> HttpResponse:
    """Render a page of this record in its frame; `at` is the place in the rail that the page belongs to."""
    shell = shell_for(request, opened, at)
    return render(request, template, {"shell": shell, "opened": opened, **context}, status=status)


def shell_for(request: HttpRequest, opened: Opened, at: str = "") -> Shell:
    """The frame of every page of this record."""
    today = timezone.localdate()
    waiting = waiting_total(opened)
    others = [name_tag(one, today) for one in persons_of(opened.viewer) if one.uuid != opened.uuid]

    def place(name: str, icon: str, label: str, *, on_phone: bool = True, **more: Any) -> Place:
        address = reverse(name if ":" in name else f"backpack:{name}", args=[opened.uuid])
        return Place(address, icon, label, current=at == name, on_phone=on_phone, **more)

    review: dict[str, Any] = {"badge": waiting, "badge_words": ngettext("to review", "to review", waiting)}
    return Shell(
        person=name_tag(opened, today, current=True),
        people=others,
        add_person_url=reverse("backpack:person_add"),
        places=[
            place("home", "health", _("Health")),
            place("review", "inbox", _("Review"), **review),
            place("timeline", "timeline", _("Timeline")),
            place("connections:connections", "plug", _("Connections"), on_phone=False),
            place("import", "upload", _("Add files")),
            *([place("export", "download", _("Take away"), on_phone=False)] if may(opened.role, Act.EXPORT) else []),
        ],
        ends=[place("settings", "settings", _("Settings"), on_phone=False)],
        start_url=reverse("backpack:start"),
        search_url=reverse("backpack:search", args=[opened.uuid]),
        signed_in_as=str(request.user),
        account_url=reverse("mfa_index"),
        sign_out_url=reverse("account_logout"),
    )

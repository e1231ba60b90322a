"""How does a request reach one patient's record? Signed in, as a reader of it, allowed, noted, in its frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haversack import audit

from ..presenters.shell import for_whom, shell_for
from ..queries.messages import unread_of
from ..queries.reader import NotAllowed, NotFound, Reader, open_reader, readers_of
from ..queries.whose import whose
from ..rules.rights import Act

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Reader, P], HttpResponse]


def record_page(act: Act = Act.SEE) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Wrap a view of one record: it gets the reader in place of the id in the address.

    A stranger sees what they would see for a patient that does not exist; somebody whose access does not reach, or is
    over, sees why.
    """

    def wrap(view: View[P]) -> Callable[..., HttpResponse]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @login_required
        @wraps(view)
        def page(request: HttpRequest, patient: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            reader = None
            try:
                reader = open_reader(request.user, patient, timezone.now())  # type: ignore[arg-type]
                reader.require(act)
                response = view(request, reader, *args, **kwargs)
            except NotFound:
                raise Http404 from None
            except NotAllowed as refused:
                return _refusal(request, reader, str(refused))
            if response.status_code == 200:
                audit.read(by=reader, act=f"portal.{view.__name__}".replace("_", "-"), person=reader.uuid)
            return response

        return page

    return wrap


def page(
    request: HttpRequest, reader: Reader, template: str, context: dict[str, Any], *, at: str = "", status: int = 200
) -> HttpResponse:
    """Render a page of this record in its frame; `at` is the place in the navigation that the page belongs to."""
    others = [one for one in readers_of(request.user, reader.now) if one.uuid != reader.uuid]  # type: ignore[arg-type]
    own, *rest = whose([reader, *others])
    frame = {
        "shell": shell_for(reader, own, rest, at=at, unread=unread_of(reader)),
        "for_whom": for_whom(own),
        "reader": reader,
    }
    return render(request, template, frame | context, status=status)


def _refusal(request: HttpRequest, reader: Reader | None, reason: str) -> HttpResponse:
    """Why this user may not see or do that: in the record's frame where they may open it at all."""
    context = {"reason": _(reason)}
    if reader is None:
        return render(request, "portal/no_access.html", context, status=403)
    return page(request, reader, "portal/not_allowed.html", context, status=403)

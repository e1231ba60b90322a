"""How does a request reach a page of the desk? Signed in, as somebody who works here, whose role has the duty."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haversack import audit

from ...presenters.desk.shell import shell_for
from ...queries.staff import worker_of
from ...rules.staff import Duty, NotYourDuty, Worker

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Worker, P], HttpResponse]


def desk_page(duty: Duty | None = None) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Wrap a view of the desk: it gets the worker who asks. duty: None for pages of everybody who works here.

    Whoever does not work here sees what they would see at an address that does not exist. Looking at a page is noted
    in the trail; what a page does, its action notes.
    """

    def wrap(view: View[P]) -> Callable[..., HttpResponse]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @login_required
        @wraps(view)
        def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            worker = worker_of(request.user, timezone.now())  # type: ignore[arg-type]
            if worker is None:
                raise Http404
            try:
                if duty is not None:
                    worker.require(duty)
                response = view(request, worker, *args, **kwargs)
            except NotYourDuty as refused:
                return desk(request, worker, "portal/desk/not_allowed.html", {"reason": _(str(refused))}, status=403)
            if response.status_code == 200:
                audit.read(by=worker, act=f"desk.{view.__name__}".replace("_", "-"))
            return response

        return page

    return wrap


def desk(
    request: HttpRequest, worker: Worker, template: str, context: dict[str, Any], *, at: str = "", status: int = 200
) -> HttpResponse:
    """Render a page of the desk in its frame; `at` is the place in the navigation that the page belongs to."""
    shell = shell_for(worker, at=at, name=str(request.user))
    return render(request, template, {"shell": shell, "worker": worker} | context, status=status)

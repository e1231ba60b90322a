"""What does the gallery answer? Every component in every state, and each kind of page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import icons
from ..paging import Paging
from . import samples
from .forms import SampleFilter, SampleForm, mistaken


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """All of them; `?state=` walks through the states of those that a page has only once (pages, long work)."""
    state = Paging.asked(request.GET.get("state", ""), len(samples.PAGINGS), size=1).number - 1
    return render(
        request,
        "web/gallery/components.html",
        {
            "shell": samples.shell(),
            "samples": samples,
            "icons": sorted(icons.PATHS),
            "form": SampleForm(),
            "mistaken": mistaken(),
            "filter": SampleFilter(request.GET),
            "paging": samples.PAGINGS[state % len(samples.PAGINGS)],
            "work": samples.works()[state % len(samples.works())],
            "states": range(len(samples.PAGINGS)),
        },
    )


@require_safe
def frame(request: HttpRequest) -> HttpResponse:
    return render(request, "web/gallery/frame.html", {"shell": samples.shell(), "samples": samples})


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    return render(request, "web/gallery/door.html", {"form": SampleForm()})


@require_safe
def confirm(request: HttpRequest) -> HttpResponse:
    return render(request, "web/gallery/confirm.html", {"shell": samples.shell(), "samples": samples})


@require_safe
def error(request: HttpRequest, status: int) -> HttpResponse:
    """An error page, as a visitor would see it."""
    if status not in (400, 403, 404, 500):
        raise Http404
    return render(request, f"{status}.html", {"code": "HV-2F71" if status == 500 else ""}, status=status)

"""What does a site add to the accounts library's pages: one's history, signing out everywhere, a language, help?"""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from haversack.web.paging import Paging

from .actions import choose_language, end_sessions
from .models import User


@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of this user, the one that asks included."""
    assert isinstance(request.user, User)
    end_sessions(user=request.user, but=request.session.session_key)
    logout(request)
    return redirect(settings.LOGIN_URL)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Show the pages in another language from now on: for this user, or in this browser when nobody is signed in."""
    chosen = request.POST.get("language", "")
    if chosen and chosen not in dict(settings.LANGUAGES):
        return HttpResponse(status=400)
    if request.user.is_authenticated:
        choose_language(user=request.user, language=chosen)
    back = HttpResponseRedirect(_safe_way_back(request))
    back.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600 if chosen else 0,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return back


@require_safe
def password_lost(request: HttpRequest) -> HttpResponse:
    """Where no mail is sent: whoever runs the site gives a new password (`haversack user password EMAIL`)."""
    return render(request, "account/password_reset.html")


@require_safe
@login_required
def history(request: HttpRequest) -> HttpResponse:
    """When and from where somebody signed in as this user, or tried to."""
    assert isinstance(request.user, User)
    moments = request.user.sign_ins.order_by("-at", "-pk")
    paging = Paging.asked(request.GET.get("page", ""), moments.count(), size=20)
    return render(request, "account/history.html", {"moments": moments[paging.slice], "paging": paging})


def _safe_way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.headers.get("Referer", "")
    here = {request.get_host()}
    return wanted if url_has_allowed_host_and_scheme(wanted, here, request.is_secure()) else "/"

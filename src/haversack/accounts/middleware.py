"""What holds for every page of somebody who is signed in: is the session alive, in which language, who may keep it?"""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control

Page = Callable[[HttpRequest], HttpResponse]
# In the session: when it began and when it was last used, in seconds since 1970, the latter to the minute.
BEGAN, SEEN = "began", "seen"
EVERY = 60


class SessionWatch:
    """Ends a session that lay idle or is too old, and keeps "last seen" in the session list to the minute.

    To the minute, because the library's own keeping writes two rows with every page.
    """

    def __init__(self, page: Page) -> None:
        self.page = page

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now, session = int(time.time()), request.session
            began, seen = session.setdefault(BEGAN, now), session.get(SEEN, 0)
            idle = session.get_expire_at_browser_close() and 0 < seen < now - settings.SESSION_IDLE_SECONDS
            if idle or began < now - settings.SESSION_MOST_SECONDS:
                logout(request)
            elif now - seen >= EVERY:
                session[SEEN] = now
                self._note(request)
        return self.page(request)

    def _note(self, request: HttpRequest) -> None:
        from allauth.usersessions.models import UserSession

        UserSession.objects.create_from_request(request)


class UserLanguage:
    """The language a user chose goes before the one their browser asks for."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.page(request)


class PrivatePages:
    """No cache on the way, nor the browser's own, keeps a page that somebody signed in to see."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.page(request)
        if request.user.is_authenticated and not _is_nobodys(response):
            patch_cache_control(response, private=True, no_store=True)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        return response


def _is_nobodys(response: HttpResponse) -> bool:
    """Whether it says itself that everybody may keep it, as a style sheet does."""
    return response.get("Cache-Control", "").startswith("public")

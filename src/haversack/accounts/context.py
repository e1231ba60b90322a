"""What may every template ask about signing in to this site?"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """`sends_mail`: a lost password is reset by mail. `sign_up_open`: anybody may add themselves.

    `session_ends_after`: seconds without a page after which this session ends; 0 for one that lasts.
    """
    user = getattr(request, "user", None)
    idle = bool(user and user.is_authenticated) and request.session.get_expire_at_browser_close()
    return {
        "sends_mail": settings.SENDS_MAIL,
        "sign_up_open": settings.SIGN_UP_OPEN,
        "session_ends_after": settings.SESSION_IDLE_SECONDS if idle else 0,
    }

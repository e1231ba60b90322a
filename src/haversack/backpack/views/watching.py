"""When a page that shows how far work is asks for itself again: is that the look that was noted, or another one?

The browser says that it only asks again; it could say so always. So the session remembers which look was noted, when.
"""

from __future__ import annotations

import time

from django.http import HttpRequest

LOOKS = "looks"  # in the session: addresses, which name nobody, and when a look at each was noted
ONE_LOOK = 600  # seconds; who watches for longer looks again


def goes_on(request: HttpRequest) -> bool:
    """Whether this only goes on with a look that was noted. If not, it is to be noted, and remembered from now on."""
    now = int(time.time())
    noted = {path: at for path, at in request.session.get(LOOKS, {}).items() if now - ONE_LOOK < at <= now}
    if request.path in noted and request.headers.get("HX-Request") == "true":
        return True
    request.session[LOOKS] = noted | {request.path: now}
    return False

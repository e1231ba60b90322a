"""How does this site send mail, if it does at all?

HAVERSACK_EMAIL_URL: `smtp://user:password@host:587?from=name@example.org` (STARTTLS), `smtps://...` (TLS from the
start), or `console:` (printed, for trying things out). Without it no mail is ever sent, and no page promises any.
"""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from .environment import SettingUnreadable

_BACKENDS = "django.core.mail.backends"


def mail(url: str) -> tuple[str, dict[str, Any], str]:
    """(backend, Django's EMAIL_ settings, sender) for the address. Raises SettingUnreadable."""
    parts = urlsplit(url)
    sender = parse_qs(parts.query).get("from", [f"haversack@{parts.hostname or 'localhost'}"])[0]
    if not url:
        return f"{_BACKENDS}.dummy.EmailBackend", {}, sender
    if parts.scheme == "console":
        return f"{_BACKENDS}.console.EmailBackend", {}, sender
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingUnreadable("HAVERSACK_EMAIL_URL looks like smtp://user:password@host:587?from=name@example.org.")
    implicit = parts.scheme == "smtps"
    return (
        f"{_BACKENDS}.smtp.EmailBackend",
        {
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if implicit else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": implicit,
            # A server on this very machine needs no TLS and seldom offers it.
            "EMAIL_USE_TLS": not implicit and parts.hostname not in ("localhost", "127.0.0.1", "::1"),
            "EMAIL_TIMEOUT": 20,
        },
        sender,
    )

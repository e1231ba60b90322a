"""What of signing in does nobody need any more?"""

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone


def end_expired_sessions() -> None:
    """Forget sessions that ended, and what the session list says of them."""
    from allauth.usersessions.models import UserSession

    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(Exists(Session.objects.filter(session_key=OuterRef("session_key")))).delete()

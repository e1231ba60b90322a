"""What of signing in does nobody need any more?"""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

from .limits import LONGEST
from .models import Attempt, SignIn

HISTORY_KEPT = timedelta(days=365)


def end_expired_sessions() -> None:
    """Forget sessions that ended, and what the session list says of them."""
    from allauth.usersessions.models import UserSession

    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(Exists(Session.objects.filter(session_key=OuterRef("session_key")))).delete()


def forget_old_moments() -> None:
    """Forget tries that no limit counts any more, and what happened too long ago to tell a user anything."""
    now = timezone.now()
    Attempt.objects.filter(at__lt=now - LONGEST).delete()
    SignIn.objects.filter(at__lt=now - HISTORY_KEPT).delete()

"""With which key does this site show itself to push services? Its own for good, sealed like its other secrets."""

from __future__ import annotations

import json
from email.utils import parseaddr

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from joserfc.jwk import ECKey

from haversack.accounts.sealing import site_sealer

from ..facts import PUSH_KEY
from ..models import PushKey
from ..webpush import raw, to_text


def signing_key() -> ECKey:
    return ECKey.import_key(json.loads(site_sealer().open(bytes(_kept().sealed), PUSH_KEY)))


def public_text() -> str:
    """The public half as a browser takes it (`applicationServerKey`)."""
    return _kept().public


def contact() -> str:
    """Where a push service turns to (RFC 8292, section 2.1): the site, else the sender of its mail; "" for neither."""
    if settings.SITE_ADDRESS.startswith("https://"):
        return str(settings.SITE_ADDRESS)
    if settings.SENDS_MAIL:
        return f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
    return ""


def _kept() -> PushKey:
    return PushKey.objects.order_by("pk").first() or _make()


def _make() -> PushKey:
    key = ECKey.generate_key("P-256", private=True)
    sealed = site_sealer().seal(json.dumps(key.as_dict(private=True)).encode(), PUSH_KEY)
    try:
        with transaction.atomic():
            return PushKey.objects.create(sealed=sealed, public=to_text(raw(key.public_key)), made_at=timezone.now())
    except IntegrityError:  # another process was quicker
        return PushKey.objects.get()

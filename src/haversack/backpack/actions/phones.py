"""How is a phone paired with a backpack, how does what it may change, and how does it end?"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from haversack import audit
from haversack.records.unspoken import Unspoken

from ..models import Pairing, Phone
from ..models.phone import PHONE, PhoneFacts, decode_phone, encode_facts
from ..queries.opened import NotAllowed, Opened
from ..queries.persons import KeysMissing, NoSuchPerson, open_person
from ..rules.phones import CODE_LASTS, MOST_PHONES, as_granted, is_code_good
from ..rules.roles import Act, Viewer

_DIGITS = 24  # of a code: 80 bits, which nobody guesses in ten minutes


class TooManyPhones(Exception):
    """As many phones are paired as a backpack may have. The person takes one back first."""


class CodeNotGood(Exception):
    """The code was used, is too old, or never was. The person has a new one shown."""


class TokenNotGood(Exception):
    """No phone has this token, or not any more. The person pairs it again."""


@dataclass(frozen=True, slots=True, repr=False)
class Paired(Unspoken):
    """A phone as its token shows it."""

    phone: int
    opened: Opened
    facts: PhoneFacts


def begin_pairing(*, opened: Opened, by: Viewer, name: str, granted: list[str], now: datetime) -> tuple[str, datetime]:
    """A code for one phone, and until when it is good. Earlier codes of this user that nobody used end."""
    opened.require(Act.IMPORT)
    if by.user is None:
        raise NotAllowed("A phone acts for a user; the console has none.")
    code = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
    facts = PhoneFacts(" ".join(name.split()), as_granted(granted))
    with transaction.atomic():
        if Phone.objects.filter(person_id=opened.person, revoked_at__isnull=True).count() >= MOST_PHONES:
            raise TooManyPhones
        Pairing.objects.filter(person_id=opened.person, by_id=by.user).delete()
        Pairing.objects.create(
            person_id=opened.person,
            by_id=by.user,
            code=_hashed(code),
            sealed=opened.key.seal(encode_facts(facts), PHONE),
            ends_at=now + CODE_LASTS,
        )
        audit.record(by=by, act="phone.code", person=opened.uuid)
    return code, now + CODE_LASTS


def pair(*, code: str, now: datetime) -> tuple[str, Paired]:
    """Exchange a code for a token, once. Raises CodeNotGood."""
    with transaction.atomic():
        row = Pairing.objects.select_for_update().select_related("person", "by").filter(code=_hashed(code)).first()
        if row is None or not is_code_good(row.ends_at, row.used_at, now):
            raise CodeNotGood
        opened = _opened_for(row, now)
        if opened is None:
            raise CodeNotGood
        token = "hsp_" + secrets.token_urlsafe(32)
        phone = Phone.objects.create(
            person_id=opened.person,
            by_id=row.by_id,
            token=_hashed(token),
            sealed=bytes(row.sealed),
            paired_at=now,
            seen_at=now,
        )
        row.used_at = now
        row.save(update_fields=["used_at"])
        audit.record(by=opened.viewer, act="phone.pair", person=opened.uuid)
    return token, Paired(phone.pk, opened, decode_phone(opened.key.open(bytes(row.sealed), PHONE)))


def paired_by(*, token: str, now: datetime) -> Paired:
    """The phone with this token. It acts for who paired it, as far as their role reaches now. Raises TokenNotGood."""
    row = Phone.objects.select_related("person", "by").filter(token=_hashed(token), revoked_at__isnull=True).first()
    opened = _opened_for(row, now) if row is not None else None
    if row is None or opened is None:
        raise TokenNotGood
    Phone.objects.filter(pk=row.pk).update(seen_at=now)
    return Paired(row.pk, opened, decode_phone(opened.key.open(bytes(row.sealed), PHONE)))


def _opened_for(row: Pairing | Phone, now: datetime) -> Opened | None:
    """The backpack, as who paired the phone may open it now; None where they may not any more."""
    if not row.by.is_active:
        return None
    try:
        opened = open_person(Viewer(row.by.pk, row.by.pseudonym), row.person.uuid, now)
        opened.require(Act.IMPORT)
    except (NoSuchPerson, NotAllowed, KeysMissing):
        return None
    return opened


def grant(*, opened: Opened, by: Viewer, phone: UUID, granted: list[str]) -> None:
    """Change what a phone may hand in; it holds for its next request."""
    opened.require(Act.IMPORT)
    with transaction.atomic():
        row = _mine(opened, phone)
        if row is None:
            return
        facts = decode_phone(opened.key.open(bytes(row.sealed), PHONE))
        changed = PhoneFacts(facts.name, as_granted(granted))
        Phone.objects.filter(pk=row.pk).update(sealed=opened.key.seal(encode_facts(changed), PHONE))
        audit.record(by=by, act="phone.grant", person=opened.uuid)


def revoke(*, opened: Opened, by: Viewer, phone: UUID, now: datetime) -> None:
    """The phone's token opens nothing any more. What it brought stays."""
    opened.require(Act.IMPORT)
    with transaction.atomic():
        row = _mine(opened, phone)
        if row is not None:
            Phone.objects.filter(pk=row.pk).update(revoked_at=now)
            audit.record(by=by, act="phone.revoke", person=opened.uuid)


def leave(*, paired: Paired, now: datetime) -> None:
    """The app on the phone gives its token back."""
    with transaction.atomic():
        Phone.objects.filter(pk=paired.phone).update(revoked_at=now)
        audit.record(by=paired.opened.viewer, act="phone.revoke", person=paired.opened.uuid)


def _mine(opened: Opened, phone: UUID) -> Phone | None:
    rows = Phone.objects.select_for_update().filter(person_id=opened.person, uuid=phone, revoked_at__isnull=True)
    return rows.first()


def _hashed(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()

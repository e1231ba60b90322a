"""What happens at the midnight from which somebody else may see a record, because the patient is a year older?

The rule itself needs nothing: it is asked with every request. Here sessions and tokens end, and those concerned are
told by mail that something changed. A day is done in one transaction with the row that says so: a worker that is killed
leaves it to be done again, and of two workers one does it. Days on which no worker ran are made up for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.db import IntegrityError, transaction
from django.db.models import Q

from haversack import audit
from haversack.accounts.models import User
from haversack.audit import Actor

from ..models import DayKept, Patient, Proxy
from ..queries.standing import current_access, life_of, tie_of
from ..rules.access import Access, Why, own_access, proxy_access
from ..rules.minors import Life, born_on_days, day_of, midnight
from ..rules.rights import AccessPolicy
from .ending import end_doors, tell_access_changed, tell_proxy, tell_user
from .outgoing import Portal

MOST_DAYS = 400  # made up for; whoever slept longer signs in again anyway
Then: TypeAlias = tuple[Life, datetime]


def keep_birthdays(now: datetime) -> int:
    """Do every day up to today that was not done. Returns how many people's rights changed."""
    policy = current_access()
    changed = 0
    for day in _days(day_of(now, policy.zone)):
        try:
            with transaction.atomic():
                DayKept.objects.create(day=day)
                changed += sum(_keep(patient, day, policy, now) for patient in _patients(day, policy))
        except IntegrityError:  # another worker did it
            continue
    return changed


def end_over_proxies(now: datetime) -> int:
    """Close the forms whose last moment has come."""
    over = Proxy.objects.filter(ended_at=None, until__lte=now).select_related("patient", "user")
    for proxy in over:
        with transaction.atomic():
            if Proxy.objects.filter(pk=proxy.pk, ended_at=None).update(ended_at=proxy.until, ended_by=Portal.pseudonym):
                audit.record(by=Portal(), act="proxy.over", person=proxy.patient.uuid)
                if proxy.user:
                    end_doors(user=proxy.user, patient=proxy.patient, by=Portal(), now=now)
                tell_proxy(proxy, now)
    return len(over)


def end_what_changed(patient: Patient, *, before: Then, after: Then, by: Actor, now: datetime) -> bool:
    """End the doors of everybody whose access to this record is another now than before, and tell them. Forms that the
    patient has outgrown are closed.
    """
    policy = current_access()
    concerned = 0
    for user, was, became in _accesses(patient, policy, before, after):
        if (was.access, was.sections, was.acts) != (became.access, became.sections, became.acts):
            end_doors(user=user, patient=patient, by=by, now=now)
            tell_user(user, now)
            concerned += 1
    outgrown = [
        proxy.pk
        for proxy in patient.proxies.filter(ended_at=None)
        if proxy_access(policy, tie_of(proxy), *after).why is Why.OUTGROWN
    ]
    Proxy.objects.filter(pk__in=outgrown).update(ended_at=after[1], ended_by=by.pseudonym)
    if concerned:
        audit.record(by=by, act="access.changed", person=patient.uuid, count=concerned)
    return concerned > 0


def _keep(patient: Patient, day: date, policy: AccessPolicy, now: datetime) -> bool:
    life, at = life_of(patient), midnight(day, policy.zone)
    changed = end_what_changed(
        patient, before=(life, at - timedelta(seconds=1)), after=(life, at), by=Portal(), now=now
    )
    if changed and patient.user_id is None:  # nobody of their own was told yet
        tell_access_changed(patient.email, "", now)
    return changed


def _accesses(
    patient: Patient, policy: AccessPolicy, before: Then, after: Then
) -> Iterator[tuple[User, Access, Access]]:
    """(who, what they could see, what they can see) for everybody with an account and something to do with it."""
    if patient.user:
        yield patient.user, own_access(policy, *before), own_access(policy, *after)
    for proxy in patient.proxies.filter(ended_at=None).exclude(user=None).select_related("user"):
        tie = tie_of(proxy)
        assert proxy.user is not None
        yield proxy.user, proxy_access(policy, tie, *before), proxy_access(policy, tie, *after)


def _days(today: date) -> list[date]:
    """Today, and the days before it since the last one that was done."""
    last = DayKept.objects.order_by("-day").values_list("day", flat=True).first() or today - timedelta(days=1)
    missed = min((today - last).days, MOST_DAYS)
    return [today - timedelta(days=back) for back in range(missed - 1, -1, -1)]


def _patients(day: date, policy: AccessPolicy) -> list[Patient]:
    """Those who have a birthday that changes rights, or are emancipated, on this day: a handful."""
    born = [one for age in (policy.teen_from, policy.adult_at) for one in born_on_days(day, age)]
    whose = Q(born__in=born) | Q(emancipated_on=day)
    return list(Patient.objects.filter(whose, merged_into=None).select_related("user"))

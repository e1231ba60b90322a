"""How does a portal's data folder come to hold one of the demo's hospitals?

On its first start: the policy, the records, who takes part, the accounts of patients and staff, who stands in for
whom. A start after that adds nothing, one after an interrupted start goes on where it stopped.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from haversack.accounts.models import User
from haversack.demo.mark import Mark, read_mark
from haversack.demo.portals.desk_life import begin_desk_life
from haversack.demo.portals.facts import PortalHospital
from haversack.demo.portals.served import Patient, hospitals
from haversack.portal.actions.deciding import set_wish
from haversack.portal.actions.desk_enrolment import record_emancipation
from haversack.portal.actions.load import load
from haversack.portal.actions.policy import set_policy
from haversack.portal.models import Patient as PatientRow
from haversack.portal.models import Provider, Proxy, Staff
from haversack.portal.queries.policy import NONE_SET, current_policy
from haversack.portal.rules.policy import Hospital
from haversack.portal.rules.presets import PRESETS
from haversack.portal.rules.staff import Role, Worker
from haversack.records.bundle import SourceFile


class Registrar:
    """Who fills the hospital's folder, as its trail names them."""

    pseudonym = "operator"


BY = Registrar()


def fill(key: str, say: Callable[[str], None] = lambda _: None) -> None:
    """Fill this portal's data folder with the hospital of that key, unless it is there."""
    mark = read_mark(settings.DATA) or Mark(timezone.localdate(), whole=False)
    if mark.whole:
        return
    mark.keep(settings.DATA)
    served = next(one for one in hospitals(mark.day) if one.facts.site.key == key)
    say(f"Preparing {served.facts.site.name}: its record of {len(served.patients)} invented patients.")
    if current_policy() == NONE_SET:
        preset = PRESETS[served.facts.preset]
        set_policy(by=BY, policy=msgspec.structs.replace(preset, hospital=hospital_of(served.facts)))
    data = served.ndjson()
    load(by=BY, files=[SourceFile(name=f"{key}.ndjson", size=len(data), open=partial(io.BytesIO, data))])
    with transaction.atomic():
        _providers(served.facts)
        _staff(served.facts)
        for patient in served.patients:
            _account(patient)
        for patient in served.patients:
            _stand_ins(patient, mark.day)
        begin_desk_life(key, timezone.now())
    Mark(mark.day, whole=True).keep(settings.DATA)


def hospital_of(facts: PortalHospital) -> Hospital:
    """What the policy document says about the hospital."""
    site = facts.site
    address = (site.street, f"{site.city}, {facts.state} {facts.postcode}")
    return Hospital(
        site.name,
        facts.help_line,
        facts.help_hours,
        address,
        f"https://{site.base.split('/')[2].removeprefix('fhir.')}",
        facts.mark,
        dict(facts.look),
    )


def _providers(facts: PortalHospital) -> None:
    for doctor in facts.site.doctors:
        row = Provider.objects.get(fhir_id=doctor.id)
        row.participates = facts.takes_part(doctor)
        row.why_not = facts.absent.get(doctor.family, "")
        row.place = next(place for family, place in facts.at.values() if family == doctor.family)
        row.save()


def _staff(facts: PortalHospital) -> None:
    for one in facts.staff:
        provider = Provider.objects.get(fhir_id=facts.site.doctor(one.doctor).id) if one.doctor else None
        what = {"role": one.role, "provider": provider}
        Staff.objects.get_or_create(user=_user(one.user_id, one.name), defaults=what)


def _account(patient: Patient) -> None:
    row = PatientRow.objects.get(fhir_id=patient.id)
    row.email = patient.file.email
    if patient.file.user_id:
        row.user = _user(patient.file.user_id, patient.name)
    row.save()
    if patient.file.emancipated_on and row.emancipated_on is None:
        record_emancipation(
            by=_clerk(),
            patient=row.uuid,
            on=patient.file.emancipated_on,
            document="Court order, seen at the desk",
            now=timezone.now(),
        )
    if patient.file.wait_hours:
        set_wish(by=BY, patient=row.uuid, hours=patient.file.wait_hours)


def _clerk() -> Worker:
    row = Staff.objects.filter(role=Role.CLERK).select_related("user").earliest("pk")
    return Worker(row.user.pseudonym, Role.CLERK)


def _stand_ins(patient: Patient, day: date) -> None:
    """The forms on file. Whoever stands in and is no patient here gets an account too."""
    for one in patient.file.proxies:
        until = timezone.make_aware(datetime.combine(one.until, time(23, 59))) if one.until else None
        signed = day.replace(day=1)
        Proxy.objects.get_or_create(
            patient=PatientRow.objects.get(fhir_id=patient.id),
            user=_user(one.user_id, one.name),
            defaults={
                "kind": one.kind,
                "name": one.name,
                "relation": one.relation,
                "signed_on": signed,
                "since": timezone.make_aware(datetime.combine(signed, time(0))),
                "until": until,
                "recorded_by": BY.pseudonym,
            },
        )


def _user(login_id: str, name: str) -> User:
    """The account, made where there is none. Without a password: nobody can sign in with it but by the demo's door."""
    found = User.objects.filter(login_id=login_id).first()
    return found or User.objects.create_with_login_id(login_id, None, name=name)

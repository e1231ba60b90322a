"""Who and what is there while the portal's matrix is tried? Two records, and everybody who may ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from haversack.accounts.models import User
from haversack.portal.actions.amendments import report_error
from haversack.portal.actions.cards import issue_cards
from haversack.portal.actions.changes import send_change_request
from haversack.portal.actions.messages import begin_thread
from haversack.portal.actions.staff import add_staff
from haversack.portal.models import MessageFile, Patient, Provider, Record, Staff
from haversack.portal.queries.profile import profile_for
from haversack.portal.rules.cards import CardKind
from haversack.portal.rules.messages import File
from haversack.portal.rules.profile import Field, digest

from ...integration.portal.hospital import Desk
from ...integration.portal.pages import admit, reading
from ...integration.portal.patients import PASSWORD, a_patient, a_proxy, a_user

WHO = ("anonymous", "patient", "other", "proxy", "ended", "clerk", "provider", "administrator", "former")
WORDS = (b"Ngozi", b"Salbutamol", b"Penicillin")  # stand in nobody's pages but those of her record
UNKNOWN = UUID(int=42)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class World:
    """users: who signs in, None for nobody. parts: what stands in an address, for Ngozi's record."""

    users: dict[str, User | None] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)
    others_record: UUID = UNKNOWN


def make_world() -> World:
    patient, user = admit()
    other = a_patient()
    other.user = a_user("somebody.else")
    other.save()
    world = World(users={"anonymous": None, "patient": user, "other": other.user}, others_record=other.uuid)
    world.users["proxy"], world.users["ended"] = a_user("stands.in"), a_user("stood.in")
    proxy = a_proxy(patient, world.users["proxy"])
    a_proxy(patient, world.users["ended"], ended_at=datetime.now(UTC) - timedelta(seconds=5))
    _staff(world)
    _requests(world, patient, user)
    (card,) = issue_cards(
        by=reading(user, patient), kind=CardKind.RESULTS, records=[Record.objects.get(fhir_id="a1").pk],
        issuer="https://portal.example",
    )  # fmt: skip
    record = Record.objects.get(fhir_id="a1")
    letter = Record.objects.get(fhir_id="le")
    world.parts |= {"patient": patient.uuid, "proxy": proxy.uuid, "record": record.pk, "letter": letter.pk,
                    "slug": "results", "kind": "fhir", "number": 0, "token": "x" * 43, "digest": "x",
                    "of": "results", "card": card.uuid, "kid": card.key.kid}  # fmt: skip
    return world


def browser(world: World, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if user := world.users[who]:
        client.force_login(user)
    return client


def _staff(world: World) -> None:
    osei = Provider.objects.get(fhir_id="osei").pk
    for who, role in (
        ("clerk", "clerk"),
        ("provider", "provider"),
        ("administrator", "administrator"),
        ("former", "clerk"),
    ):
        row = add_staff(by=Desk(), email=f"{who}@hospital.example", role=role, password=PASSWORD,
                        provider=osei if role == "provider" else None)  # fmt: skip
        world.users[who] = row.user
    former = Staff.objects.get(user=world.users["former"])
    former.ended_at = datetime.now(UTC) - timedelta(seconds=5)
    former.save()
    world.parts["staff"] = Staff.objects.get(user=world.users["clerk"]).pk


def _requests(world: World, patient: Patient, user: User) -> None:
    reader = reading(user, patient)
    profile = profile_for(reader).profile
    wanted = {**profile, Field.ADDRESS: {**profile[Field.ADDRESS], "lines": "27 Orchard Street"}}
    change = send_change_request(by=reader, wanted=wanted, shown=digest(profile))
    amendment = report_error(by=reader, wrong="I never smoked.", right="Never smoker.")
    osei = Provider.objects.get(fhir_id="osei")
    files = [File("scan.pdf", PDF)]
    talk = begin_thread(by=reader, provider=osei.uuid, subject="My result", text="What does it mean?", files=files)
    world.parts |= {"change": change.uuid, "amendment": amendment.uuid, "talk": talk.uuid,
                    "file": MessageFile.objects.get().uuid}  # fmt: skip

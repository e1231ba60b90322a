"""What goes on at the hospital when the demo begins: what waits at the desk, who has written, what is reviewed?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from haversack.accounts.models import User
from haversack.portal.actions.amendments import report_error
from haversack.portal.actions.changes import send_change_request
from haversack.portal.actions.messages import begin_thread, mark_read_by_provider, reply
from haversack.portal.actions.reviews import review_medications
from haversack.portal.models import Patient, Provider
from haversack.portal.queries.profile import on_file
from haversack.portal.queries.reader import Reader, open_reader
from haversack.portal.queries.staff import worker_of
from haversack.portal.rules.profile import Field, digest
from haversack.portal.rules.staff import Worker

Days = Callable[[float], datetime]


def begin_desk_life(key: str, now: datetime) -> None:
    """Let patients and staff of that hospital do what they did in the days before."""
    {"riverside": _riverside, "heronbay": _heron_bay}[key](lambda days: now - timedelta(days=days))


def _riverside(ago: Days) -> None:
    _asks_for(
        _reader("ines.valdivia", ago(2)),
        {
            Field.ADDRESS: {"lines": "27 Orchard Street", "city": "Millbrook Falls", "state": "OH", "postal": "43999"},
            Field.PHONES: {"home": "555-0149", "mobile": "555-0142", "work": ""},
        },
    )
    report_error(
        by=_reader("walter.abiodun", ago(21)),
        wrong="The list of medications still has lisinopril on it.",
        right="I stopped it years ago because of the cough, and take losartan.",
    )
    osei = _provider("Osei")
    asked = begin_thread(
        by=_reader("claudia.tull", ago(9)),
        provider=osei,
        subject="Blood test before the trip",
        text="We travel in two weeks. Shall I have the blood test before or after?",
    )
    doctor = _worker("n.osei", ago(8))
    mark_read_by_provider(by=doctor, thread=asked.uuid, now=ago(8.1))
    reply(by=doctor, thread=asked.uuid, text="Before is better. Come fasting, any weekday at eight.", now=ago(8))
    begin_thread(
        by=_reader("ines.valdivia", ago(0.6)),
        provider=osei,
        subject="Question about my sugar",
        text="My A1c went up a little. Is it because of the holidays, or shall I come in earlier?",
    )
    for given, days in (("Inés", 40), ("Walter", 110), ("Claudia", 200)):
        review_medications(by=doctor, patient=Patient.objects.get(given=given).uuid, now=ago(days))


def _heron_bay(ago: Days) -> None:
    _asks_for(
        _reader("mirela.costa", ago(1)),
        {
            Field.MARITAL_STATUS: {"status": "M"},
            Field.EMAIL: {"email": "mirela@costa-bakery.example"},
            Field.NOTIFY: {"name": "Rosa Costa", "relation": "Sister", "address": "", "phones": "555-0132"},
        },
    )
    report_error(
        by=_reader("delphine.arceneaux", ago(12)),
        wrong="The letter says that I had the operation in spring.",
        right="It was in summer. My insurance asks about it.",
    )
    asked = begin_thread(
        by=_reader("amara.okafor", ago(5), whose="Tomás"),
        provider=_provider("Eldridge"),
        subject="Form for school sports",
        text="School wants a form that says he may run with his asthma. Can you sign it?",
    )
    doctor = _worker("b.eldridge", ago(4))
    mark_read_by_provider(by=doctor, thread=asked.uuid, now=ago(4.2))
    reply(by=doctor, thread=asked.uuid, text="Gladly. It waits at the counter from tomorrow.", now=ago(4))
    begin_thread(
        by=_reader("casimir.wolski", ago(0.4)),
        provider=_provider("Sato-Reyes"),
        subject="Results of yesterday",
        text="One of the results is marked as high. Do I have to do anything before Monday?",
    )
    for given, days in (("Gideon", 30), ("Beatrix", 95)):
        review_medications(
            by=_worker("a.sato", ago(days)), patient=Patient.objects.get(given=given).uuid, now=ago(days)
        )


def _asks_for(reader: Reader, changed: dict[Field, dict[str, str]]) -> None:
    shown = on_file(Patient.objects.get(pk=reader.patient)).profile
    send_change_request(by=reader, wanted=shown | changed, shown=digest(shown))


def _reader(login_id: str, when: datetime, whose: str = "") -> Reader:
    """Whoever has that account, looking at that time at their own record, or at that patient's."""
    user = User.objects.get(login_id=login_id)
    patient = Patient.objects.get(given=whose) if whose else Patient.objects.get(user=user)
    return open_reader(user, patient.uuid, when)


def _worker(login_id: str, when: datetime) -> Worker:
    found = worker_of(User.objects.get(login_id=login_id), when)
    assert found is not None
    return found


def _provider(family: str) -> UUID:
    return Provider.objects.get(name__endswith=family).uuid

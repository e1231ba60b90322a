"""How do some hundred resources go in, in one transaction: what is new, what changed, and what cannot be?

Invariant 9: the resources, what they can be found by, the decision on their release and the line in the trail commit
together. A load that is killed has lost nothing; started again, it finds what is here already unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from haversack import audit
from haversack.audit import Actor
from haversack.records import digits
from haversack.records.entry import Problem, Severity
from haversack.records.identity import stamp_of
from haversack.vault.sealing import Sealer

from ..models import Patient, Record, RecordTie, SearchDate, SearchToken
from ..models.keys import BODY, sealer
from ..rules.demographics import may_be_the_same
from ..rules.facts import facts_of, happened, names_a_patient
from ..rules.search_index import dates_of, tokens_of
from ..rules.sections import Section
from ..rules.ties import Key, Kind, Tie, ties_of
from .deciding import Deciding, Judged, put_on, settle
from .load_people import keep_patient, keep_provider
from .load_reading import Incoming
from .load_report import LoadReport
from .load_rows import insert_index, insert_records

UNKNOWN_PATIENT = "It is about a patient who is neither here nor in these files. It was not loaded."
ANOTHER_PATIENT = "It says that it belongs to another patient than the record here of the same id. It was not changed."
ANOTHER_PERSON = (
    "It describes somebody else under the id of a patient who is here: both name and birth date differ. It was not "
    "changed, and nothing of this load went into that record."
)
OLDER = "A newer version of this is here already. This older one was left out."
NOBODYS = "It does not say whose it is. It was kept, and nobody is shown it."
_REMEMBERED = 200_000


class _NotLoaded(Exception):
    """It must not be written; the text says why, "" where that was said already."""

    def __init__(self, what: str, severity: Severity = "error") -> None:
        super().__init__(what)
        self.severity = severity


@dataclass(slots=True)
class _Known:
    """What is here under a type and id."""

    row: int
    patient: int | None
    content: bytes


class Batch:
    """Takes resources into the portal, some hundred at a time."""

    def __init__(self, by: Actor, report: LoadReport) -> None:
        self._by, self._report = by, report
        self._patients: dict[str, int] = {}
        self._somebody_else: set[str] = set()

    def refuse(self, patient: str) -> None:
        """Nothing about the patient of this id goes in with this load; why has been told."""
        self._somebody_else.add(patient)

    def take(self, waiting: list[Incoming]) -> None:
        """Commit these, each identity at most once among them."""
        with transaction.atomic():
            known = _known(waiting)
            self._look_up_patients(waiting)
            deciding = Deciding()
            key = sealer()
            judged, docs = [], {}
            loaded = unchanged = 0
            for one in waiting:
                there = known.get(one.key)
                if there is not None and there.content == one.content:
                    unchanged += 1
                    continue
                try:
                    row = self._row(one, there, deciding, key)
                except _NotLoaded as why:
                    if str(why):
                        self._problem(one, str(why), why.severity)
                    continue
                loaded += 1
                judged.append(row)
                docs[row.key] = one.doc
            _write(judged, docs)
            settle(judged, deciding)
            if judged:
                self._note(judged)
        refused = len(waiting) - loaded - unchanged
        self._count(waiting, loaded, unchanged, refused)

    def _row(self, one: Incoming, there: _Known | None, deciding: Deciding, key: Sealer) -> Judged:
        """The row to write, decided on by itself. Raises _NotLoaded."""
        patient = self._patient(one, there)
        row = Record.objects.get(pk=there.row) if there else Record(type=one.key.type, fhir_id=one.key.id, version=0)
        if there:
            _require_newer(one, row, patient)
        section = one.section
        if one.key.type in ("Practitioner", "PractitionerRole"):
            keep_provider(one.doc)
        received = row.final_at or deciding.now
        facts = facts_of(one.doc, received_at=received, section=section)
        span = happened(one.doc)
        row.patient_id = patient or (row.patient_id if section is Section.ATTACHED else None)
        row.version += 1
        row.section, row.status = section.value, facts.status
        row.low, row.high = span.low, span.high
        row.final_at, row.reviewed_at, row.updated_at = facts.final_at, None, deciding.now
        row.content, row.body = one.content, key.seal(one.raw, BODY)
        judged = Judged(row, deciding.judge(row, facts), is_new=True)
        put_on(judged, deciding)
        return judged

    def _patient(self, one: Incoming, there: _Known | None) -> int | None:
        """Whose it is; None for nobody's. Raises _NotLoaded."""
        if one.key.type == "Patient":
            if there and not may_be_the_same(_stored(there.row), one.doc):
                self._somebody_else.add(one.key.id)
                raise _NotLoaded(ANOTHER_PERSON)
            patient, remark = keep_patient(one.doc)
            if remark:
                self._problem(one, remark)
            self._patients[one.key.id] = patient.pk
            return patient.pk
        key = one.patient
        if key is not None and key.id in self._somebody_else:
            raise _NotLoaded("")  # told at the patient
        if key is not None and key.id in self._patients:
            return self._patients[key.id]
        section = one.section
        if key is not None or names_a_patient(one.doc):
            raise _NotLoaded(UNKNOWN_PATIENT)
        if section not in (Section.DIRECTORY, Section.ATTACHED):
            self._problem(one, NOBODYS, "warning")
        return None

    def _look_up_patients(self, waiting: Iterable[Incoming]) -> None:
        if len(self._patients) > _REMEMBERED:
            self._patients.clear()
        wanted = {one.patient.id for one in waiting if one.patient and one.patient.id not in self._patients}
        if wanted:
            self._patients.update(Patient.objects.filter(fhir_id__in=wanted).values_list("fhir_id", "pk"))

    def _note(self, judged: list[Judged]) -> None:
        patients = {one.row.patient_id for one in judged if one.row.patient_id is not None}
        only = Patient.objects.values_list("uuid", flat=True).get(pk=patients.pop()) if len(patients) == 1 else None
        audit.record(by=self._by, act="record.load", person=only, count=len(judged))

    def _count(self, waiting: list[Incoming], loaded: int, unchanged: int, refused: int) -> None:
        report = self._report
        report.loaded += loaded
        report.unchanged += unchanged
        report.refused += refused
        report.by_type.update(one.key.type for one in waiting)
        report.patients.update(one.key.id for one in waiting if one.key.type == "Patient")

    def _problem(self, one: Incoming, what: str, severity: Severity = "error") -> None:
        self._report.add_problem(one.file, Problem(one.where, what, severity))


def _require_newer(one: Incoming, row: Record, patient: int | None) -> None:
    """What came must be of the same patient as what is here, and not older. Raises _NotLoaded."""
    if row.patient_id != patient and row.section != Section.ATTACHED:
        raise _NotLoaded(ANOTHER_PATIENT)
    if (stamp := stamp_of(one.doc)) and stamp < stamp_of(_stored(row.pk)):
        raise _NotLoaded(OLDER, "information")


def _known(waiting: Iterable[Incoming]) -> dict[Key, _Known]:
    names: dict[str, list[str]] = {}
    for one in waiting:
        names.setdefault(one.key.type, []).append(one.key.id)
    found = {}
    for type_, ids in names.items():
        rows = Record.objects.filter(type=type_, fhir_id__in=ids)
        for row, name, patient, content in rows.values_list("pk", "fhir_id", "patient_id", "content"):
            found[Key(type_, name)] = _Known(row, patient, bytes(content))
    return found


def _stored(row: int) -> dict[str, object]:
    body = Record.objects.values_list("body", flat=True).get(pk=row)
    doc: dict[str, object] = digits.decode(sealer().open(bytes(body), BODY))
    return doc


def _write(judged: list[Judged], docs: dict[Key, dict[str, object]]) -> None:
    """The rows, and what they can be found by."""
    changed = [one.row for one in judged if one.row.pk is not None]
    insert_records([one.row for one in judged if one.row.pk is None])
    for row in changed:
        row.save()
    if changed:
        for model in (SearchToken, SearchDate, RecordTie):
            model.objects.filter(record__in=[row.pk for row in changed]).delete()
    ties = {one.key: ties_of(docs[one.key]) for one in judged}
    for one in judged:
        _adopt(one.row, ties[one.key])
    insert_index((one.row, tokens_of(docs[one.key]), dates_of(docs[one.key]), ties[one.key]) for one in judged)


def _adopt(row: Record, ties: list[Tie]) -> None:
    """What is attached belongs to whose record it is attached to, whichever of the two came first."""
    if row.section == Section.ATTACHED and row.patient_id is None and (found := _whose(row, ties)):
        row.patient_id = found
        Record.objects.filter(pk=row.pk).update(patient=found)
    elif ties and row.patient_id is not None:
        for type_ in {to.type for kind, to in ties if kind in (Kind.CARRIES, Kind.USES)}:
            names = [to.id for _, to in ties if to.type == type_]
            Record.objects.filter(type=type_, fhir_id__in=names, patient=None).update(patient=row.patient_id)


def _whose(row: Record, ties: list[Tie]) -> int | None:
    for kind, to in ties:
        if kind is Kind.ABOUT and (found := _patient_of(Record.objects.filter(type=to.type, fhir_id=to.id))):
            return found
    stating = RecordTie.objects.filter(type=row.type, fhir_id=row.fhir_id).values("record")
    return _patient_of(Record.objects.filter(pk__in=stating))


def _patient_of(rows: QuerySet[Record]) -> int | None:
    return rows.exclude(patient=None).values_list("patient", flat=True).first()

"""Whose is each piece, when files hold the records of many people and each is to get a backpack?"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from haversack.records.bundle import Piece, SourceFile, read_file
from haversack.records.entry import Problem
from haversack.records.formats.fhir_r4.claimed import with_claimed
from haversack.records.identity import patient_reference
from haversack.records.people import PersonIdentity, same_person
from haversack.records.pieces import DERIVED, ORIGINAL

from ..models import Declined, Record
from ..queries.cards import judge_cards
from ..queries.opened import Opened
from ..queries.persons import persons_of
from ..rules.roles import Viewer
from .arriving import Context
from .identity import current_facts, learn
from .intake import Delivery, Terms, begin_file, context_for, end_file, source_text
from .lab_reports import keep_lab_report, open_paper
from .persons import add_person
from .report import Report
from .survey import Surveyed, survey
from .taking import FileIntake

_NO_PATIENT = "This record does not say which of these people it is about. Import its file for one person instead."
_KEPT_IN_PARTS = (
    "This message is about several people. Each got their own part of it; the whole of it was given to nobody."
)
_MOST_SHARED = 20  # people who each get a copy of what belongs to nobody, such as an organisation named by all of them


@dataclass(slots=True)
class Routes:
    """Which backpack a reference to a patient leads to: first within the file, then over all files where that
    is clear.
    """

    everybody: list[Opened] = field(default_factory=list)
    by_file: dict[int, dict[str, Opened]] = field(default_factory=dict)
    overall: dict[str, Opened | None] = field(default_factory=dict)

    def note(self, file: int, references: Iterable[str], opened: Opened) -> None:
        """Remember where these references lead."""
        if all(one.uuid != opened.uuid for one in self.everybody):
            self.everybody.append(opened)
        for reference in references:
            self.by_file.setdefault(file, {})[reference] = opened
            clash = reference in self.overall and self.overall[reference] is not opened
            self.overall[reference] = None if clash else opened

    def of(self, file: int, piece: Piece) -> list[Opened]:
        """The backpacks a piece belongs in; none when it cannot be told."""
        own = self.by_file.get(file, {})
        doc = piece.doc or {}
        if doc.get("resourceType") == "Patient":
            found = own.get(piece.full_url) or own.get(f"Patient/{doc.get('id') or ''}")
            return [found] if found else []
        reference = patient_reference(doc)
        if reference:
            found = own.get(reference) or own.get(_relative(reference)) or self.overall.get(_relative(reference))
            return [found] if found else []
        people = list({one.uuid: one for one in own.values()}.values()) or self.everybody
        return people if len(people) <= _MOST_SHARED else []


def receive_each(*, by: Viewer, files: Iterable[SourceFile], terms: Terms) -> tuple[Report, list[Opened]]:
    """Take files in with one backpack a Patient found, an existing one where name and birth date are the same."""
    begun = time.monotonic()
    surveyed = [survey(file) for file in files]
    routes = _routes(by, surveyed, terms)
    report = Report()
    delivery = Delivery.of(surveyed)
    for number, one in enumerate(surveyed):
        report.files += 1
        if one.problem is not None:
            report.add_problem(one.file.name, one.problem)
        else:
            _receive_shared(by, number, one, routes, delivery, terms, report)
    report.seconds = time.monotonic() - begun
    return report, routes.everybody


def _receive_shared(
    by: Viewer, number: int, one: Surveyed, routes: Routes, delivery: Delivery, terms: Terms, report: Report
) -> None:
    intakes: dict[str, FileIntake] = {}
    contexts: dict[str, Context] = {}
    problems: list[Problem] = []
    with one.file.open() as stream:
        reading = read_file(stream, size=one.file.size)
        judge_cards(reading)
        open_paper(reading)
        for piece, people in _with_people(with_claimed(reading), routes, number):
            if not people and piece.role == ORIGINAL:
                report.add_problem(one.file.name, Problem(piece.where, _KEPT_IN_PARTS, "information"))
            elif not people and piece.inferred:
                continue
            elif not people:
                report.received += 1
                report.outcomes["unreadable"] += 1
                report.add_problem(one.file.name, piece.problem or Problem(piece.where, _NO_PATIENT))
            elif piece.problem is not None:
                report.add_problem(one.file.name, piece.problem)
            for place, opened in enumerate(people):
                key = str(opened.uuid)
                if key not in intakes:
                    intakes[key] = begin_file(
                        opened=opened, by=by, one=one, terms=terms, report=report, delivery=delivery
                    )
                    contexts[key] = context_for(opened, one, delivery, terms)
                piece.before = piece.before if len(routes.everybody) == 1 else b""
                # What goes to several people counts once, with the first of them.
                intakes[key].take(piece, contexts[key], counts=place == 0)
    problems.extend(reading.problems)
    if len(intakes) == 1:  # of a report that several people got, nobody knows whose the results are
        (intake,), (context,) = intakes.values(), contexts.values()
        problems += keep_lab_report(opened=intake.opened, reading=reading, file=one.file.name, source=context.source)
    for problem in problems:
        report.add_problem(one.file.name, problem)
    for intake in intakes.values():
        end_file(intake, one, tail=reading.tail, is_whole=len(routes.everybody) == 1, problems=[])


def _with_people(reading: Iterable[Piece], routes: Routes, file: int) -> Iterator[tuple[Piece, list[Opened]]]:
    """Each piece with the backpacks it belongs in."""
    for batch in _batches(reading):
        if batch[0].role != ORIGINAL:
            for piece in batch:
                yield piece, routes.of(file, piece) if piece.doc is not None else routes.everybody[:1]
            continue
        told = [routes.of(file, piece) if _names_somebody(piece) else [] for piece in batch[1:]]
        owners = list({one.uuid: one for people in told for one in people}.values())
        # Nobody gets a whole message in which somebody else stands too.
        alone = owners if len(owners) == 1 else routes.everybody[:1] if len(routes.everybody) == 1 else []
        yield batch[0], alone
        yield from ((piece, people or owners or alone) for piece, people in zip(batch[1:], told, strict=True))


def _batches(reading: Iterable[Piece]) -> Iterator[list[Piece]]:
    """What stands in the file, each with what was made from it."""
    batch: list[Piece] = []
    for piece in reading:
        if batch and piece.role != DERIVED:
            yield batch
            batch = []
        batch.append(piece)
    if batch:
        yield batch


def _names_somebody(piece: Piece) -> bool:
    doc = piece.doc or {}
    return doc.get("resourceType") == "Patient" or bool(patient_reference(doc))


def _named_alike(known: list[tuple[Opened, PersonIdentity]], person: PersonIdentity) -> Opened | None:
    """The backpack of somebody of this name and birth date. Nobody is found by having no name."""
    if not person.names:
        return None
    return next((o for o, i in known if i.born == person.born and i.names and same_person(i, person)), None)


def _met_before(
    known: list[tuple[Opened, PersonIdentity]], one: Surveyed, reference: str, person: PersonIdentity, source: str
) -> Opened | None:
    """The backpack that this very Patient came to before: it is there, or was removed for good. So those whom no name
    tells apart are known again, and nobody is offered once more what was declined.
    """
    own, content = one.met[reference]
    for opened, identity in known:
        if not same_person(identity, person):
            continue
        mine = Record.objects.filter(person_id=opened.person, identity=opened.key.index(f"{source}|{own}".encode()))
        gone = Declined.objects.filter(person_id=opened.person, key=opened.key.index(content))
        if mine.exists() or (not identity.names and gone.exists()):
            return opened
    return None


def _routes(by: Viewer, surveyed: list[Surveyed], terms: Terms) -> Routes:
    routes = Routes()
    known = [(opened, _identity(opened)) for opened in persons_of(by)]
    for number, one in enumerate(surveyed):
        for reference, person in one.patients.items():
            opened = _named_alike(known, person)
            opened = opened or _met_before(known, one, reference, person, source_text(one, terms))
            if opened is None:
                opened = add_person(by=by, name=_called(person), owner=by.user)
                learn(opened, [person])
                known.append((opened, person))
            routes.note(number, {reference, _relative(reference), f"Patient/{person.id}"}, opened)
    return routes


def _identity(opened: Opened) -> PersonIdentity:
    facts = current_facts(opened)
    return PersonIdentity(names=facts.legal, born=facts.born)


def _called(person: PersonIdentity) -> str:
    return person.names[0] if person.names else "Person without a name"


def _relative(reference: str) -> str:
    """ "https://host/fhir/Patient/1/_history/2" -> "Patient/1"; other forms stay as they are."""
    parts = reference.split("/_history/")[0].split("/")
    return "/".join(parts[-2:]) if len(parts) >= 2 and parts[-2] == "Patient" else reference

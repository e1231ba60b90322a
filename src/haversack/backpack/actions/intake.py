"""How does anything get into a backpack?

Through this one door, whatever brought it, so that review cannot be gone round.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from django.db import transaction

from haversack.records.bundle import Piece, SourceFile, read_file
from haversack.records.entry import Problem, Severity
from haversack.records.formats.fhir_r4.claimed import with_claimed
from haversack.records.formats.fhir_r4.describe import Named
from haversack.records.formats.health_card import CardReading
from haversack.records.identity import source_of
from haversack.records.origins import Origin, as_they_came
from haversack.records.people import PersonIdentity, same_person

from ..models import Arrival
from ..models.face import ArrivalFacts, decode_arrival, encode
from ..queries.cards import judge_cards
from ..queries.opened import Opened
from ..rules.roles import Act, Viewer
from .arriving import Context
from .identity import current_facts, knows_identity, learn, require_same_person
from .import_watch import NOBODY, Watch
from .lab_reports import keep_lab_report, open_paper
from .names import stored_names
from .parting import bring_back
from .report import Report
from .sources import source_for
from .survey import Surveyed, survey
from .taking import FileIntake, Memory

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Terms:
    """How a delivery is to be taken: under which source name, accepted at once or not, known to be the same
    person or not.
    """

    source: str | None = None
    accept: bool = False
    same_person: bool = False


@dataclass(slots=True)
class Delivery:
    """What the files of one delivery share: what things in them are called, and what is known of their sources."""

    names: dict[str, Named]
    memories: dict[int, Memory] = field(default_factory=dict)
    asked: dict[str, dict[str, Named | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, surveyed: Sequence[Surveyed]) -> Delivery:
        """The first file to name a thing counts."""
        names: dict[str, Named] = {}
        for one in reversed(surveyed):
            names.update(one.names)
        return cls(names)


def receive(
    *,
    opened: Opened,
    by: Viewer,
    files: Iterable[SourceFile],
    terms: Terms,
    progress: Progress | None = None,
    watch: Watch = NOBODY,
) -> Report:
    """Take files into one backpack.

    Raises AnotherPerson or SeveralPeople, with nothing changed, before the first is taken.
    """
    opened.require(Act.IMPORT)
    if terms.accept:
        opened.require(Act.DECIDE)
    with without_collecting():
        return _receive(opened=opened, by=by, files=files, terms=terms, progress=progress, watch=watch)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Leave cyclic garbage alone meanwhile: decoded records hold no cycles, and walking them again and again costs an
    eighth of an import."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _receive(
    *, opened: Opened, by: Viewer, files: Iterable[SourceFile], terms: Terms, progress: Progress | None, watch: Watch
) -> Report:
    begun = time.monotonic()
    surveyed = [survey(file, watch=watch) for file in files]
    if not terms.same_person:
        _keep_to_one_person(opened, surveyed)
    people = [person for one in surveyed for person in _people(one)]
    if not terms.same_person:
        require_same_person(opened, people)
    if people:
        learn(opened, people)
    for partings in {one.file.origin.apart for one in surveyed if one.file.origin is not None}:
        bring_back(opened=opened, by=by, partings=partings)
    report = Report()
    watch.begin(report)
    watch.found(sum(one.pieces for one in surveyed))
    delivery = Delivery.of(surveyed)
    for one in surveyed:
        receive_file(
            opened=opened, by=by, one=one, delivery=delivery, terms=terms, report=report, progress=progress, watch=watch
        )
    report.seconds += time.monotonic() - begun
    return report


def receive_file(
    *,
    opened: Opened,
    by: Viewer,
    one: Surveyed,
    delivery: Delivery,
    terms: Terms,
    report: Report,
    progress: Progress | None = None,
    watch: Watch = NOBODY,
) -> None:
    """Take one surveyed file in, from where an interrupted import of it stopped."""
    report.files += 1
    if one.problem is not None:
        report.add_problem(one.file.name, one.problem)
        return
    intake = begin_file(opened=opened, by=by, one=one, terms=terms, report=report, watch=watch, delivery=delivery)
    if watch.has_finished(intake.arrival.pk):
        add_known_problems(opened, intake.arrival, one.file.name, report)
        watch.pass_by(one.pieces)
        return
    context = context_for(opened, one, delivery, terms)
    problems: list[Problem] = []
    with one.file.open() as stream:
        reading = read_file(stream, size=one.file.size)
        judge_cards(reading)
        if one.only is not None and isinstance(reading, CardReading):
            reading.keep_to(one.only)
        open_paper(reading)
        origin = one.file.origin
        place = 0
        for number, piece in enumerate(with_claimed(as_they_came(reading, origin)), 1):
            if piece.problem is not None:
                problems.append(piece.problem)
            intake.take(piece, context, accept=terms.accept and (origin is None or _had(origin, piece, place)))
            place += not piece.inferred
            if progress and number % 100 == 0:
                progress(one.file.name, number)
    problems.extend(reading.problems)
    problems.extend(keep_lab_report(opened=opened, reading=reading, file=one.file.name, source=context.source))
    is_whole = origin is None or origin.whole
    end_file(intake, one, tail=reading.tail, is_whole=is_whole, problems=problems)


def _had(origin: Origin, piece: Piece, place: int) -> bool:
    """Whether a piece had been accepted before it was exported. place: counted without what is inferred."""
    return (piece.doc or {}).get("id") in origin.claimed if piece.inferred else place in origin.accepted


def _keep_to_one_person(opened: Opened, surveyed: list[Surveyed]) -> None:
    """Of health cards of several people in one file those of whom the backpack is about, or, where that is not known,
    of whom the first is about. Of cards that are all about others the file is refused.
    """
    facts = current_facts(opened)
    for one in surveyed:
        people = list(one.patients.values()) if one.of_cards else []
        if all(same_person(people[0], other) for other in people):
            continue
        known = PersonIdentity(names=facts.legal, born=facts.born) if knows_identity(opened, facts) else people[0]
        mine = {key: person for key, person in one.patients.items() if same_person(known, person)}
        if mine:
            one.only, one.patients = known, mine


def _people(one: Surveyed) -> list[PersonIdentity]:
    """Whom a file is about: its patients; of an export of ours, the person whose record was exported."""
    return list(one.patients.values()) if one.file.origin is None else [one.file.origin.person]


def begin_file(
    *,
    opened: Opened,
    by: Viewer,
    one: Surveyed,
    terms: Terms,
    report: Report,
    delivery: Delivery,
    watch: Watch = NOBODY,
) -> FileIntake:
    """Find or make the source and the arrival of a file."""
    text = source_text(one, terms)
    with transaction.atomic():
        origin = one.file.origin
        name = terms.source or (origin.name if origin else one.called or one.file.source or one.base or one.file.name)
        source = source_for(opened=opened, text=text, name=name, kind=origin.kind if origin else "file")
        digest = opened.key.index(f"file\0{text}\0{one.digest}".encode())
        arrival = Arrival.objects.filter(person_id=opened.person, digest=digest).first()
        if arrival is None:
            sealed = opened.key.seal(encode(ArrivalFacts(one.file.name)), "arrival")
            arrival = Arrival.objects.create(person_id=opened.person, source=source, digest=digest, sealed=sealed)
    memory = delivery.memories.setdefault(source.pk, Memory.of(source, arrival))
    return FileIntake(
        opened=opened,
        by=by,
        source=source,
        arrival=arrival,
        report=report,
        accept=terms.accept,
        watch=watch,
        memory=memory,
        name=one.file.name,
    )


def add_known_problems(opened: Opened, arrival: Arrival, name: str, report: Report) -> None:
    """Tell again what could not be read in a file that is in."""
    for where, what, severity in decode_arrival(opened.key.open(bytes(arrival.sealed), "arrival")).problems:
        report.add_problem(name, Problem(where, what, cast(Severity, severity)))


def end_file(intake: FileIntake, one: Surveyed, *, tail: bytes, is_whole: bool, problems: list[Problem]) -> None:
    """Commit the rest of a file with its last bytes and what could not be read in it."""
    for problem in problems:
        intake.report.add_problem(one.file.name, problem)
    noted = tuple((problem.where, problem.what, str(problem.severity)) for problem in problems[:1000])
    facts = ArrivalFacts(one.file.name, tail if is_whole else b"", is_whole, noted)
    intake.finish(sealed=intake.opened.key.seal(encode(facts), "arrival"))


def source_text(one: Surveyed, terms: Terms) -> str:
    """What makes the file's source the same source again (invariant 3)."""
    origin = one.file.origin.text if one.file.origin else ""
    said = terms.source or origin or ("" if one.base else one.file.source)
    return source_of(named=said, base=one.base, file_sha256=one.digest)


def context_for(opened: Opened, one: Surveyed, delivery: Delivery, terms: Terms) -> Context:
    """What the pieces of this file share.

    A reference is called what it is called in the same file, else in the files that came with it, else in what this
    source sent before.
    """
    source = source_text(one, terms)
    stored = stored_names(opened, source, delivery.asked.setdefault(f"{opened.uuid}|{source}", {}))
    own, others = one.names, delivery.names

    def named(reference: str) -> Named | None:
        return own.get(reference) or others.get(reference) or stored(reference)

    return Context(source, named, one.aliases, one.base, one.sections)

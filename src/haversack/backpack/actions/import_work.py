"""How do uploaded files go in behind the page, surviving a restart, and how is their report kept?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
from django.db import transaction
from django.utils import timezone

from haversack.records.archives import SourceFile, open_stream
from haversack.records.formats.measurement_csv import behind
from haversack.smart.links.refused import BadLink
from haversack.vault.refusals import Unreadable

from ..models import Work
from ..models.work_facts import UPLOAD, WORK, ImportFacts, Tally, encode
from ..models.work_facts import Upload as Sent
from ..queries.opened import Opened
from ..rules.roles import Viewer
from ..rules.work import Why
from .csv_mapping import PUT_ASIDE, put_aside, tables_among
from .export_return import unfold_exports
from .identity import AnotherPerson, SeveralPeople
from .import_links import follow_uploads, refuse_link
from .import_watch import Watch
from .intake import Terms, receive
from .noticing import tell_of_waiting
from .report import Report
from .review import forget_identity_if_empty
from .upload import Inbox, inbox_file
from .work import Lease, StopAsked, want

MOST_PROBLEMS = 1000  # are kept word for word; the others are counted
BEAT = 1.0  # seconds between signs of life while nothing is committed


def want_import(*, opened: Opened, by: Viewer, inbox: Inbox, source: str) -> Work:
    """Have these uploads taken in. From here on the row owns them; of tables the first, which waits for an answer."""
    tables = tables_among(opened, inbox.uploads)
    others = tuple(one for one in inbox.uploads if one not in tables)
    notes = tuple((one.name, "whole file", PUT_ASIDE, "information") for one in tables)
    with transaction.atomic():
        rows = put_aside(opened=opened, by=by, tables=tables, source=source)
        if others or not rows:
            facts = ImportFacts(uploads=others, source=source, notes=notes)
            rows.append(want(opened=opened, by=by, kind=Work.Kind.IMPORT, facts=facts))
    inbox.claim()
    return rows[0]


def import_uploads(*, opened: Opened, lease: Lease) -> None:
    """Take the files of this work in, from where a worker before stopped."""
    facts = cast(ImportFacts, lease.facts(opened))
    try:
        facts = follow_uploads(opened, lease, facts)
        watch = WorkWatch(opened, lease, facts)
        files = unfold_exports(_files(opened, facts))
        terms = Terms(source=facts.source or None, same_person=facts.same_person)
        report = receive(opened=opened, by=opened.viewer, files=files, terms=terms, watch=watch)
    except BadLink as bad:
        refuse_link(opened, lease, facts, bad)
    except AnotherPerson as another:
        _refuse(opened, lease, facts, Why.ANOTHER_PERSON, str(another))
    except SeveralPeople:
        _refuse(opened, lease, facts, Why.SEVERAL_PEOPLE)
        delete_uploads(facts)
    except (FileNotFoundError, Unreadable):
        _refuse(opened, lease, facts, Why.FILES_GONE)
        delete_uploads(facts)
    except StopAsked:
        facts = cast(ImportFacts, lease.facts(opened))  # as committed: what was being taken in was taken back
        with transaction.atomic():
            forget_identity_if_empty(opened)
            lease.end(Work.State.STOPPED, sealed=_sealed(opened, facts, uploads=_without_files(facts)))
        delete_uploads(facts)
    else:
        sealed = _sealed(opened, told_of(facts, report), uploads=_without_files(facts))
        with transaction.atomic():
            lease.end(Work.State.DONE, done=report.received, total=report.received, sealed=sealed)
            if report.outcomes["pending"]:
                by = None if facts.link else opened.viewer.user  # a live link brings things while nobody looks on
                tell_of_waiting(opened=opened, brought_by=by, now=timezone.now())
        delete_uploads(facts)
        if facts.link and set(+report.outcomes) <= {"unchanged", "declined"}:  # looked again, and found nothing new
            Work.objects.filter(pk=lease.number).delete()


def told_of(facts: ImportFacts, report: Report) -> ImportFacts:
    """The facts with the whole report in them."""
    count(facts.tally, report)
    problems = [(p["file"], p["where"], p["what"], p["severity"]) for p in report.problems[:MOST_PROBLEMS]]
    number = len(facts.notes) + len(report.problems)
    return msgspec.structs.replace(
        facts, problems=(*facts.notes, *problems), problems_number=number, why="", told="", passcode=""
    )


def count(tally: Tally, report: Report) -> None:
    """Put what the report counts into the tally."""
    tally.received, tally.merged, tally.seconds = report.received, report.merged, report.seconds
    tally.files = report.files
    tally.outcomes, tally.by_category = dict(report.outcomes), dict(report.by_category)
    tally.by_type = dict(report.by_type)


class WorkWatch(Watch):
    """Keeps the tally of an import in its row, in the transaction of what it counts, and stops when asked to."""

    def __init__(self, opened: Opened, lease: Lease, facts: ImportFacts) -> None:
        self._opened, self._lease, self._facts = opened, lease, facts
        self._tally = facts.tally
        self._looked = 0
        self._beat = time.monotonic()

    def begin(self, report: Report) -> None:
        tally = self._tally
        report.received, report.merged, report.seconds = tally.received, tally.merged, tally.seconds
        for counter, kept in (
            (report.outcomes, tally.outcomes),
            (report.by_category, tally.by_category),
            (report.by_type, tally.by_type),
        ):
            counter.update(kept)

    def look(self, pieces: int) -> None:
        self._looked += pieces
        self._live(done=self._looked, total=0)

    def found(self, pieces: int) -> None:
        self._lease.renew(done=self._tally.received, total=pieces)

    def knows(self, arrival: int, part: int) -> bool:
        return part < self._tally.parts.get(arrival, 0)

    def has_finished(self, arrival: int) -> bool:
        return arrival in self._tally.finished

    def pass_by(self, pieces: int) -> None:
        self._live()

    def keep(self, report: Report, arrival: int, part: int) -> None:
        count(self._tally, report)
        self._tally.parts[arrival] = part + 1
        self._facts.forgiven = self._lease.attempt - 1  # work that comes on is not given up for having been cut off
        self._lease.renew(done=report.received, sealed=_sealed(self._opened, self._facts))

    def finish(self, report: Report, arrival: int) -> None:
        count(self._tally, report)
        self._tally.finished.add(arrival)
        self._lease.renew(done=report.received, sealed=_sealed(self._opened, self._facts))

    def _live(self, **changes: int) -> None:
        now = time.monotonic()
        if now - self._beat >= BEAT:
            self._beat = now
            self._lease.renew(**changes)


def delete_uploads(facts: ImportFacts) -> None:
    """Take the sealed uploads of ended work off the disk."""
    for one in facts.uploads:
        if one.file:
            inbox_file(one.file).unlink(missing_ok=True)


def _files(opened: Opened, facts: ImportFacts) -> Iterator[SourceFile]:
    for one in facts.uploads:
        opener = partial(_open, opened, inbox_file(one.file))
        if one.mapping:
            yield SourceFile(one.name, len(one.mapping) + one.size, partial(_behind, one.mapping, opener))
            continue
        for file in open_stream(one.name, one.size, opener):
            file.source = one.source
            yield file


def _behind(mapping: bytes, opener: Callable[[], BinaryIO]) -> BinaryIO:
    return behind(mapping, opener())


def _open(opened: Opened, path: Path) -> BinaryIO:
    return opened.key.open_file(path.open("rb"), UPLOAD)


def _refuse(opened: Opened, lease: Lease, facts: ImportFacts, why: Why, told: str = "") -> None:
    keeps = why is Why.ANOTHER_PERSON
    uploads = facts.uploads if keeps else _without_files(facts)
    lease.end(Work.State.FAILED, sealed=_sealed(opened, facts, why=why.value, told=told, uploads=uploads))


def _without_files(facts: ImportFacts) -> tuple[Sent, ...]:
    return tuple(Sent("", one.name, one.size) for one in facts.uploads)


def _sealed(opened: Opened, facts: ImportFacts, **changes: object) -> bytes:
    return opened.key.seal(encode(msgspec.structs.replace(facts, **changes)), WORK)

"""How does a hospital's data get into its portal: bundles, NDJSON, zips, folders, of many patients?

Twice through every file: first for who and where (patients, practitioners, places), so that what is about them finds
them whichever file comes first; then for everything else, reports before their results, so that a result is never shown
before the report that withholds it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs, urlsplit

from haversack.audit import Actor
from haversack.records.bundle import Piece, Reading, SourceFile, read_file
from haversack.records.entry import Problem
from haversack.records.formats.fhir_r4.read import read_resource
from haversack.records.glance import glance
from haversack.records.pieces import ORIGINAL

from ..models import SearchToken
from ..rules.sections import Section, section_of
from ..rules.ties import Key
from .load_batch import Batch
from .load_messages import Meeting, NotTheirs
from .load_reading import Incoming, Unstorable, id_in, incoming
from .load_report import LoadReport

AT_ONCE = 400
MESSAGES = "hl7v2"  # what a reading of HL7 v2 calls its kind
_WHO = frozenset({"Patient", "RelatedPerson"})
_STATING = ("DiagnosticReport", "DocumentReference", "Composition", "Media")
Progress = Callable[[int], None]


def load(*, by: Actor, files: Iterable[SourceFile], progress: Progress | None = None) -> LoadReport:
    """Take these files in. What is wrong in one of them stops nothing else; the report says what was wrong where."""
    begun = time.monotonic()
    report = LoadReport()
    loading = _Loading(by, report, progress or (lambda _: None))
    chosen = list(files)
    for file in chosen:
        loading.who_and_where(file)
    for file in chosen:
        loading.everything_else(file)
    report.seconds = time.monotonic() - begun
    return report


class _Loading:
    """One load: the batch that fills, and what conditional references were found to mean."""

    def __init__(self, by: Actor, report: LoadReport, progress: Progress) -> None:
        self._report, self._progress = report, progress
        self._batch = Batch(by, report)
        self._waiting: dict[Key, Incoming] = {}
        self._found: dict[str, Key | None] = {}
        self._meeting = Meeting()

    def who_and_where(self, file: SourceFile) -> None:
        """Patients and the directory of one file, and what its resources are called."""
        if file.problem is not None:
            return
        reading, seen = glance(file.open, size=file.size, strict=True)
        is_of_messages = reading.kind == MESSAGES
        aliases: dict[str, str] = {}
        held: list[Piece] = []
        for number, one in enumerate(seen, 1):
            if one.full_url:
                aliases[one.full_url] = f"{one.type}/{one.id or id_in(one.full_url)}"
            if _is_first_pass(one.type):
                doc, problem, *_ = read_resource(one.raw)
                if doc is not None and not problem:
                    held.append(Piece(one.raw, b"", f"resource {number}", one.full_url, doc))
        held.sort(key=lambda piece: piece.doc["resourceType"] in _WHO if piece.doc else True)
        for piece in held:
            if is_of_messages and piece.doc and piece.doc["resourceType"] == "Patient":
                self._meet(file.name, piece)
            else:
                self._take(file.name, piece, aliases)
        self._flush()

    def everything_else(self, file: SourceFile) -> None:
        """The rest of one file, and what is wrong with it."""
        self._report.files += 1
        if file.problem is not None:
            self._report.add_problem(file.name, file.problem)
            return
        with file.open() as stream:
            reading = read_file(stream, size=file.size, strict=True)
            pieces, aliases = _in_order(reading)
            if reading.kind == MESSAGES:
                aliases = self._meeting.aliases
            for piece in pieces:
                if piece.role == ORIGINAL:  # a message; what was made from it follows
                    continue
                if piece.problem is not None:
                    self._report.add_problem(file.name, piece.problem)
                if piece.doc is None:
                    self._report.received += 1
                    self._report.refused += 1
                elif piece.problem is not None or not _is_first_pass(str(piece.doc["resourceType"])):
                    self._take(file.name, piece, aliases)
            self._flush()
        for problem in reading.problems:
            self._report.add_problem(file.name, problem)

    def _meet(self, file: str, piece: Piece) -> None:
        """Take in a patient whom a message names, as who they are here."""
        self._flush()  # what came before of the same patient is on file by now
        try:
            met = self._meeting.met(piece)
        except NotTheirs as why:
            self._report.received += 1
            self._report.refused += 1
            self._report.add_problem(file, Problem(piece.where, str(why), "error"))
            if piece.doc:
                self._batch.refuse(str(piece.doc["id"]))
            return
        if met.problem is not None:
            self._report.add_problem(file, met.problem)
        self._take(file, met.piece, {})

    def _take(self, file: str, piece: Piece, aliases: dict[str, str]) -> None:
        self._report.received += 1
        try:
            one = incoming(file, piece, aliases, self._look_up)
        except Unstorable as why:
            self._report.refused += 1
            self._report.add_problem(file, Problem(piece.where, str(why), "error"))
            return
        if one.key in self._waiting:  # a second version in the same hundred is decided on after the first is in
            self._flush()
        self._waiting[one.key] = one
        if len(self._waiting) >= AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._batch.take(list(self._waiting.values()))
            self._progress(len(self._waiting))
            self._waiting = {}

    def _look_up(self, conditional: str) -> Key | None:
        """What "Practitioner?identifier=system|value" leads to here, if to exactly one."""
        if conditional not in self._found:
            parts = urlsplit(conditional)
            system, _, value = parse_qs(parts.query).get("identifier", [""])[0].rpartition("|")
            tokens = SearchToken.objects.filter(type=parts.path, param="identifier", code=value, system=system)
            names = list(tokens.filter(patient=None).values_list("record__fhir_id", flat=True)[:2])
            self._found[conditional] = Key(parts.path, names[0]) if value and len(names) == 1 else None
        return self._found[conditional]


def _is_first_pass(type_: str) -> bool:
    return type_ == "Patient" or section_of({"resourceType": type_, "patient": True}) is Section.DIRECTORY


def _in_order(reading: Reading) -> tuple[Iterable[Piece], dict[str, str]]:
    """What states ties before what they lead to, as far as the file is read whole; and what each address leads to."""
    if reading.kind != "bundle":
        return reading, {}
    pieces = sorted(reading, key=lambda piece: not (piece.doc and piece.doc.get("resourceType") in _STATING))
    aliases = {
        piece.full_url: f"{piece.doc['resourceType']}/{piece.doc.get('id') or id_in(piece.full_url)}"
        for piece in pieces
        if piece.full_url and piece.doc
    }
    return pieces, aliases

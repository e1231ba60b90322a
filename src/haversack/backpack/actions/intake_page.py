"""How does a page that a portal sent get in? Through the same door as a file, with its cursor, in one transaction.

Invariant 9: the records of a page, their counters and whatever `keep` writes (where the fetch goes on) commit together
or not at all. A page that holds nothing new writes nothing but that. A page belongs to one patient: what is another's
does not come in.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256

from django.db import transaction

from haversack.records.bundle import Piece, read_file
from haversack.records.entry import Problem
from haversack.records.formats.fhir_r4.claimed import with_claimed
from haversack.records.formats.fhir_r4.describe import Named, describe, name_of
from haversack.records.formats.other_versions import read_as
from haversack.records.identity import content_hash, identity_text
from haversack.records.people import PersonIdentity, identity_of_patient
from haversack.records.pieces import ORIGINAL
from haversack.records.unspoken import Unspoken

from ..models import Arrival, Declined, Record
from ..models.face import ArrivalFacts, encode
from ..models.record import State
from ..queries.opened import Opened
from ..rules.belonging import is_anothers, speaks_only_of
from ..rules.intake import Fate
from ..rules.roles import Viewer
from . import taking_rows as rows
from .arriving import Arriving, Context
from .fates import Existing
from .identity import learn, require_same_person
from .names import stored_names
from .report import Report
from .sources import portal_text, source_for
from .survey import NAMING
from .taking import Chunk, FileIntake, Memory


@dataclass(frozen=True, slots=True, repr=False)
class Sender(Unspoken):
    """The patient of a connection at a FHIR server. name: what the portal is called. version: "R4", "STU3", "DSTU2".
    same_person: somebody said that a patient of another name is this person. kind: of its source. own: what makes the
    source the same again, where that is not the patient at the server.
    """

    base: str
    patient: str
    name: str
    version: str = "R4"
    same_person: bool = False
    kind: str = "portal"
    own: str = ""

    @property
    def text(self) -> str:
        return self.own or portal_text(self.base, self.patient)


@dataclass(slots=True)
class PageReport:
    """What came of a page: each record in one of new, changed, unchanged, declined, unreadable, withdrawn, anothers.

    identities: keyed, of every record of the patient that the page showed. by_type: of the same. nameless: records
    without an id, which cannot be known again. source: its row, 0 while nothing was ever taken from there.
    """

    received: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    declined: int = 0
    unreadable: int = 0
    withdrawn: int = 0
    anothers: int = 0
    nameless: int = 0
    source: int = 0
    identities: list[bytes] = field(default_factory=list)
    by_type: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True, repr=False)
class PageRead(Unspoken):
    """A page, read before any row is touched. pieces: what is the patient's, in order, with what others were made
    from. others: how many are not; nameless: how many have no id. whole: whether the pieces give its bytes back.
    """

    digest: bytes
    pieces: list[Piece] = field(default_factory=list)
    names: dict[str, Named] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    people: list[PersonIdentity] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tail: bytes = b""
    others: int = 0
    nameless: int = 0
    whole: bool = True


def read_page(body: bytes, sender: Sender) -> PageRead:
    """Read the bytes of a page, or of several documents in a row. Touches no row, so that it may be done anywhere."""
    reading = read_file(io.BytesIO(body), size=len(body))
    found = PageRead(sha256(body).digest())
    given = iter(reading)
    pieces = list(read_as(given, sender.version) if sender.version != "R4" else given)
    pieces = list(with_claimed(pieces))
    for piece in pieces:
        _note(found, piece, sender.base)
    strangers = _strangers(pieces, sender, found.aliases)
    before = b""
    for piece in pieces:
        if piece.where in strangers:
            found.whole = False
        elif piece.doc is not None and piece.doc["resourceType"] == "OperationOutcome":
            before += piece.before + piece.raw  # a word of the server, kept where it stood
        else:
            piece.before, before = before + piece.before, b""
            found.pieces.append(piece)
    found.others = len(strangers)
    found.problems, found.tail = reading.problems, before + reading.tail
    found.whole = found.whole and reading.whole
    found.people = [
        identity_of_patient(piece.doc)
        for piece in found.pieces
        if piece.doc is not None and piece.doc["resourceType"] == "Patient"
    ]
    return found


def _note(found: PageRead, piece: Piece, base: str) -> None:
    """What a piece is called, and what it goes by: a record that lacks its id goes by the end of its fullUrl."""
    doc = piece.doc
    if doc is None:
        return
    kind = doc["resourceType"]
    if not doc.get("id"):
        start = f"{base}/{kind}/"
        if piece.full_url.startswith(start) and (number := piece.full_url[len(start) :]) and "/" not in number:
            piece.full_url = number
        found.nameless += kind != "OperationOutcome"
    reference = f"{kind}/{doc.get('id') or piece.full_url}"
    if piece.full_url:
        found.aliases[piece.full_url] = reference
    if kind in NAMING and (named := name_of(doc)) is not None:
        found.names[reference] = named
        if piece.full_url:
            found.names[piece.full_url] = named


def _strangers(pieces: list[Piece], sender: Sender, aliases: dict[str, str]) -> set[str]:
    """The places of what is not the patient's; of what was made from another format, both have the same place."""
    places, references = set(), set()
    docs = [(piece, piece.doc) for piece in pieces if piece.doc is not None]
    for piece, doc in docs:
        if is_anothers(doc, patient=sender.patient, base=sender.base, aliases=aliases):
            places.add(piece.where)
            references.add(f"{doc['resourceType']}/{doc.get('id') or piece.full_url}")
    for piece, doc in docs:
        if speaks_only_of(doc, references, sender.base, aliases):
            places.add(piece.where)
    return places


def receive_page(
    *,
    opened: Opened,
    by: Viewer,
    sender: Sender,
    page: PageRead,
    name: str,
    keep: Callable[[PageReport], None],
) -> PageReport:
    """Take in a page. `name`: what it is called among what came. `keep` is called inside the transaction, at its end.

    Raises AnotherPerson or SeveralPeople, with nothing changed, and whatever `keep` raises.
    """
    with transaction.atomic():
        rows.lock_person(opened.person)
        if page.people:
            if not sender.same_person:
                require_same_person(opened, page.people)
            learn(opened, page.people)
        report = PageReport(anothers=page.others, nameless=page.nameless)
        identities = _identities(opened, sender, page.pieces)
        came = [piece for piece in page.pieces if piece.role != ORIGINAL and not piece.inferred]
        report.received = len(came)
        report.identities = list(identities)
        report.by_type.update(piece.doc["resourceType"] for piece in came if piece.doc is not None)
        stubs = _stubs(opened, sender, page.pieces)
        originals = {_identity(opened, sender, piece) for piece in page.pieces if piece.role == ORIGINAL}
        if not _nothing_new(opened, identities, originals, stubs, report):
            _take(opened, by, sender, page, name, report)
            again = _set_marks(opened, identities, stubs)  # those that a stub has marked before
            report.withdrawn, report.unchanged = report.withdrawn + again, max(report.unchanged - again, 0)
        keep(report)
    return report


def _identities(opened: Opened, sender: Sender, pieces: Iterable[Piece]) -> dict[bytes, bytes]:
    """Keyed identity -> keyed content, of what is no resource too."""
    index = opened.key.index
    return {_identity(opened, sender, piece): index(piece.content) for piece in pieces}


def _identity(opened: Opened, sender: Sender, piece: Piece) -> bytes:
    piece.content = piece.content or content_hash(piece.raw, piece.doc)
    if piece.doc is None:
        return opened.key.index(b"unreadable\0" + sender.text.encode() + piece.content)
    return opened.key.index(identity_text(sender.text, piece.doc, piece.full_url, piece.content).encode())


def _stubs(opened: Opened, sender: Sender, pieces: Iterable[Piece]) -> set[bytes]:
    """The identities of those that say no more than that they were entered in error (A4)."""
    said = [piece for piece in pieces if piece.doc is not None and b"entered-in-error" in piece.raw]
    entries = [(piece, describe(piece.doc, lambda reference: None)) for piece in said if piece.doc is not None]
    return {
        _identity(opened, sender, piece)
        for piece, entry in entries
        if entry is not None and entry.standing == "entered-in-error"
    }


def _nothing_new(
    opened: Opened, wanted: dict[bytes, bytes], originals: set[bytes], stubs: set[bytes], report: PageReport
) -> bool:
    """Whether everything stands here with this very content, or was removed for good with it; counts them if so.
    What others were made from, `originals`, is counted as those.

    A stub stands where it marked something. Another version that waits, and a mark that is missing or is one too many,
    are news.
    """
    mine = Record.objects.filter(person_id=opened.person, identity__in=list(wanted))
    here: set[bytes] = set()
    for identity, content, state, is_withdrawn in mine.values_list("identity", "content", "state", "is_withdrawn"):
        key = bytes(identity)
        is_same, is_stub = wanted[key] == bytes(content), key in stubs
        if is_same and (state != State.SUPERSEDED or is_stub):
            here.add(key)
        if (state == State.PENDING and not is_same) or _is_marked_wrongly(state, is_withdrawn, is_same, is_stub):
            return False
    missing = {identity: content for identity, content in wanted.items() if identity not in here}
    if missing:
        gone = Declined.objects.filter(person_id=opened.person, key__in=list(missing.values()))
        if {bytes(key) for key in gone.values_list("key", flat=True)} < set(missing.values()):
            return False
    report.declined = min(len(missing.keys() - originals), report.received)
    report.unchanged = report.received - report.declined
    return True


def _is_marked_wrongly(state: int, is_withdrawn: bool, is_same: bool, is_stub: bool) -> bool:
    """What was accepted is withdrawn while its portal says no more than that it was an error, and not any more when it
    says the same again; whether or not somebody wants newer versions of it."""
    if state != State.ACCEPTED:
        return False
    return (is_withdrawn and is_same) or (is_stub and not is_same and not is_withdrawn)


def _set_marks(opened: Opened, wanted: dict[bytes, bytes], stubs: set[bytes]) -> int:
    """Put right which of what was accepted is withdrawn. Returns how many became so."""
    mine = Record.objects.filter(person_id=opened.person, identity__in=list(wanted), state=State.ACCEPTED)
    number = 0
    for row in mine.only("pk", "identity", "content", "state", "is_withdrawn"):
        key = bytes(row.identity)
        is_same = wanted[key] == bytes(row.content)
        if _is_marked_wrongly(row.state, row.is_withdrawn, is_same, key in stubs):
            Record.objects.filter(pk=row.pk).update(is_withdrawn=not row.is_withdrawn)
            number += not row.is_withdrawn
    return number


def _take(opened: Opened, by: Viewer, sender: Sender, page: PageRead, name: str, report: PageReport) -> None:
    source = source_for(opened=opened, text=sender.text, name=sender.name, kind=sender.kind)
    report.source = source.pk
    digest = opened.key.index(f"page\0{sender.text}\0".encode() + page.digest)
    noted = tuple((problem.where, problem.what, str(problem.severity)) for problem in page.problems[:100])
    sealed = opened.key.seal(encode(ArrivalFacts(name, page.tail, page.whole, noted)), "arrival")
    arrival = Arrival.objects.filter(person_id=opened.person, digest=digest).first()
    if arrival is None:
        arrival = Arrival.objects.create(person_id=opened.person, source=source, digest=digest, sealed=sealed)
    memory = replace(Memory.of(source, arrival), is_first=False)
    taking = _PageIntake(
        opened=opened, by=by, source=source, arrival=arrival, report=Report(), accept=False, memory=memory, name=name
    )
    taking.is_live = True
    stored = stored_names(opened, sender.text, {})
    context = Context(sender.text, lambda named: page.names.get(named) or stored(named), page.aliases, sender.base)
    for piece in page.pieces:
        taking.take(piece, context)
    taking.finish(sealed=sealed)
    outcomes = taking.report.outcomes
    report.unchanged, report.declined = outcomes["unchanged"], outcomes["declined"]
    report.unreadable, report.changed, report.withdrawn = outcomes["unreadable"], taking.changed, taking.withdrawn
    counted = report.unchanged + report.declined + report.unreadable + report.changed + report.withdrawn
    report.new = max(report.received - counted, 0)


class _PageIntake(FileIntake):
    """Notes besides how many records took the place of others, and how many the portal took back."""

    changed = 0
    withdrawn = 0

    def _place(self, chunk: Chunk, number: int, one: Arriving, decided: Fate, existing: list[Existing]) -> int:
        self.changed += one.counts and decided is Fate.NEWER
        self.withdrawn += one.counts and decided is Fate.WITHDRAWS
        return super()._place(chunk, number, one, decided, existing)

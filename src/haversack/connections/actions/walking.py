"""How is one query walked through, page by page, without touching a row?

Each page is asked for while the one before it is being taken in. What comes is a series of events, which the main
thread takes in order.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from haversack.backpack.actions.intake_page import PageRead, Sender, read_page
from haversack.records.unspoken import Unspoken
from haversack.smart.answers import Elsewhere, Page, Stop, Trouble, page_of, pause, server_time
from haversack.smart.falling_back import instead
from haversack.smart.queries import Query, query_of
from haversack.smart.referring import READ, wanted

from ..http import Answer
from ..rules.patience import MOST_EMPTY, MOST_PAGES
from .asking import FHIR_JSON, Portal

_AGAIN = 2  # a page with what does not belong in it is asked for so often again, before it is taken as it is
_MEDICINE = "Medication/"  # without which a prescription has no name


@dataclass(frozen=True, slots=True, repr=False)
class Walk(Unspoken):
    """Where a course stands. next: the page to ask for, "" for the first. marks: of the pages seen."""

    place: int
    query: str
    next: str = ""
    marks: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Came(Unspoken):
    """A page. before: documents that it needs to be understood, to be taken in first. query, next: where the course
    goes on, "" for nowhere: the page itself, where it leads astray."""

    place: int
    page: PageRead
    query: str
    next: str
    mark: bytes
    time: str
    warnings: tuple[str, ...] = ()
    before: tuple[PageRead, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Stopped(Unspoken):
    """The course cannot go on. restart: it begins at its first page, when it is taken up again."""

    place: int
    stop: Stop
    restart: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Files(Unspoken):
    """Single resources that were read, which could not be, with why, and what those that were speak of."""

    pages: tuple[PageRead, ...]
    failed: tuple[tuple[str, Trouble], ...]
    references: tuple[str, ...] = ()


Event = Came | Stopped


@dataclass(slots=True)
class Walker:
    """Walks one course. missing: of these references, those that are not in the backpack; runs in the main thread."""

    portal: Portal
    sender: Sender
    walk: Walk
    missing: Callable[[Sequence[str]], Sequence[str]]
    _query: Query = field(init=False)
    _marks: set[bytes] = field(init=False)
    _asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._query, self._marks = query_of(self.walk.query), set(self.walk.marks)

    def events(self) -> Iterator[Event]:
        """The pages from where the course stands. Ends after the last one, or with Stopped. Raises Over."""
        address, is_first, restarted, empty = self.walk.next or self._first(), not self.walk.next, False, 0
        for _number in range(MOST_PAGES):
            try:
                page, read, time, astray = self._page(address)
            except Stop as stop:
                better = instead(self._query, stop.said) if is_first and stop.trouble is Trouble.REFUSED else None
                if better is not None:
                    self._query = better
                elif not is_first and not restarted and stop.trouble in _EXPIRED:
                    restarted, is_first = True, True
                    self._marks.clear()
                    self._asked.clear()
                else:
                    yield Stopped(self.walk.place, stop)
                    return
                address = self._first()
                continue
            empty = 0 if page.mark else empty + 1
            self._asked.add(address)
            if page.mark in self._marks or page.next in self._asked or empty > MOST_EMPTY:
                yield Stopped(self.walk.place, Stop(Trouble.ENDLESS), restart=True)
                return
            self._marks.update([page.mark] if page.mark else [])
            yield self._came(page, read, time, address if astray else page.next)
            if astray:
                yield Stopped(self.walk.place, astray)
            if astray or not page.next:
                return
            address, is_first = page.next, False
        yield Stopped(self.walk.place, Stop(Trouble.ENDLESS), restart=True)

    def _first(self) -> str:
        return f"{self.portal.base}/{self._query}"

    def _page(self, address: str) -> tuple[Page, PageRead, str, Stop | None]:
        """A page, and why it leads no further although it should. One that holds what it should not, such as somebody
        else's records, is asked for again: it may have been a slip."""
        for tries in range(_AGAIN + 1):
            doc, answer = self.portal.ask(address)
            stop: Stop | None = None
            try:
                page = page_of(doc, asked=address, base=self.portal.base)
            except Elsewhere as elsewhere:
                page, stop = elsewhere.page, elsewhere
            read = read_page(answer.body, self.sender)
            if not (read.others or read.nameless or stop) or tries == _AGAIN:
                break
            self.portal.rest(pause(1, self.portal.luck()))
        return page, read, server_time(answer.headers, page), stop

    def _came(self, page: Page, read: PageRead, time: str, following: str) -> Came:
        references = sorted(_spoken_of(read, self.portal.base))
        medicines = [one for one in references if one.startswith(_MEDICINE)]
        before: Sequence[PageRead] = ()
        if medicines:
            lacking = self.portal.main(lambda: self.missing(medicines))
            before = read_each(self.portal, self.sender, lacking).pages if lacking else ()
        warnings = page.warnings + ((Trouble.ANOTHER_PATIENT.value,) if read.others else ())
        return Came(
            self.walk.place, read, str(self._query), following, page.mark, time, warnings, tuple(before),
            tuple(references),
        )  # fmt: skip


_EXPIRED = frozenset({Trouble.GONE, Trouble.NOT_THERE, Trouble.REFUSED})


def read_each(portal: Portal, sender: Sender, addresses: Sequence[str]) -> Files:
    """Read single resources and files, by their addresses below the base. Raises Over."""
    pages, failed = [], []
    references: set[str] = set()
    for below in addresses:
        try:
            page = read_page(_document(portal, below), sender)
        except Stop as stop:
            failed.append((below, stop.trouble))
        else:
            pages.append(page)
            references |= _spoken_of(page, portal.base)
    return Files(tuple(pages), tuple(failed), tuple(sorted(references)))


def _spoken_of(read: PageRead, base: str) -> set[str]:
    """What the records of a page speak of, that is not among them."""
    docs = [piece.doc for piece in read.pieces if piece.doc is not None]
    here = {f"{doc['resourceType']}/{doc.get('id')}" for doc in docs}
    return {one for doc in docs for one in wanted(doc, base)} - here


def _document(portal: Portal, reference: str) -> bytes:
    """The resource at this address, as it came; a file, in a Binary (FHIR R4, binary.html)."""
    below, _, media_type = reference.partition(" ")
    kind, _, number = below.partition("/")
    answer = portal.ask_for_file(f"{portal.base}/{below}", FHIR_JSON if kind in READ else media_type)
    doc = _resource(answer)
    if kind in READ:
        if doc is None or doc.get("resourceType") != kind or doc.get("id") != number:
            raise Stop(Trouble.UNREADABLE)
        return answer.body
    is_binary = doc is not None and doc.get("resourceType") == "Binary"
    if is_binary and kind == "Binary" and doc and doc.get("id") == number:
        return answer.body
    file = doc if is_binary and doc else _binary(answer)
    if kind == "Binary" and number and not {"/", "?"} & set(number):
        return json.dumps(file | {"id": number}).encode()
    bare = {name: value for name, value in file.items() if name != "id"}
    entry = {"fullUrl": f"{portal.base}/{below}", "resource": bare}
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [entry]}).encode()


def _resource(answer: Answer) -> dict[str, Any] | None:
    if "json" not in answer.media_type:
        return None
    try:
        doc = json.loads(answer.body)
    except ValueError:
        return None
    return doc if isinstance(doc, dict) else None


def _binary(answer: Answer) -> dict[str, Any]:
    data = base64.b64encode(answer.body).decode()
    return {"resourceType": "Binary", "contentType": answer.media_type or "application/octet-stream", "data": data}

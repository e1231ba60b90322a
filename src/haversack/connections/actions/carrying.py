"""How do the pages of a fetch get into the backpack while others are on their way?

Several threads ask the portal, one thread writes: a page with its cursor and its counters, in one transaction. A page
waits at the most for two of its own course, so that memory stays small however large a record is.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec
from django.db.models import F

from haversack.backpack.actions.intake_page import PageReport, Sender, receive_page
from haversack.backpack.models import Record
from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Viewer
from haversack.smart.answers import Stop, Trouble

from ..models import Course, Shown
from ..models.facts import COURSE, FETCH, SHOWN, CourseFacts, FetchFacts, ShownFacts, encode
from ..rules.patience import AT_ONCE, LEFT_OUT
from .asking import Asked, Over, Portal
from .fetch_lease import FetchLease
from .walking import Came, Files, Stopped, Walk, Walker, read_each

AHEAD = 2  # pages of one course that wait to be taken in
_LIVES = 5.0  # seconds between two looks at the lease while nothing comes
_LAST_ANSWER = 8.0  # seconds that a fetch which has ended waits for its threads, all in all
FILES_AT_ONCE = 10
_MOST_WARNINGS = 20


@dataclass(slots=True)
class Line:
    """One course, as the main thread knows it."""

    row: Course
    facts: CourseFacts
    ahead: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AHEAD))


@dataclass(frozen=True, slots=True)
class Ended:
    """A thread has nothing more to say of this course (or batch of files); error: what it did not expect."""

    place: int
    error: BaseException | None = None


class Carrier:
    """Carries the courses of one fetch. Raises whatever ends it: StopAsked, LeaseLost, AnotherPerson, and what the
    token's owner raises. Everything that was committed stays, and the next one goes on from there."""

    def __init__(
        self,
        *,
        opened: Opened,
        by: Viewer,
        sender: Sender,
        lease: FetchLease,
        facts: FetchFacts,
        portal: Portal,
        events: queue.SimpleQueue[Any],
    ) -> None:
        self.opened, self.by, self.sender, self.lease = opened, by, sender, lease
        self.facts, self.portal, self.events = facts, portal, events
        self._still: list[str] = []  # why single resources did not come that may come yet

    def carry(self, lines: Sequence[Line]) -> None:
        """Walk these courses to their ends."""
        by_place = {line.row.place: line for line in lines}
        tasks = [partial(self._walk, line) for line in lines]
        with self._threads(tasks):
            for event in self._events(len(tasks)):
                if isinstance(event, Came):
                    line = by_place[event.place]
                    self._take(line, event)
                    line.ahead.release()
                elif isinstance(event, Stopped):
                    self._stop(by_place[event.place], event)

    def read(self, line: Line, addresses: Sequence[str]) -> set[str]:
        """Read these single resources and files, which the records speak of. Returns what they speak of in turn."""
        together = min(FILES_AT_ONCE, len(addresses) // AT_ONCE + 1)
        batches = [addresses[at : at + together] for at in range(0, len(addresses), together)]
        tasks = [partial(self._read, line, batch) for batch in batches]
        references: set[str] = set()
        with self._threads(tasks):
            for event in self._events(len(tasks)):
                if isinstance(event, Files):
                    self._take_files(line, event)
                    references.update(event.references)
                    line.ahead.release()
        return references

    def finish(self, line: Line, owed: Sequence[str]) -> None:
        """The course of single resources is through; these did not come. It failed where that is not the portal's last
        word."""
        self.facts = msgspec.structs.replace(self.facts, owed=tuple(owed))
        trouble = max(self._still, key=self._still.count, default="")
        line.facts = msgspec.structs.replace(line.facts, reason=trouble)
        self._write(line, Course.State.FAILED if trouble else Course.State.DONE)

    def _take_files(self, line: Line, files: Files) -> None:
        for number, page in enumerate(files.pages):
            references = files.references if number == 0 else ()
            self._receive(page, line.facts.type, partial(self._keep_file, line, references))
        self._still += [trouble.value for _address, trouble in files.failed if trouble not in LEFT_OUT]
        never = [address for address, trouble in files.failed if trouble in LEFT_OUT]
        if never:
            given_up = tuple(sorted({*self.facts.given_up, *never}))
            self.facts = msgspec.structs.replace(self.facts, given_up=given_up)
            self.lease.renew(sealed=self._sealed())

    def missing(self, references: Iterable[str]) -> list[str]:
        """Of these addresses below the base, those that are not in the backpack."""
        index = self.opened.key.index
        keys = {one: [index(text.encode()) for text in self._identities(one)] for one in references}
        wanted = [key for found in keys.values() for key in found]
        here: set[bytes] = set()
        for at in range(0, len(wanted), 500):
            rows = Record.objects.filter(person_id=self.opened.person, identity__in=wanted[at : at + 500])
            here |= {bytes(one) for one in rows.values_list("identity", flat=True)}
        return [one for one, found in keys.items() if not here & set(found)]

    def _identities(self, reference: str) -> list[str]:
        below = reference.partition(" ")[0]
        kind, _, number = below.partition("/")
        return [f"{self.sender.text}|{kind}|{number}", f"{self.sender.text}|Binary|{self.portal.base}/{below}"]

    # in the other threads

    def _walk(self, line: Line) -> None:
        facts = line.facts
        walk = Walk(line.row.place, facts.query, facts.next, facts.marks)
        for event in Walker(self.portal, self.sender, walk, self.missing).events():
            self._hand_over(line, event)

    def _read(self, line: Line, batch: Sequence[str]) -> None:
        self._hand_over(line, read_each(self.portal, self.sender, batch))

    def _hand_over(self, line: Line, event: Came | Stopped | Files) -> None:
        while not line.ahead.acquire(timeout=0.2):
            if self.portal.over.is_set():
                raise Over
        self.events.put(event)

    @contextmanager
    def _threads(self, tasks: Sequence[Callable[[], None]]) -> Iterator[None]:
        """Inside, these tasks are done, so many at once; each says when it has ended."""
        waiting: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        for task in tasks:
            waiting.put(task)
        threads = [
            threading.Thread(target=self._work, args=(waiting,), daemon=True) for _ in range(min(AT_ONCE, len(tasks)))
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        except BaseException:
            self.portal.over.set()
            for thread in threads:  # what is on its way comes soon, and must not find its connection gone
                thread.join(_LAST_ANSWER / len(threads))
            raise
        for thread in threads:
            thread.join()

    def _work(self, waiting: queue.SimpleQueue[Callable[[], None]]) -> None:
        while not self.portal.over.is_set():
            try:
                task = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                task()
            except Over:
                return
            except BaseException as error:
                self.events.put(Ended(0, error))
                return
            self.events.put(Ended(0))

    # in the main thread

    def _events(self, tasks: int) -> Iterator[Came | Stopped | Files]:
        """What comes, until so many tasks have ended. Meanwhile the lease is looked after."""
        while tasks:
            try:
                event = self.events.get(timeout=_LIVES)
            except queue.Empty:
                self.lease.renew()
                continue
            if isinstance(event, Asked):
                event.do()
            elif isinstance(event, Ended):
                if event.error is not None:
                    raise event.error
                tasks -= 1
            else:
                yield event

    def _take(self, line: Line, came: Came) -> None:
        name = came.query.partition("&_")[0]
        for page in came.before:
            self._receive(page, name, lambda report: self._count(report))
        self._receive(came.page, name, partial(self._keep, line, came))

    def _receive(self, page: Any, name: str, keep: Callable[[PageReport], None]) -> None:
        receive_page(opened=self.opened, by=self.by, sender=self.sender, page=page, name=name, keep=keep)

    def _keep(self, line: Line, came: Came, report: PageReport) -> None:
        """Inside the page's transaction: where the course goes on, what it showed, and what has been counted."""
        facts = line.facts
        warnings = tuple(dict.fromkeys([*facts.warnings, *came.warnings]))[:_MOST_WARNINGS]
        marks = (*facts.marks, came.mark) if came.mark else facts.marks
        # Whatever stood in their place is not here: a course that gave another's records is never called done.
        mixed_up = Trouble.ANOTHER_PATIENT.value in warnings
        ended = Course.State.FAILED if mixed_up else Course.State.DONE
        line.facts = msgspec.structs.replace(
            facts,
            query=came.query,
            next=came.next,
            marks=marks,
            warnings=warnings,
            reason=Trouble.ANOTHER_PATIENT.value if mixed_up else "",
        )
        self._write(line, Course.State.RUNNING if came.next else ended, report.received, pages=1)
        self._remember(line, report, came.references)
        if came.time and not self.facts.server_time:
            self.facts = msgspec.structs.replace(self.facts, server_time=came.time)
        self._count(report)

    def _keep_file(self, line: Line, references: Sequence[str], report: PageReport) -> None:
        self._write(line, Course.State.RUNNING, report.received)
        self._remember(line, report, references)
        self._count(report)

    def _remember(self, line: Line, report: PageReport, references: Sequence[str]) -> None:
        shown = ShownFacts(b"".join(report.identities), tuple(references))
        Shown.objects.create(course=line.row, sealed=self.opened.key.seal(encode(shown), SHOWN))

    def _count(self, report: PageReport) -> None:
        by_type = dict(self.facts.by_type)
        for kind, number in report.by_type.items():
            by_type[kind] = by_type.get(kind, 0) + number
        self.facts = msgspec.structs.replace(self.facts, by_type=by_type, forgiven=self.lease.attempt - 1)
        counted = ("received", "new", "changed", "unchanged", "declined", "unreadable", "withdrawn")
        self.lease.renew(sealed=self._sealed(), **{name: F(name) + getattr(report, name) for name in counted})

    def _stop(self, line: Line, stopped: Stopped) -> None:
        trouble, said = stopped.stop.trouble, stopped.stop.said
        facts = line.facts
        if stopped.restart:
            facts = msgspec.structs.replace(facts, next="", marks=())
        warnings = (*facts.warnings, said)[:_MOST_WARNINGS] if said else facts.warnings
        line.facts = msgspec.structs.replace(facts, reason=trouble.value, warnings=warnings)
        left_out = trouble in LEFT_OUT or (facts.optional and trouble is Trouble.REFUSED)
        self._write(line, Course.State.SKIPPED if left_out else Course.State.FAILED)
        self.lease.renew()
        if trouble is Trouble.BUSY and stopped.stop.after is not None:
            raise Later(stopped.stop)

    def _write(self, line: Line, state: Course.State, received: int = 0, pages: int = 0) -> None:
        sealed = self.opened.key.seal(encode(line.facts), COURSE)
        Course.objects.filter(pk=line.row.pk).update(
            state=state, sealed=sealed, received=F("received") + received, pages=F("pages") + pages
        )
        line.row.state, line.row.pages = state, line.row.pages + pages

    def _sealed(self) -> bytes:
        return self.opened.key.seal(encode(self.facts), FETCH)


class Later(Exception):
    """The portal wants to be left alone for longer than a fetch waits. `stop` says for how long."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(stop.trouble.value)
        self.stop = stop

"""What does a worker do with a fetch? Takes it, opens the backpack, carries its courses, ends it in words.

A course that has ended is not walked again; one that has not goes on from its cursor, whether the worker was killed,
the permission ended, or the portal wanted a rest.
"""

from __future__ import annotations

import queue
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.utils import timezone

from haversack.backpack.actions.identity import AnotherPerson, SeveralPeople
from haversack.backpack.actions.intake_page import Sender
from haversack.backpack.actions.leases import LeaseLost, StopAsked
from haversack.backpack.actions.work_beating import beating
from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.work import next_try
from haversack.smart.answers import Trouble
from haversack.smart.queries import DSTU2, release

from ..http import Web
from ..models import Course, Fetch, Shown
from ..models.facts import (
    CONNECTION,
    FETCH,
    SHOWN,
    decode_connection,
    decode_fetch,
    decode_shown,
    encode,
)
from ..queries.opening import open_for
from ..rules.states import Reason
from .asking import FHIR, FHIR_DSTU2, Main, Portal
from .carrying import Carrier, Later, Line
from .fetch_ending import end, give_back
from .fetch_lease import FetchLease, take
from .fetch_planning import READS, lines_of
from .permission import PortalUnwell, SignInAgain, bearer
from .sockets import web_for_long

_DEPTH = 3  # what is read speaks of others, which speak of others
Clock = Callable[[], datetime]


def do(
    fetch: int,
    *,
    clock: Clock = timezone.now,
    luck: Callable[[], float] = random.random,
    web: Callable[[str], Web] = web_for_long,
    second: float = 1.0,
) -> bool:
    """Do this fetch, if it is due and nobody else is at it; says whether it did. `second`: how long one is.

    What fails unforeseen is tried again later, some times; then it is raised, so that the queue keeps the fault.
    """
    lease = take(fetch, clock())
    if lease is None:
        return False
    row = Fetch.objects.select_related("connection__person", "connection__by").get(pk=fetch)
    opened = open_for(row.connection)
    if opened is None:
        lease.end(Fetch.State.FAILED)
        return True
    if row.started_at is None:
        lease.renew(started_at=clock())
    work = _Work(opened, row, lease, clock, luck, second)
    with suppress(LeaseLost), beating(lease), web(work.connection.local) as opener:
        work.do(opener)
        return True
    return False


class _Work:
    def __init__(
        self,
        opened: Opened,
        row: Fetch,
        lease: FetchLease,
        clock: Clock,
        luck: Callable[[], float],
        second: float,
    ) -> None:
        self.opened, self.row, self.lease = opened, row, lease
        self.clock, self.luck, self.second = clock, luck, second
        self.connection = decode_connection(opened.key.open(bytes(row.connection.sealed), CONNECTION))
        self.facts = decode_fetch(opened.key.open(bytes(row.sealed), FETCH))

    def do(self, web: Web) -> None:
        """Carry it, and end it or give it back. Raises LeaseLost, and what nobody foresaw."""
        carrier: Carrier | None = None
        try:
            if self.lease.stop_asked:
                raise StopAsked
            if next_try(self._tried() - 1, self.clock()) is None:
                self._end([], Trouble.UNWELL)
                return
            lines = lines_of(self.opened, self.row, self.connection)
            carrier = self._carrier(web)
            self._carry(carrier, lines)
            self.facts = carrier.facts
            self._end(lines)
        except StopAsked:
            self.lease.end(Fetch.State.STOPPED)
        except SignInAgain as again:
            self.facts = carrier.facts if carrier is not None else self.facts
            give_back(self.lease, self.clock(), again.reason, sealed=self._forgiving())
        except PortalUnwell as unwell:
            give_back(self.lease, unwell.retry_at, unwell.reason)
        except Later as later:
            give_back(self.lease, self.clock() + (later.stop.after or timedelta(hours=1)), Reason.BUSY)
        except (AnotherPerson, SeveralPeople):
            self._end([], Trouble.ANOTHER_PATIENT)
        except LeaseLost:
            raise
        except Exception:
            at = next_try(self._tried(), self.clock())
            if at is not None:
                self.lease.again(at)
            else:
                self._end([], Trouble.UNWELL)
            raise
        finally:
            if carrier is not None:
                carrier.portal.over.set()

    def _forgiving(self) -> bytes:
        """This attempt was ended by nobody's fault: it does not count."""
        facts = msgspec.structs.replace(self.facts, forgiven=self.lease.attempt)
        return self.opened.key.seal(encode(facts), FETCH)

    def _tried(self) -> int:
        return self.lease.attempt - self.facts.forgiven

    def _carrier(self, web: Web) -> Carrier:
        events: queue.SimpleQueue[Any] = queue.SimpleQueue()
        named = release(self.connection.version)
        portal = Portal(
            web,
            self.connection.base,
            lambda spent: bearer(self.row.connection, self.opened, web, self.clock(), spent=spent),
            lambda function: None,
            self.clock,
            self.luck,
            FHIR_DSTU2 if named == DSTU2 else FHIR,
            second=self.second,
        )
        portal.main = Main(events.put, portal.over)
        sender = Sender(
            self.connection.base,
            self.connection.patient,
            self.connection.name,
            named,
            self.connection.same_person,
        )
        return Carrier(
            opened=self.opened,
            by=self.opened.viewer,
            sender=sender,
            lease=self.lease,
            facts=self.facts,
            portal=portal,
            events=events,
        )

    def _carry(self, carrier: Carrier, lines: list[Line]) -> None:
        ended = (Course.State.DONE, Course.State.FAILED, Course.State.SKIPPED)
        searches = [line for line in lines if line.row.place != READS]
        carrier.carry([line for line in searches if line.row.state not in ended])
        reads = next(line for line in lines if line.row.place == READS)
        references = known = {one.partition(" ")[0]: one for one in self._references()}
        for _depth in range(_DEPTH):
            lacking = carrier.missing(one for one in references.values() if one not in carrier.facts.given_up)
            if not lacking:
                break
            references = {one.partition(" ")[0]: one for one in sorted(carrier.read(reads, lacking))}
            known = references | known
        carrier.finish(reads, carrier.missing(known.values()))

    def _references(self) -> list[str]:
        """What the pages of this fetch speak of, the first page first; of one before it that did not get to its end;
        and what was owed then."""
        mine = Shown.objects.filter(course__fetch__connection=self.row.connection)
        rows = mine.order_by("pk").values_list("sealed", flat=True)
        found = [decode_shown(self.opened.key.open(bytes(sealed), SHOWN)).references for sealed in rows.iterator()]
        return list(dict.fromkeys([one for references in found for one in references] + self._owed()))

    def _owed(self) -> list[str]:
        ended = Fetch.objects.filter(connection=self.row.connection, state__in=(Fetch.State.DONE, Fetch.State.PART))
        last = ended.order_by("-pk").values_list("sealed", flat=True).first()
        return list(decode_fetch(self.opened.key.open(bytes(last), FETCH)).owed) if last is not None else []

    def _end(self, lines: list[Line], trouble: Trouble | None = None) -> None:
        end(
            opened=self.opened, row=self.row, lease=self.lease, facts=self.facts, lines=lines, trouble=trouble,
            now=self.clock(),
        )  # fmt: skip

"""Which courses does a fetch consist of? Planned once, when a worker first takes it; kept, whoever goes on with it."""

from __future__ import annotations

import msgspec
from django.db import transaction

from haversack.backpack.queries.opened import Opened
from haversack.smart.queries import CHANGED, plan
from haversack.smart.scopes import parse

from ..models import Connection, Course, Fetch
from ..models.facts import COURSE, FETCH, ConnectionFacts, CourseFacts, decode_course, decode_fetch, encode
from ..rules.schedule import since
from .carrying import Line

READS = 10_000  # the place of the course that reads what the others' records speak of


def lines_of(opened: Opened, row: Fetch, connection: ConnectionFacts) -> list[Line]:
    """The courses of a fetch, in order, made where there are none yet."""
    rows = list(Course.objects.filter(fetch=row).order_by("place"))
    if not rows:
        rows = _plan(opened, row, connection)
    return [Line(one, decode_course(opened.key.open(bytes(one.sealed), COURSE))) for one in rows]


def _plan(opened: Opened, row: Fetch, connection: ConnectionFacts) -> list[Course]:
    start = _start(opened, row.connection, connection) if row.kind == Fetch.Kind.QUICK else ""
    queries = plan(
        patient=connection.patient,
        version=connection.version,
        types=connection.types,
        granted=parse(connection.granted) if connection.granted else None,
        chosen=connection.chosen,
        since=start,
    )
    courses = [
        CourseFacts(
            query.type, str(query), since=start if query.value(CHANGED) else "", category=query.category,
            optional=query.optional,
        )
        for query in queries
    ]  # fmt: skip
    with transaction.atomic():
        if row.kind == Fetch.Kind.QUICK and not any(one.since for one in courses):
            row.kind = Fetch.Kind.FULL
            Fetch.objects.filter(pk=row.pk).update(kind=row.kind)
        made = [
            Course(fetch=row, place=place, sealed=opened.key.seal(encode(one), COURSE))
            for place, one in [*enumerate(courses, 1), (READS, CourseFacts("", ""))]
        ]
        Course.objects.bulk_create(made)
    return list(Course.objects.filter(fetch=row).order_by("place"))


def _start(opened: Opened, connection: Connection, facts: ConnectionFacts) -> str:
    """Since when a quick pass asks for changes: by the portal's clock at the last fetch that got everything it asked
    for."""
    done = Fetch.objects.filter(connection=connection, state=Fetch.State.DONE).order_by("-pk").first()
    if done is None or not facts.types:
        return ""
    return since(decode_fetch(opened.key.open(bytes(done.sealed), FETCH)).server_time)


def to_be_tried_again(opened: Opened, lines: list[Line]) -> None:
    """Let these courses wait for the next round. Call inside a transaction."""
    for line in lines:
        facts = msgspec.structs.replace(line.facts, reason="")
        Course.objects.filter(pk=line.row.pk).update(
            state=Course.State.WAITING, sealed=opened.key.seal(encode(facts), COURSE)
        )

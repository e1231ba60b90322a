"""Does every page find its rows by index, so that a page of a large record costs what a page of a small one does?"""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from haversack.accounts.models import User
from haversack.backpack.actions.persons import add_person
from haversack.backpack.actions.phone_taking import hand_in
from haversack.backpack.actions.phones import begin_pairing, pair
from haversack.backpack.actions.review import accept_all
from haversack.backpack.rules.roles import Viewer

from .conftest import observation, patient

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="reads SQLite's own plans")

# Counting everything anew, and looking for the edges of lines, read the whole index on purpose.
WALKS = ("SCAN backpack_record", "(person_id=?)\n", "(person_id=? AND state<?)", "(person_id=? AND state=?)\n")


def walks(plan: list[str], statement: str) -> list[str]:
    """The steps of a plan that read all records of a person."""
    return [step for step in plan if "backpack_record" in step and any(mark in step + "\n" for mark in WALKS)]


def plan_of(statement: str) -> list[str]:
    return [row[3] for row in connection.connection.execute("EXPLAIN QUERY PLAN " + statement)]


def test_a_plan_that_walks_a_persons_record_is_noticed():
    walking = "SELECT id FROM backpack_record WHERE person_id = 1 AND id IN (1, 2) ORDER BY date DESC"
    assert walks(plan_of(walking), walking)


@pytest.mark.parametrize(
    "name", ["home", "labs", "labs_all", "conditions", "entry", "trend", "timeline", "review", "people", "phone"]
)
def test_no_page_reads_the_whole_record(client, take, name):
    user = User.objects.create_user("ada@example.test", "a long password")
    viewer = Viewer(user.pk, user.pseudonym)
    opened = add_person(by=viewer, name="Ada", owner=user.pk)
    visit = {"resourceType": "Encounter", "id": "v", "status": "finished", "period": {"start": "2024-03-05"}}
    condition = {"resourceType": "Condition", "id": "c", "code": {"text": "Asthma"}, "onsetDateTime": "2020"}
    linked = observation("1", encounter={"reference": "Encounter/v"}, referenceRange=[{"high": {"value": 90}}])
    take(opened, patient(), visit, condition, linked, observation("2", date="2023-01-01"), accept=True)
    hand_in_by_phone(opened)
    take(opened, observation("1"), observation("7", "55"), source="hospital")
    record = next(iter(opened_records(opened)))
    address = {
        "home": reverse("backpack:home", args=[opened.uuid]),
        "labs": reverse("backpack:category", args=[opened.uuid, "labs"]),
        "labs_all": reverse("backpack:category", args=[opened.uuid, "labs"]) + "?show=all&year=2024",
        "conditions": reverse("backpack:category", args=[opened.uuid, "conditions"]),
        "entry": reverse("backpack:entry", args=[opened.uuid, record]),
        "trend": reverse("backpack:trend", args=[opened.uuid, record]),
        "timeline": reverse("backpack:timeline", args=[opened.uuid]),
        "review": reverse("backpack:review", args=[opened.uuid]),
        "people": reverse("backpack:people"),
        "phone": reverse("backpack:category", args=[opened.uuid, "other"]),
    }[name]
    client.force_login(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    asked = [
        one["sql"]
        for one in captured
        if one["sql"].lstrip().startswith(("SELECT", "WITH")) and "backpack_record" in one["sql"]
    ]
    walked = {statement: found for statement in asked if (found := walks(plan_of(statement), statement))}
    assert walked == {}


def hand_in_by_phone(opened):
    """Records of a phone that were accepted, so that pages ask whether the phone still shares them."""
    now = timezone.now()
    code, _ends = begin_pairing(opened=opened, by=opened.viewer, name="Pixel", granted=["measurements"], now=now)
    _token, paired = pair(code=code, now=now)
    steps = {"aggregate": "StepsRecord.COUNT_TOTAL", "value": 8123, "unit": "steps"}
    days = [json.dumps({**steps, "date": date}).encode() for date in ("2024-03-05", "2024-03-06")]
    hand_in(paired=paired, upserts=[], measurements=days, now=now)
    accept_all(opened=opened, by=opened.viewer, shown=None)


def opened_records(opened):
    from haversack.backpack.models import Record

    return Record.objects.filter(person_id=opened.person, code__isnull=False, state=1).values_list("id", flat=True)

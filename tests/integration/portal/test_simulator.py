"""Do staff see what a patient sees, and why not the rest?"""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from haversack.portal.models import Patient
from haversack.portal.queries.reader import NotFound
from haversack.portal.queries.records import visible
from haversack.portal.queries.simulator import NOT_COVERED, NOT_DECIDED, lines, simulate, totals
from haversack.portal.rules.access import AccessClass
from haversack.portal.rules.release import TO_STAFF, Reason
from haversack.portal.rules.sections import Section

from .hospital import let_hold, of, person, reader_of, report, result, take_in

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def patient():
    let_hold()
    take_in(
        person(),
        result("seen"),
        result("held", issued="2026-05-31T10:00:00Z"),
        result("old", issued="2001-01-01T10:00:00Z"),
        result("cells"),
        report("path", "cells", category="PAT"),
        report("aged", category="RAD", issued="2024-05-31T10:00:00Z"),
        {"resourceType": "Goal", "id": "goal", "subject": of()},
    )
    return Patient.objects.get().uuid


def test_each_record_is_listed_with_its_reason_and_its_legal_basis(patient):
    found = {
        line.row.fhir_id: line for line in lines(simulate(patient, access=AccessClass.SELF, now=NOW), Section.RESULTS)
    }
    assert {name: line.seen for name, line in found.items()} == {
        "seen": True, "held": False, "old": False, "cells": False,
    }  # fmt: skip
    assert found["held"].why == TO_STAFF[Reason.HELD]
    assert "171.201" in found["held"].legal_basis
    assert found["cells"].why == TO_STAFF[Reason.WITHHELD]
    assert "in person" in found["cells"].legal_basis
    assert (found["seen"].why, found["seen"].legal_basis) == (TO_STAFF[Reason.SHOWN], "")
    assert found["seen"].entry.title == "Glucose"


def test_what_it_counts_as_seen_is_what_the_patient_sees(patient):
    counted = totals(simulate(patient, access=AccessClass.SELF, now=NOW))
    assert counted[Section.RESULTS] == {"shown": 1, "held": 1, "too-old": 1, "withheld": 1}
    assert counted[Section.REPORTS] == {"withheld": 1, "too-old": 1}
    shown = sum(kinds["shown"] for kinds in counted.values())
    assert shown == visible(reader_of(now=NOW)).count()


def test_an_access_class_that_is_not_given_sees_nothing_and_a_policy_not_yet_applied_says_so(patient):
    counted = totals(simulate(patient, access=AccessClass.PARENT_OF_CHILD, now=NOW))
    assert set(counted[Section.RESULTS]) == {NOT_COVERED}
    let_hold("open")
    assert set(totals(simulate(patient, access=AccessClass.SELF, now=NOW))[Section.RESULTS]) == {NOT_DECIDED}


def test_there_is_no_simulation_of_nobody():
    with pytest.raises(NotFound):
        simulate(uuid4(), access=AccessClass.SELF, now=NOW)

"""Is what the careful hospital gives to apps still valid, after all that it holds back has been left out of it?"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from haversack.demo.portals.fill import fill
from haversack.fhirserver.presenters.bundles import written
from haversack.fhirserver.store import Reach
from haversack.portal.models import Record
from haversack.portal.queries.fhir_store import Store
from haversack.smart.scopes import parse

from .bindings import judge_codes, missing_slices
from .definitions import definitions
from .references import judge_references
from .validator import judge

pytestmark = pytest.mark.skipif(
    os.environ.get("HAVERSACK_TEST_DATABASE") == "postgresql", reason="the judges look at no row; they looked once"
)
VERSION = "8.0.0"
FEW = 300


def _given() -> list[bytes]:
    """Every resource that some app of some patient could read now, as the door writes it."""
    reach = Reach(None, None, "judge", parse("system/*.rs").records, datetime.now(UTC) + timedelta(seconds=1))
    store = Store()
    types = {one.type: None for one in store.support()}
    found = {(one.type, one.id): one for one in store.group_export(reach, "all", types, since=None)}
    return [written(one) for one in found.values()]


@pytest.mark.proof
def test_what_apps_are_given_is_valid(settings, tmp_path, proof):
    settings.DATA = tmp_path
    definitions(VERSION)  # skips before the hospital is filled for nothing
    fill("riverside")
    given = _given()
    kinds = {json.loads(text)["resourceType"] for text in given}
    assert {"Patient", "Observation", "DiagnosticReport", "Provenance", "Binary", "Organization"} <= kinds
    assert len(given) < Record.objects.count()  # something is held back
    assert judge_references(given, definitions(VERSION))[:5] == []
    some = Random(proof.seed).sample(given, min(len(given), proof.size(sample=FEW, full=len(given))))
    faults = [*judge(some, VERSION), *judge_codes(some, definitions(VERSION))[0]]
    faults += missing_slices(some, definitions(VERSION))
    assert faults[:5] == []
    proof.counted("resources that a portal gives to apps, by all judges", tried=len(some), wrong=len(faults))

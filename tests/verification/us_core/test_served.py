"""Is everything that the demo's two hospitals serve valid by rules and by judges that are not ours?"""

from __future__ import annotations

import json
import os

import pytest

from .bindings import judge_codes, missing_slices
from .definitions import definitions
from .must_support import never_shown
from .references import judge_references
from .served import TODAY, chosen, everything, on
from .validator import PACKAGES, judge

pytestmark = pytest.mark.skipif(
    os.environ.get("HAVERSACK_TEST_DATABASE") == "postgresql", reason="touches no row; it was tried once"
)
VERSION = "8.0.0"
# Codes out of whole terminologies (kinds of documents, ancestries, units, media types): nothing here can list them.
CANNOT_BE_LISTED = {
    "http://cts.nlm.nih.gov/fhir/ValueSet/2.16.840.1.113762.1.4.1267.25",
    "http://cts.nlm.nih.gov/fhir/ValueSet/2.16.840.1.113883.4.642.40.2.48.1",
    "http://hl7.org/fhir/ValueSet/mimetypes|4.0.1",
    "http://hl7.org/fhir/us/core/ValueSet/us-core-documentreference-type",
    "http://terminology.hl7.org/ValueSet/v3-UnitsOfMeasureCaseSensitive",
}
FEW, ALL = 300, 60_000


@pytest.mark.proof
@pytest.mark.timeout(3600)
def test_every_resource_follows_base_r4_and_the_profiles_it_claims(proof):
    resources = chosen(proof.size(sample=FEW, full=ALL), proof.seed)
    faults = judge(resources, VERSION)
    assert faults[:5] == []
    what = "resources of the demo’s hospitals, by a validator of base R4 and US Core"
    proof.counted(what, tried=len(resources), wrong=len(faults))


@pytest.mark.proof
@pytest.mark.timeout(3600)
def test_every_code_that_must_come_from_a_value_set_does(proof):
    resources = chosen(proof.size(sample=FEW, full=ALL), proof.seed)
    faults, unknown = judge_codes(resources, definitions(VERSION))
    faults += missing_slices(resources, definitions(VERSION))
    assert faults[:5] == []
    assert unknown <= CANNOT_BE_LISTED
    proof.counted("resources of the demo’s hospitals, by required value sets", tried=len(resources), wrong=len(faults))


def test_every_reference_leads_to_a_fitting_resource_of_the_same_patient():
    for hospital in on(TODAY):
        assert judge_references(hospital.resources(), definitions(VERSION)) == []


def test_every_element_that_must_be_supported_is_shown_somewhere():
    assert never_shown(everything(), definitions(VERSION)) == set()


def test_every_type_that_a_server_must_serve_is_there():
    table = PACKAGES.parent / "uscore_table.txt"
    if not table.is_file():
        pytest.skip(f"no table of US Core's types at {table}")
    rows = [line.split() for line in table.read_text().splitlines() if line.startswith("##")]
    wanted = {row[1] for row in rows if row[2] == "SHALL"}
    for hospital in on(TODAY):
        served = {json.loads(text)["resourceType"] for text in hospital.resources()}
        assert wanted - served == set()


def test_every_resource_claims_the_profile_there_is_for_it():
    kinds = {json.loads(text)["resourceType"] for text in everything() if "profile" not in json.loads(text)["meta"]}
    assert kinds == {"Binary", "Endpoint", "FamilyMemberHistory"}

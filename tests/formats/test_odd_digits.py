"""Is a digit that is none ("²"), or one of thousands, only a field that says nothing, wherever a number is read?

Found by fuzzing: Python's isdigit takes "²", and int does not.
"""

from __future__ import annotations

import pytest

from haversack.records.digits import is_whole

from .reading_all import wrong_with
from .written import pieces_of

NAMES = 'xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
DRUG = (
    '<consumable><manufacturedProduct><manufacturedMaterial><code code="208" codeSystem="2.16.840.1.113883.12.{n}" '
    'displayName="A"/></manufacturedMaterial></manufacturedProduct></consumable>'
)
AGE = (
    '<entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN"><templateId '
    'root="2.16.840.1.113883.10.20.22.4.31"/><code code="445518008"/><value xsi:type="PQ" value="{n}" unit="a"/>'
    "</observation></entryRelationship>"
)
STATEMENTS = {
    "a table of HL7": f'<substanceAdministration classCode="SBADM" moodCode="EVN">{DRUG}</substanceAdministration>',
    "a vaccine's number": (
        '<substanceAdministration classCode="SBADM" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.52"/>'
        f'<repeatNumber value="{{n}}"/>{DRUG}</substanceAdministration>'
    ),
    "repeats of a prescription": (
        '<substanceAdministration classCode="SBADM" moodCode="INT"><templateId root="2.16.840.1.113883.10.20.22.4.16"/>'
        f'{DRUG}<entryRelationship typeCode="REFR"><supply classCode="SPLY" moodCode="INT"><templateId '
        'root="2.16.840.1.113883.10.20.22.4.17"/><repeatNumber value="{n}"/></supply></entryRelationship>'
        "</substanceAdministration>"
    ),
    "an age at which it began": (
        '<observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.4"/>'
        '<code code="1"/><value xsi:type="CD" code="2" codeSystem="2.16.840.1.113883.6.96" displayName="Asthma"/>'
        f"{AGE}</observation>"
    ),
    "an age in the family": (
        '<organizer classCode="CLUSTER" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.45"/><subject>'
        '<relatedSubject classCode="PRS"><code code="MTH" codeSystem="2.16.840.1.113883.5.111" displayName="Mother"/>'
        '</relatedSubject></subject><component><observation classCode="OBS" moodCode="EVN"><templateId '
        'root="2.16.840.1.113883.10.20.22.4.46"/><code code="1"/><value xsi:type="CD" code="2" '
        f'codeSystem="2.16.840.1.113883.6.96" displayName="Asthma"/>{AGE}</observation></component></organizer>'
    ),
}
MESSAGE = (
    "MSH|^~\\&|LAB|RIVERSIDE|||20240305||VXU^V04|m1|P|2.5.1\r"
    "PID|1||9^^^RIVERSIDE^MR||Okafor^Amara^^^^^L||19840312|F||||||||||||||||Y|{n}\r"
    "RXA|0|1|20120814||140^Influenza^CVX|0.5\rOBX|1|NM|30973-2^Dose number^LN|1|{n}||||||F\r"
)
ODD = {"a small two": "²", "two small ones": "29³", "a circle": "①", "thousands": "9" * 5000, "none": ""}


@pytest.mark.parametrize("number", ODD.values(), ids=ODD)
@pytest.mark.parametrize("name", STATEMENTS)
def test_an_odd_number_in_a_document_costs_nothing_else(name, number):
    whole = f"<ClinicalDocument {NAMES}><entry>{STATEMENTS[name].replace('{n}', number)}</entry></ClinicalDocument>"
    assert wrong_with(whole.encode()) == ""
    assert [piece for piece in pieces_of(whole.encode())[0] if piece.doc and piece.where == "entry 1"]


@pytest.mark.parametrize("number", ODD.values(), ids=ODD)
def test_an_odd_number_in_a_message_costs_nothing_else(number):
    data = MESSAGE.replace("{n}", number).encode()
    assert wrong_with(data) == ""
    assert {piece.doc["resourceType"] for piece in pieces_of(data)[0] if piece.doc} >= {"Patient", "Immunization"}


def test_what_is_a_whole_number():
    assert [text for text in (*ODD.values(), "7", "007", "-1", "1.0", "9" * 15) if is_whole(text)] == [
        "7",
        "007",
        "9" * 15,
    ]

"""Do five hundred bad records among ten thousand good ones cost a single good one, and is each kept with its reason?

The bad are strewn among the good by chance (seeded), in a file of lines, in a bundle, among the entries of a document
and among messages.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest

from haversack.records.pieces import DERIVED, ORIGINAL

from .written import pieces_of

BAD_LINES = (
    b'{"resourceType":"Observation","id":"b%d","status":"final","code":{"te',
    b'{"resourceType":"Observation","id":"b%d","valueQuantity":{"value":NaN}}',
    b'{"resourceType":"Observation","id":"b%d","note":[{"text":"\xff\xfe"}]}',
    b'{"resourceType":"Observation","id":"b%d","note":[{"text":"\\ud800"}]}',
    b'{"resourceType":"Observation","id":"b%d","note":[{"text":"\x01"}]}',
    b'{"resourceType":"Observation","id":"b%d","status":"final","status":"amended"}',
    b'{"id":"b%d","status":"final"}',
    b'{"resourceType":"observation result","id":"b%d"}',
    b'{"resourceType":7,"id":"b%d"}',
    b'[{"resourceType":"Observation","id":"b%d"}]',
    b'"b%d"',
    b"<html><body>Session %d expired</body></html>",
    b"{'resourceType':'Observation','id':'b%d'}",
    b'{"resourceType":"Observation","id":"b%d","extension":' + b"[" * 300 + b"]" * 300 + b"}",
    b'{"resourceType":"Observation","id":"b%d",,"status":"final"}',
)
# What leaves the bundle around it valid: an entry whose resource is none.
BAD_ENTRIES = tuple(BAD_LINES[number] for number in (5, 6, 7, 8, 9, 10, 13))
# What does not.
BROKEN_ENTRIES = tuple(BAD_LINES[number] for number in (1, 2, 3, 4, 14))
BAD_STATEMENTS = (
    '<act classCode="ACT" moodCode="EVN"/>',
    '<observation classCode="OBS" moodCode="EVN"><code nullFlavor="UNK"/><value value="%d"/></observation>',
    "<nonsense>%d</nonsense>",
    '<observation classCode="OBS" moodCode="EVN"><code/><value><deep>'
    + "<x>" * 40
    + "</x>" * 40
    + "</deep></value></observation>",
    "",
    '<substanceAdministration classCode="SBADM" moodCode="EVN"><consumable/></substanceAdministration>',
    '<observation nullFlavor="NI"><code code="1-%d"/></observation>',
)
HEAD = b"MSH|^~\\&|LAB|RIVERSIDE|||20240305||ORU^R01|m%d|P|2.5\r"
BAD_MESSAGES = (
    HEAD + b"OBR|1||1|2160-0^Creatinine^LN\rOBX|1|NM|2160-0^Creatinine^LN||1|mg/dL|||||F\r",
    HEAD + b"PID|1\rOBX|1|NM|2160-0^Creatinine^LN||1|mg/dL|||||F\r",
    b"MSH|%d\rPID|1||9^^^R^MR||Okafor^Amara\r",
    HEAD,
)


def strewn(good: list[bytes], kinds: tuple[bytes, ...], bad: int, seed: int) -> tuple[list[bytes], set[int]]:
    """(all records in order, the places of the bad)."""
    places = set(random.Random(seed).sample(range(len(good) + bad), bad))
    rest, number, mixed = iter(good), 0, []
    for place in range(len(good) + bad):
        if place in places:
            kind = kinds[number % len(kinds)]
            mixed.append(kind.replace(b"%d", str(number).encode()))
            number += 1
        else:
            mixed.append(next(rest))
    return mixed, places


def observation(number: int) -> bytes:
    code = {"coding": [{"system": "http://loinc.org", "code": "2160-0"}], "text": "Creatinine"}
    value = {"value": number, "unit": "mg/dL"}
    doc = {"resourceType": "Observation", "id": f"g{number}", "status": "final", "code": code, "valueQuantity": value}
    return json.dumps(doc, separators=(",", ":")).encode()


def lines(mixed: list[bytes]) -> bytes:
    return b"\n".join(mixed) + b"\n"


def bundle(mixed: list[bytes]) -> bytes:
    entries = b",\n".join(b'{"resource":' + one + b"}" for one in mixed)
    return b'{"resourceType":"Bundle","type":"collection","entry":[' + entries + b"]}"


def of_fhir(whole: bytes, good: int, mixed: list[bytes], places: set[int]) -> list[str]:
    """What is wrong with how a file of FHIR was read."""
    pieces, reading = pieces_of(whole)
    standing = b"".join(piece.before + piece.raw for piece in pieces) + reading.tail
    wrong = [] if standing == whole else ["bytes were lost"]
    read = [piece.doc["id"] for piece in pieces if piece.doc]
    wrong += [] if read == [f"g{number}" for number in range(good)] else [f"{good - len(read)} good ones lost"]
    for place in sorted(places):
        held = [piece for piece in pieces if piece.problem and mixed[place].strip() in piece.raw]
        if not held or not held[0].problem or not held[0].problem.what or not held[0].where:
            wrong.append(f"not kept with its reason: {mixed[place][:60]!r}")
    return wrong


@pytest.mark.proof
@pytest.mark.parametrize(
    ("build", "kinds"),
    [(lines, BAD_LINES), (bundle, BAD_ENTRIES)],
    ids=["lines", "bundle"],
)
def test_poison_in_fhir_costs_no_good_record(
    proof, build: Callable[[list[bytes]], bytes], kinds: tuple[bytes, ...], request
):
    good, bad = proof.size(sample=400, full=10_000), proof.size(sample=60, full=500)
    mixed, places = strewn([observation(number) for number in range(good)], kinds, bad, proof.seed)
    wrong = of_fhir(build(mixed), good, mixed, places)
    assert wrong[:3] == []
    proof.counted(f"poison among records of FHIR, {request.node.callspec.id}", tried=good + bad, wrong=len(wrong))


@pytest.mark.proof
def test_breaks_in_the_middle_of_a_bundle_cost_no_good_record(proof):
    good, bad = proof.size(sample=400, full=10_000), proof.size(sample=60, full=500)
    mixed, places = strewn([observation(number) for number in range(good)], BROKEN_ENTRIES, bad, proof.seed)
    wrong = of_fhir(bundle(mixed), good, mixed, places)
    assert wrong[:3] == []
    proof.counted("entries that break a bundle", tried=good + bad, wrong=len(wrong))


def statement(number: int) -> bytes:
    return (
        '<observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.2"/>'
        f'<id root="1.2.3" extension="g{number}"/><code code="2160-0" codeSystem="2.16.840.1.113883.6.1" '
        'displayName="Creatinine"/><statusCode code="completed"/><effectiveTime value="20240304"/>'
        f'<value xsi:type="PQ" value="{number}" unit="mg/dL"/></observation>'
    ).encode()


@pytest.mark.proof
def test_poison_among_the_entries_of_a_document_costs_no_good_one(proof):
    good, bad = proof.size(sample=400, full=10_000), proof.size(sample=60, full=500)
    kinds = tuple(one.encode() for one in BAD_STATEMENTS)
    mixed, places = strewn([statement(number) for number in range(good)], kinds, bad, proof.seed)
    entries = b"\n".join(b"<entry>" + one + b"</entry>" for one in mixed)
    whole = (
        b'<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><component>'
        b'<structuredBody><component><section><code code="30954-2" codeSystem="2.16.840.1.113883.6.1"/>'
        + entries
        + b"</section></component></structuredBody></component></ClinicalDocument>"
    )
    pieces, reading = pieces_of(whole)
    assert b"".join(piece.before + piece.raw for piece in pieces if piece.role == ORIGINAL) == whole
    values = [
        str(piece.doc["valueQuantity"]["value"]) for piece in pieces if piece.doc and "valueQuantity" in piece.doc
    ]
    told = {problem.where for problem in reading.problems if problem.what}
    wrong = [] if values == [str(number) for number in range(good)] else [f"{good - len(values)} good ones lost"]
    wrong += [mixed[place].decode() for place in places if f"section 1, entry {place + 1}" not in told]
    assert wrong[:3] == []
    proof.counted("poison among the entries of a C-CDA document", tried=good + bad, wrong=len(wrong))


@pytest.mark.proof
def test_poison_among_messages_costs_no_good_one(proof):
    good, bad = proof.size(sample=400, full=10_000), proof.size(sample=60, full=500)
    message = (
        HEAD + b"PID|1||9^^^RIVERSIDE^MR||Okafor^Amara^^^^^L||19840312|F\r"
        b"OBR|1||f%d|2160-0^Creatinine^LN|||20240304\rOBX|1|NM|2160-0^Creatinine^LN||%d|mg/dL|||||F\r"
    )
    whole_ones = [message.replace(b"%d", str(number).encode()) for number in range(good)]
    mixed, places = strewn(whole_ones, BAD_MESSAGES, bad, proof.seed)
    pieces, reading = pieces_of(b"".join(mixed))
    standing = b"".join(piece.before + piece.raw for piece in pieces if piece.role != DERIVED)
    values = [
        str(piece.doc["valueQuantity"]["value"]) for piece in pieces if piece.doc and "valueQuantity" in piece.doc
    ]
    assert standing + reading.tail == b"".join(mixed)
    told = {piece.where for piece in pieces if piece.problem and piece.problem.what}
    wrong = [] if values == [str(number) for number in range(good)] else [f"{good - len(values)} good ones lost"]
    wrong += [mixed[place][:60].decode() for place in places if f"message {place + 1}" not in told]
    assert wrong[:3] == []
    proof.counted("poison among HL7 v2 messages", tried=good + bad, wrong=len(wrong))


def test_the_harness_sees_a_reader_that_drops_what_is_bad(monkeypatch):
    mixed, places = strewn([observation(number) for number in range(40)], BAD_LINES, 8, 1)
    whole = lines(mixed)
    assert of_fhir(whole, 40, mixed, places) == []
    pieces, reading = pieces_of(whole)
    careless = [piece for piece in pieces if piece.doc]
    monkeypatch.setitem(globals(), "pieces_of", lambda _: (careless, reading))
    assert len(of_fhir(whole, 40, mixed, places)) == 9

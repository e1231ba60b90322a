"""Which resource is this, has it changed, and when did its source last change it?"""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from haversack.records.bundle import decode
from haversack.records.digits import Digits, encode
from haversack.records.identity import (
    attachment_urls,
    content_hash,
    identity_text,
    patient_reference,
    source_of,
    stamp_of,
)
from haversack.records.instants import instant

PLAIN = b'{"resourceType":"Observation","id":"o","status":"final","value":1.10}'
GENERATED = b'"text":{"status":"generated","div":"<div>%b</div>"}'


def hashed(raw: bytes) -> bytes:
    return content_hash(raw, decode(raw))


def more(member: bytes) -> bytes:
    return PLAIN[:-1] + b"," + member + b"}"


@pytest.mark.parametrize(
    "same",
    [
        b'{"value":1.10,"status":"final","id":"o","resourceType":"Observation"}',
        b'{\r\n  "resourceType" : "Observation",\t"id": "o", "status": "final", "value": 1.10 }',
        b'{"resourceType":"Observation","id":"o","status":"fin\\u0061l","value":1.10}',
        more(b'"meta":{"versionId":"3"}'),
        more(b'"meta":{"lastUpdated":"2024-01-01T00:00:00Z","versionId":"3"}'),
        more(b'"meta":{"_lastUpdated":{"extension":[]}}'),
        more(b'"meta":{}'),
        more(GENERATED % b"one"),
        more(GENERATED % b"two"),
    ],
)
def test_formatting_and_the_bookkeeping_of_a_server_do_not_change_the_content(same: bytes) -> None:
    assert hashed(same) == hashed(PLAIN)


@pytest.mark.parametrize(
    "other",
    [
        PLAIN.replace(b"1.10", b"1.1"),
        PLAIN.replace(b"1.10", b'"1.10"'),
        PLAIN.replace(b"1.10", b"1.100"),
        PLAIN.replace(b"1.10", b"11e-1"),
        PLAIN.replace(b"1.10", b"1"),
        PLAIN.replace(b"1.10", b"true"),
        PLAIN.replace(b"1.10", b"null"),
        PLAIN.replace(b"1.10", b"[1.10]"),
        PLAIN.replace(b"final", b"Final"),
        PLAIN.replace(b'"o"', b'"o2"'),
        more(b'"meta":{"tag":[{"code":"x"}]}'),
        more(b'"meta":{"versionId":"3","profile":["x"]}'),
        more(b'"text":{"status":"additional","div":"<div>one</div>"}'),
        more(b'"text":{"div":"<div>one</div>"}'),
        more(b'"text":"generated"'),
        more(b'"contained":[{"text":{"status":"generated"}}]'),
    ],
)
def test_anything_said_changes_the_content(other: bytes) -> None:
    assert hashed(other) != hashed(PLAIN)


def test_tags_count_without_the_bookkeeping_beside_them() -> None:
    tag = b'"tag":[{"code":"x"}]'
    assert hashed(more(b'"meta":{%b,"versionId":"1"}' % tag)) == hashed(more(b'"meta":{"versionId":"2",%b}' % tag))


@pytest.mark.parametrize(
    "number", ["0", "-1", "1.10", "1e2", "1E-7", "0.0000001", "-0.0", "18446744073709551616", "1" * 4000, "5.0e+10"]
)
def test_a_number_keeps_its_digits_whatever_they_are(number: str) -> None:
    raw = b'{"resourceType":"Observation","value":%b}' % number.encode()
    doc = decode(raw)
    assert str(doc["value"]) == number
    assert encode(doc) == raw
    assert content_hash(raw, doc) != content_hash(raw, {**doc, "value": number})


def test_the_order_of_a_list_is_content_and_the_order_of_members_is_not() -> None:
    assert hashed(b'{"resourceType":"A","x":[1,2]}') != hashed(b'{"resourceType":"A","x":[2,1]}')
    assert hashed(b'{"a":{"y":1,"x":2},"resourceType":"A"}') == hashed(b'{"resourceType":"A","a":{"x":2,"y":1}}')


def test_the_hash_is_of_canonical_json_that_others_can_make() -> None:
    canonical = b'{"id":"o","resourceType":"Observation","status":"final","value":1.10}'
    assert hashed(PLAIN) == hashlib.sha256(canonical).digest()


def test_hashing_leaves_the_document_as_it_was() -> None:
    raw = more(b'"meta":{"versionId":"3"},' + GENERATED % b"one")
    doc = decode(raw)
    content_hash(raw, doc)
    assert encode(doc) == raw


def test_what_cannot_be_read_is_compared_byte_for_byte() -> None:
    assert content_hash(b"{", None) == content_hash(b"{", None)
    assert content_hash(b"{", None) != content_hash(b"{ ", None)
    assert content_hash(b"{}", None) != content_hash(b"{}", {})


@pytest.mark.parametrize(
    ("doc", "full_url", "identity"),
    [
        ({"id": "12"}, "urn:uuid:1", "s|Patient|12"),
        ({"id": 12}, "", "s|Patient|12"),
        ({}, "urn:uuid:1", "s|Patient|urn:uuid:1"),
        ({"id": ""}, "urn:uuid:1", "s|Patient|urn:uuid:1"),
        ({"id": None}, "urn:uuid:1", "s|Patient|urn:uuid:1"),
        ({"id": {"value": "12"}}, "", "s|Patient|sha256:abcd"),
        ({}, "", "s|Patient|sha256:abcd"),
    ],
)
def test_a_resource_goes_by_its_id_else_its_address_else_its_content(
    doc: dict[str, Any], full_url: str, identity: str
) -> None:
    assert identity_text("s", {"resourceType": "Patient"} | doc, full_url, b"\xab\xcd") == identity


def test_the_same_id_of_another_type_or_source_is_something_else() -> None:
    patient, observation = {"resourceType": "Patient", "id": "1"}, {"resourceType": "Observation", "id": "1"}
    assert identity_text("a", patient, "", b"") != identity_text("a", observation, "", b"")
    assert identity_text("a", patient, "", b"") != identity_text("b", patient, "", b"")


@pytest.mark.parametrize(
    ("named", "base", "source"),
    [
        ("Riverside", "https://a.example/r4", "Riverside"),
        (" Riverside ", "", "Riverside"),
        ("  ", "https://a.example/r4", "https://a.example/r4"),
        (None, "https://a.example/r4", "https://a.example/r4"),
        (None, "", "f00d"),
    ],
)
def test_a_source_is_what_it_was_called_else_its_server_else_the_file(
    named: str | None, base: str, source: str
) -> None:
    assert source_of(named=named, base=base, file_sha256="f00d") == source


def stamp(updated: object, version: object = None) -> str:
    meta = {"lastUpdated": updated, "versionId": version}
    return stamp_of({"meta": {name: value for name, value in meta.items() if value is not None}})


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (stamp("2024-01-01T00:00:00Z"), stamp("2024-01-01T00:00:01Z")),
        (stamp("2024-01-01T00:00:00Z"), stamp("2024-01-01T00:00:00.001Z")),
        (stamp("2024-01-01T00:00:00.1Z"), stamp("2024-01-01T00:00:00.25Z")),
        (stamp("2024-01-01T00:30:00+01:00"), stamp("2024-01-01T00:00:00Z")),
        (stamp("2024-01-01T00:00:00Z", "9"), stamp("2024-01-01T00:00:00Z", "10")),
        (stamp("2024-01-01T00:00:00Z", "10"), stamp("2024-01-01T00:00:01Z", "2")),
        (stamp("2024-01-01T00:00:00Z"), stamp("2024-01-01T00:00:00Z", "1")),
    ],
)
def test_stamps_sort_as_time_does(earlier: str, later: str) -> None:
    assert "" < earlier < later


@pytest.mark.parametrize("written", [None, "", "2024", "2024-01-01", "2024-01-01T00:00:00", "yesterday", 20240101])
def test_what_names_no_moment_gives_no_stamp(written: object) -> None:
    assert stamp(written, "1") == ""


@pytest.mark.parametrize("doc", [{}, {"meta": None}, {"meta": []}, {"meta": "x"}, {"meta": {"versionId": "1"}}])
def test_a_resource_without_a_time_of_storage_has_no_stamp(doc: dict[str, Any]) -> None:
    assert stamp_of(doc) == ""


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-03-05T08:30:00Z", "2024-03-05T08:30:00Z"),
        ("2024-03-05T08:30:00.250Z", "2024-03-05T08:30:00.25Z"),
        ("2024-03-05T08:30:00.000Z", "2024-03-05T08:30:00Z"),
        ("2024-03-05T08:30Z", "2024-03-05T08:30Z"),
        ("2024-03-05T23:30:00-02:00", "2024-03-06T01:30:00Z"),
        ("2024-12-31T23:59:60Z", "2024-12-31T23:59:60Z"),
        ("0001-01-01T00:00:00+01:00", ""),
        ("9999-12-31T23:00:00-05:00", ""),
        ("2024-02-30T00:00:00Z", ""),
        ("2024-03-05T08:30:00", ""),
        ("2024-03-05", ""),
        ("", ""),
    ],
)
def test_a_moment_is_the_same_in_every_zone(written: str, moment: str) -> None:
    assert instant(written) == moment


def letter(*urls: object) -> dict[str, Any]:
    return {"resourceType": "DocumentReference", "content": [{"attachment": {"url": url}} for url in urls]}


@pytest.mark.parametrize(
    ("doc", "urls"),
    [
        (letter("Binary/1"), ("Binary/1",)),
        (letter("b", "a", "b"), ("b", "a")),
        (letter(None, 3, ""), ()),
        ({"resourceType": "DocumentReference", "content": [None, {}, {"attachment": "x"}]}, ()),
        ({"resourceType": "DocumentReference", "content": {"attachment": {"url": "a"}}}, ()),
        ({"resourceType": "DiagnosticReport", "presentedForm": [{"url": "a"}, {"data": "eA=="}]}, ("a",)),
        ({"resourceType": "Observation", "presentedForm": [{"url": "a"}]}, ()),
    ],
)
def test_documents_tell_where_their_files_are(doc: dict[str, Any], urls: tuple[str, ...]) -> None:
    assert attachment_urls(doc) == urls


@pytest.mark.parametrize(
    ("doc", "reference"),
    [
        ({"subject": {"reference": "Patient/1"}}, "Patient/1"),
        ({"patient": {"reference": "urn:uuid:1"}}, "urn:uuid:1"),
        ({"beneficiary": {"reference": "https://a.example/Patient/1"}}, "https://a.example/Patient/1"),
        ({"subject": {"display": "Ada"}, "patient": {"reference": "Patient/2"}}, "Patient/2"),
        ({"subject": "Patient/1"}, ""),
        ({"subject": [{"reference": "Patient/1"}, {"reference": "Patient/2"}]}, "Patient/1"),
        (
            {"participant": [{"actor": {"reference": "Practitioner/1"}}, {"actor": {"reference": "Patient/1"}}]},
            "Patient/1",
        ),
        ({"participant": [{"individual": {"reference": "Practitioner/1"}}], "subject": {"reference": "P/1"}}, "P/1"),
        ({"participant": [{"actor": {"reference": "Practitioner/1"}}, {"actor": "Patient/1"}]}, ""),
        ({}, ""),
    ],
)
def test_a_resource_tells_whose_it_is(doc: dict[str, Any], reference: str) -> None:
    assert patient_reference(doc) == reference


def test_digits_are_text_to_whoever_reads_them() -> None:
    assert decode(b"[1.10]") == ["1.10"]
    assert type(decode(b"[1.10]")[0]) is Digits

"""What is a file that is not JSON, and what can be done about it?"""

from __future__ import annotations

import pytest

from haversack.records import strangers
from haversack.records.strangers import what_it_is


@pytest.mark.parametrize(
    "head",
    [
        b"{}",
        b" \r\n\t{",
        b"[1]",
        b"\xef\xbb\xbf{}",
        b"\xef\xbb\xbf \n[",
        b"{",
        b'{"\xff',
        b"{\n",
    ],
)
def test_what_begins_as_json_does_is_left_to_the_reader(head: bytes) -> None:
    assert what_it_is(head) == ""


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"<!DOCTYPE html><html>", strangers.HTML),
        (b"\n  <HTML lang=en>", strangers.HTML),
        (b"<head><title>Sign in</title>", strangers.HTML),
        (b"<Message><Header><To>x</To></Header><Body><NewRx/></Body></Message>", strangers.XML),
        (b'<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir">', strangers.XML_FHIR),
        (b"\xef\xbb\xbf<Bundle xmlns='http://hl7.org/fhir'>", strangers.XML_FHIR),
        (b'<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3">', strangers.CDA),
        (b"<?xml version='1.0'?><HealthData/>", strangers.XML),
        ("{}".encode("utf-16"), strangers.UTF16),
        ("{}".encode("utf-16-le"), strangers.UTF16),
        ("{}".encode("utf-16-be"), strangers.UTF16),
        ("<a/>".encode("utf-16"), strangers.UTF16),
        ("{}".encode("utf-32"), strangers.UTF32),
        (b"\0" * 10, strangers.ZEROS),
        (b"Ada Ferris", strangers.NOT_JSON),
        (b"", strangers.NOT_JSON),
        (b'"Patient"', strangers.NOT_JSON),
        (b"7", strangers.NOT_JSON),
        (b"id,name\n1,Ada", strangers.TABLE),
        (b"// {}", strangers.NOT_JSON),
    ],
)
def test_anything_else_is_told_for_what_it_is(head: bytes, words: str) -> None:
    assert what_it_is(head) == words


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"\x1f\x8b\x08", "gzip"),
        (b"PK\x03\x04", "zip"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"II*\x00", "TIFF"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"SQLite format 3\x00", "SQLite"),
    ],
)
def test_files_of_other_kinds_are_called_by_their_name(head: bytes, word: str) -> None:
    assert word in what_it_is(head)

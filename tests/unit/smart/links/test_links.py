"""Does a link say what it says, and does a file of it open with its key, whole, and with no other?"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from haversack.smart.links.manifest import (
    ACCESS,
    API_ACCESS,
    CARD,
    FHIR,
    OTHER_KIND,
    asked,
    direct_address,
    pause,
    read_manifest,
    require_good,
)
from haversack.smart.links.reading import link_in, read_link
from haversack.smart.links.refused import BadLink, Wrong
from haversack.smart.links.sealed import MOST_FILE, unsealed

from .made import KEY, NOW, URL, link, manifest, sealed, spelt

CLOCK = datetime(2026, 11, 26, tzinfo=UTC)
SHARED = next(
    (one / "shared" for one in Path(__file__).resolve().parents if (one / "shared/reference/vectors").is_dir()), None
)
needs_shared = pytest.mark.skipif(SHARED is None, reason="needs the shared folder with the specification's links")


def wrong_of(function, *given, **more) -> BadLink:
    with pytest.raises(BadLink) as bad:
        function(*given, **more)
    return bad.value


def test_a_link_says_where_to_ask_and_how():
    found = read_link(link(label="Oliver’s vaccines\n", flag="LP", exp=NOW + 5), now=NOW)
    assert (found.url, found.key, found.label, found.host) == (
        URL, KEY, "Oliver’s vaccines", "records.hospital.example",
    )  # fmt: skip
    assert (found.live, found.passcode, found.direct, found.expires) == (True, True, False, NOW + 5)
    assert asked(found, "1234") == {"recipient": "Haversack", "embeddedLengthMax": 4 << 20, "passcode": "1234"}
    assert "passcode" not in asked(read_link(link(), now=NOW), "1234")


def test_neither_link_nor_key_is_spoken():
    found = read_link(link(), now=NOW)
    assert URL not in repr(found)
    assert URL not in str(wrong_of(read_link, link(v=2), now=NOW))


@pytest.mark.parametrize(
    "text",
    [
        link(), f"https://viewer.example.org/view#{link()}", f"Here it is:\n{link()} .", f'<a href="{link()}">',
        f"http://localhost/#{link()}",
    ],
)  # fmt: skip
def test_it_is_found_wherever_it_stands(text):
    assert link_in(text) == link()


@pytest.mark.parametrize("text", ["", "shlink", "https://example.org/shlink:/abc", "xshlink:/abc", "shc:/5676"])
def test_what_is_no_link_is_none(text):
    assert link_in(text) == ""


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("https://example.org", Wrong.NOT_A_LINK),
        ("shlink:/", Wrong.DAMAGED),
        ("shlink:/" + spelt(b"[]"), Wrong.DAMAGED),
        ("shlink:/" + spelt(b"[" * 9000), Wrong.DAMAGED),
        (link()[:-3], Wrong.DAMAGED),
        (link(url=None), Wrong.DAMAGED),
        (link(url=7), Wrong.DAMAGED),
        (link(url="https://[x"), Wrong.DAMAGED),
        (link(key="short"), Wrong.DAMAGED),
        (link(flag="PU"), Wrong.DAMAGED),
        (link(v=2), Wrong.NEWER),
        (link(exp=NOW - 1), Wrong.OVER),
        (link(exp=(NOW - 1) * 1000), Wrong.OVER),
        ("shlink:/" + "a" * 30_000, Wrong.NOT_A_LINK),
    ],
)
def test_what_a_link_must_say(text, wrong):
    assert wrong_of(read_link, text, now=NOW).wrong is wrong


@pytest.mark.parametrize("end", [None, "soon", True, 10**400, (NOW + 9) * 1000, f"{(NOW + 9) * 1000}"])
def test_an_end_that_says_nothing_or_lies_ahead_ends_nothing(end):
    assert read_link(link(exp=end), now=NOW)


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_opens_with_its_key_and_with_no_other(packed):
    text = sealed(b'{"resourceType": "Patient"}', packed=packed)
    found = unsealed(text, KEY)
    assert (found.kind, found.content) == (FHIR, b'{"resourceType": "Patient"}')
    assert wrong_of(unsealed, text, bytes(32)).wrong is Wrong.SEALED


def test_a_changed_letter_anywhere_is_found():
    text = sealed(b'{"resourceType": "Patient"}', packed=True)
    for at, letter in enumerate(text):
        for bit in range(7):
            assert wrong_of(unsealed, text[:at] + chr(ord(letter) ^ (1 << bit)) + text[at + 1 :], KEY)


def test_another_spelling_of_the_same_bytes_is_not_it():
    text = sealed(b"{}")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    assert wrong_of(unsealed, text[:-1] + letters[letters.index(text[-1]) ^ 1], KEY).wrong is Wrong.SEALED


@pytest.mark.parametrize("header", [{"alg": "A256KW"}, {"enc": "A128GCM"}, {"zip": "GZ"}, {"crit": ["exp"]}])
def test_a_file_that_is_sealed_in_another_way_is_not_read(header):
    assert wrong_of(unsealed, sealed(b"{}", **header), KEY).wrong is Wrong.SEALED


def test_a_bomb_is_not_unpacked():
    assert wrong_of(unsealed, sealed(b" " * (MOST_FILE + 1), packed=True), KEY).wrong is Wrong.TOO_LARGE


def test_the_files_of_a_manifest_and_what_is_left_out():
    plain = read_link(link(), now=NOW)
    found = read_manifest(
        plain,
        manifest(
            {"contentType": CARD, "embedded": "a.b"},
            {"contentType": f"{FHIR};fhirVersion=4.0.1", "location": "file/2", "status": "can-change"},
            {"contentType": FHIR, "location": "https://x/", "status": "no-longer-valid"},
            {"contentType": ACCESS, "embedded": "c.d"},
            {"contentType": "image/png", "embedded": "e.f"},
            7,
        ),
    )
    assert [(one.kind, one.sealed, one.location) for one in found.files] == [
        (CARD, "a.b", ""), (FHIR, "", "https://records.hospital.example/shl/file/2"),
    ]  # fmt: skip
    assert (found.told, found.ended) == ((API_ACCESS, OTHER_KIND), False)
    assert read_manifest(plain, manifest({"contentType": CARD, "embedded": "a", "status": "finalized"})).ended
    many = read_manifest(plain, manifest(*[{"contentType": CARD, "embedded": "a"}] * 101))
    assert len(many.files) == 100
    assert "more files than 100" in many.told[0]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (b"<html>", Wrong.BAD_ANSWER), (b"[]", Wrong.BAD_ANSWER), (b'{"files": 1}', Wrong.BAD_ANSWER),
        (manifest({"contentType": CARD}), Wrong.BAD_ANSWER), (manifest(status="no-longer-valid"), Wrong.GONE),
        (b"[" * 100_000, Wrong.BAD_ANSWER),
    ],
)  # fmt: skip
def test_a_manifest_that_is_none(body, wrong):
    assert wrong_of(read_manifest, read_link(link(), now=NOW), body).wrong is wrong


@pytest.mark.parametrize(
    ("status", "body", "wrong", "left"),
    [
        (401, b'{"remainingAttempts": 3}', Wrong.WRONG_PASSCODE, 3),
        (401, b'{"remainingAttempts": 0}', Wrong.NO_ATTEMPTS, 0),
        (401, b'{"remainingAttempts": "many"}', Wrong.WRONG_PASSCODE, -1),
        (401, b"no", Wrong.WRONG_PASSCODE, -1),
        (404, b"", Wrong.GONE, -1),
        (429, b"", Wrong.BUSY, -1),
        (500, b"", Wrong.NO_ANSWER, -1),
        (302, b"", Wrong.BAD_ANSWER, -1),
    ],
)
def test_an_answer_that_is_not_good_says_why(status, body, wrong, left):
    bad = wrong_of(require_good, status, {"retry-after": "90"}, body, CLOCK, with_passcode=True)
    assert (bad.wrong, bad.attempts) == (wrong, left)
    assert bad.after == (timedelta(seconds=90) if wrong is Wrong.BUSY else None)
    require_good(200, {}, b"", CLOCK, with_passcode=True)


def test_nobody_is_left_alone_for_ever_and_a_direct_link_says_who_asks():
    assert pause({"retry-after": "999999999"}, CLOCK) == timedelta(days=7)
    assert pause({}, CLOCK) is None
    assert direct_address(read_link(link(flag="U"), now=NOW)) == f"{URL}?recipient=Haversack"
    assert direct_address(read_link(link(url=f"{URL}?a=1", flag="U"), now=NOW)) == f"{URL}?a=1&recipient=Haversack"


@needs_shared
def test_the_specification_s_own_links_and_files_open():
    assert SHARED is not None
    vectors = SHARED / "reference/vectors"
    example = json.loads((vectors / "shl_spec_example.json").read_text())
    key = read_link(link(key=example["key"]), now=NOW).key
    assert unsealed(example["jwe"], key).kind == CARD
    payload = json.loads((vectors / "shl_ips_payload.json").read_text())
    given = read_link("shlink:/" + spelt(json.dumps(payload).encode()), now=NOW)
    assert (given.live, given.direct) == (True, True)
    opened = unsealed((vectors / "shl_ips.jwe").read_text().strip(), given.key)
    assert json.loads(opened.content) == json.loads((vectors / "shl_ips_bundle.json").read_text())
    for path in sorted((SHARED / "data").glob("shc-*/*link*.txt")):
        if text := link_in(path.read_text()):
            assert wrong_of(read_link, text, now=NOW).wrong is Wrong.OVER
            assert read_link(text, now=0).key


@needs_shared
@pytest.mark.proof
def test_a_flipped_bit_anywhere_in_the_reference_file_is_found(proof):
    assert SHARED is not None
    text = (SHARED / "reference/vectors/shl_ips.jwe").read_text().strip()
    key = read_link(link(key="rxTgYlOaKJPFtcEd0qcceN8wEU4p94SqAwIWQe6uX7Q"), now=NOW).key
    places = proof.size(sample=400, full=len(text))
    tried = wrong = 0
    for at in range(0, len(text), max(len(text) // places, 1)):
        changed = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]
        tried += 1
        try:
            unsealed(changed, key)
            wrong += 1
        except BadLink:
            pass
    proof.counted("changed letters of a link's file", tried=tried, wrong=wrong)

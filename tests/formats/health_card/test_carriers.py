"""Is a card the same however it comes: as a file, as text, as digits, as a picture; and is what is no card kept?"""

from __future__ import annotations

import io
import json
import struct
import sys
import zlib

import pytest

from haversack.records.bundle import read_file
from haversack.records.cards.carrying import codes_of, to_file
from haversack.records.formats.health_card import begins_as_card, pictures, words
from haversack.records.pieces import DERIVED, ORIGINAL

from ..written import pieces_of
from .cards import ISSUER, PATIENT, SHOT, big_card, card, picture, text_picture

CARD = card()
CODE = "".join(codes_of(CARD)[0]).encode()


def issue_answer(*cards: str) -> bytes:
    named = [{"name": "verifiableCredential", "valueString": one} for one in cards]
    return json.dumps({"resourceType": "Parameters", "parameter": named}, indent=2).encode()


def made(data: bytes) -> list[dict]:
    pieces, reading = pieces_of(data)
    assert b"".join(one.before + one.raw for one in pieces if one.role != DERIVED) + reading.tail == data
    return [one.doc for one in pieces if one.role == DERIVED and one.doc is not None]


CARRIERS = {
    "file": to_file([CARD]),
    "text": CARD.encode() + b"\n",
    "code": CODE,
    "code after a mark and blank lines": b"\xef\xbb\xbf\n\n" + CODE + b"\r\n",
    "answer": issue_answer(CARD),
    "picture": picture(CARD),
    "photograph": picture(CARD, "JPEG", turned=7, blurred=1.2, size=6),
}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_card_says_the_same_however_it_comes(carrier):
    person, shot = made(CARRIERS[carrier])
    assert (person["name"], person["birthDate"]) == ([{"family": "Núñez", "given": ["Ana", "María"]}], "1971-05-06")
    assert shot["patient"] == {"reference": f"Patient/{person['id']}"}
    assert shot["lotNumber"] == "A1"
    assert made(CODE)[1]["id"] == shot["id"]


@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_issuer_is_the_source_and_the_card_itself_is_kept(carrier):
    pieces, reading = pieces_of(CARRIERS[carrier])
    assert (reading.kind, reading.base) == ("health-card", ISSUER)
    assert [one.role for one in pieces] == [ORIGINAL, DERIVED, DERIVED]


def test_the_same_fact_on_a_later_card_is_the_same_record():
    assert made(card(issued=1_790_500_000, rid="r9").encode())[1]["id"] == made(CODE)[1]["id"]
    assert made(card({**SHOT, "lotNumber": "B2"}).encode())[1]["id"] != made(CODE)[1]["id"]


@pytest.mark.parametrize("written", [to_file, lambda cards: issue_answer(*cards)])
def test_several_cards_stand_in_one_file_each_for_itself(written):
    other = card({**SHOT, "lotNumber": "B2"})
    pieces, reading = pieces_of(written([CARD, other]))
    assert [one.role for one in pieces] == [ORIGINAL, DERIVED, DERIVED] * 2
    assert pieces[3].raw == other.encode()
    assert reading.problems == []


def test_a_record_that_holds_an_answer_with_cards_stays_a_record():
    answer = json.loads(issue_answer(CARD, CARD))
    inside = json.dumps({"entry": [{"resource": answer}], "resourceType": "Bundle", "type": "collection"}).encode()
    pieces, reading = pieces_of(inside)
    assert (reading.kind, [one.doc["resourceType"] for one in pieces if one.doc]) == ("bundle", ["Parameters"])
    long = b'{"resourceType": "Parameters", "parameter": [' + b" " * (3 << 20) + issue_answer(CARD)[50:]
    assert begins_as_card(long[: 1 << 21] + b'"verifiableCredential"')  # its beginning is all that is seen of it
    assert not begins_as_card(b'{"resourceType": "Bundle", "entry": [{"name": "verifiableCredential"')


@pytest.mark.parametrize("written", [to_file, lambda cards: issue_answer(*cards)])
def test_one_damaged_card_costs_itself(written):
    broken = CARD[:-40] + "!" * 40
    pieces, _reading = pieces_of(written([broken, CARD]))
    assert [one.role for one in pieces] == ["resource", ORIGINAL, DERIVED, DERIVED]
    assert pieces[0].problem is not None
    assert pieces[0].problem.what == "This is not a SMART Health Card."


def test_codes_that_are_parts_are_put_together_in_any_order_and_a_missing_one_is_told():
    whole = big_card()
    codes = ["".join(one) for one in codes_of(whole)]
    assert len(codes) > 1
    assert len(made("\n".join(reversed(codes)).encode())) == 49
    pieces, _reading = pieces_of(codes[0].encode())
    assert pieces[0].problem is not None
    assert "A part of this card is missing" in pieces[0].problem.what


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (text_picture("https://example.org/menu"), words.NO_CODE),
        (text_picture("shlink:/eyJ1cmwiOiJodHRwczovL2V4YW1wbGUub3JnIn0"), words.LINK),
        (text_picture("https://viewer.example.org/#shlink:/eyJ1cmwiOiJodHRwczovL2V4YW1wbGUub3JnIn0"), words.LINK),
        (picture(CARD)[:900], words.NO_CODE),
        (b"\x89PNG\r\n\x1a\n", words.NO_CODE),
        (b"\xff\xd8\xff" + b"\x00" * 64, words.NO_CODE),
    ],
)
def test_a_picture_without_a_card_is_kept_and_says_so(data, told):
    pieces, _reading = pieces_of(data)
    assert [(one.role, one.problem and one.problem.what) for one in pieces] == [("resource", told)]
    assert pieces[0].raw == data


def enormous(width: int, height: int) -> bytes:
    """A picture of that size in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    lines = zlib.compress((b"\0" + b"\0" * ((width + 7) // 8)) * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(9000, 9000), (30_000, 30_000), (2_000_000, 2_000_000)])
def test_a_picture_that_claims_to_be_enormous_is_not_unpacked(size):
    pieces, _reading = pieces_of(enormous(*size))
    assert pieces[0].problem is not None
    assert pieces[0].problem.what == words.TOO_LARGE


def test_a_picture_on_transparent_ground_is_read():
    from PIL import Image

    with Image.open(io.BytesIO(picture(CARD))) as drawn:
        black = Image.new("RGBA", drawn.size, (0, 0, 0, 0))
        black.paste((0, 0, 0, 255), mask=drawn.convert("L").point(lambda grey: 255 if grey < 128 else 0))
        held = io.BytesIO()
        black.save(held, "PNG")
    assert len(made(held.getvalue())) == 2


def test_what_a_card_lacks_costs_that_and_a_card_of_nothing_says_so():
    from haversack.records.cards.signing import sign

    def with_entries(*entries: object) -> bytes:
        bundle = {"resourceType": "Bundle", "entry": list(entries)}
        subject = {"fhirVersion": "4.0.1", "fhirBundle": bundle}
        vc = {"type": ["https://smarthealth.cards#health-card"], "credentialSubject": subject}
        from .cards import KEY, NOW

        return sign({"iss": ISSUER, "nbf": NOW, "vc": vc}, KEY).encode()

    strange = with_entries(7, {"resource": {"resourceType": 3}}, {"resource": {**PATIENT, "gender": 5}}, {})
    pieces, reading = pieces_of(strange)
    assert [one.doc["resourceType"] for one in pieces if one.doc] == ["Patient"]
    assert any("resourceType is missing" in one.what for one in reading.problems)
    _pieces, nothing = pieces_of(with_entries())
    assert [one.what for one in nothing.problems] == [words.NOTHING]


def test_json_that_speaks_of_credentials_and_holds_none_is_kept():
    named = b'"verifiableCredential"'
    for data in (b"{%s: []}" % named, b"{%s: [" % named, b"{%s: 7}" % named, b"{%s: [7, {}]}" % named):
        pieces, _reading = pieces_of(data)
        assert b"".join(one.before + one.raw for one in pieces) == data
        assert pieces[0].problem is not None


def test_a_file_far_larger_than_cards_is_not_read_whole():
    data = to_file([CARD])[:-2] + b" " * (9 << 20) + b"]}"
    reading = read_file(io.BytesIO(data), size=len(data))
    (piece,) = reading
    assert piece.problem is not None
    assert not reading.whole


def test_what_pictures_showed_is_remembered_of_each_its_own_without_their_bytes():
    shown = {text: text_picture(text) for text in ("one", "two")}
    held = {text: sys.getrefcount(data) for text, data in shown.items()}
    for _time in range(2):
        for text, data in shown.items():
            pictures.codes_in(data).clear()  # an answer is its asker's own
            assert pictures.codes_in(data) == [text]
    del data
    assert {text: sys.getrefcount(data) for text, data in shown.items()} == held
    assert 0 < pictures._looked_for.cache_parameters()["maxsize"] <= 64

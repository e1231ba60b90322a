"""Do dictionaries make values small, and does every released one stay readable?"""

import hashlib
import os
from importlib import resources

import orjson
import pytest

from haversack.vault import compression
from haversack.vault.compression import NEWEST, pack, unpack
from haversack.vault.refusals import Unreadable
from haversack.vault.sealing import PersonKey

FOLDER = resources.files("haversack.vault") / "dictionaries"
# A released dictionary never changes: values sealed with it need it for ever. New versions are added below.
RELEASED = {
    "body-1": "62f2ccba8289eb381d63c1b32cc33929ecc499bda4f2dd8b1652c2905459664d",
    "face-1": "52ef0ab550dd2ff77b8136895a076467256f2ce91a8e63b6cdbfcfa07adb3679",
}
OBSERVATION = orjson.dumps(
    {
        "resourceType": "Observation",
        "id": "0c5d2e4e-8d0f-4b7a-a1cf-6f2f3e9d1b77",
        "status": "final",
        "category": [
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]}
        ],
        "code": {"coding": [{"system": "http://loinc.org", "code": "4548-4", "display": "Hemoglobin A1c"}]},
        "valueQuantity": {"value": 5.7, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%"},
    }
)


@pytest.mark.parametrize("name", RELEASED)
def test_a_released_dictionary_never_changes(name):
    data = (FOLDER / f"{name}.zdict").read_bytes()
    assert hashlib.sha256(data).hexdigest() == RELEASED[name]
    assert len(data) <= 64 * 1024


def test_every_dictionary_is_released_and_the_newest_is_used():
    assert {item.name.removesuffix(".zdict") for item in FOLDER.iterdir() if item.name.endswith(".zdict")} == set(
        RELEASED
    )
    assert {f"{family}-{version}" for family, version in NEWEST.items()} <= set(RELEASED)


def test_a_dictionary_makes_a_result_small():
    how, packed = pack(OBSERVATION, "body")
    assert how == bytes((compression.PACKED, NEWEST["body"]))
    assert len(packed) < len(OBSERVATION) * 0.3
    assert unpack(how, packed, "body") == OBSERVATION


def test_a_value_sealed_before_there_was_a_dictionary_still_opens(monkeypatch):
    key = PersonKey(bytes(32))
    monkeypatch.setattr(compression, "NEWEST", {})
    old = key.seal(OBSERVATION, "body")
    monkeypatch.undo()
    assert old[1] == 0
    assert key.open(old, "body") == OBSERVATION
    assert key.seal(OBSERVATION, "body")[1] == NEWEST["body"]


def test_a_large_value_does_without_a_dictionary():
    large = OBSERVATION * 200
    how, packed = pack(large, "body")
    assert how == bytes((compression.PACKED, 0))
    assert unpack(how, packed, "body") == large


@pytest.mark.parametrize("data", [b"", b"short", os.urandom(400)])
def test_what_does_not_shrink_is_stored_as_it_is(data):
    assert pack(data, "body") == (bytes((compression.STORED, 0)), data)


@pytest.mark.parametrize("how", [b"\x07\x00", b"\x02\x63", b"\x00\x00"])
def test_a_value_of_a_later_version_is_unreadable_and_not_a_crash(how, monkeypatch):
    monkeypatch.setattr("haversack.vault.sealing.pack", lambda data, family: (how, data))
    key = PersonKey(bytes(32))
    with pytest.raises(Unreadable):
        key.open(key.seal(OBSERVATION, "body"), "body")

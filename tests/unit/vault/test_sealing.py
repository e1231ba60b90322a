"""What does a key open, what does it refuse, and what does it show?"""

import os
import pickle
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haversack.vault.refusals import Unreadable
from haversack.vault.sealing import PersonKey

OBSERVATION = b'{"resourceType":"Observation","status":"final","valueQuantity":{"value":1.10,"unit":"mmol/L"}}'


@pytest.fixture
def key() -> PersonKey:
    return PersonKey(os.urandom(32))


@given(data=st.binary(max_size=5000), kind=st.sampled_from(["body", "face", "name", "word", "ü"]))
def test_what_is_sealed_opens_byte_for_byte(data, kind):
    key = PersonKey(bytes(range(32)))
    assert key.open(key.seal(data, kind), kind) == data


@pytest.mark.parametrize("size", [0, 1, 15, 16, 65_535, 65_536, 65_537, 3_000_000])
def test_values_of_every_size_open(key, size):
    data = (OBSERVATION * (size // len(OBSERVATION) + 1))[:size]
    assert key.open(key.seal(data, "body"), "body") == data


def test_the_same_value_never_looks_the_same_twice(key):
    assert len({key.seal(OBSERVATION, "body") for _ in range(50)}) == 50
    assert len({sealed[2:14] for sealed in key.seal_each([OBSERVATION] * 50, "body")}) == 50


@given(values=st.lists(st.binary(max_size=300) | st.just(OBSERVATION)), kind=st.sampled_from(["body", "face", "name"]))
def test_many_at_once_are_sealed_and_opened_as_one_by_one(values, kind):
    key = PersonKey(bytes(range(32)))
    assert [key.open(one, kind) for one in key.seal_each(values, kind)] == values
    assert key.open_each([key.seal(one, kind) for one in values], kind) == values


def test_a_value_opens_only_as_the_kind_it_was_sealed_as(key):
    with pytest.raises(Unreadable):
        key.open(key.seal(OBSERVATION, "body"), "face")


def test_another_person_opens_nothing(key):
    with pytest.raises(Unreadable):
        PersonKey(os.urandom(32)).open(key.seal(OBSERVATION, "body"), "body")


@pytest.mark.parametrize("kind", ["body", "name"])
def test_every_single_changed_byte_is_noticed(key, kind):
    blob = key.seal(OBSERVATION, kind)
    for place in range(len(blob)):
        changed = blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :]
        with pytest.raises(Unreadable):
            key.open(changed, kind)
        with pytest.raises(Unreadable):
            key.open_each([blob, changed], kind)


def test_every_cut_is_noticed(key):
    blob = key.seal(OBSERVATION, "body")
    for length in range(len(blob)):
        with pytest.raises(Unreadable):
            key.open(blob[:length], "body")
        with pytest.raises(Unreadable):
            key.open_each([blob[:length]], "body")


def test_a_repetitive_value_shrinks_and_a_random_one_grows_by_thirty_bytes_at_most(key):
    assert len(key.seal(OBSERVATION * 20, "body")) < len(OBSERVATION) * 2
    noise = os.urandom(2000)
    assert len(key.seal(noise, "body")) == len(noise) + 30


def test_an_index_is_stable_for_its_person_and_differs_from_every_other(key):
    assert key.index(b"labs") == key.index(b"labs")
    assert len(key.index(b"labs")) == 16
    assert key.index(b"labs") != key.index(b"vitals")
    assert key.index(b"labs") != PersonKey(os.urandom(32)).index(b"labs")


def test_the_index_is_hmac_sha256_of_the_label():
    import hmac

    from haversack.vault.sealing import derive

    root = bytes(range(32))
    expected = hmac.digest(derive(root, b"index 1"), b"labs", "sha256")[:16]
    assert PersonKey(root).index(b"labs") == expected


def test_a_key_shows_nothing_of_itself(key):
    assert repr(key) == str(key) == "<PersonKey>"
    with pytest.raises(TypeError):
        pickle.dumps(key)
    assert not hasattr(key, "__dict__")


def test_a_refusal_says_nothing_of_the_value(key):
    with pytest.raises(Unreadable) as refusal:
        key.open(b"Ada Example, haemoglobin 1.10", "body")
    assert "Ada" not in str(refusal.value)
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__


def test_threads_share_a_key_without_disturbing_each_other(key):
    wrong = []

    def work(number: int) -> None:
        for turn in range(300):
            data = OBSERVATION * (number + 1) + str(turn).encode()
            if key.open(key.seal(data, "body"), "body") != data:
                wrong.append((number, turn))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []

"""Does each oddity that a source has sent still come out as a person agreed it should?

Beside each `<oddity>.json` lies `<oddity>.entry.json`, read and agreed by a person.
"""

import json

import pytest

from .golden import ODDITIES, read

INPUTS = sorted(path for path in ODDITIES.glob("*.json") if not path.name.endswith(".entry.json"))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_an_oddity_comes_out_as_agreed(path):
    assert read(path) == json.loads(path.with_suffix(".entry.json").read_text("utf-8"))


def test_nothing_agreed_lies_about_without_its_oddity():
    assert {path.name.removesuffix(".entry.json") for path in ODDITIES.glob("*.entry.json")} == {
        path.stem for path in INPUTS
    }

"""Does anything that holds health data say it when it is printed? Every shape in these modules is asked."""

import importlib
import pkgutil
from dataclasses import is_dataclass
from types import ModuleType

import msgspec
import pytest

from haversack.backpack import models, queries
from haversack.connections import models as connection_models
from haversack.records import entry, people

# Numbers, states, and words of ours: what they are is not about anybody's health.
HARMLESS = {"Problem", "Sameness", "Tally", "ExportFacts", "Acceptance", "Finding"}


def _shapes() -> list[type]:
    inside = [
        importlib.import_module(f"{package.__name__}.{found.name}")
        for package in (models, queries, connection_models)
        for found in pkgutil.iter_modules(package.__path__)
    ]
    return sorted({each for module in [entry, people, *inside] for each in _of(module)}, key=lambda each: each.__name__)


def _of(module: ModuleType) -> list[type]:
    classes = [one for one in vars(module).values() if isinstance(one, type) and one.__module__ == module.__name__]
    return [one for one in classes if is_dataclass(one) or issubclass(one, msgspec.Struct)]


def _speaks(shape: type) -> bool:
    """Whether its repr is the one that a dataclass or a Struct makes of all its values."""
    made = getattr(shape.__repr__, "__wrapped__", None) is not None  # dataclasses guard theirs against recursion
    return made or shape.__repr__ is msgspec.Struct.__repr__


@pytest.mark.parametrize(
    "shape", [one for one in _shapes() if one.__name__ not in HARMLESS], ids=lambda one: one.__name__
)
def test_what_holds_health_data_does_not_say_it(shape):
    assert not _speaks(shape)


def test_all_of_them_were_found():
    names = {one.__name__ for one in _shapes()}
    assert {
        "Entry",
        "Value",
        "Face",
        "PersonFacts",
        "Line",
        "PersonLine",
        "Behind",
        "Opened",
        "PersonIdentity",
    } <= names
    assert names >= HARMLESS
    assert any(_speaks(one) for one in _shapes())  # the harmless ones: so it can be told

"""Does a person's own table go in by its mapping, wait for review, and come back out of an export as it went in?"""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from haversack.backpack.actions.export import write_export
from haversack.backpack.actions.export_return import unfold_exports
from haversack.backpack.actions.export_target import Folder
from haversack.backpack.actions.intake import Terms, receive
from haversack.backpack.actions.persons import add_person
from haversack.backpack.models.record import State
from haversack.backpack.queries.lines import counts
from haversack.cli.frame import Refused
from haversack.cli.import_ import _mapped
from haversack.records.bundle import open_paths

from .conftest import OPERATOR

MAPPING = {"columns": {"Day": "date", "kg": "weight"}}
TABLE = "Day,kg\n2024-03-05,70.50\n2024-03-06,71\nyesterday,72\n"


def take(opened, files):
    return receive(opened=opened, by=OPERATOR, files=unfold_exports(files), terms=Terms())


def test_a_table_goes_in_once_by_its_mapping_and_leaves_understood(ada, tmp_path):
    table, mapping = tmp_path / "weights.csv", tmp_path / "mapping.json"
    table.write_text(TABLE)
    mapping.write_text(json.dumps(MAPPING))
    report = take(ada, _mapped(mapping, open_paths([table])))
    assert (report.outcomes["pending"], report.outcomes["unreadable"]) == (2, 1)
    assert len(report.problems) == 1
    assert counts(ada, State.PENDING)["vitals"] == 2
    table.write_text(TABLE + "2024-03-07,70\n")
    assert take(ada, _mapped(mapping, open_paths([table]))).outcomes["pending"] == 1  # a longer one adds what is new
    folder = Folder(tmp_path / "out")
    write_export(opened=ada, by=OPERATOR, target=folder, readable=lambda *_, **__: iter(()), at=timezone.now())
    other = add_person(by=OPERATOR, name="Ada again")
    take(other, open_paths([tmp_path / "out"]))
    assert counts(other, State.PENDING)["vitals"] == 3


def test_a_mapping_that_cannot_be_used_is_refused_before_anything(tmp_path):
    mapping = tmp_path / "mapping.json"
    mapping.write_text("{}")
    with pytest.raises(Refused):
        _mapped(mapping, iter(()))
    with pytest.raises(Refused, match="cannot be read"):
        _mapped(tmp_path / "nowhere", iter(()))

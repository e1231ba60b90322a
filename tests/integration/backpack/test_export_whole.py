"""Does an export leave all or nothing, and only for who may take it?"""

from __future__ import annotations

import os
from typing import Any

import pytest

from haversack.audit.models import Waiting
from haversack.backpack.actions import export as export_action
from haversack.backpack.actions.export_target import FolderNotEmpty
from haversack.backpack.queries.opened import NotAllowed, Opened
from haversack.backpack.rules.roles import Role

from .conftest import observation
from .exporting import leave


def test_a_folder_with_something_in_it_is_refused(ada, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(FolderNotEmpty):
        leave(ada, tmp_path / "out")
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "mine.txt"]


def test_an_empty_folder_is_used(ada, tmp_path):
    (tmp_path / "out").mkdir()
    leave(ada, tmp_path / "out")
    assert (tmp_path / "out" / "manifest.json").exists()


def test_an_export_that_fails_leaves_nothing(ada, take, tmp_path, monkeypatch):
    take(ada, observation("1"))

    def broken(*arguments: Any, **more: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(export_action, "write_summary", broken)
    with pytest.raises(OSError, match="disk full"):
        leave(ada, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_export_left_is_taken_away_by_the_next(ada, tmp_path):
    (tmp_path / ".out.export-999999999").mkdir()
    (tmp_path / ".out.export-999999999" / "records.ndjson").write_text("half")
    running = tmp_path / f".out.export-{os.getppid()}"
    running.mkdir()
    leave(ada, tmp_path / "out")
    assert {path.name for path in tmp_path.iterdir()} == {"out", running.name}


def test_only_who_may_take_a_copy_takes_one_and_the_trail_tells(ada, take, tmp_path):
    take(ada, observation("1"))
    viewer = Opened(ada.person, ada.uuid, ada.key, Role.VIEWER, ada.viewer, ada.facts)
    with pytest.raises(NotAllowed):
        leave(viewer, tmp_path / "refused")
    leave(ada, tmp_path / "out")
    assert list(Waiting.objects.filter(act="person.export").values_list("count", flat=True)) == [1]

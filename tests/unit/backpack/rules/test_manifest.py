"""A manifest is read only when it is ours, whole, and of the version that this program writes."""

import json

import pytest

from haversack.backpack.rules.manifest import FORMAT, Unfit, is_ours, read_manifest

WHOLE = {
    "format": FORMAT,
    "made_at": "2026-11-21T09:30:00Z",
    "person": {"name": "Ada"},
    "accepted_only": False,
    "sources": [{"number": 1, "name": "clinic", "text": "clinic"}],
    "came": [
        {
            "path": "records/a.json", "came_as": "a.json", "source": 1, "whole": True,
            "arrived": "2026-11-20T08:00:00Z",
            "pieces": [{"state": "accepted", "line": 1, "at": 5, "bytes": 20}, {"state": "pending"}],
        }
    ],
    "files": {"records/a.json": {"sha256": "00", "bytes": 30}},
}  # fmt: skip


def test_what_it_says_of_a_piece() -> None:
    manifest = read_manifest(json.dumps(WHOLE).encode())
    accepted, unread = manifest.came[0].pieces
    assert (accepted.line, accepted.at, accepted.bytes, accepted.withdrawn) == (1, 5, 20, False)
    assert unread.line == 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"format":"haversack-export/1"}',
        json.dumps({**WHOLE, "format": "haversack-export/2"}).encode(),
        json.dumps({**WHOLE, "came": {}}).encode(),
        json.dumps(WHOLE).encode()[:-10],
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(Unfit):
        read_manifest(data)


@pytest.mark.parametrize(
    ("data", "ours"),
    [
        (b'{"format":"haversack-export/1","made_at"', True),
        (b'\n {"format":"haversack-export/9"', True),
        (b'{"format": "another"}', False),
        (b'{"name":"an app","format":"haversack-export/1"}', False),
        (b"", False),
    ],
)
def test_ours_is_known_by_how_it_begins(data: bytes, ours: bool) -> None:
    assert is_ours(data) is ours

"""What is the latest result of each test, and how did it get there? Found by skipping through the keyed codes."""

from __future__ import annotations

from collections.abc import Sequence

from haversack.records.entry import Entry

from ..models.face import FACE, decode_face
from ..rules.shelves import shelf
from .opened import Opened
from .straight import fetched, marks

# Each step of the recursion is one look into the index on (person, code, date): some hundred codes, whatever the number
# of results. The newest result of a code is one more look. State 1 is ACCEPTED: the index holds no others.
_LATEST = """
WITH RECURSIVE each(code) AS (
  SELECT * FROM (
    SELECT code FROM backpack_record WHERE person_id = %s AND code IS NOT NULL AND state = 1 ORDER BY code LIMIT 1
  ) AS first
  UNION ALL
  SELECT (SELECT code FROM backpack_record WHERE person_id = %s AND code > each.code AND state = 1
          ORDER BY code LIMIT 1)
  FROM each WHERE each.code IS NOT NULL
),
newest(id) AS (
  SELECT (SELECT id FROM backpack_record WHERE person_id = %s AND code = each.code AND state = 1 AND lead = 1
          ORDER BY date DESC, id DESC LIMIT 1)
  FROM each WHERE each.code IS NOT NULL
)
SELECT record.id FROM newest JOIN backpack_record AS record ON record.id = newest.id
WHERE record.category = %s ORDER BY record.date DESC, record.id DESC
"""
_BEFORE = """
SELECT face FROM backpack_record WHERE person_id = %s AND code = %s AND state = 1 AND lead = 1 AND source_id = %s
ORDER BY date DESC, id DESC LIMIT %s
"""
_TESTS = "SELECT id, code, source_id FROM backpack_record WHERE person_id + 0 = %s AND code IS NOT NULL AND id IN "


def latest_of_each(opened: Opened, category: str) -> list[int]:
    """The newest accepted result of each test of a category, newest first: record ids."""
    one = opened.person
    values = [one, one, one, opened.label(shelf(category, "fact"))]
    return [number for (number,) in fetched(_LATEST, values)]


def recent(opened: Opened, records: Sequence[int], most: int = 12) -> dict[int, list[Entry]]:
    """For each of these results the latest ones of its test and its source, oldest first, itself included."""
    found: dict[int, list[Entry]] = {}
    for record, code, source in fetched(_TESTS + f"({marks(records)})", [opened.person, *records]):
        values = [opened.person, bytes(code), source, most]
        faces = [decode_face(opened.key.open(bytes(sealed), FACE)) for (sealed,) in fetched(_BEFORE, values)]
        found[record] = [face.entry for face in reversed(faces) if face.entry is not None]
    return found

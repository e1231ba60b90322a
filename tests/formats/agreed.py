"""Which files of a folder has a person agreed on, and does each still come out so?

Beside each file lies what it must give, under the same name with another ending.
"""

import json
from pathlib import Path

from haversack.records.pieces import DERIVED

from .written import pieces_of, written


def inputs(folder: Path, ending: str) -> list[Path]:
    """The files to read, without what lies beside them."""
    return sorted(path for path in folder.glob(f"*{ending}") if not path.name.endswith(".read.json"))


def is_as_agreed(path: Path, agreed: Path) -> bool:
    told = json.loads(json.dumps(written(path.read_bytes())))
    expected = json.loads(agreed.read_text("utf-8"))
    assert told == expected
    return True


def keeps_every_byte(path: Path) -> bool:
    """What stands in the file, put together again, is the file; what was derived claims none of it."""
    data = path.read_bytes()
    pieces, reading = pieces_of(data)
    standing = b"".join(one.before + one.raw for one in pieces if one.role != DERIVED)
    return standing + reading.tail == data and not any(one.before for one in pieces if one.role == DERIVED)

"""What is kept of a fault that nobody foresaw?

Where in the code it happened and what kind it was, under a code that the person is shown. Never its text nor any value:
either may hold what stands in somebody's record (invariant 10).
"""

import os
import secrets
import traceback
from datetime import UTC, datetime
from pathlib import Path

MOST = 5_000_000  # bytes; the older half of the story is worth less than the disk


def keep_fault(error: BaseException, folder: Path) -> str:
    """Write the fault into faults.log of the folder (0600) and return its code. Never raises."""
    code = secrets.token_hex(4).upper()
    text = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {code} {describe_fault(error)}\n"
    try:
        path = folder / "faults.log"
        if path.exists() and path.stat().st_size > MOST:
            path.replace(folder / "faults.old.log")
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
            file.write(text)
    except OSError:  # a full or vanished disk must not hide the code from the person
        pass
    return code


def describe_fault(error: BaseException) -> str:
    """The kinds of the error and of what caused it, with the places they passed; no messages, no values."""
    parts = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        places = [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in traceback.extract_tb(link.__traceback__)]
        parts.append(f"{type(link).__module__}.{type(link).__qualname__}: {' > '.join(places) or 'nowhere'}")
        link = link.__cause__ or link.__context__
    return " | after ".join(parts)


def _short(filename: str) -> str:
    for root in ("site-packages", "src"):
        if f"/{root}/" in filename:
            return filename.rpartition(f"/{root}/")[2]
    return filename.rpartition("/")[2]

"""How is what was recognised in a report written down, so that a person can check it?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from haversack.records.formats.lab_report import extracting
from haversack.records.formats.lab_report.file import _decoded
from haversack.records.formats.lab_report.paper import Page, Word, pages_of_text
from haversack.records.formats.lab_report.reading import report_of
from haversack.records.formats.lab_report.report import RESULT, Line, Report

_WRITTEN = ("test", "value", "unit", "range", "flag", "date", "code", "section", "comment", "doubt")


def pages_in(data: bytes) -> list[Page]:
    """The pages of a text, or of a PDF."""
    if not data.startswith(b"%PDF"):
        return pages_of_text(_decoded(data))
    words = [sys.executable, "-I", str(Path(extracting.__file__)), "words"]
    told = json.loads(subprocess.run(words, input=data, capture_output=True, check=True, timeout=60).stdout)
    return [Page(width, height, [Word(*word) for word in found]) for width, height, found in told.get("pages", [])]


def told_of(data: bytes) -> Any:
    """The report in words; None for what is none."""
    report = report_of(pages_in(data))
    return None if report is None else _told(report)


def _told(report: Report) -> Any:
    head = {name: getattr(report.head, name) for name in report.head.__struct_fields__}
    return {
        "head": {name: value for name, value in head.items() if value},
        "decimal": report.decimal,
        "lines": [_line(line) for line in report.lines],
    }


def _line(line: Line) -> Any:
    place = f"{line.page + 1}.{line.number}"
    if line.kind != RESULT:
        return f"{place} {line.kind}: {line.text}" + (f" ({line.doubt})" if line.doubt else "")
    return {"line": place, **{name: getattr(line, name) for name in _WRITTEN if getattr(line, name)}}

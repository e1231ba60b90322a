"""What may be written and sent along, and to whom?"""

from __future__ import annotations

import pytest

from haversack.portal.rules.messages import (
    LARGEST_FILE,
    File,
    NotSent,
    Wrong,
    checked_files,
    require_message,
    require_participating,
)

PDF, PNG, JPEG = b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\nx", b"\xff\xd8\xff\xe0x"


def why(act, *given, **more):
    try:
        act(*given, **more)
    except NotSent as refused:
        return refused.wrong
    return None


@pytest.mark.parametrize(
    ("text", "subject", "wrong"),
    [
        ("hello", None, None),
        (" ", None, Wrong.EMPTY),
        ("x" * 10_000, None, None),
        ("x" * 10_001, None, Wrong.LONG),
        ("hello", "x" * 120, None),
        ("hello", "x" * 121, Wrong.SUBJECT),
        ("hello", " ", Wrong.SUBJECT),
    ],
)
def test_a_message_says_something_and_fits(text, subject, wrong):
    assert why(require_message, text, subject=subject) is wrong


def test_only_who_takes_part_is_written_to():
    assert why(require_participating, True) is None
    assert why(require_participating, False) is Wrong.NOT_PARTICIPATING
    assert why(require_participating, False, begun=True) is Wrong.LEFT


@pytest.mark.parametrize(
    ("files", "wrong"),
    [
        ([b""], Wrong.EMPTY_FILE),
        ([PDF + b"x" * (LARGEST_FILE - len(PDF))], None),
        ([PDF + b"x" * (LARGEST_FILE - len(PDF) + 1)], Wrong.LARGE_FILE),
        ([PDF] * 3, None),
        ([PDF] * 4, Wrong.MANY_FILES),
        ([b"<html><script>"], Wrong.KIND_OF_FILE),
        ([b"MZ\x90\x00"], Wrong.KIND_OF_FILE),
        ([b" %PDF-1.7"], Wrong.KIND_OF_FILE),
    ],
)
def test_files_are_few_small_and_of_kinds_that_run_nothing(files, wrong):
    assert why(checked_files, [File("report.pdf", data) for data in files]) is wrong


def test_the_kind_is_what_the_bytes_say_whatever_the_name():
    found = checked_files([File("a.exe", PDF), File("b.pdf", PNG), File("c.pdf", JPEG)])
    assert [one.kind for one in found] == ["application/pdf", "image/png", "image/jpeg"]

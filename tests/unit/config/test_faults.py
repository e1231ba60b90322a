"""What is kept of a fault: where it was, never what it said."""

import logging
import stat
import sys

from haversack.config.faults import describe_fault, keep_fault
from haversack.config.logs import PrivateFormatter

SECRET = "HbA1c 9.1 of Rosa Almeida"


def _fault() -> Exception:
    try:
        try:
            {}[SECRET]
        except KeyError as first:
            raise ValueError(f"cannot read {SECRET}") from first
    except ValueError as error:
        return error
    raise AssertionError


def test_the_kinds_and_the_places_are_kept_and_the_words_are_not(tmp_path):
    code = keep_fault(_fault(), tmp_path)
    kept = (tmp_path / "faults.log").read_text()
    assert code in kept
    assert "builtins.ValueError: " in kept
    assert "after builtins.KeyError" in kept
    assert "test_faults.py:" in kept
    assert "Rosa" not in kept
    assert stat.S_IMODE((tmp_path / "faults.log").stat().st_mode) == 0o600


def test_a_full_disk_does_not_hide_the_code(tmp_path):
    assert keep_fault(_fault(), tmp_path / "gone")


def test_the_log_does_not_grow_for_ever(tmp_path):
    (tmp_path / "faults.log").write_bytes(b"x" * 5_000_001)
    keep_fault(_fault(), tmp_path)
    assert (tmp_path / "faults.log").stat().st_size < 5_000
    assert (tmp_path / "faults.old.log").stat().st_size == 5_000_001


def test_faults_that_caused_each_other_in_a_ring_are_described():
    one, two = ValueError(), KeyError()
    one.__cause__, two.__cause__ = two, one
    assert describe_fault(one).count("nowhere") == 2


def test_a_log_line_is_one_line_and_says_nothing_of_what_an_error_said():
    try:
        raise _fault()
    except ValueError:
        record = logging.LogRecord("haversack", logging.ERROR, "x.py", 1, "a\nb", None, sys.exc_info())
    line = PrivateFormatter().format(record)
    assert "\n" not in line
    assert "ValueError" in line
    assert "Rosa" not in line


def test_an_address_cannot_make_a_second_line():
    told = PrivateFormatter().format(logging.makeLogRecord({"msg": "Not Found: /a\r\n2026 ERROR b\x1b[2J\u2028c"}))
    assert told.endswith("Not Found: /a 2026 ERROR b [2J c")

"""Is the small letter a real PDF, with its table of offsets right and its accents kept?"""

from __future__ import annotations

import re

import pytest

from haversack.demo.pdf import letter


@pytest.mark.parametrize(
    "text", ["Short.", "Word " * 2000, "", "Parentheses ( and \\ backslash )", "Señora ñandú, 5 µg"]
)
def test_every_offset_points_at_its_object(text: str):
    found = letter("Brief an Dr. Núñez", text)
    assert found.startswith(b"%PDF-1.4")
    assert found.endswith(b"%%EOF\n")
    start = int(re.search(rb"startxref\n(\d+)", found).group(1))
    assert found[start:].startswith(b"xref")
    offsets = [int(one) for one in re.findall(rb"(\d{10}) 00000 n", found)]
    for number, offset in enumerate(offsets, start=1):
        assert found[offset:].startswith(b"%d 0 obj" % number)


def test_lengths_are_counted_in_bytes():
    found = letter("Año", "Dieciséis años, ¿y qué?\n" * 60)
    for length, body in re.findall(rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", found, re.DOTALL):
        assert int(length) == len(body)


def test_a_long_letter_has_more_pages():
    assert b"/Count 1 " in letter("A", "line\n" * 48)
    assert b"/Count 2 " in letter("A", "line\n" * 49)

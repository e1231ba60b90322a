"""Is it seen at once in which format a file is, however much its beginning is made to be looked at again and again?"""

from __future__ import annotations

import time

import pytest

from haversack.records.formats.recognise import FORMATS

SIZE = 2 << 20  # as much as is looked at
SECONDS = 1.0  # hundreds of times what any takes; what was quadratic took minutes
BEFORE_A_ROOT = (
    b"<!---->", b"<!-- -->\n", b"<!--", b"<!-- -- ", b"<!--><!-->", b"<?xml ?>", b"<?xml ", b"<?x ?> ",
    b"<!DOCTYPE a [", b"<!DOCTYPE a>", b"<!DOCTYPE a []>", b"<!DOCTYPE HealthData [",
)  # fmt: skip
OTHERS = (
    b" ", b"\n", b"\r\n\x0b", b"\x00", b"\xef\xbb\xbf", b"<", b"<a:", b"<a ", b"<a b='", b"MSH", b"\rMSH", b"{",
    b'{"a":', b'"\\', b"%", b"shc:/", b"a;",
)  # fmt: skip
ENDS = (b"", b"<HealthData", b"<ClinicalDocument>", b"<Patient>")


@pytest.mark.parametrize("repeated", [*BEFORE_A_ROOT, *OTHERS])
def test_a_hostile_beginning_takes_no_time(repeated):
    for end in ENDS:
        data = repeated * ((SIZE - len(end)) // len(repeated)) + end
        slow = []
        for one in FORMATS:
            begun = time.process_time()
            one.begins(data)
            if time.process_time() - begun > SECONDS:
                slow.append(one.name)
        assert slow == []

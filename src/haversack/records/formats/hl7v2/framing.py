"""Where in a file does each HL7 v2 message stand?

A file may hold one message or many, one after the other, each in the frame of MLLP (0x0b ... 0x1c 0x0d) or not, with or
without the header and trailer of a batch (FHS, BHS ... BTS, FTS), and with any line ends. Read with memory for one
message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Literal, NamedTuple

CHUNK = 1 << 18
# A scanned document of 40 MB, in base64. More is no message but a mistake or an attack.
LONGEST_MESSAGE = 64 << 20
_KEPT_OF_LONGER = 1 << 21

_BOM = b"\xef\xbb\xbf"
_BLANK = b" \t\r\n\x00\x0b\x1a\x1c"
_HEADER = re.compile(rb"(?:\A|(?<=[\r\n\x0b\x1c]))[ \t\r\n\x0b\x00\xef\xbb\xbf]{0,9}(MSH|FHS|BHS|BTS|FTS)(?=[^\w\s])")
_OTHER_SEGMENT = re.compile(rb"(?:PID|PV1|EVN|OBR|OBX|ORC|RXA|NK1|PD1|MSA|AL1|DG1|TXA|SFT)\|")
_LATER_HEADER = re.compile(rb"[\r\n\x0b]MSH\|[^\w\s]")
_END_OF_LINE = re.compile(rb"[\r\n]")
_LOOKED_AT = 1 << 16


class Framed(NamedTuple):
    """One message; one line of a batch; lines that belong to no message; or the end of the file, with an empty `raw`.

    before: the file's bytes between what came before and `raw`; all of them in order are the file again.
    whole: False for the beginning of a message longer than LONGEST_MESSAGE. is_open: its frame of MLLP never ends.
    is_ended: its last line has an end, as every line of a message must.
    """

    kind: Literal["message", "batch", "headless", "end"]
    before: bytes
    raw: bytes
    whole: bool = True
    is_open: bool = False
    is_ended: bool = True


def begins_as_messages(beginning: bytes) -> bool:
    """Whether a file that begins so holds HL7 v2: at once, behind a frame or a batch header, or without its header."""
    head = beginning[:_LOOKED_AT].removeprefix(_BOM).lstrip(_BLANK)
    if _HEADER.match(head) or _OTHER_SEGMENT.match(head):
        return True
    return head[:1] not in (b"{", b"[", b"<", b"%", b"") and _LATER_HEADER.search(head) is not None


def framed(stream: BinaryIO, beginning: bytes) -> Iterator[Framed]:
    """What stands in a file, in order."""
    before = b""
    for chunk, whole in _chunks(stream, beginning):
        found = _HEADER.match(chunk)
        is_message = found is not None and found[1] == b"MSH"
        if found is not None and not is_message:
            line = _END_OF_LINE.split(chunk, maxsplit=1)[0].rstrip(_BLANK)
            yield Framed("batch", before, line)
            before, chunk = b"", chunk[len(line) :]  # what is left belongs to no message
        at = 0 if is_message else len(chunk) - len(chunk.lstrip(_BLANK + _BOM))
        end = len(chunk.removesuffix(_BOM).rstrip(_BLANK))
        if at >= end:
            before += chunk
            continue
        before, raw, tail = before + chunk[:at], chunk[at:end], chunk[end:]
        is_open = before.endswith(b"\x0b") and b"\x1c" not in tail
        yield Framed("message" if is_message else "headless", before, raw, whole, is_open, bool(tail))
        before = tail
    yield Framed("end", before, b"")


def _chunks(stream: BinaryIO, beginning: bytes) -> Iterator[tuple[bytes, bool]]:
    """The file in chunks that each begin with a header, but for what stands before the first; and whether whole."""
    held, looked, skipping = bytearray(beginning), 0, False
    while True:
        if found := _HEADER.search(held, looked):
            start = found.start(1)
            if start and not skipping:
                yield bytes(held[:start]), True
            skipping, looked = False, 3
            del held[:start]
            continue
        looked = max(looked, len(held) - 16)
        if len(held) > LONGEST_MESSAGE:
            if not skipping:
                yield bytes(held[:_KEPT_OF_LONGER]), False
            skipping, looked = True, 1
            del held[:-16]
        block = stream.read(CHUNK)
        if not block:
            break
        held += block
    if held and not skipping:
        yield bytes(held), True

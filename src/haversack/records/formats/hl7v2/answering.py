"""What is answered to a message that came over a wire: taken in, wrong, or not taken in at all?

HL7 v2.5.1, 2.9.2, original mode: AA, AE where the message itself is at fault, AR where it could not be dealt with. An
answer names the message by its own number and says nothing of what stands in it.
"""

from __future__ import annotations

import re
from enum import StrEnum

from haversack.records.formats.hl7v2.message import Segment, Unreadable, parse

_UNSAFE = re.compile(r"[\x00-\x1f\x7f|^~\\&]")


class Said(StrEnum):
    """HL7 table 0008, as far as original mode has it."""

    TAKEN = "AA"
    FAULTY = "AE"
    REFUSED = "AR"


def answer(raw: bytes, said: Said, words: str, *, own_id: str, at: str) -> bytes:
    """The acknowledgment of a message. words: what is wrong, in a sentence; own_id: of the answer; at: when, as HL7
    writes it. A message without a readable header is answered without its number.
    """
    header = _header(raw)
    separator, signs = (header.written(1), header.written(2)) if header else ("|", "^~\\&")
    event = header.text(9, 2) if header else ""
    kind = signs[:1].join(filter(None, ("ACK", event, "ACK" if event else "")))

    def of(field: int, default: str = "") -> str:
        return (header.written(field) if header else "") or default

    msh = ["MSH", signs, of(5), of(6), of(3), of(4), at, "", kind, own_id, of(11, "P"), of(12, "2.5.1")]
    told = _UNSAFE.sub(" ", words)
    msa = ["MSA", said.value, of(10), *([told] if told else [])]
    lines = [msh, msa]
    if said is not Said.TAKEN:
        lines.append(["ERR", "", "", "207", "E", "", "", told])  # HL7 table 0357: application error
    return b"".join(separator.join(line).encode("utf-8", "replace") + b"\r" for line in lines)


def _header(raw: bytes) -> Segment | None:
    first = re.split(rb"[\r\n]", raw[:8192].lstrip(), maxsplit=1)[0]
    if first[:3] != b"MSH":
        return None
    try:
        return parse(first).header
    except Unreadable:
        return None

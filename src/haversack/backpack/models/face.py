"""What does a record say? The sealed shape that lists and pages read, so that no page decodes the source again."""

from __future__ import annotations

import msgspec

from haversack.records.entry import Entry
from haversack.records.unspoken import Unspoken

FACE = "face"
BODY = "body"


class Face(Unspoken, msgspec.Struct, array_like=True):
    """type, id, full_url: as the source named the resource; stamp: meta.lastUpdated and versionId, to tell the
    newer version.

    entry: what it says, None for what no category shows; label: what an undisplayed resource is called.
    problem: why it could not be read, "" otherwise. made_from: the record with the bytes that it was made from, 0 where
    its own are what came.
    """

    type: str
    id: str
    full_url: str = ""
    stamp: str = ""
    entry: Entry | None = None
    label: str = ""
    problem: str = ""
    where: str = ""
    made_from: int = 0


class PersonFacts(Unspoken, msgspec.Struct, array_like=True):
    """Who a backpack is about. `name` is what the family calls it; legal names and birth date come from records.

    learned: the identity was taken from a file (and is forgotten again if everything from it is declined).
    """

    name: str
    born: str = ""
    legal: tuple[str, ...] = ()
    learned: bool = False


class SourceFacts(Unspoken, msgspec.Struct, array_like=True):
    """What a source is called, and the text that makes it the same source again. kind: file, portal, phone, entered."""

    name: str
    text: str
    kind: str = "file"


class ArrivalFacts(Unspoken, msgspec.Struct, array_like=True):
    """A file's name, its last bytes, whether its parts give it back whole, and what could not be read: (where,
    what, severity).
    """

    name: str
    tail: bytes = b""
    is_whole: bool = True
    problems: tuple[tuple[str, str, str], ...] = ()


class PartPiece(Unspoken, msgspec.Struct, array_like=True):
    """The bytes before a piece, and the record that holds its bytes, perhaps since an earlier file (0: none does).

    is_derived: it was made from the piece before it that is not, and its bytes stand in no file. is_inferred: of those,
    from what a resource tells of beside itself.
    """

    before: bytes
    record: int
    full_url: str = ""
    is_derived: bool = False
    is_inferred: bool = False


encode = msgspec.msgpack.encode
_face = msgspec.msgpack.Decoder(Face)
_person = msgspec.msgpack.Decoder(PersonFacts)
_source = msgspec.msgpack.Decoder(SourceFacts)
_arrival = msgspec.msgpack.Decoder(ArrivalFacts)
_part = msgspec.msgpack.Decoder(list[PartPiece])

decode_face = _face.decode
decode_person = _person.decode
decode_source = _source.decode
decode_arrival = _arrival.decode
decode_part = _part.decode

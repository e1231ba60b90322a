"""What elements is an XML document of HL7's CDA made of, whole or as far as it can be read?

Prefixes are dropped, not looked up: makers forget to declare them, and no two elements of CDA and of its extensions
mean different things under one name. Expat needs nobody's entities: a document that declares its own is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from xml.parsers import expat

from haversack.records.formats.ccda import words

DEEPEST = 200
MOST_ELEMENTS = 4_000_000
_MOST_BREAKS = 100
_PATIENCE = 1 << 28  # bytes that are read again behind something broken
_ENDED_EARLY = frozenset({"no element found", "unclosed token", "unclosed CDATA section", "partial character"})
# Where reading can be taken up again: the next entry, or the next section.
_NEXT = re.compile(rb"<((?:[\w.-]+:)?)(?:entry[\s>]|component(?:\s[^<>]*)?>\s*<(?:[\w.-]+:)?section[\s>])")
_ONLY_ENDS = re.compile(rb"(?:\s|</[^<>]*>)*")
_OPENING, _CLOSING = b"<haversack>", b"</haversack>"


class Node:
    """One element: its name without prefix, attributes, elements inside, the text before the first of them, and the
    text behind it. NOTHING stands for what is not there, so that one can ask on.
    """

    __slots__ = ("attributes", "inside", "name", "raw_name", "tail", "text")

    def __init__(self, name: str, raw_name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.raw_name = raw_name
        self.attributes = attributes
        self.inside: list[Node] = []
        self.text = ""
        self.tail = ""

    def __bool__(self) -> bool:
        return self.name != ""

    def __repr__(self) -> str:  # never what it says
        return f"Node({self.name!r}, {len(self.inside)} inside)"

    def one(self, *path: str) -> Node:
        """The first element inside of that name; with several names, the first inside that, and so on."""
        found = self
        for name in path:
            for inner in found.inside:
                if inner.name == name:
                    found = inner
                    break
            else:
                return NOTHING
        return found

    def all(self, name: str) -> list[Node]:
        """The elements inside of that name, in order."""
        return [inner for inner in self.inside if inner.name == name]

    def get(self, name: str) -> str:
        """An attribute without space around it, "" where there is none."""
        found = self.attributes.get(name)
        return found.strip() if found else ""

    @property
    def kind(self) -> str:
        """xsi:type without prefix ("PQ", "CD"), "" where none is given."""
        found = self.attributes.get("xsi:type")
        if found is None:
            found = next((value for name, value in self.attributes.items() if name.endswith(":type")), "")
        return found.rpartition(":")[2].strip()

    def everything(self) -> Iterator[Node]:
        """This element and all inside it, in the order of the document."""
        waiting = [self]
        while waiting:
            found = waiting.pop()
            yield found
            waiting.extend(reversed(found.inside))


NOTHING = Node("", "", {})


class Break(NamedTuple):
    """Where a document stops making sense: the line counted from 1, and a sentence of words.py."""

    line: int
    what: str


class Tree(NamedTuple):
    """top: what holds the document's own root, or several; ids: elements by their ID, what narrative is pointed to by.

    breaks: what was passed over.
    """

    top: Node
    ids: dict[str, Node]
    breaks: list[Break]


class Refused(Exception):
    """A document that is not read at all. The text is a sentence of words.py."""


class _Builder:
    def __init__(self) -> None:
        self.top = Node("haversack", "haversack", {})
        self.path: list[Node] = [self.top]
        self.ids: dict[str, Node] = {}
        self.skipping = 0  # elements that are opened again only for the parser's sake
        self._last = self.top
        self._is_behind = False
        self._count = 0

    def parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        parser.StartDoctypeDeclHandler = self.refuse_doctype
        return parser

    def start(self, raw: str, attributes: dict[str, str]) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        node = Node(raw.rpartition(":")[2] if ":" in raw else raw, raw, attributes)
        self.path[-1].inside.append(node)
        self.path.append(node)
        if "ID" in attributes:
            self.ids.setdefault(attributes["ID"], node)
        self._last, self._is_behind = node, False
        self._count += 1
        if len(self.path) > DEEPEST:
            raise Refused(words.NESTED_TOO_DEEP)
        if self._count > MOST_ELEMENTS:
            raise Refused(words.TOO_MANY_ELEMENTS)

    def end(self, _raw: str) -> None:
        if len(self.path) > 1:
            self._last, self._is_behind = self.path.pop(), True

    def data(self, said: str) -> None:
        if self._is_behind:
            self._last.tail += said
        else:
            self._last.text += said

    def refuse_doctype(self, *_: object) -> None:
        raise Refused(words.DECLARES_ENTITIES)

    def go_back(self, is_entry: bool) -> bytes:
        """Leave what was broken, and give the tags that open again what reading goes on in."""
        self.abandon()
        names = [node.name for node in self.path]
        wanted = ("section",) if is_entry else ("structuredBody", "ClinicalDocument")
        keep = max((at + 1 for at, name in enumerate(names) if name in wanted), default=1)
        del self.path[keep:]
        self._last, self._is_behind = self.path[-1], False
        self.skipping = len(self.path)
        return b"".join(b"<" + node.raw_name.encode() + b">" for node in self.path)

    def abandon(self) -> None:
        """What broke off says nothing for certain: the entry, the part of the head, the lone statement. Narrative and
        sections keep what came of them.
        """
        for parent, node in pairwise(self.path):
            is_of_head = parent.name == "ClinicalDocument" and node.name != "component"
            if node.name == "entry" or is_of_head or (parent is self.top and node.name not in _KEPT_IN_PART):
                parent.inside = [inner for inner in parent.inside if inner is not node]
                return


_KEPT_IN_PART = frozenset({"ClinicalDocument", "component", "structuredBody", "section"})


def tree_of(data: bytes) -> Tree:
    """The elements of a document, or of several statements in a row, in UTF-8 and without what XML puts before them.

    Raises Refused for what is not read at all.
    """
    builder = _Builder()
    breaks: list[Break] = []
    part, taken, line = _OPENING + data + _CLOSING, 0, 0
    builder.skipping = 1
    for attempt in range(_MOST_BREAKS):
        parser = builder.parser()
        try:
            parser.Parse(part, True)
            break
        except expat.ExpatError as wrong:
            at = min(max(0, parser.ErrorByteIndex), len(part))
            is_end = at >= len(part) - len(_CLOSING) or expat.ErrorString(wrong.code) in _ENDED_EARLY
            line += wrong.lineno
        if attempt and _ONLY_ENDS.fullmatch(part, at, len(part) - len(_CLOSING)):
            break  # the ends of what was broken before
        breaks.append(Break(line, words.CUT_OFF if is_end else words.BROKEN))
        taken += len(part)
        found = _NEXT.search(part, at) if not is_end and taken < _PATIENCE else None
        if found is None:
            builder.abandon()
            break
        line += part.count(b"\n", at, found.start()) - 1
        part = builder.go_back(b"entry" in found[0][:24].split(b">")[0]) + part[found.start() :]
    return Tree(builder.top, builder.ids, breaks)

"""Where in an XML document does each FHIR resource stand, and what elements is it made of?

Expat tells the place of every byte, which lxml does not, and needs nobody's entities: a document that declares its own
is refused before any of them is read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from haversack.records.formats.fhir_xml import words

DEEPEST = 200
MOST_ELEMENTS = 400_000  # of one resource; a large one is large by a scan or a narrative in it
_CHUNK = 1 << 18
_XHTML = "http://www.w3.org/1999/xhtml"
_ENDED_EARLY = frozenset({"no element found", "unclosed token", "unclosed CDATA section", "partial character"})


class Node:
    """One element: its local name, attributes and elements inside; where it begins and ends in the bytes."""

    __slots__ = ("attributes", "children", "end", "is_xhtml", "name", "start")

    def __init__(self, name: str, attributes: dict[str, str], start: int, *, is_xhtml: bool) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Node] = []
        self.start = start
        self.end = -1
        self.is_xhtml = is_xhtml


class Placed(NamedTuple):
    """A resource, the fullUrl of the entry that it stands in, and which entry of the outermost bundle that is (0: it is
    the document itself).
    """

    node: Node
    full_url: str
    entry: int


class Broken(Exception):
    """The document stops making sense. `at`: the byte; `line`: counted from 1; the text is a sentence of words.py."""

    def __init__(self, what: str, at: int, line: int) -> None:
        super().__init__(what)
        self.at = at
        self.line = line


class _Refused(Exception):
    pass


class _Handler:
    """Follows the elements; a resource is whole when its end was seen."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        self._path: list[Node] = []
        self._resources: list[tuple[Node, str, int]] = []  # those that are open, with their entry
        self._ended: list[Node] = []
        self._full_url = ""
        self._entry = 0
        self._elements = 0
        self.done: deque[Placed] = deque()
        self._waiting: list[Placed] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        at = self.mark()
        space, _, local = name.rpartition("\x1f")
        if len(self._path) >= DEEPEST:
            raise _Refused(words.TOO_DEEP)
        inside_xhtml = bool(self._path) and self._path[-1].is_xhtml
        node = Node(local, attributes, at, is_xhtml=inside_xhtml or space == _XHTML)
        parent = self._path[-1] if self._path else None
        self._path.append(node)
        if local == "entry" and parent is not None and parent.name == "Bundle" and len(self._path) == 2:
            self._entry, self._full_url = self._entry + 1, ""
        elif local == "fullUrl" and parent is not None and parent.name == "entry":
            self._full_url = attributes.get("value", "")
        if self._is_resource(parent, local):
            self._elements = 0
            self._resources.append((node, self._full_url, self._entry))
        elif self._resources and parent is not None and not parent.is_xhtml:
            self._elements += 1
            if self._elements > MOST_ELEMENTS:
                raise _Refused(words.TOO_MANY_PARTS)
            parent.children.append(node)

    def _is_resource(self, parent: Node | None, name: str) -> bool:
        """A bundle is no resource of ours: what it holds is. Contained resources are part of the one around them."""
        if name == "Bundle" or self._resources:
            return False
        return parent is None or parent.name == "resource"

    def end(self, _name: str) -> None:
        self.mark()
        node = self._path.pop()
        self._ended.append(node)
        if self._resources and self._resources[-1][0] is node:
            _, full_url, entry = self._resources.pop()
            self._waiting.append(Placed(node, full_url, entry))

    def mark(self, *_: object) -> int:
        """What ended before ends here, at the beginning of whatever comes next."""
        at = self._parser.CurrentByteIndex
        for node in self._ended:
            node.end = at
        self._ended.clear()
        self.done += self._waiting
        self._waiting.clear()
        return at

    def finish(self, length: int) -> None:
        """The document ended after so many bytes."""
        for node in self._ended:
            node.end = length
        self.done += self._waiting

    def refuse_doctype(self, *_: object) -> None:
        raise _Refused(words.DOCTYPE)


def resources_in(data: bytes) -> Iterator[Placed]:
    """The resources of a document in order, each as soon as it is whole. Raises Broken where it makes no sense."""
    parser = expat.ParserCreate(namespace_separator="\x1f")
    handler = _Handler(parser)
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.StartDoctypeDeclHandler = handler.refuse_doctype
    parser.DefaultHandler = handler.mark
    parser.CharacterDataHandler = handler.mark
    parser.buffer_text = False
    for start in range(0, len(data) + 1, _CHUNK):
        chunk = data[start : start + _CHUNK]
        try:
            parser.Parse(chunk, len(chunk) < _CHUNK)
        except expat.ExpatError as wrong:
            yield from handler.done
            what = words.CUT_OFF if expat.ErrorString(wrong.code) in _ENDED_EARLY else words.BROKEN
            what = words.WRONG_ENCODING if wrong.code in _ENCODING else what
            raise Broken(what, max(0, parser.ErrorByteIndex), wrong.lineno) from None
        except (_Refused, LookupError, ValueError) as refused:
            yield from handler.done
            what = str(refused) if isinstance(refused, _Refused) else words.WRONG_ENCODING
            raise Broken(what, max(0, parser.CurrentByteIndex), parser.CurrentLineNumber) from None
        while handler.done:
            yield handler.done.popleft()
    handler.finish(len(data))
    yield from handler.done


_ENCODING = frozenset(
    expat.errors.codes[name]
    for name in (
        expat.errors.XML_ERROR_UNKNOWN_ENCODING,
        expat.errors.XML_ERROR_INCORRECT_ENCODING,
    )
)

"""What does the text of a section say, as plain lines? Mark-up of whatever kind is read and never passed on."""

from __future__ import annotations

from haversack.records.formats.ccda.tree import Node

LONGEST = 200_000
_BLOCKS = frozenset({"paragraph", "item", "caption", "table", "list", "tr", "thead", "tbody", "tfoot", "br", "title",
                     "text", "p", "div", "ul", "ol", "li", "section", "h1", "h2", "h3", "h4", "h5", "h6"})  # fmt: skip
_CELLS = frozenset({"td", "th"})
_HIDDEN = frozenset({"script", "style", "footnoteRef"})
_DEEPEST = 60


def words_of(node: Node) -> str:
    """All of it in one line: cells parted by commas, lines by semicolons."""
    lines = lines_of(node)
    return "; ".join(line.replace(" | ", ", ") for line in lines)


def first_words(node: Node) -> str:
    """What is named first: the first cell of a row that says something in letters, the first line of anything else."""
    for line in lines_of(node):
        for cell in line.split(" | "):
            if any(letter.isalpha() for letter in cell):
                return cell
    return ""


def lines_of(node: Node) -> list[str]:
    """Its lines, without empty ones; the cells of a row are parted by " | "."""
    walk = _Walk()
    walk.take(node, 0)
    walk.end_line()
    return walk.lines


class _Walk:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []
        self._size = 0

    def say(self, said: str) -> None:
        if said and self._size < LONGEST:
            self._line.append(said)
            self._size += len(said)

    def end_line(self) -> None:
        said = " ".join("".join(self._line).split())
        said = " | ".join(filter(None, (cell.strip() for cell in said.split("\ue000"))))
        if said:
            self.lines.append(said)
        self._line.clear()

    def take(self, node: Node, depth: int) -> None:
        if node.name in _HIDDEN or depth > _DEEPEST:
            return
        is_block = node.name in _BLOCKS
        if is_block:
            self.end_line()
        self.say(node.text)
        for inner in node.inside:
            if inner.name in _CELLS:
                self._cell(inner, depth + 1)
            else:
                self.take(inner, depth + 1)
            self.say(inner.tail)
        if is_block:
            self.end_line()

    def _cell(self, cell: Node, depth: int) -> None:
        """A cell is one part of its row, whatever stands in it."""
        inner = _Walk()
        inner.take(cell, depth)
        inner.end_line()
        self.say("\ue000" + "; ".join(inner.lines).replace(" | ", ", ") + "\ue000")

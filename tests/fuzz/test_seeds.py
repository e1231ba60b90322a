"""Does the fuzzing start from files of each reader?"""

from __future__ import annotations

import ast
from pathlib import Path

FORMATS = Path(__file__).parents[1] / "formats"


def seeds() -> dict[str, tuple[tuple[str, str], ...]]:
    """What parsers.py begins with, read without importing it: atheris is there only for `make fuzz`."""
    tree = ast.parse(Path(__file__).with_name("parsers.py").read_text())
    found = [node for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "SEEDS"]
    return ast.literal_eval(found[0].value)


def test_each_reader_has_files_to_begin_with():
    for reader, places in seeds().items():
        for place, names in places:
            assert any((FORMATS / place).glob(names)), f"{reader}: nothing at {place}"

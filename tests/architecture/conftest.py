"""Where may a test of the architecture plant what must not be?"""

from pathlib import Path

import pytest

from .tree import Tree, copied


@pytest.fixture
def copy(tmp_path: Path) -> Tree:
    """A copy of the package with its settings."""
    return copied(tmp_path)


@pytest.fixture
def empty(tmp_path: Path) -> Tree:
    """A project with nothing in it."""
    return Tree(tmp_path)

"""What does the project consist of, and what would it consist of with one more file in it?

Every check of this folder is a function from a tree to a list of complaints. Each is tried twice: on the project, where
it must have nothing to say, and on a copy with a violation planted, where it must say so. A check that never fires
guards nothing.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Module:
    """One Python file of the package: its dotted name, its path within the project, its text."""

    name: str
    path: str
    text: str

    @cached_property
    def syntax(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def migration(self) -> bool:
        return ".migrations" in self.name


@dataclass(frozen=True)
class Tree:
    """The project's files under `root`, and the Python with which its tools run."""

    root: Path

    def modules(self) -> Iterator[Module]:
        for path in sorted((self.root / "src").rglob("*.py")):
            inside = path.relative_to(self.root / "src").with_suffix("")
            parts = inside.parts[:-1] if inside.name == "__init__" else inside.parts
            yield Module(".".join(parts), str(path.relative_to(self.root)), path.read_text())

    def files(self) -> Iterator[str]:
        """The files that are, or would be, committed; in a tree that is no repository, every file."""
        if not (self.root / ".git").exists():
            yield from (str(path.relative_to(self.root)) for path in sorted(self.root.rglob("*")) if path.is_file())
            return
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        listed = subprocess.run(command, cwd=self.root, capture_output=True, check=True, text=True).stdout
        yield from (name for name in listed.split("\0") if name and (self.root / name).is_file())

    def text(self, name: str) -> str:
        """A file's text, "" for one that is not text."""
        try:
            return (self.root / name).read_text()
        except UnicodeDecodeError:
            return ""

    def plant(self, name: str, text: str) -> None:
        """Add a file, or add lines to one that is there."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            file.write(text)

    @contextmanager
    def planted(self, name: str, text: str) -> Iterator[None]:
        """The same for a while."""
        path = self.root / name
        before = path.read_text() if path.exists() else None
        made = [parent for parent in path.parents if not parent.exists()]
        self.plant(name, text)
        try:
            yield
        finally:
            if before is None:
                path.unlink()
            else:
                path.write_text(before)
            for folder in made:
                folder.rmdir()

    def contracts(self, *only: str) -> tuple[bool, str]:
        """Whether import-linter finds the contracts kept in this tree, and what it says."""
        command = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"]
        for name in only:
            command += ["--contract", name]
        path = {"PYTHONPATH": str(self.root / "src"), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, cwd=self.root, env=path, capture_output=True, text=True, check=False)
        return done.returncode == 0, done.stdout + done.stderr


PROJECT = Tree(ROOT)


def copied(to: Path) -> Tree:
    """The package and its settings, without what is not Python, in a folder where violations may be planted."""
    shutil.copytree(
        ROOT / "src",
        to / "src",
        ignore=shutil.ignore_patterns("__pycache__", "static", "locale", "templates", "*.json", "*.gz", "*.sqlite3"),
    )
    shutil.copy(ROOT / "pyproject.toml", to)
    return Tree(to)

"""Where does a whole site live while the command is tried on it? In a folder, and on PostgreSQL two databases more."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from .running import COMMAND, own_environment

_URLS = ("HAVERSACK_DATABASE_URL", "HAVERSACK_AUDIT_DATABASE_URL")


class Place:
    """One site's data. `run` gives the finished process; `ask` its answer as JSON."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = own_environment(**environment, HAVERSACK_DATA=str(folder))
        self.databases = [environment[variable] for variable in _URLS if variable in environment]

    def start(self, *words: str, **more: Any) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*COMMAND, *words], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more
        )

    def start_python(self, script: str, *words: str) -> subprocess.Popen[bytes]:
        """A program of the test's own, on this site."""
        command = [sys.executable, "-c", script, *words]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *words: str, typed: str = "", code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*COMMAND, *words], env=self.environment, input=typed, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stderr + done.stdout + self.faults()
        return done

    def run_all(self, *commands: tuple[str, ...], typed: str = "", codes: tuple[int, ...] = (0, 1)) -> str:
        """Several commands in one process, which saves the time that starting takes. Returns what they said."""
        script = (
            "import json, sys; from haversack.cli.main import main\n"
            "commands, codes = map(json.loads, sys.argv[1:])\n"
            "for words in commands:\n    code = main(words); assert code in codes, (words[:2], code)\n"
        )
        words = [sys.executable, "-c", script, json.dumps(commands), json.dumps(codes)]
        done = subprocess.run(words, env=self.environment, input=typed, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr + done.stdout + self.faults()
        return done.stderr

    def faults(self) -> str:
        """The last lines that were kept of faults nobody foresaw; they say where, and nothing of a record."""
        kept = self.folder / "faults.log"
        return "".join(kept.read_text().splitlines(keepends=True)[-3:]) if kept.exists() else ""

    def ask(self, *words: str, typed: str = "", code: int = 0) -> Any:
        return json.loads(self.run(*words, "--json", typed=typed, code=code).stdout)

    def entries(self, person: str, state: str = "accepted") -> list[dict[str, Any]]:
        lines = self.run("entries", "--person", person, "--state", state, "--json").stdout.splitlines()
        return [json.loads(line) for line in lines]


def copied(site: Place, folder: Path) -> Place:
    """The same site once more. On SQLite a folder is all there is of one, and copying it is quicker than making it."""
    assert not site.databases
    shutil.copytree(site.folder, folder)
    return Place(folder)


@contextmanager
def place(folder: Path) -> Iterator[Place]:
    """A site that is not there yet, on the database that the tests run on."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.environ.get("HAVERSACK_TEST_DATABASE") != "postgresql":
        yield Place(folder)
        return
    name = f"place_{secrets.token_hex(6)}"
    urls = {variable: os.environ[variable] for variable in _URLS}
    server = _named(urls[_URLS[0]], "postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        for number in range(2):
            connection.execute(f"CREATE DATABASE {name}_{number}")
    try:
        own = {variable: _named(url, f"{name}_{number}") for number, (variable, url) in enumerate(urls.items())}
        yield Place(folder, **own)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            for number in range(2):
                connection.execute(f"DROP DATABASE {name}_{number} WITH (FORCE)")


def _named(url: str, database: str) -> str:
    """The address of another database on the same server: postgresql://user:@/database?host=..."""
    before, _, after = url.partition("@/")
    return f"{before}@/{database}?{after.partition('?')[2]}"

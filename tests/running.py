"""How do tests start the real site and the real command, in processes of their own and on data of their own?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import psutil

COMMAND = [sys.executable, "-m", "haversack.cli.main"]
PATIENCE = 60  # seconds; a slow machine is no fault


def own_environment(**more: str) -> dict[str, str]:
    """This process's environment without what the test settings chose."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("HAVERSACK_", "DJANGO_"))} | more


def haversack(folder: Path, *words: str, typed: str = "", code: int = 0, **environment: str) -> str:
    """Run one command on the data in this folder, expecting this exit code.

    Returns what it answered; of one that is to be refused, what it said about that.
    """
    done = subprocess.run(
        [*COMMAND, *words, "--data", str(folder)],
        input=typed,
        env=own_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stderr if code == 2 else done.stdout


class Site:
    """A running site on a free port, with its data in a folder of its own."""

    def __init__(self, folder: Path, *options: str, words: tuple[str, ...] = ("run",), **environment: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [*COMMAND, *words, "--port", "0", "--json", "--data", str(folder), *options],
            env=own_environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        said = ""
        while not said.endswith("}\n"):
            line = self.process.stdout.readline()  # type: ignore[union-attr]
            assert line, f"it did not start: {self.end()[1]}"
            said += line
        self.told: dict[str, Any] = json.loads(said)
        self.address: str = self.told["address"].rstrip("/")

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """(status, body) of the page."""
        request = urllib.request.Request(self.address + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()

    def processes(self) -> list[psutil.Process]:
        main = psutil.Process(self.process.pid)
        return [main, *main.children(recursive=True)]

    def end(self) -> tuple[str, str]:
        """Stop it if it still runs; returns what it said on standard output and standard error."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.communicate(timeout=PATIENCE)
        finally:
            self.process.kill()

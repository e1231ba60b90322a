"""The demo's hospital by the river, running on its own, with its invented patients to click on."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from ..running import PATIENCE, own_environment
from .hospital import done_at


class Riverside:
    """The portal's process. `address` is where; a journey that changes anything is a patient's whom no other one is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        self.address = f"http://localhost:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "haversack.demo.portals.site", "riverside", str(port)],
            env=own_environment(HAVERSACK_DATA=str(folder)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == "ready", self.end()

    def does(self, code: str, **values: str) -> Any:
        """Something that happens at the hospital without a page."""
        return done_at(
            code,
            values,
            HAVERSACK_DATA=str(self.folder),
            DEMO_PORTAL="riverside",
            DJANGO_SETTINGS_MODULE="haversack.demo.portals.settings",
        )

    def end(self) -> str:
        """Stop it; returns what it said on standard error."""
        self.process.terminate()
        try:
            return self.process.communicate(timeout=PATIENCE)[1]
        finally:
            self.process.kill()

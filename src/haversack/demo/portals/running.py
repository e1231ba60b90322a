"""How are the demo's two portals started beside its site, watched, and stopped with it?"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from haversack.demo.portals.heronbay import HERON_BAY
from haversack.demo.portals.riverside import RIVERSIDE

HOSPITALS = (RIVERSIDE, HERON_BAY)
WAIT = 180  # seconds for the first start, which fills a folder; a slow machine is no fault
SECONDS_TO_STOP = 10


def address_of(port: int) -> str:
    """Where a browser on this machine finds the portal."""
    return f"http://localhost:{port}/"


@dataclass
class Running:
    """One portal's process. `address` is where a browser on this machine finds it."""

    key: str
    name: str
    address: str
    process: subprocess.Popen[str]


class Portals:
    """The two processes. They end with this one, however it ends."""

    def __init__(self, folder: Path, ports: list[int], say: Callable[[str], None]) -> None:
        """`ports`: one for each hospital, or none where there are to be no portals."""
        self._say = say
        self._stopping = threading.Event()
        where = zip(HOSPITALS, ports, strict=bool(ports))
        self.running = [self._start(found.site.key, found.site.name, folder, port) for found, port in where]

    def _start(self, key: str, name: str, folder: Path, port: int) -> Running:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("HAVERSACK_", "DJANGO_"))}
        own["HAVERSACK_DATA"] = str(folder / "portals" / key)
        words = [sys.executable, "-m", "haversack.demo.portals.site", key, str(port)]
        # In a session of its own, so that Ctrl-C reaches this process alone, which stops the others in good order.
        process = subprocess.Popen(words, env=own, stdout=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603 - our own
        return Running(key, name, address_of(port), process)

    def when_ready(self) -> dict[str, str]:
        """Wait until each of them answers; the addresses of those that do, by name. Says it of one that does not."""
        ready = [one for one in self.running if self._says_ready(one)]
        for one in ready:
            threading.Thread(target=self._watch, args=(one,), daemon=True).start()
        return {one.name: one.address for one in ready}

    def _says_ready(self, one: Running) -> bool:
        late = threading.Timer(WAIT, one.process.kill)
        late.start()
        assert one.process.stdout is not None
        said = one.process.stdout.readline()
        late.cancel()
        if said.strip() != "ready" and not self._stopping.is_set():
            self._say(f"The portal of {one.name} could not start.")
        return said.strip() == "ready"

    def _watch(self, one: Running) -> None:
        one.process.wait()
        if not self._stopping.is_set():
            self._say(f"The portal of {one.name} stopped unexpectedly.")

    def stop(self) -> None:
        """Stop them all, and wait until they are gone."""
        self._stopping.set()
        for one in self.running:
            one.process.terminate()
        for one in self.running:
            try:
                one.process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                one.process.kill()
                one.process.wait()
            if one.process.stdout is not None:
                one.process.stdout.close()

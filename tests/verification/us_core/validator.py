"""Who judges the resources? A validator written by others, in another language; and where are the profiles it needs?

Both come from outside: the packages of US Core lie beside the project, the validator is fetched by npm once. A test
that cannot have them is skipped and says what is missing.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROJECT = HERE.parents[2]
PACKAGES = PROJECT.parent / "shared" / "reference" / "us_core_ig"
KEPT = PROJECT / "build" / "us_core"
VERSIONS = {"8.0.0": "us_core_800.tgz", "6.1.0": "us_core_610.tgz"}


@dataclass(frozen=True)
class Fault:
    """What was found wrong: the resource ("Observation/obs-1"), the profile ("" for base R4), and the words."""

    where: str
    profile: str
    said: str


def package(version: str) -> Path:
    """The folder with that version's profiles and value sets, unpacked once; skips where there is none."""
    packed = PACKAGES / VERSIONS[version]
    if not packed.is_file():
        pytest.skip(f"no package of US Core {version} at {packed}")
    folder = KEPT / version
    with _alone():
        if not folder.is_dir():
            with tarfile.open(packed) as archive:
                archive.extractall(KEPT / f"{version}.new", filter="data")
            (KEPT / f"{version}.new").rename(folder)
    return folder / "package"


@cache
def modules() -> Path:
    """The folder where npm put the validator; skips where there is no Node, or nothing to fetch it from."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.skip(f"no {program} on this machine, so nobody else's validator")
    with _alone():
        lock = (HERE / "package-lock.json").read_bytes()
        kept = KEPT / "package-lock.json"
        if not (KEPT / "node_modules").is_dir() or not kept.is_file() or kept.read_bytes() != lock:
            shutil.copy(HERE / "package.json", KEPT)
            kept.write_bytes(lock)
            words = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", "--fetch-retries=0"]
            try:
                subprocess.run(words, cwd=KEPT, capture_output=True, check=True, timeout=240)
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
                kept.unlink()
                pytest.skip("npm could not fetch the validator")
    return KEPT


def judge(resources: list[bytes], version: str) -> list[Fault]:
    """Everything the validator finds wrong with them, by base R4 and by the profiles they claim."""
    profiles = package(version)
    words = ["node", str(HERE / "validate.mjs"), str(modules()), str(profiles)]
    done = subprocess.run(words, input=b"\n".join(resources), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    found = []
    for line in done.stdout.splitlines():
        told = json.loads(line)
        resource = json.loads(resources[told["line"]])
        found.append(Fault(f"{resource['resourceType']}/{resource['id']}", told["profile"], told["said"]))
    return found


class _alone:
    """While one worker fetches, the others wait."""

    def __enter__(self) -> None:
        KEPT.mkdir(parents=True, exist_ok=True)
        self._file = (KEPT / "lock").open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._file.close()

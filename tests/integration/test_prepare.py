"""Any command makes and brings up to date what it needs; what it cannot open it refuses in words."""

import json
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from ..running import COMMAND, haversack, own_environment

SHOW = """
import json
from haversack.config import settings
names = ["SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME", "DEBUG",
         "ACCOUNT_EMAIL_VERIFICATION"]
print(json.dumps({name: getattr(settings, name, None) for name in names}))
"""
LATER = "INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '9999_later', '2030-01-01')"


def _migrations(folder) -> int:
    with sqlite3.connect(folder / "haversack.sqlite3") as rows:
        found = rows.execute("SELECT count(*) FROM django_migrations").fetchone()[0]
    rows.close()
    return found


def test_a_command_makes_the_folder_it_is_given(tmp_path):
    assert json.loads(haversack(tmp_path / "new" / "data", "user", "list", "--json")) == []
    assert _migrations(tmp_path / "new" / "data") > 0


def test_two_commands_that_start_at_once_in_an_empty_folder_both_succeed(tmp_path):
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _: haversack(tmp_path / "data", "user", "list", "--json"), range(2)))
    assert [json.loads(answer) for answer in answers] == [[], []]


def test_an_older_folder_is_brought_up_to_date(tmp_path):
    haversack(tmp_path, "user", "list")
    with sqlite3.connect(tmp_path / "haversack.sqlite3") as rows:
        rows.execute("DROP TABLE usersessions_usersession")
        rows.execute("DELETE FROM django_migrations WHERE app = 'usersessions'")
    rows.close()
    before = _migrations(tmp_path)
    haversack(tmp_path, "user", "list")
    assert _migrations(tmp_path) > before


def test_data_of_a_newer_version_is_refused_and_left_alone(tmp_path):
    haversack(tmp_path, "user", "list")
    with sqlite3.connect(tmp_path / "haversack.sqlite3") as rows:
        rows.execute(LATER)
    rows.close()
    assert "written by a newer Haversack" in haversack(tmp_path, "user", "list", code=2)


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ({"HAVERSACK_DATABASE_URL": "mysql://me:hunter2@host/x"}, "A database address looks like"),
        ({"HAVERSACK_SIGN_UP": "perhaps"}, "HAVERSACK_SIGN_UP must be one of: open, closed."),
        ({"HAVERSACK_EMAIL_URL": "ftp://me:hunter2@host"}, "HAVERSACK_EMAIL_URL looks like"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_without_repeating_it(tmp_path, chosen, why):
    done = subprocess.run(
        [*COMMAND, "user", "list", "--data", str(tmp_path)],
        env=own_environment(**chosen),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert why in done.stderr
    assert "hunter2" not in done.stderr


def _settings(tmp_path, **chosen: str) -> dict[str, object]:
    done = subprocess.run(
        [COMMAND[0], "-c", SHOW],
        env=own_environment(HAVERSACK_DATA=str(tmp_path), **chosen),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_behind_https_cookies_and_browsers_are_told_to_stay_there(tmp_path):
    assert _settings(tmp_path, HAVERSACK_HTTPS="yes") == {
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-haversack_session",
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "DEBUG": False,
    }


def test_with_mail_an_address_must_be_shown_to_be_ones_own(tmp_path):
    shown = _settings(tmp_path, HAVERSACK_EMAIL_URL="smtp://localhost:25")
    assert shown["ACCOUNT_EMAIL_VERIFICATION"] == "mandatory"

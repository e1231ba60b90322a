"""`haversack run` as a person meets it: ready soon, two processes, private files, and nothing left when it stops."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import stat
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from ..running import PATIENCE, Site, haversack

pytestmark = pytest.mark.xdist_group("run")


@pytest.fixture
def site(tmp_path):
    running = Site(tmp_path / "data")
    yield running
    running.end()


def _gone(processes: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    return not [each for each in alive if each.status() != psutil.STATUS_ZOMBIE]


def test_it_makes_what_it_needs_and_answers(site):
    assert site.get("/account/login/")[0] == 200


def test_it_is_two_processes_of_modest_size(site):
    site.get("/account/login/")
    assert len(site.processes()) == 2
    assert sum(each.memory_full_info().pss for each in site.processes()) < 200 * 2**20


def test_everything_it_writes_is_its_owners_alone(site, tmp_path):
    site.get("/account/login/")
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "data").rglob("*") if p.is_file()}
    assert {"haversack.sqlite3", "audit.sqlite3", "queue.sqlite3", "secret.key"} <= modes.keys()
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_browser_is_told_what_our_pages_may_do(site):
    with urllib.request.urlopen(site.address + "/account/login/", timeout=PATIENCE) as answer:
        stated = answer.headers["Content-Security-Policy"].split(";")
        policy = dict(part.strip().partition(" ")[::2] for part in stated)
        cookie = answer.headers["Set-Cookie"]
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_name_that_is_not_ours_is_refused(site):
    assert site.get("/account/login/", Host="evil.example")[0] == 400


def test_a_second_one_on_the_same_port_is_refused_in_words(site, tmp_path):
    port = site.address.rpartition(":")[2]
    told = haversack(tmp_path / "other", "run", "--port", port, code=2)
    assert f"listening on port {port} already" in told


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("whom", ["process", "group"])
def test_a_signal_stops_both_cleanly(site, how, whom):
    site.get("/account/login/")
    processes = site.processes()
    began = time.monotonic()
    (os.kill if whom == "process" else os.killpg)(site.process.pid, how)
    _, told = site.process.communicate(timeout=PATIENCE)
    assert site.process.returncode == 0
    assert time.monotonic() - began < 10
    assert told == "Haversack has stopped.\n"
    assert _gone(processes)


def test_when_it_is_killed_the_web_server_goes_too(site):
    processes = site.processes()
    site.process.kill()
    assert _gone(processes)


def test_when_the_web_server_is_killed_it_ends_and_says_so(site):
    main, server = site.processes()
    server.kill()
    _, told = site.process.communicate(timeout=PATIENCE)
    assert site.process.returncode == 1
    assert "The web server stopped unexpectedly." in told
    assert _gone([main, server])


def test_a_host_that_is_not_this_machines_is_refused(tmp_path):
    assert "no address of this machine" in haversack(tmp_path, "run", "--host", "no.such.host.invalid", code=2)


def test_the_worker_chains_the_audit_trail_by_itself(tmp_path):
    folder = tmp_path / "data"
    haversack(folder, "user", "add", "rosa@example.org", typed="seven quiet harbours\n")
    running = Site(folder)
    try:
        assert _eventually(lambda: _lines(folder) > 0)
    finally:
        running.end()


def _lines(folder: Path) -> int:
    with sqlite3.connect(folder / "audit.sqlite3") as trail:
        found = trail.execute("SELECT count(*) FROM audit_line").fetchone()[0]
    trail.close()
    return found


def _eventually(holds) -> bool:
    for _ in range(PATIENCE * 10):
        if holds():
            return True
        time.sleep(0.1)
    return False


def test_a_port_is_free_again_at_once(site):
    port = int(site.address.rpartition(":")[2])
    os.kill(site.process.pid, signal.SIGTERM)
    site.process.communicate(timeout=PATIENCE)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))

"""Can everything be taken away in a browser: made behind the page, kept sealed, handed out to those who may, and gone
after a day?
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from haversack.audit.models import Waiting
from haversack.backpack.actions import export_work
from haversack.backpack.actions.review import accept_all
from haversack.backpack.jobs.work import do_work
from haversack.backpack.models import Work

from .conftest import bundle, observation, patient
from .members import backpack_of, browser, opened_for

CAME = bundle(patient(), observation("o1", "98"), observation("o2", "1.10"))


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """Keys and copies of a test are nobody else's."""
    settings.DATA = tmp_path


@pytest.fixture
def ana(take):
    opened = backpack_of()
    take(opened, CAME, name="came.json")
    return opened


def copies(settings) -> list:
    return list((settings.DATA / "exports").iterdir()) if (settings.DATA / "exports").exists() else []


def page_of(opened, name="export", *more) -> str:
    return reverse(f"backpack:{name}", args=[opened.uuid, *more])


def made(client, opened, **choices) -> int:
    """Ask for a copy and let the worker make it."""
    answer = client.post(page_of(opened), choices)
    work = int(re.search(r"/export/(\d+)/$", answer.url)[1])
    do_work.call(work)
    return work


def downloaded(client, opened, work):
    answer = client.get(page_of(opened, "export_file", work))
    assert answer.status_code == 200
    data = b"".join(answer.streaming_content)
    assert int(answer["Content-Length"]) == len(data)
    return zipfile.ZipFile(io.BytesIO(data))


def test_everything_leaves_as_one_zip_with_the_bytes_that_came(ana):
    client = browser("alice")
    work = made(client, ana)
    with downloaded(client, ana, work) as held:
        assert held.testzip() is None
        assert held.read("records/came.json") == CAME
        assert {"index.html", "ips.json", "manifest.json", "records.ndjson"} <= set(held.namelist())
        assert held.read("records.ndjson").count(b"\n") == 3
    shown = client.get(page_of(ana, "export_work", work)).content.decode()
    assert "Your copy is ready" in shown


def test_what_waits_can_be_left_out(ana, take):
    client = browser("alice")
    with downloaded(client, ana, made(client, ana, accepted_only="on")) as held:
        assert held.read("records.ndjson") == b""
    accept_all(opened=ana, by=ana.viewer, shown=None)
    with downloaded(client, ana, made(client, ana, accepted_only="on")) as held:
        assert held.read("records.ndjson").count(b"\n") == 3


def test_the_copy_is_sealed_on_the_disk_and_its_name_says_nothing(ana, settings):
    client = browser("alice")
    work = made(client, ana)
    (path,) = copies(settings)
    assert b"PK\x03\x04" not in path.read_bytes()
    assert b"Glucose" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    answer = client.get(page_of(ana, "export_file", work))
    assert re.search(r'filename="haversack-\d{4}-\d\d-\d\d\.zip"', answer["Content-Disposition"])
    b"".join(answer.streaming_content)


def test_a_download_is_in_the_trail(ana):
    client = browser("alice")
    work = made(client, ana)
    b"".join(client.get(page_of(ana, "export_file", work)).streaming_content)
    acts = list(Waiting.objects.order_by("id").values_list("act", flat=True))
    assert acts[-3:] == ["export.want", "person.export", "export.download"]


def test_a_copy_expires_after_a_day(ana):
    client = browser("alice")
    work = made(client, ana)
    Work.objects.update(finished_at=timezone.now() - timedelta(days=1))
    assert client.get(page_of(ana, "export_file", work)).url == page_of(ana)
    assert "This copy has expired" in client.get(page_of(ana, "export_work", work)).content.decode()
    assert "Expired" in client.get(page_of(ana)).content.decode()


def test_a_copy_whose_file_is_gone_is_told_and_no_fault(ana, settings):
    client = browser("alice")
    work = made(client, ana)
    copies(settings)[0].unlink()
    assert client.get(page_of(ana, "export_file", work)).url == page_of(ana)


def test_a_copy_can_be_deleted_at_once(ana, settings, django_capture_on_commit_callbacks):
    client = browser("alice")
    work = made(client, ana)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page_of(ana, "export_work", work), {"act": "delete"})
    assert copies(settings) == []
    assert client.get(page_of(ana, "export_file", work)).status_code == 302
    assert "This copy was deleted" in client.get(page_of(ana, "export_work", work)).content.decode()


def test_progress_is_shown_and_stopping_leaves_nothing(ana, settings, monkeypatch):
    client = browser("alice")
    monkeypatch.setattr(export_work, "BEAT", 0)
    answer = client.post(page_of(ana))
    work = int(re.search(r"/export/(\d+)/$", answer.url)[1])
    shown = client.get(page_of(ana, "export_work", work)).content.decode()
    assert "Under way" in shown
    client.post(page_of(ana, "export_work", work))
    do_work.call(work)
    assert Work.objects.get(pk=work).state == Work.State.STOPPED
    assert copies(settings) == []
    assert "Nothing was written" in client.get(page_of(ana, "export_work", work)).content.decode()


def test_stopping_while_it_is_written_leaves_nothing(ana, settings, monkeypatch):
    client = browser("alice")
    monkeypatch.setattr(export_work, "BEAT", 0)
    work = int(re.search(r"/export/(\d+)/$", client.post(page_of(ana)).url)[1])
    move = export_work.Pulse.move

    def asks(self, pieces):
        Work.objects.update(stop_asked=True)
        move(self, pieces)

    monkeypatch.setattr(export_work.Pulse, "move", asks)
    do_work.call(work)
    assert Work.objects.get(pk=work).state == Work.State.STOPPED
    assert copies(settings) == []


def test_a_full_disk_ends_it_with_a_reason(ana, settings, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("haversack.vault.sealing_file.SealingFile.write", full)
    client = browser("alice")
    work = made(client, ana)
    assert "no room left" in client.get(page_of(ana, "export_work", work)).content.decode()
    monkeypatch.undo()
    assert copies(settings) == []
    client.post(page_of(ana, "export_work", work), {"act": "again"})
    do_work.call(work)
    assert "Your copy is ready" in client.get(page_of(ana, "export_work", work)).content.decode()


def test_an_editor_may_take_away_and_a_viewer_may_not(ana):
    work = made(browser("alice"), ana)
    opened_for("bob", ana, "viewer")
    for name, more in (("export", []), ("export_work", [work]), ("export_file", [work])):
        answer = browser("bob").get(page_of(ana, name, *more))
        assert answer.status_code == 403
        assert "Only an owner or editor" in answer.content.decode()
    assert browser("bob").post(page_of(ana)).status_code == 403
    opened_for("eve", ana, "editor")
    with downloaded(browser("eve"), ana, made(browser("eve"), ana)) as held:
        assert "manifest.json" in held.namelist()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_finds_nothing_and_nobody_is_asked_to_sign_in(ana, method):
    work = made(browser("alice"), ana)
    for address in (page_of(ana), page_of(ana, "export_work", work), page_of(ana, "export_file", work)):
        if method == "post" and address.endswith("/file/"):
            continue
        assert getattr(browser("charlie"), method)(address).status_code == 404
        assert getattr(browser(), method)(address).url.startswith("/account/login/")


def test_the_copy_of_one_backpack_is_not_found_in_another(ana):
    work = made(browser("alice"), ana)
    other = backpack_of("charlie", "Cleo")
    for name in ("export_work", "export_file"):
        assert browser("charlie").get(page_of(other, name, work)).status_code == 404

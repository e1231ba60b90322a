"""Can files be added in a browser: sealed from the first byte, taken in behind the page, and told about exactly?"""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from haversack.backpack.actions import import_work
from haversack.backpack.actions.import_past import remember_import
from haversack.backpack.jobs.work import do_work
from haversack.backpack.models import Record, Work
from haversack.backpack.models.record import State
from haversack.backpack.queries.lines import counts
from haversack.backpack.queries.work import import_of
from haversack.backpack.rules.work import MOST_ATTEMPTS

from .conftest import bundle, file_of, observation, patient
from .members import backpack_of, browser, opened_for

CANARY = "Quillfeather-syndrome"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """Keys and inbox of a test are nobody else's."""
    settings.DATA = tmp_path


@pytest.fixture
def ana():
    return backpack_of()


def results(number: int, first: int = 0) -> bytes:
    return bundle(patient(), *(observation(f"o{one}", str(one)) for one in range(first, first + number)))


def sent(*files: tuple[str, bytes], source: str = "") -> dict[str, object]:
    return {"file": [SimpleUploadedFile(name, data) for name, data in files], "source": source}


def page_of(opened, name="import", *more) -> str:
    return reverse(f"backpack:{name}", args=[opened.uuid, *more])


def send(client, opened, *files, **more):
    return client.post(page_of(opened), sent(*files, **more))


def number_in(answer) -> int:
    return int(re.search(r"/import/(\d+)/$", answer.url)[1])


def inbox(settings) -> list:
    return list((settings.DATA / "inbox").iterdir()) if (settings.DATA / "inbox").exists() else []


def took_in(client, opened, *files, **more):
    """Send files and let the worker do its work; returns (number, the page afterwards)."""
    work = number_in(send(client, opened, *files, **more))
    do_work.call(work)
    return work, client.get(page_of(opened, "import_work", work)).content.decode()


def test_what_is_sent_waits_for_review_and_the_page_says_what_came(ana, settings):
    work, shown = took_in(browser("alice"), ana, ("records.json", results(3)), source="Hill Street")
    assert counts(ana, State.PENDING) == {"labs": 3}
    assert "4 records in 1 file." in shown
    assert "Review 3 records" in shown
    assert "Lab results" in shown
    assert "Hill Street" in shown
    assert "records.json" in shown
    assert inbox(settings) == []
    assert Work.objects.get(pk=work).state == Work.State.DONE


def test_a_sent_file_is_sealed_on_the_disk_and_its_name_in_the_row(ana, settings):
    data = results(2).replace(b"Glucose", CANARY.encode())
    send(browser("alice"), ana, (f"{CANARY}.json", data))
    (path,) = inbox(settings)
    assert CANARY.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert CANARY.encode() not in bytes(Work.objects.get().sealed)
    assert CANARY not in path.name


def test_several_files_and_zips_at_once(ana):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a/one.json", results(2, 10))
        archive.writestr("a/two.json", results(2, 20))
    _, shown = took_in(browser("alice"), ana, ("first.json", results(2)), ("more.zip", held.getvalue()))
    assert counts(ana, State.PENDING) == {"labs": 6}
    assert "in 3 files." in shown


def test_a_large_file_comes_through_in_pieces(ana):
    rows = (json.dumps({"resourceType": "Condition", "id": f"c{n}", "code": {"text": "x" * 900}}) for n in range(4000))
    took_in(browser("alice"), ana, ("large.ndjson", "\n".join(rows).encode()))
    assert counts(ana, State.PENDING) == {"conditions": 4000}


def test_the_same_file_again_is_here_already(ana):
    client = browser("alice")
    took_in(client, ana, ("records.json", results(3)))
    _, shown = took_in(client, ana, ("records.json", results(3)))
    assert "Here already, unchanged" in shown
    assert Record.objects.count() == 4


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("letter.pdf", b"%PDF-1.7 hello", "This PDF is damaged, and cannot be opened."),
        ("page.html", b"<!doctype html><html></html>", "This is a web page (HTML)"),
        ("empty.json", b"", "The file is empty."),
        ("cut.json", results(2)[:-40], "What could not be read"),
        ("broken.zip", b"PK\x03\x04 not really", "This zip is damaged"),
    ],
)
def test_what_cannot_be_read_is_told_with_file_place_and_reason(ana, name, data, words):
    _, shown = took_in(browser("alice"), ana, (name, data))
    assert words in shown
    assert name in shown
    assert "500" not in re.findall(r"<h1[^>]*>([^<]*)", shown)[0]


def test_sending_nothing_is_answered_in_words(ana, settings):
    answer = browser("alice").post(page_of(ana), {"source": ""})
    assert answer.status_code == 400
    assert "Choose at least one file, or paste a link." in answer.content.decode()
    assert not Work.objects.exists()


def test_sending_too_much_is_answered_in_words_and_nothing_is_kept(ana, settings):
    settings.LARGEST_UPLOAD = 2000
    answer = send(browser("alice"), ana, ("one.json", b"x" * 1500), ("two.json", b"x" * 1500), ("three.json", b"x"))
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert "larger than" in shown
    assert shown.count("Choose at least one") == 0
    assert inbox(settings) == []
    assert not Work.objects.exists()


def test_sending_too_many_files_is_answered_in_words(ana, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    answer = send(browser("alice"), ana, *((f"{n}.json", b"{}") for n in range(3)))
    assert answer.status_code == 400
    assert "Put them into a zip" in answer.content.decode()
    assert inbox(settings) == []


def test_a_full_disk_is_answered_in_words(ana, settings, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("haversack.vault.sealing_file.SealingFile.write", full)
    answer = send(browser("alice"), ana, ("one.json", b"{}"))
    assert answer.status_code == 400
    assert "no room left" in answer.content.decode()
    assert inbox(settings) == []


def test_a_form_of_another_site_changes_nothing_and_leaves_nothing(ana, settings):
    answer = send(browser("alice", enforce_csrf_checks=True), ana, ("one.json", results(1)))
    assert answer.status_code == 403
    assert inbox(settings) == []
    assert not Work.objects.exists()


def test_a_file_of_somebody_else_is_taken_only_when_a_person_says_so(ana, settings):
    client = browser("alice")
    took_in(client, ana, ("mine.json", results(1)))
    other = bundle(patient("Okafor", "Ben", "1982-05-05"), observation("o9", "9"))
    work, shown = took_in(client, ana, ("other.json", other))
    assert "somebody else than Ada" in shown
    assert "The birth date is another one." in shown
    assert counts(ana, State.PENDING) == {"labs": 1}
    assert len(inbox(settings)) == 1
    client.post(page_of(ana, "import_work", work), {"act": "same-person"})
    do_work.call(work)
    assert counts(ana, State.PENDING) == {"labs": 2}
    assert inbox(settings) == []


def test_a_file_of_somebody_else_can_be_deleted_at_once(ana, settings, django_capture_on_commit_callbacks):
    client = browser("alice")
    took_in(client, ana, ("mine.json", results(1)))
    other = bundle(patient("Okafor", "Ben", "1982-05-05"), observation("o9", "9"))
    work, _ = took_in(client, ana, ("other.json", other))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page_of(ana, "import_work", work), {"act": "forget"})
    assert inbox(settings) == []
    assert "The files were deleted." in client.get(page_of(ana, "import_work", work)).content.decode()
    client.post(page_of(ana, "import_work", work), {"act": "same-person"})
    assert Work.objects.get(pk=work).state == Work.State.FAILED


def test_files_about_several_people_are_refused_in_words(ana, settings):
    both = bundle(patient(), patient("Okafor", "Ben", "1982-05-05", "q"), observation("o1"))
    _, shown = took_in(browser("alice"), ana, ("both.json", both))
    assert "about several people" in shown
    assert not Record.objects.exists()
    assert inbox(settings) == []


def test_progress_is_shown_while_it_goes_on_and_it_can_be_stopped(ana, monkeypatch):
    client, seen = browser("alice"), []

    def look(self):
        if not seen:
            seen.append(client.get(page_of(ana, "import_work", work)).content.decode())
            client.post(page_of(ana, "import_work", work))

    monkeypatch.setattr(import_work.WorkWatch, "rest", look)
    work = number_in(send(client, ana, ("records.json", results(350))))
    do_work.call(work)
    assert "<b>100</b> of 351" in seen[0]
    assert "hx-get" in seen[0]
    shown = client.get(page_of(ana, "import_work", work)).content.decode()
    assert "Stopped before the end" in shown
    assert "waits for review" in shown
    assert "100 records in 1 file." in shown
    assert counts(ana, State.PENDING) == {"labs": 99}
    assert Work.objects.get(pk=work).state == Work.State.STOPPED


class Killed(BaseException):
    """What a worker never gets to handle."""


@pytest.mark.parametrize("place", ["rest", "keep", "finish"])
@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_worker_that_goes_on_for_another_counts_everything_once(ana, monkeypatch, place, step):
    data = results(250).replace(b'"o7"', b'"o8"')
    files = ("a.json", data), ("b.pdf", b"%PDF-1.4"), ("c.json", results(120, 1000))
    ben = backpack_of("ben", "Ben")
    undisturbed, _ = took_in(browser("ben"), ben, *files)
    work = number_in(send(browser("alice"), ana, *files))
    kept = getattr(import_work.WorkWatch, place)
    calls = []

    def dies(self, *args):
        kept(self, *args)
        calls.append(1)
        if len(calls) == step:
            raise Killed

    monkeypatch.setattr(import_work.WorkWatch, place, dies)
    with pytest.raises(Killed):
        do_work.call(work)
    monkeypatch.undo()
    Work.objects.filter(pk=work).update(leased_until="2020-01-01T00:00Z")
    do_work.call(work)
    here, there = import_of(ana, work).imported, import_of(ben, undisturbed).imported
    for name in ("received", "merged", "outcomes", "by_category", "by_type", "files"):
        assert getattr(here.tally, name) == getattr(there.tally, name), name
    assert here.problems == there.problems
    assert counts(ana, State.PENDING) == counts(ben, State.PENDING)


def test_past_imports_are_listed_with_their_files_and_counts(ana):
    client = browser("alice")
    took_in(client, ana, ("march.json", results(2)), ("april.json", results(2, 50)))
    shown = client.get(page_of(ana)).content.decode()
    assert "march.json, april.json" in shown
    assert "6 records, 4 new" in shown


def test_an_import_at_the_console_is_in_the_list_too(ana, take):
    report = take(ana, results(3), name="console.json", accept=True)
    remember_import(opened=ana, files=[file_of(b"", "console.json")], source="clinic", report=report)
    client = browser("alice")
    assert "console.json" in client.get(page_of(ana)).content.decode()
    shown = client.get(page_of(ana, "import_work", Work.objects.get().pk)).content.decode()
    assert "Added to the record at once" in shown


def test_an_import_that_failed_unforeseen_says_when_it_is_tried_again(ana, monkeypatch):
    client = browser("alice")
    work = number_in(send(client, ana, ("records.json", results(2))))

    def breaks(**_more):
        raise ZeroDivisionError

    monkeypatch.setattr(import_work, "receive", breaks)
    with pytest.raises(ZeroDivisionError):
        do_work.call(work)
    monkeypatch.undo()
    assert "It is tried again by itself at" in client.get(page_of(ana, "import_work", work)).content.decode()
    Work.objects.update(due_at=timezone.now())
    do_work.call(work)
    assert counts(ana, State.PENDING) == {"labs": 2}


def test_an_import_that_comes_on_is_not_given_up_however_often_it_is_cut_off(ana, monkeypatch):
    work = number_in(send(browser("alice"), ana, ("records.json", results(900))))

    def dies(self):
        raise Killed

    monkeypatch.setattr(import_work.WorkWatch, "rest", dies)
    for _ in range(MOST_ATTEMPTS + 2):
        with pytest.raises(Killed):
            do_work.call(work)
        Work.objects.filter(pk=work).update(leased_until="2020-01-01T00:00Z")
    monkeypatch.undo()
    do_work.call(work)
    assert counts(ana, State.PENDING) == {"labs": 900}


def test_a_viewer_reads_what_came_and_may_not_send(ana):
    work, _ = took_in(browser("alice"), ana, ("records.json", results(1)))
    opened_for("bob", ana, "viewer")
    bob = browser("bob")
    shown = bob.get(page_of(ana))
    assert shown.status_code == 200
    assert "Only an owner or editor" in shown.content.decode()
    assert bob.get(page_of(ana, "import_work", work)).status_code == 200
    assert send(bob, ana, ("records.json", results(1))).status_code == 403
    assert bob.post(page_of(ana, "import_work", work)).status_code == 403


def test_an_editor_may_send(ana):
    opened_for("bob", ana, "editor")
    took_in(browser("bob"), ana, ("records.json", results(2)))
    assert counts(ana, State.PENDING) == {"labs": 2}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_finds_nothing_and_nobody_is_asked_to_sign_in(ana, method):
    work, _ = took_in(browser("alice"), ana, ("records.json", results(1)))
    for address in (page_of(ana), page_of(ana, "import_work", work)):
        assert getattr(browser("charlie"), method)(address).status_code == 404
        assert getattr(browser(), method)(address).url.startswith("/account/login/")


def test_the_import_of_one_backpack_is_not_found_in_another(ana):
    work, _ = took_in(browser("alice"), ana, ("records.json", results(1)))
    other = backpack_of("charlie", "Cleo")
    assert browser("charlie").get(page_of(other, "import_work", work)).status_code == 404


def test_messages_of_another_format_are_taken_in_and_their_troubles_told_with_their_place(ana):
    lines = [
        "MSH|^~\\&|LABSYS|RIVERSIDE|||20240304101500+0100||ORU^R01|M1|P|2.5.1",
        "PID|1||770011^^^RIVERSIDE^MR||Ferris^Ada||19700101|F",
        "OBR|1||F1|24323-8^Panel^LN|||20240304|||||||||||||||||LAB|F",
        "OBX|1|NM|2160-0^Creatinine^LN||1.10|mg/dL|0.5-1.2||||F",
        "OBX|2|NM|||7|||||F",
        "ZZZ|1|ours",
    ]
    _work, shown = took_in(browser("alice"), ana, ("results.hl7", "\r".join([*lines, ""]).encode()))
    assert counts(ana, State.PENDING) == {"labs": 2}
    assert "3 records in 1 file." in shown
    assert "message 1, segment OBX 2, field 3" in shown
    assert "This result does not say what was measured" in shown
    assert "Parts that are kept and shown in no list: ZZZ (1)." in shown

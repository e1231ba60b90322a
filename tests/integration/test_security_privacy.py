"""Does anything of a record stand where others may read it: logs, addresses, titles, sessions, cookies, messages?

Invariant 10. Somebody begins a backpack, sends a file, decides, searches, looks at everything and meets a fault; each
text of theirs carries a word that must then be found on their own pages only.
"""

import json
import logging
import re

import pytest
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from haversack.accounts.actions import add_user
from haversack.backpack.jobs.work import do_work
from haversack.backpack.models import Person, Record, Work
from haversack.backpack.presenters import entry as entry_presenter
from haversack.config.faults import describe_fault
from haversack.config.logs import PrivateFormatter

from ..verification.authorisation.asking import read

PASSWORD = "seven quiet harbours"
WORD = "zqcanary"
NAME, BORN, TITLE, NOTE, FILE, SOUGHT = (
    f"{WORD}{part}" for part in ("name", "born", "title", "note", "file", "sought")
)
USER = "Zqrosa Almeida"
BIRTH_DATE = "1943-08-17"


class Notebook:
    """Everything a browser was told beside the pages themselves."""

    def __init__(self) -> None:
        self.browser = Client(raise_request_exception=False)
        self.told: list[str] = []
        self.pages = ""

    def ask(self, method: str, address: str, form=None, **more):
        answer = getattr(self.browser, method)(address, form, **more)
        body = read(answer).decode(errors="replace")
        self.pages += body
        title = re.search(r"<title>(.*?)</title>", body, re.S)
        self.told += [address, str(sorted(answer.headers.items())), title[1] if title else ""]
        self.told += [cookie.OutputString() for cookie in answer.cookies.values()]
        self.told += re.findall(r'(?:href|src|action)="([^"]*)"', body)
        self.told += [str(message) for message in get_messages(answer.wsgi_request)]
        return answer


def _bundle() -> bytes:
    patient = {"resourceType": "Patient", "id": "p", "name": [{"text": NAME}], "birthDate": BIRTH_DATE}
    result = {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "code": {"text": TITLE},
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": "2024-03-05",
        "valueString": NOTE,
    }
    broken = {"resourceType": "Observation", "id": "o2", "status": {"x": NOTE}, "code": 7}
    entries = [{"resource": one} for one in (patient, result, result | {"id": "o3"}, broken, {"note": NOTE})]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


@pytest.fixture
def story(caplog, settings, monkeypatch):
    """The whole way of a record through the site; returns what was told on it."""
    cache.clear()
    caplog.set_level(logging.DEBUG)
    add_user(email="rosa@example.org", password=PASSWORD, name=USER)
    notes = Notebook()
    notes.ask("post", "/account/login/", {"login": "rosa@example.org", "password": PASSWORD})
    notes.ask("post", "/people/add/", {"name": NAME, "born": BIRTH_DATE, "relation": "other"})
    start = f"/p/{Person.objects.get().uuid}/"
    file = SimpleUploadedFile(f"{FILE}.json", _bundle())
    notes.ask("post", f"{start}import/", {"file": file, "source": f"{WORD}source"})
    do_work.func(Work.objects.get().pk)
    notes.ask("get", f"{start}import/{Work.objects.get().pk}/")
    review = notes.ask("get", f"{start}review/")
    record = Record.objects.order_by("pk").values_list("pk", flat=True)
    shown = re.search(r'name="shown" value="(\d+)"', review.content.decode())[1]
    notes.ask("post", f"{start}review/accept/", {"shown": shown, "all": "on"})
    for address in ("", "review/", "timeline/", "c/labs/", "c/other/", "settings/", "settings/remove/", "people/../"):
        notes.ask("get", start + address)
    notes.ask("get", "/people/")
    for number in record:
        notes.ask("get", f"{start}entry/{number}/")
    notes.ask("post", f"{start}search/", {"words": SOUGHT})
    notes.ask("post", f"{start}search/", {"words": TITLE})
    notes.ask("post", f"{start}settings/", {"name": NAME, "born": f"{BORN}", "hue": "teal"})
    notes.ask("post", f"{start}settings/remove/", {"name": f"{NAME} not"})

    def failing(*args, **more):
        raise ValueError(f"{NOTE} of {NAME}") from KeyError(TITLE)

    monkeypatch.setattr(entry_presenter, "title_of", failing)
    for number in record:
        notes.ask("get", f"{start}entry/{number}/")
    monkeypatch.undo()
    return notes


def test_the_story_shows_its_words_to_whom_they_belong(story):
    assert all(word in story.pages for word in (NAME, TITLE, NOTE, SOUGHT, FILE, BIRTH_DATE))
    assert "<h1" in story.pages


def test_no_address_title_header_cookie_or_message_holds_them(story):
    assert [told for told in story.told if WORD in told or BIRTH_DATE in told or USER in told] == []


def test_a_fault_keeps_neither_its_text_nor_its_values(story, settings):
    kept = (settings.DATA / "faults.log").read_text()
    assert "ValueError" in kept
    assert WORD not in kept
    assert BIRTH_DATE not in kept


def test_no_line_of_a_log_holds_them(story, caplog):
    lines = [PrivateFormatter().format(record) for record in caplog.get_records("setup")]
    assert lines
    said = [line for line in lines if not line.split()[2].startswith("django.db.backends")]  # only where DEBUG is
    assert [line for line in said if WORD in line or BIRTH_DATE in line] == []


def test_no_session_holds_them(story):
    kept = [str(session.get_decoded()) + session.session_data for session in Session.objects.all()]
    assert kept
    assert not [one for one in kept if WORD in one or BIRTH_DATE in one]


def test_no_plain_column_holds_them(story):
    with connections["default"].cursor() as cursor:
        tables = connections["default"].introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                said = "".join(str(bytes(v)) if isinstance(v, bytes | memoryview) else str(v) for v in row)
                assert WORD not in said, table
                assert BIRTH_DATE not in said, table


def test_an_error_described_says_where_and_not_what():
    try:
        raise ValueError(NOTE) from KeyError(TITLE)
    except ValueError as error:
        told = describe_fault(error)
    assert WORD not in told
    assert "ValueError" in told

"""Is a table that somebody sends asked about, taken in once it is answered, and remembered for the next one?"""

from __future__ import annotations

import json
import re

import pytest

from haversack.backpack.jobs.work import do_work
from haversack.backpack.models import TableMapping, Work
from haversack.backpack.models.record import State
from haversack.backpack.queries.lines import counts

from .conftest import patient
from .members import backpack_of, browser
from .test_import_page import inbox, page_of, results, send

NUMBER = re.compile(r"/import/(\d+)/")
TABLE = "Fecha;Peso (kg);Canarywort\n05/03/2024;70,50;x\n16/03/2024;71,2;y\n17/03/2024;=cmd|' /c calc'!A0;z\n"
SAID = {"header": "on", "c0": "date", "c1": "weight kg", "c2": "", "date_order": "dmy", "decimal": ","}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def ana():
    return backpack_of()


@pytest.fixture
def client():
    return browser("alice")


def number_of(answer):
    return int(NUMBER.search(answer.url)[1])


def sent_table(client, ana, text=TABLE, name="weights.csv"):
    """The number of the import that a table waits in, and the page that asks about it."""
    work = number_of(send(client, ana, (name, text if isinstance(text, bytes) else text.encode())))
    return work, client.get(page_of(ana, "csv_mapping", work)).content.decode()


def said(client, ana, work, **said):
    return client.post(page_of(ana, "csv_mapping", work), said)


def test_a_table_is_asked_about_shown_and_taken_in(client, ana, settings):
    work, shown = sent_table(client, ana, name="no-ending")
    assert '<option value="weight kg" selected>' in shown
    assert '<option value="date" selected>' in shown
    assert 'value="dmy" id="id_date_order_0" checked' in shown or 'value="dmy"' in shown.split("checked")[0][-120:]
    assert "2 measurements from 3 lines." in shown  # what is proposed suffices for a look
    assert "70.50" in shown
    assert "A value of this line is not a number" in shown
    assert "=cmd|&#x27; /c calc&#x27;!A0" in shown
    assert "Say what its columns are" in client.get(page_of(ana, "import_work", work)).content.decode()
    assert counts(ana, State.PENDING) == {}
    (path,) = inbox(settings)
    assert b"Canarywort" not in path.read_bytes()
    answer = said(client, ana, work, act="take", **SAID)
    assert answer.url == page_of(ana, "import_work", work)
    do_work.call(work)
    assert counts(ana, State.PENDING) == {"vitals": 2}
    assert inbox(settings) == []
    assert client.get(page_of(ana, "csv_mapping", work)).status_code == 404


def test_a_longer_table_is_not_asked_from_the_start_and_adds_what_is_new(client, ana):
    work, _shown = sent_table(client, ana)
    said(client, ana, work, act="take", **(SAID | {"c1": "weight lb"}))
    do_work.call(work)
    assert b"Canarywort" not in bytes(TableMapping.objects.get().sealed)
    work, shown = sent_table(client, ana, TABLE + "18/03/2024;70;\n", "next year.csv")
    assert "As you said the last time" in shown
    assert '<option value="weight lb" selected>' in shown
    said(client, ana, work, act="take", **(SAID | {"c1": "weight lb"}))
    do_work.call(work)
    assert counts(ana, State.PENDING) == {"vitals": 3}
    assert TableMapping.objects.count() == 1


def test_what_could_be_read_in_two_ways_is_asked_and_never_guessed(client, ana):
    work, shown = sent_table(client, ana, 'Date,Weight\n05/03/2024,"1,234"\n06/03/2024,"2,345"\n')
    assert "checked" not in shown.split('name="header"')[0].split("How days are written")[1]
    assert "Body weight: which unit?" in shown
    assert "05/03/2024 is 5 March 2024" in shown
    assert "05/03/2024 is 3 May 2024" in shown
    answer = said(client, ana, work, act="take", header="on", c0="date", c1="weight ?")
    told = answer.content.decode()
    assert answer.status_code == 400
    for words in ("Choose the unit as well.", "Say how days are written", "Say how fractions are written"):
        assert words in told
    assert Work.objects.get(pk=work).state == "failed"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"c0": ""}, "Say which column holds the day."),
        ({"c1": ""}, "Say of at least one column what it measures."),
        ({"c1": "systolic mmHg"}, "A blood pressure needs both"),
        ({"c2": "weight lb"}, "Two columns say this."),
        ({"c1": "weight cm"}, "Select a valid choice"),
    ],
)
def test_an_answer_that_is_none_is_said(client, ana, change, words):
    work, _shown = sent_table(client, ana)
    answer = said(client, ana, work, act="take", **(SAID | change))
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_other_files_go_in_meanwhile_and_each_table_waits_by_itself(client, ana):
    work = number_of(
        send(client, ana, ("r.json", results(2)), ("a.csv", TABLE.encode()), ("b.csv", b"Day,kg\n2024-01-01,70\n"))
    )
    waiting = Work.objects.get(state=Work.State.WAITING)
    assert waiting.pk != work
    do_work.call(waiting.pk)
    assert counts(ana, State.PENDING) == {"labs": 2}
    assert "an import of its own" in client.get(page_of(ana, "import_work", waiting.pk)).content.decode()
    assert Work.objects.filter(state=Work.State.FAILED).count() == 2
    listed = client.get(page_of(ana)).content.decode()
    assert listed.count("Waits for an answer") == 2
    assert "0 records" not in listed


def test_a_table_that_is_not_wanted_is_deleted(client, ana, settings, django_capture_on_commit_callbacks):
    work, _shown = sent_table(client, ana)
    with django_capture_on_commit_callbacks(execute=True):
        said(client, ana, work, act="forget")
    assert inbox(settings) == []
    assert client.get(page_of(ana, "csv_mapping", work)).status_code == 404
    assert client.get(page_of(ana, "import_work", work)).status_code == 200


@pytest.mark.parametrize(
    "data",
    [
        b"Day,kg" + b",x" * 1_000_000 + b"\n2024-01-01,70" + b",1" * 1_000_000 + b"\n",
        b"Day,kg" + b",x" * 80 + b"\n2024-01-01,70" + b",1" * 80 + b"\n",
    ],
    ids=["a million columns", "eighty-two columns"],
)
def test_more_columns_than_anybody_could_be_asked_about_are_refused_in_words(client, ana, data):
    _work, shown = sent_table(client, ana, data)
    assert "This table has too many columns" in shown


def test_what_is_no_table_is_not_asked_about(client, ana):
    line = json.dumps(patient()).encode()
    for data in (
        line + b"\n" + line,
        b"MSH|^~\\&|a|b\rPID|1|2|3\r",
        b"a\0b,c\nd,e\n",
        b"one line, no more",
        b"\xff" * 9,
    ):
        work = number_of(send(client, ana, ("x.csv", data)))
        assert client.get(page_of(ana, "import_work", work)).status_code == 200

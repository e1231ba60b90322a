"""Does what a SMART Health Link opens come in by the page, with its passcode, and is a live one looked at again?"""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import httpx2
import pytest
from django.urls import reverse
from django.utils import timezone

from haversack.backpack.actions.import_links import PUT_ASIDE
from haversack.backpack.actions.links_live import want_due
from haversack.backpack.jobs.work import do_work, sweep_links
from haversack.backpack.models import HealthLink, Membership, Source, Work
from haversack.backpack.models.record import State
from haversack.backpack.queries.lines import counts
from haversack.backpack.queries.work import import_of
from haversack.notices.models import Event
from haversack.notices.rules.kinds import Kind as Notice
from haversack.smart.links.manifest import ACCESS, API_ACCESS, CARD, FHIR
from haversack.smart.links.refused import Wrong

from ...fakes.links import Keeper, kept_by
from ...formats.health_card.cards import card, text_picture
from ...unit.smart.links.made import URL, link, spelt
from .conftest import bundle, observation, patient
from .members import backpack_of, browser, opened_for
from .test_import_page import inbox, number_in, page_of, took_in

SUMMARY = bundle(patient(), observation("o1"), observation("o2", date="2024-04-05"))
CARDS = json.dumps({"verifiableCredential": [card(issued=1_700_000_000)]}).encode()


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """Keys and inbox of a test are nobody else's."""
    settings.DATA = tmp_path


@pytest.fixture
def ada():
    return backpack_of()


def pasted(opened, text: str, keeper, *, name: str = "alice"):
    """Paste it, and let the worker do its work; returns (the number, the page afterwards)."""
    client = browser(name)
    with kept_by(keeper):
        answer = client.post(page_of(opened), {"pasted": text, "source": ""})
        work = number_in(answer)
        do_work.call(work)
    return work, client.get(page_of(opened, "import_work", work)).content.decode()


def answered(opened, work: int, keeper, **said: str) -> str:
    client = browser("alice")
    with kept_by(keeper):
        client.post(page_of(opened, "import_work", work), said)
        do_work.call(work)
    return client.get(page_of(opened, "import_work", work)).content.decode()


@pytest.mark.parametrize("away", [False, True])
def test_what_a_pasted_link_opens_waits_for_review_under_the_name_of_its_giver(ada, settings, away):
    keeper = Keeper([(FHIR, SUMMARY)], away=away)
    _work, shown = pasted(ada, f"https://viewer.example/#{link(label='Summary of Ada')}", keeper)
    assert counts(ada, State.PENDING) == {"labs": 2}
    assert "3 records in 1 file." in shown
    assert inbox(settings) == []
    assert json.loads(keeper.asked[0].read()) == {"recipient": "Haversack", "embeddedLengthMax": 4 << 20}
    assert not HealthLink.objects.exists()
    line = browser("alice").get(reverse("backpack:review", args=[ada.uuid])).content.decode()
    assert "Summary of Ada (records.hospital.example)" in line


def test_a_picture_of_a_link_is_opened_and_cards_in_it_are_judged(ada):
    with kept_by(Keeper([(CARD, CARDS)])):
        _work, shown = took_in(browser("alice"), ada, ("IMG_2.png", text_picture(link(flag="U"))))
    assert counts(ada, State.PENDING) == {"vaccines": 1}
    assert "is marked as not verified" in shown


def test_a_passcode_is_asked_for_and_how_often_it_may_be_tried_is_said(ada, settings):
    keeper = Keeper([(FHIR, SUMMARY)], passcode="4711")
    work, shown = pasted(ada, link(flag="P"), keeper)
    assert "This link asks for a passcode." in shown
    assert keeper.asked == []
    shown = answered(ada, work, keeper, act="again", passcode="0000")
    assert "That passcode is not the right one. It can be tried 2 more times." in shown
    assert len(inbox(settings)) == 1
    shown = answered(ada, work, keeper, act="again", passcode="4711")
    assert counts(ada, State.PENDING) == {"labs": 2}
    assert inbox(settings) == []
    facts = import_of(ada, work).imported
    assert (facts.passcode, facts.told) == ("", "")


def test_one_that_was_tried_too_often_is_deleted(ada, settings):
    keeper = Keeper([(FHIR, SUMMARY)], passcode="4711", attempts=1)
    work, _shown = pasted(ada, link(flag="P"), keeper)
    shown = answered(ada, work, keeper, act="again", passcode="0000")
    assert "The passcode was wrong too often" in shown
    assert inbox(settings) == []
    assert 'name="passcode"' not in shown


def test_links_and_passcodes_stand_sealed_and_in_no_answer_s_address(ada, settings):
    text = link(flag="P", label="Quillfeather")
    work, shown = pasted(ada, text, Keeper([], passcode="4711"))
    sealed = b"".join(bytes(row.sealed) for row in Work.objects.all()) + b"".join(
        path.read_bytes() for path in inbox(settings)
    )
    for secret in (text, URL, "Quillfeather", "4711"):
        assert secret.encode() not in sealed
        assert secret not in shown
    assert Work.objects.get(pk=work).state == Work.State.FAILED


@pytest.mark.parametrize(
    ("keeper", "wrong", "stays"),
    [
        (Keeper([], status=404), Wrong.GONE, False),
        (Keeper([], status=500), Wrong.NO_ANSWER, True),
        (Keeper([], status=429, headers={"retry-after": "60"}), Wrong.BUSY, True),
        (Keeper([]), Wrong.NOTHING, False),
    ],
)
def test_a_link_that_opens_nothing_says_why(ada, settings, keeper, wrong, stays):
    _work, shown = pasted(ada, link(), keeper)
    assert "The link was not opened" in shown
    assert wrong.value in shown
    assert len(inbox(settings)) == stays
    assert counts(ada, State.PENDING) == {}


@pytest.mark.parametrize(
    ("text", "keeper", "wrong"),
    [
        (link(exp=1000), Keeper([(FHIR, SUMMARY)]), Wrong.OVER),
        (link(), Keeper([], status=404), Wrong.GONE),
    ],
)
def test_a_link_that_opens_nothing_keeps_back_none_of_the_files_sent_with_it(ada, settings, text, keeper, wrong):
    files = [("IMG_3.png", text_picture(text)), ("records.zip", zipped(SUMMARY)), ("link.txt", text.encode())]
    with kept_by(keeper):
        work, shown = took_in(browser("alice"), ada, *files)
    assert counts(ada, State.PENDING) == {"labs": 2}
    assert "3 records in 1 file." in shown
    assert shown.count(wrong.value) == 2
    assert "IMG_3.png" in shown
    assert "link.txt" in shown
    assert Work.objects.get().pk == work
    assert Work.objects.get().state == Work.State.DONE
    assert inbox(settings) == []


def test_a_link_that_asks_for_a_passcode_waits_by_itself_and_the_files_sent_with_it_come(ada, settings):
    more = bundle(patient(), observation("o3", date="2024-05-05"))
    keeper = Keeper([(FHIR, more)], passcode="4711")
    files = [("IMG_4.png", text_picture(link(flag="P"))), ("records.json", SUMMARY)]
    with kept_by(keeper):
        work, shown = took_in(browser("alice"), ada, *files, source="Hill Street")
    assert counts(ada, State.PENDING) == {"labs": 2}
    assert PUT_ASIDE in shown
    assert Work.objects.get(pk=work).state == Work.State.DONE
    aside = Work.objects.exclude(pk=work).get()
    assert len(inbox(settings)) == 1
    waits = browser("alice").get(page_of(ada, "import_work", aside.pk)).content.decode()
    assert "This link asks for a passcode." in waits
    assert 'name="passcode"' in waits
    answered(ada, aside.pk, keeper, act="again", passcode="4711")
    assert counts(ada, State.PENDING) == {"labs": 3}
    assert inbox(settings) == []
    assert import_of(ada, aside.pk).imported.source == "Hill Street"


@pytest.mark.parametrize("keeper", [Keeper([], status=500), Keeper([], status=429, headers={"retry-after": "60"})])
def test_of_links_that_may_open_later_each_waits_by_itself(ada, settings, keeper):
    with kept_by(keeper):
        work, shown = took_in(browser("alice"), ada, ("a.txt", link().encode()), ("b.txt", link().encode()))
    assert shown.count(PUT_ASIDE) == 2
    assert [row.state for row in Work.objects.exclude(pk=work)] == [Work.State.FAILED] * 2
    assert len(inbox(settings)) == 2


def zipped(data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("records.json", data)
    return held.getvalue()


def test_permission_to_ask_a_server_is_refused_in_words_and_the_rest_comes(ada):
    _work, shown = pasted(ada, link(), Keeper([(ACCESS, b"{}"), (FHIR, SUMMARY)]))
    assert API_ACCESS in shown
    assert counts(ada, State.PENDING) == {"labs": 2}


@pytest.mark.parametrize("text", ["hello", "shlink:/abc", link(exp=1000), link(flag="PU"), "shc:hello"])
def test_what_is_neither_link_nor_card_is_said_at_once(ada, settings, text):
    answer = browser("alice").post(page_of(ada), {"pasted": text, "source": ""})
    assert answer.status_code == 400
    assert b'class="err"' in answer.content
    assert not Work.objects.exists()
    assert inbox(settings) == []


def test_a_card_is_pasted_as_text(ada):
    _work, _shown = pasted(ada, card(issued=1_700_000_000), Keeper([]))
    assert counts(ada, State.PENDING) == {"vaccines": 1}


def test_of_somebody_else_nothing_is_taken(ada):
    pasted(ada, link(), Keeper([(FHIR, SUMMARY)]))
    browser("alice").post(reverse("backpack:review_accept", args=[ada.uuid]), {"version": "1"})
    other = bundle(patient(family="Okafor", given="Amara", born="1984-03-12"), observation("x"))
    _work, shown = pasted(ada, link(), Keeper([(FHIR, other)]))
    assert "This seems to be about somebody else" in shown
    assert counts(ada, State.PENDING) == {"labs": 2}


def live(ada, **said) -> HealthLink:
    pasted(ada, link(flag="L", label="Glucose", **said), Keeper([(FHIR, SUMMARY)]))
    return HealthLink.objects.get()


def swept(keeper, *, after: timedelta) -> int:
    """Let time pass, sweep, and do what was wanted."""
    with kept_by(keeper):
        number = want_due(timezone.now() + after)
        for work in Work.objects.filter(state=Work.State.WAITING):
            do_work.call(work.pk)
    return number


def test_a_live_link_is_looked_at_again_and_what_is_new_waits(ada):
    row = live(ada)
    assert swept(Keeper([(FHIR, SUMMARY)]), after=timedelta(hours=23)) == 0
    assert swept(Keeper([(FHIR, SUMMARY)]), after=timedelta(hours=25)) == 1
    assert Work.objects.count() == 1  # the first import; nothing new leaves no line
    more = bundle(patient(), observation("o1"), observation("o3", date="2024-05-05"))
    assert swept(Keeper([(FHIR, more)]), after=timedelta(hours=50)) == 1
    assert counts(ada, State.PENDING) == {"labs": 3}
    assert Source.objects.filter(person_id=ada.person).count() == 1
    row.refresh_from_db()
    assert (row.reason, row.failures) == ("", 0)
    assert URL.encode() not in bytes(row.sealed)


def test_a_keeper_who_asks_for_a_pause_gets_it_and_one_that_fails_is_asked_ever_later(ada):
    row = live(ada)
    now = row.looked_at
    pasted(ada, link(flag="L", label="Glucose"), Keeper([(FHIR, SUMMARY)], headers={"retry-after": "172800"}))
    row.refresh_from_db()
    assert row.next_at - now >= timedelta(hours=47)
    swept(Keeper([], status=500), after=timedelta(hours=50))
    row.refresh_from_db()
    assert (row.reason, row.failures, row.ended_at) == ("NO_ANSWER", 1, None)
    shown = browser("alice").get(reverse("backpack:link", args=[ada.uuid, row.pk])).content.decode()
    assert "cannot be reached" in shown
    assert Work.objects.filter(state=Work.State.FAILED).count() == 0


@pytest.mark.parametrize("keeper", [Keeper([], status=404), Keeper([], status=410)])
def test_one_that_its_giver_stopped_is_looked_at_no_more(ada, keeper):
    row = live(ada)
    swept(keeper, after=timedelta(hours=25))
    row.refresh_from_db()
    assert row.ended_at is not None
    assert swept(Keeper([(FHIR, SUMMARY)]), after=timedelta(days=99)) == 0


def test_what_is_finished_or_is_no_live_link_is_not_looked_at_again(ada):
    pasted(ada, link(flag="L"), Keeper([(FHIR, SUMMARY)], more={"status": "finalized"}))
    assert not HealthLink.objects.filter(ended_at=None).exists()


def test_a_live_link_with_a_passcode_is_looked_at_with_the_one_that_opened_it(ada):
    keeper = Keeper([(FHIR, SUMMARY)], passcode="4711")
    work, _shown = pasted(ada, link(flag="LP"), keeper)
    answered(ada, work, keeper, act="again", passcode="4711")
    assert swept(keeper, after=timedelta(hours=25)) == 1
    row = HealthLink.objects.get()
    assert (row.reason, keeper.attempts) == ("", 3)
    keeper.passcode = "another"
    swept(keeper, after=timedelta(hours=60))
    row.refresh_from_db()
    assert row.ended_at is not None


def looked_at(ada, row: HealthLink, keeper) -> str:
    """Look now, and let the worker do its work; returns the page before and after, which stays."""
    client = browser("alice")
    answer = client.post(reverse("backpack:link", args=[ada.uuid, row.pk]), {"act": "look"})
    shown = client.get(answer.url)
    listed = client.get(page_of(ada)).content.decode()
    work = Work.objects.latest("pk")
    assert page_of(ada, "import_work", work.pk) not in listed  # which may be gone when it is opened
    with kept_by(keeper):
        do_work.call(work.pk)
    assert not Work.objects.filter(pk=work.pk).exists()
    again = client.get(answer.url)
    assert (shown.status_code, again.status_code) == (200, 200)
    return shown.content.decode() + again.content.decode()


def test_looking_now_at_a_link_that_is_gone_says_so_on_its_page(ada):
    assert Wrong.GONE.value in looked_at(ada, live(ada), Keeper([], status=404))


def test_what_a_live_link_brings_by_itself_is_told_to_whoever_added_it(ada):
    live(ada)
    assert not Event.objects.exists()  # whoever sends it looks on
    swept(Keeper([(FHIR, SUMMARY)]), after=timedelta(hours=25))
    assert not Event.objects.exists()
    more = bundle(patient(), observation("o1"), observation("o3", date="2024-05-05"))
    swept(Keeper([(FHIR, more)]), after=timedelta(hours=50))
    event = Event.objects.get()
    assert (event.user_id, event.kind, event.person) == (ada.viewer.user, Notice.RECORDS_WAITING, ada.uuid)


def test_a_person_looks_now_and_forgets_the_link_and_a_viewer_may_not(ada):
    row = live(ada)
    address = reverse("backpack:link", args=[ada.uuid, row.pk])
    assert "Glucose" in browser("alice").get(page_of(ada)).content.decode()
    opened_for("bob", ada, "viewer")
    assert browser("bob").post(address, {"act": "stop"}).status_code == 403
    shown = looked_at(ada, row, Keeper([(FHIR, SUMMARY)]))
    assert "The link is being looked at." in shown
    assert browser("alice").post(address, {"act": "stop"}).status_code == 302
    assert not HealthLink.objects.exists()
    assert counts(ada, State.PENDING) == {"labs": 2}
    assert browser("alice").get(address).status_code == 404


def test_a_link_of_somebody_who_may_not_any_more_is_looked_at_for_an_owner_or_ends(ada):
    row = live(ada)
    opened_for("eve", ada, "editor")
    HealthLink.objects.update(by=Membership.objects.get(role="editor").user)
    Membership.objects.filter(role="editor").delete()
    assert swept(Keeper([(FHIR, SUMMARY)]), after=timedelta(hours=25)) == 1
    Membership.objects.all().delete()
    assert swept(Keeper([(FHIR, SUMMARY)]), after=timedelta(hours=80)) == 0
    row.refresh_from_db()
    assert row.ended_at is not None
    sweep_links()


def test_a_link_inside_the_network_is_not_opened(ada):
    for url in ("https://127.0.0.1:1/x", "https://[::1]/x", "http://records.hospital.example/x", "https://10.0.0.7/"):
        client = browser("alice")
        answer = client.post(page_of(ada), {"pasted": link(url=url), "source": ""})
        do_work.call(number_in(answer))
        shown = client.get(page_of(ada, "import_work", number_in(answer))).content.decode()
        assert Wrong.NOT_ALLOWED.value in shown


def test_a_manifest_that_leads_inside_the_network_gives_nothing(ada):
    class Leading(httpx2.BaseTransport):
        def handle_request(self, request):
            listed = [{"contentType": FHIR, "location": "http://169.254.169.254/latest"}]
            return httpx2.Response(200, json={"files": listed})

    _work, shown = pasted(ada, link(), Leading())
    assert Wrong.NOT_ALLOWED.value in shown


def test_a_damaged_file_gives_nothing(ada):
    class Damaging(Keeper):
        def _file(self, number, kind, content):
            held = super()._file(number, kind, content)
            text = held["embedded"]
            return {**held, "embedded": text[:200] + ("A" if text[200] != "A" else "B") + text[201:]}

    _work, shown = pasted(ada, link(), Damaging([(FHIR, SUMMARY)]))
    assert Wrong.SEALED.value in shown
    assert counts(ada, State.PENDING) == {}
    assert spelt(b"x") == "eA"

"""Is somebody told what happened: once, together, in time, and only while it is still so?"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from haversack.accounts.actions import add_user
from haversack.backpack.actions.import_work import want_import
from haversack.backpack.actions.noticing import tell_of_waiting
from haversack.backpack.actions.persons import remove_person
from haversack.backpack.actions.review import accept_all
from haversack.backpack.actions.upload import Inbox
from haversack.backpack.jobs.work import do_work
from haversack.backpack.models import Membership
from haversack.backpack.queries.persons import open_person
from haversack.backpack.rules.roles import Viewer
from haversack.notices.actions import gathering
from haversack.notices.actions.choosing import choose
from haversack.notices.actions.gathering import forget_old, gather_due
from haversack.notices.actions.sending import deliver, due, give_up_interrupted
from haversack.notices.actions.telling import tell
from haversack.notices.models import Delivery, Event, Message
from haversack.notices.ports import About
from haversack.notices.rules.kinds import Kind

from ..backpack.conftest import bundle, observation

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=6)


@pytest.fixture(autouse=True)
def _on_the_services_clock(request):
    if "service" in request.fixturenames:
        request.getfixturevalue("service").now = NOW.timestamp()


def send_all(now: datetime) -> None:
    """What the sweep does, and the workers it wakes."""
    gather_due(now)
    give_up_interrupted(now)
    for number in due(now):
        deliver(number, now)


@pytest.fixture
def waiting(ada, take):
    """Records wait in Ada's backpack, and it was told."""
    take(ada, observation("one"))
    tell_of_waiting(opened=ada, brought_by=None, now=NOW)


def member(ada, name: str, role: str, until=None):
    user = add_user(email=f"{name}@example.org", password="seven quiet harbours")
    Membership.objects.create(person_id=ada.person, user=user, role=role, until=until)
    return user


def test_new_records_are_told_by_mail_and_in_the_browser(waiting, receiver, service):
    send_all(NOW)
    assert (mail.outbox, service.got) == ([], [])  # what happens in these minutes is told together
    send_all(LATER)
    (sent,) = mail.outbox
    assert sent.to == ["rosa@example.org"]
    assert sent.subject == "You have new records to review"
    assert "https://haversack.example.org/account/notices/" in sent.body
    (told,) = service.messages(receiver)
    assert told["title"] == "You have new records to review"
    assert told["address"].startswith("/account/notices/")
    assert {row.state for row in Delivery.objects.all()} == {"sent"}


def test_several_events_are_one_message_and_the_next_waits_an_hour(waiting, ada, rosa, take):
    tell_of_waiting(opened=ada, brought_by=None, now=NOW + timedelta(minutes=1))
    tell(users=[rosa.pk], kind=Kind.TEST, person=ada.uuid, now=NOW + timedelta(minutes=2))
    send_all(LATER)
    (sent,) = mail.outbox
    assert sent.subject == "There is news for you"
    assert sent.body.count("You have new records to review.") == 1
    tell_of_waiting(opened=ada, brought_by=None, now=LATER)
    send_all(LATER + timedelta(minutes=50))
    assert len(mail.outbox) == 1
    send_all(LATER + timedelta(minutes=60))
    assert len(mail.outbox) == 2


def test_quiet_hours_are_kept_and_a_change_of_them_counts_at_once(waiting, rosa, ada):
    quiet = {"user": rosa, "by_mail": True, "zone": "America/New_York", "now": NOW}
    choose(quiet_from=time(7), quiet_until=time(9), **quiet)  # it is eight o'clock there
    send_all(LATER)
    send_all(NOW + timedelta(minutes=59))
    assert mail.outbox == []
    choose(quiet_from=time(7), quiet_until=time(8, 30), **quiet)
    send_all(NOW + timedelta(minutes=30))
    assert len(mail.outbox) == 1


def test_what_is_over_when_it_would_be_told_is_not(waiting, ada):
    accept_all(opened=ada, by=ada.viewer, shown=None)
    send_all(LATER)
    assert (mail.outbox, Message.objects.count()) == ([], 0)
    assert not Event.objects.filter(settled_at=None).exists()


def test_who_may_not_see_it_any_more_is_not_told(ada, take):
    editor = member(ada, "ed", "editor")
    take(ada, observation("one"))
    tell_of_waiting(opened=ada, brought_by=None, now=NOW)
    Membership.objects.filter(user=editor).update(role="viewer")
    send_all(LATER)
    assert [sent.to for sent in mail.outbox] == [["rosa@example.org"]]


def test_whoever_brought_it_and_whoever_only_looks_are_not_told(ada, rosa, take):
    member(ada, "vi", "viewer")
    member(ada, "past", "editor", until=timezone.now() - timedelta(days=1))
    editor = member(ada, "ed", "editor")
    theirs = open_person(Viewer(editor.pk, editor.pseudonym), ada.uuid)
    with Inbox(theirs, most=100_000) as inbox:
        inbox.begin("records.json")
        inbox.write(bundle(observation("one")))
        inbox.end()
        work = want_import(opened=theirs, by=theirs.viewer, inbox=inbox, source="")
    do_work.func(work.pk)
    assert list(Event.objects.values_list("user", "kind", "person")) == [(rosa.pk, "records_waiting", ada.uuid)]


def test_an_import_that_brings_nothing_new_tells_nothing(ada, take):
    editor = member(ada, "ed", "editor")
    theirs = open_person(Viewer(editor.pk, editor.pseudonym), ada.uuid)
    for _ in range(2):
        with Inbox(theirs, most=100_000) as inbox:
            inbox.begin("records.json")
            inbox.write(bundle(observation("one")))
            inbox.end()
            work = want_import(opened=theirs, by=theirs.viewer, inbox=inbox, source="clinic")
        Event.objects.all().delete()
        do_work.func(work.pk)
    assert Event.objects.count() == 0


def test_what_rolls_back_is_not_told(ada, rosa):
    with transaction.atomic():
        tell(users=[rosa.pk], kind=Kind.TEST, person=ada.uuid, now=NOW)
        assert Event.objects.count() == 1
        transaction.set_rollback(True)
    assert Event.objects.count() == 0


def test_nothing_is_told_of_a_backpack_that_is_removed(waiting, ada):
    remove_person(by=ada.viewer, opened=ada)
    send_all(LATER)
    assert (mail.outbox, Event.objects.count()) == ([], 0)


def test_the_language_is_the_users(waiting, rosa):
    rosa.language = "es"
    rosa.save()
    send_all(LATER)
    assert mail.outbox[0].subject == "Tienes registros nuevos para revisar"


def test_the_same_mark_is_told_once_for_good(ada, rosa):
    for day in range(3):
        at = NOW + timedelta(days=day)
        tell(users=[rosa.pk], kind=Kind.TEST, person=ada.uuid, now=at, mark="2026-06-08", once=True)
        send_all(at + timedelta(minutes=6))
    assert len(mail.outbox) == 1


def test_what_was_told_is_forgotten_after_some_months(waiting):
    send_all(LATER)
    forget_old(LATER + timedelta(days=89))
    assert Message.objects.count() == 1
    forget_old(LATER + timedelta(days=91))
    assert (Message.objects.count(), Event.objects.count(), Delivery.objects.count()) == (0, 0, 0)


def test_what_is_told_once_for_good_is_not_told_again_after_it_was_forgotten(ada, rosa):
    for at in (NOW, NOW + timedelta(days=100), NOW + timedelta(days=200)):
        tell(users=[rosa.pk], kind=Kind.RECORDS_WAITING, person=ada.uuid, now=at, mark="2026-06-08", once=True)
        Event.objects.filter(settled_at=None).update(
            message=Message.objects.create(user=rosa, made_at=at), settled_at=at
        )
        forget_old(at + timedelta(days=95))
    assert (Message.objects.count(), Event.objects.count()) == (0, 1)


def test_what_cannot_be_told_to_one_keeps_nobody_else_waiting(waiting, ada, monkeypatch, settings, tmp_path):
    later = add_user(email="zoe@example.org", password="seven quiet harbours")
    Membership.objects.create(person_id=ada.person, user=later, role="owner")
    tell(users=[later.pk], kind=Kind.RECORDS_WAITING, person=ada.uuid, now=NOW)

    def broken(kind, user, person, number):
        if user != later:
            raise ValueError
        return About("", "", holds=True)

    monkeypatch.setattr(gathering, "about", broken)
    kept, settings.DATA = settings.DATA, tmp_path
    send_all(LATER)
    assert [sent.to for sent in mail.outbox] == [["zoe@example.org"]]
    assert "ValueError" in (tmp_path / "faults.log").read_text()
    monkeypatch.undo()
    settings.DATA = kept
    send_all(LATER)
    assert len(mail.outbox) == 2

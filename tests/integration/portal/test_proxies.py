"""P13: somebody stands in for a patient by a form, as far as it goes, until it ends; then they see nothing at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from haversack.audit.models import Waiting
from haversack.portal.actions.policy import set_policy
from haversack.portal.actions.proxies import (
    FormUnfit,
    NoSuchProxy,
    SignedForm,
    end_own_proxy,
    end_proxy_at_desk,
    record_proxy,
    send_proxy_link,
)
from haversack.portal.jobs.birthdays import keep_the_calendar
from haversack.portal.models import Proxy
from haversack.portal.queries.reader import NotAllowed, open_reader, readers_of
from haversack.portal.rules.access import AccessClass, Kind
from haversack.portal.rules.presets import PRESETS
from haversack.portal.rules.sections import Section

from .conftest import link_in
from .patients import CLERK, PASSWORD, a_patient, a_proxy, a_user

pytestmark = pytest.mark.usefixtures("sends_mail")
CHOICE = {"login_id": "ikenna.okoro", "password1": PASSWORD, "password2": PASSWORD}


def _form(**more) -> SignedForm:
    facts = {
        "kind": Kind.CONSENT,
        "name": "Ikenna Okoro",
        "relation": "husband",
        "email": "ikenna@example.org",
        "signed_on": timezone.now().date() - timedelta(days=1),
    }
    return SignedForm(**facts | more)


def _recorded(patient, **more) -> Proxy:
    uuid = record_proxy(by=CLERK, patient=patient.uuid, form=_form(**more), now=timezone.now())
    return Proxy.objects.get(uuid=uuid)


def _link(proxy: Proxy, post_comes) -> str:
    send_proxy_link(by=CLERK, proxy=proxy.uuid, site="http://testserver", language="en", now=timezone.now())
    return link_in(next(one for one in post_comes() if one.to == ["ikenna@example.org"]))


def _signed_in(user) -> Client:
    browser = Client()
    browser.post("/account/login/", {"login": user.login_id, "password": PASSWORD})
    assert browser.get("/account/sessions/").status_code == 200
    return browser


def test_staff_record_a_form_and_whoever_it_names_makes_an_account(post_comes):
    patient = a_patient()
    proxy = _recorded(patient, sections=frozenset({Section.RESULTS}))
    browser = Client()
    browser.get(_link(proxy, post_comes))
    assert browser.post("/enrol/choose/", CHOICE).status_code == 302
    proxy.refresh_from_db()
    (reader,) = readers_of(proxy.user, timezone.now())
    assert (reader.uuid, reader.access) == (patient.uuid, AccessClass.ADULT_PROXY)
    assert reader.sections == {Section.RESULTS, Section.DIRECTORY}
    acts = set(Waiting.objects.filter(person=patient.uuid.hex).values_list("act", flat=True))
    assert {"proxy.record", "proxy.link", "proxy.accept"} <= acts


def test_somebody_with_an_account_uses_it_and_switches_between_both_records(post_comes):
    ikenna = a_user("ikenna.okoro")
    own, hers = a_patient(user=ikenna), a_patient()
    path = _link(_recorded(hers), post_comes)
    browser = _signed_in(ikenna)
    assert browser.get(path, follow=True).status_code == 200
    assert browser.post("/enrol/choose/").status_code == 302
    assert [reader.uuid for reader in readers_of(ikenna, timezone.now())] == [own.uuid, hers.uuid]
    assert browser.get(path).status_code == 410


def test_the_way_through_the_sign_in_page_keeps_the_link(post_comes):
    ikenna = a_user("ikenna.okoro")
    path = _link(_recorded(a_patient()), post_comes)
    browser = Client()
    browser.get(path)
    answer = browser.post("/account/login/?next=/enrol/choose/", {"login": "ikenna.okoro", "password": PASSWORD})
    assert answer.url == "/enrol/choose/"
    assert "Use this account" in browser.get("/enrol/choose/").content.decode()
    browser.post("/enrol/choose/")
    assert len(readers_of(ikenna, timezone.now())) == 1


def test_a_link_is_nobodys_access_until_it_is_used(post_comes):
    _link(_recorded(a_patient()), post_comes)
    assert not Proxy.objects.exclude(user=None).exists()


def test_the_patient_ends_an_access_and_it_is_over_at_once(post_comes):
    rosa, ikenna = a_user("rosa.almeida"), a_user("ikenna.okoro")
    patient = a_patient(user=rosa)
    proxy = a_proxy(patient, ikenna)
    browser = _signed_in(ikenna)
    end_own_proxy(reader=open_reader(rosa, patient.uuid, timezone.now()), proxy=proxy.uuid)
    assert readers_of(ikenna, timezone.now()) == []
    assert browser.get("/account/sessions/").status_code == 302  # signed out, with what was on the screen
    with pytest.raises(NotAllowed, match="has ended"):
        open_reader(ikenna, patient.uuid, timezone.now())
    proxy.refresh_from_db()
    assert proxy.ended_by == rosa.pseudonym
    assert Waiting.objects.filter(act="proxy.end", by=rosa.pseudonym).exists()
    assert {message.to[0] for message in post_comes()} == {"rosa@example.org", "ikenna@example.org"}


def test_nobody_but_the_patient_ends_an_access_in_the_portal():
    ikenna, ana = a_user("ikenna.okoro"), a_user("ana.ruiz")
    patient = a_patient()
    theirs = a_proxy(patient, ana)
    a_proxy(patient, ikenna)
    with pytest.raises(NotAllowed):
        end_own_proxy(reader=open_reader(ikenna, patient.uuid, timezone.now()), proxy=theirs.uuid)
    rosa = a_user("rosa.almeida")
    own = a_patient(user=rosa)
    with pytest.raises(NoSuchProxy):
        end_own_proxy(reader=open_reader(rosa, own.uuid, timezone.now()), proxy=theirs.uuid)
    theirs.refresh_from_db()
    assert theirs.ended_at is None


def test_staff_end_an_access_once():
    patient = a_patient()
    proxy = a_proxy(patient, a_user("ikenna.okoro"))
    end_proxy_at_desk(by=CLERK, patient=patient.uuid, proxy=proxy.uuid, now=timezone.now())
    with pytest.raises(NoSuchProxy):
        end_proxy_at_desk(by=CLERK, patient=patient.uuid, proxy=proxy.uuid, now=timezone.now())


def test_an_ended_form_has_no_link_that_works(post_comes):
    patient = a_patient()
    proxy = _recorded(patient)
    path = _link(proxy, post_comes)
    end_proxy_at_desk(by=CLERK, patient=patient.uuid, proxy=proxy.uuid, now=timezone.now())
    assert Client().get(path).status_code == 410
    with pytest.raises(NoSuchProxy):
        send_proxy_link(by=CLERK, proxy=proxy.uuid, site="http://testserver", language="en", now=timezone.now())


def test_the_last_day_counts_to_its_end_and_then_sessions_end_too():
    ikenna, patient = a_user("ikenna.okoro"), a_patient()
    noon = datetime(2026, 3, 3, 17, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        proxy = _recorded(patient, last_day=date(2026, 3, 5), signed_on=date(2026, 3, 1))
        Proxy.objects.filter(pk=proxy.pk).update(user=ikenna)
    midnight = datetime(2026, 3, 6, 5, tzinfo=UTC)  # in New York
    with time_machine.travel(midnight - timedelta(minutes=1), tick=False):
        browser = _signed_in(ikenna)
        keep_the_calendar()
        assert len(readers_of(ikenna, timezone.now())) == 1
        assert browser.get("/account/sessions/").status_code == 200
    with time_machine.travel(midnight, tick=False):
        assert readers_of(ikenna, timezone.now()) == []
        keep_the_calendar()
        assert browser.get("/account/sessions/").status_code == 302
    proxy.refresh_from_db()
    assert proxy.ended_at == midnight


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "  "}, "name on the form"),
        ({"signed_on": date(2099, 1, 1)}, "still to come"),
        ({"last_day": date(2020, 1, 1)}, "before today"),
        ({"sections": frozenset()}, "at least one section"),
        ({"sections": frozenset({Section.DIRECTORY})}, "at least one section"),
        ({"kind": Kind.PARENT}, "birthday from which the patient decides"),
    ],
)
def test_a_form_that_cannot_be_is_refused_with_words(change, says):
    with pytest.raises(FormUnfit, match=says):
        _recorded(a_patient(), **change)
    assert not Proxy.objects.exists()


def test_one_person_has_one_form_of_a_kind():
    patient = a_patient()
    _recorded(patient)
    with pytest.raises(FormUnfit, match="End that one first"):
        _recorded(patient, email="IKENNA@example.org")


def test_under_backus_no_parent_sees_a_childs_record():
    set_policy(by=CLERK, policy=PRESETS["backus"])
    child = a_patient(born=timezone.now().date() - timedelta(days=6 * 366))
    with pytest.raises(FormUnfit, match="Ask Medical Records for copies"):
        _recorded(child, kind=Kind.PARENT)
    with pytest.raises(FormUnfit, match="emancipated minors"):
        _recorded(child)


def test_the_patient_is_told_by_mail_that_something_changed_and_not_what(post_comes):
    _recorded(a_patient())
    (message,) = post_comes()
    assert message.to == ["rosa@example.org"]
    for secret in ("Ikenna", "Rosa", "husband", "Almeida"):
        assert secret not in message.subject + message.body

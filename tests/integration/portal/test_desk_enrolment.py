"""P2, P8, P12: what the desk does for somebody who stands there with a photo ID, and what it writes down."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from haversack.audit.models import Waiting
from haversack.portal.actions.desk_enrolment import (
    NoAccount,
    Refused,
    enrol_at_desk,
    enrol_proxy_at_desk,
    password_at_desk,
    record_emancipation,
    tell_user_id,
)
from haversack.portal.actions.policy import set_policy
from haversack.portal.actions.proxies import end_proxy_at_desk
from haversack.portal.actions.staff import add_staff
from haversack.portal.models import Emancipation, IdentityCheck, Link, Proxy
from haversack.portal.queries.reader import readers_of
from haversack.portal.rules.access import AccessClass
from haversack.portal.rules.enrolment import IdKind
from haversack.portal.rules.minors import day_of
from haversack.portal.rules.presets import PRESETS
from haversack.portal.rules.staff import NotYourDuty, Role, Worker

from .patients import CLERK, PASSWORD, a_patient, a_proxy, a_user

pytestmark = pytest.mark.usefixtures("portal_site")
CHOICE = {"login_id": "rosa.almeida", "password1": PASSWORD, "password2": PASSWORD}


def _years_ago(years: int) -> date:
    return timezone.now().date() - timedelta(days=int(years * 365.25) + 40)


def _enrol(patient):
    return enrol_at_desk(by=CLERK, patient=patient.uuid, id_kind=IdKind.PASSPORT, now=timezone.now())


def _typed(code: str) -> Client:
    browser = Client()
    browser.post("/enrol/letter/", {"code": code})
    return browser


def test_a_patient_with_a_photo_id_gets_a_letter_and_enrols_with_its_code():
    patient = a_patient(email="")
    letter = _enrol(patient)
    browser = _typed(letter.code.lower().replace("-", " "))
    assert browser.post("/enrol/choose/", CHOICE).status_code == 302
    patient.refresh_from_db()
    assert patient.user.login_id == "rosa.almeida"
    (check,) = IdentityCheck.objects.all()
    assert (check.patient, check.kind, check.checked_by) == (patient, "passport", "clerk")
    assert Waiting.objects.filter(act="enrol.at-desk", by="clerk", object="passport").exists()


def test_a_code_works_once_and_for_a_week():
    letter = _enrol(a_patient())
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        assert _typed(letter.code).get("/enrol/choose/").status_code == 410
    assert _typed(letter.code).post("/enrol/choose/", CHOICE).status_code == 302
    assert _typed(letter.code).get("/enrol/choose/").status_code == 410


def test_a_code_that_is_none_is_refused_the_same_way_whatever_was_wrong_with_it():
    used = _enrol(a_patient()).code
    _typed(used).post("/enrol/choose/", CHOICE)
    pages = [Client().post("/enrol/letter/", {"code": code}) for code in (used, "ABCDE-ABCDE-ABCDE-ABCDE", "ABC")]
    assert {page.status_code for page in pages} == {400}
    assert all("does not work" in page.content.decode() for page in pages)


def test_codes_are_not_guessed():
    codes = [
        Client().post("/enrol/letter/", {"code": f"ABCDE-ABCDE-ABCDE-ABC{a}{b}"}).status_code
        for a in "ABCDE"
        for b in "FGHJK"
    ]
    assert codes == [400] * 20 + [429] * 5


def test_a_newer_letter_ends_the_one_before():
    patient = a_patient()
    first, second = _enrol(patient), _enrol(patient)
    assert _typed(first.code).get("/enrol/choose/").status_code == 410
    assert _typed(second.code).get("/enrol/choose/").status_code == 200


def test_a_code_is_kept_as_a_hash_and_stands_in_no_repr():
    letter = _enrol(a_patient())
    assert letter.code.encode() not in bytes(Link.objects.get().digest)
    assert letter.code not in repr(letter)


def test_somebody_who_has_an_account_gets_none_twice():
    with pytest.raises(Refused, match="account already"):
        _enrol(a_patient(user=a_user("rosa.almeida")))


def test_under_backus_a_minor_is_refused_with_the_reason_and_an_emancipated_one_is_not():
    set_policy(by=CLERK, policy=PRESETS["backus"])
    minor = a_patient(born=_years_ago(16))
    with pytest.raises(Refused, match="emancipated minors"):
        _enrol(minor)
    assert not IdentityCheck.objects.exists()
    record_emancipation(
        by=CLERK, patient=minor.uuid, on=timezone.now().date() - timedelta(days=30),
        document="Decree of 2 May, New London Superior Court", now=timezone.now(),
    )  # fmt: skip
    assert _typed(_enrol(minor).code).post("/enrol/choose/", CHOICE).status_code == 302
    minor.refresh_from_db()
    (reader,) = readers_of(minor.user, timezone.now())
    assert reader.access is AccessClass.EMANCIPATED
    kept = Emancipation.objects.get()
    assert (kept.document, kept.recorded_by) == ("Decree of 2 May, New London Superior Court", "clerk")


@pytest.mark.parametrize(
    ("born", "days", "document", "says"),
    [
        (16, -30, "  ", "which document"),
        (30, -30, "Decree", "not of age"),
        (16, 30, "Decree", "still to come"),
        (None, -30, "Decree", "full date of birth"),
        (16, -365 * 20, "Decree", "not of age"),  # before they were born
    ],
)
def test_an_emancipation_that_cannot_be_is_refused(born, days, document, says):
    patient = a_patient(born=born and _years_ago(born))
    on = timezone.now().date() + timedelta(days=days)
    with pytest.raises(Refused, match=says):
        record_emancipation(by=CLERK, patient=patient.uuid, on=on, document=document, now=timezone.now())
    assert not Emancipation.objects.exists()


def test_an_emancipation_ends_what_a_parent_saw():
    mother, patient = a_user("mother"), a_patient(born=_years_ago(16))
    a_proxy(patient, mother, kind="parent")
    assert len(readers_of(mother, timezone.now())) == 1
    today = day_of(timezone.now(), "America/New_York")
    record_emancipation(by=CLERK, patient=patient.uuid, on=today, document="Decree", now=timezone.now())
    assert readers_of(mother, timezone.now()) == []
    assert Proxy.objects.get().ended_at is not None


def test_a_lost_password_is_replaced_by_a_letter_where_no_mail_is_sent():
    patient = a_patient(user=a_user("rosa.almeida"))
    letter = password_at_desk(by=CLERK, patient=patient.uuid, id_kind=IdKind.STATE_ID, now=timezone.now())
    browser = _typed(letter.code)
    new = {"password1": "eight quiet harbours", "password2": "eight quiet harbours"}
    assert browser.post("/account/password/new/", new).status_code == 302
    assert Client().post("/account/login/", {"login": "rosa.almeida", "password": new["password1"]}).status_code == 302
    with pytest.raises(NoAccount):
        password_at_desk(by=CLERK, patient=a_patient().uuid, id_kind=IdKind.STATE_ID, now=timezone.now())


def test_the_help_line_tells_a_user_id_and_the_trail_keeps_that_it_did():
    patient = a_patient(user=a_user("rosa.almeida"))
    assert tell_user_id(by=CLERK, patient=patient.uuid) == "rosa.almeida"
    assert list(Waiting.objects.filter(act="user-id.told").values_list("by", "person")) == [("clerk", patient.uuid.hex)]
    with pytest.raises(NoAccount):
        tell_user_id(by=CLERK, patient=a_patient().uuid)


def test_somebody_who_stands_in_gets_a_letter_too():
    proxy = a_proxy(a_patient(), None)
    letter = enrol_proxy_at_desk(by=CLERK, proxy=proxy.uuid, id_kind=IdKind.PASSPORT, now=timezone.now())
    _typed(letter.code).post("/enrol/choose/", CHOICE | {"login_id": "ikenna.okoro"})
    proxy.refresh_from_db()
    assert proxy.user.login_id == "ikenna.okoro"
    assert IdentityCheck.objects.get().proxy == proxy


def test_a_provider_does_none_of_this():
    provider = Worker("doctor", Role.PROVIDER)
    patient, now = a_patient(user=a_user("rosa.almeida")), timezone.now()
    proxy = a_proxy(patient, None)
    for act in (
        lambda: enrol_at_desk(by=provider, patient=patient.uuid, id_kind=IdKind.PASSPORT, now=now),
        lambda: enrol_proxy_at_desk(by=provider, proxy=proxy.uuid, id_kind=IdKind.PASSPORT, now=now),
        lambda: password_at_desk(by=provider, patient=patient.uuid, id_kind=IdKind.PASSPORT, now=now),
        lambda: tell_user_id(by=provider, patient=patient.uuid),
        lambda: record_emancipation(by=provider, patient=patient.uuid, on=now.date(), document="Decree", now=now),
        lambda: end_proxy_at_desk(by=provider, patient=patient.uuid, proxy=proxy.uuid, now=now),
    ):
        with pytest.raises(NotYourDuty):
            act()
    assert not Link.objects.exists()


def test_whoever_works_at_the_desk_sees_who_is_signed_in_and_signs_out_there():
    add_staff(by=CLERK, email="june@example.org", role="clerk", password=PASSWORD)
    browser = Client()
    browser.post("/account/login/", {"login": "june@example.org", "password": PASSWORD})
    page = browser.get("/desk/").content.decode()
    top = page[page.index("<header") : page.index("</header>")]
    assert "Medical Records desk" in top
    assert "/account/logout/" in top

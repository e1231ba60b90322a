"""P13: the patient sees who stands in for them, and ends it; nobody else can do either."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from haversack.audit.models import Look
from haversack.portal.models import Proxy

from .patients import PASSWORD, a_patient, a_proxy, a_user

pytestmark = pytest.mark.usefixtures("portal_site")


def _signed_in(login_id: str) -> Client:
    browser = Client()
    browser.post("/account/login/", {"login": login_id, "password": PASSWORD})
    return browser


@pytest.fixture
def patient():
    return a_patient(user=a_user("rosa.almeida"))


def _main(answer) -> str:
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_the_page_tells_who_for_what_and_until_when(patient):
    a_proxy(
        patient, a_user("ikenna.okoro"), sections=["results", "allergies"], until=timezone.now() + timedelta(days=90)
    )
    a_proxy(patient, None, name="Mateo Ruiz", relation="son")
    a_proxy(patient, None, name="Ada Ferris", ended_at=timezone.now() - timedelta(days=3))
    a_proxy(patient, None, name="Long Gone", ended_at=timezone.now() - timedelta(days=400))
    said = _main(_signed_in("rosa.almeida").get(f"/r/{patient.uuid}/access/"))
    for words in ("Ikenna Okoro", "Husband", "Sees: Allergies, Results", "until", "Has access", "Mateo Ruiz",
                  "Has not signed in yet", "Sees everything", "Ada Ferris", "ended on"):  # fmt: skip
        assert words in said
    assert "Long Gone" not in said
    assert Look.objects.filter(act="portal.access", person=patient.uuid.hex).exists()


def test_an_access_is_ended_on_a_page_of_its_own(patient):
    proxy = a_proxy(patient, a_user("ikenna.okoro"))
    browser, theirs = _signed_in("rosa.almeida"), _signed_in("ikenna.okoro")
    address = f"/r/{patient.uuid}/access/{proxy.uuid}/end/"
    assert theirs.get(f"/r/{patient.uuid}/").status_code == 200
    assert "see nothing of your record" in _main(browser.get(address))
    assert Proxy.objects.get().ended_at is None
    answer = browser.post(address, follow=True)
    assert "The access has ended." in _main(answer)
    assert "ended by you" in _main(answer)
    assert browser.post(address).status_code == 404
    assert theirs.get(f"/r/{patient.uuid}/").status_code == 302  # signed out
    assert _signed_in("ikenna.okoro").get(f"/r/{patient.uuid}/").status_code == 403


@pytest.mark.parametrize(("who", "code"), [(None, 302), ("ikenna.okoro", 403), ("stranger", 404)])
def test_nobody_but_the_patient_sees_or_ends_it(patient, who, code):
    proxy = a_proxy(patient, a_user("ikenna.okoro"))
    a_user("stranger")
    browser = _signed_in(who) if who else Client()
    for address in (f"/r/{patient.uuid}/access/", f"/r/{patient.uuid}/access/{proxy.uuid}/end/"):
        for ask in (browser.get, browser.post):
            assert ask(address).status_code in (code, 405)
    assert Proxy.objects.get().ended_at is None


def test_another_patients_form_does_not_exist_here(patient):
    proxy = a_proxy(a_patient(), None)
    browser = _signed_in("rosa.almeida")
    assert browser.post(f"/r/{patient.uuid}/access/{proxy.uuid}/end/").status_code == 404
    assert Proxy.objects.get().ended_at is None


def test_who_has_let_nobody_in_is_told_so(patient):
    assert "Nobody but you" in _main(_signed_in("rosa.almeida").get(f"/r/{patient.uuid}/access/"))

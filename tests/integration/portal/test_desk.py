"""Does the desk do its work, for those whose role has the duty, and is it there for nobody else?"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from haversack.audit.chaining import chain
from haversack.portal.actions.amendments import report_error
from haversack.portal.actions.cards import issue_cards
from haversack.portal.actions.changes import send_change_request
from haversack.portal.actions.messages import begin_thread
from haversack.portal.actions.staff import add_staff
from haversack.portal.models import Amendment, ChangeRequest, Patient, Policy, Provider, Proxy, Record, Staff
from haversack.portal.queries.profile import on_file, profile_for
from haversack.portal.queries.standing import standings
from haversack.portal.rules.cards import CardKind
from haversack.portal.rules.profile import Field, digest
from haversack.portal.views.desk.addresses import urlpatterns

from .hospital import Desk, let_hold, person, result
from .pages import admit, reading
from .patients import PASSWORD, a_patient

pytestmark = pytest.mark.usefixtures("portal_site")
ROLES = ("clerk", "provider", "administrator")
# Which roles a page of the desk is for; the rest is refused with the reason.
FOR = {
    **dict.fromkeys(("desk",), ROLES),
    **dict.fromkeys(("desk_messages",), ("provider",)),
    **dict.fromkeys(("desk_policy", "desk_staff", "desk_trail"), ("administrator",)),
    **dict.fromkeys(
        ("desk_patients", "desk_patient", "desk_enrol", "desk_password", "desk_emancipation", "desk_proxy", "desk_sees",
         "desk_sees_section", "desk_changes", "desk_change", "desk_amendments", "desk_amendment", "desk_load",
         "desk_cards", "desk_card_revoke"),
        ("clerk", "administrator"),
    ),
    **dict.fromkeys(("desk_thread",), ("provider",)),
}  # fmt: skip
POSTED = {"desk_user_id", "desk_proxy_link", "desk_proxy_end", "desk_reviewed", "desk_staff_end",
          "desk_trail_of_patient", "desk_message_file", "desk_proxy_letter"}  # fmt: skip


def works(role: str, provider: str = "") -> Client:
    """A browser in which somebody of that role is signed in."""
    number = Provider.objects.get(fhir_id=provider).pk if provider else None
    row = add_staff(by=Desk(), email=f"{role}@hospital.example", role=role, password=PASSWORD, provider=number)
    client = Client()
    client.force_login(row.user)
    return client


@pytest.fixture
def hospital():
    """Ngozi's record, a request of hers, a report of an error, and a message to Dr. Osei."""
    patient, user = admit()
    reader = reading(user, patient)
    profile = profile_for(reader).profile
    wanted = {**profile, Field.MARITAL_STATUS: {"status": "W"}, Field.RELIGION: {**profile[Field.RELIGION]}}
    wanted[Field.ADDRESS] = {**profile[Field.ADDRESS], "lines": "27 Orchard Street"}
    change = send_change_request(by=reader, wanted=wanted, shown=digest(profile))
    amendment = report_error(by=reader, wrong="I never smoked.", right="Never smoker.")
    osei = Provider.objects.get(fhir_id="osei")
    talk = begin_thread(by=reader, provider=osei.uuid, subject="My result", text="What does it mean?", files=[])
    results = [Record.objects.get(fhir_id="a1").pk]
    (card,) = issue_cards(by=reader, kind=CardKind.RESULTS, records=results, issuer="https://portal.example")
    return {
        "patient": patient, "user": user, "change": change, "amendment": amendment, "talk": talk, "card": card,
    }  # fmt: skip


def address(name: str, hospital) -> str:
    given = {
        "desk_card_revoke": [hospital["patient"].uuid, hospital["card"].uuid],
        "desk_change": [hospital["change"].uuid],
        "desk_amendment": [hospital["amendment"].uuid],
        "desk_thread": [hospital["talk"].uuid],
        "desk_sees_section": [hospital["patient"].uuid, "results"],
    }.get(name)
    if given is None and name.startswith(
        ("desk_patient", "desk_enrol", "desk_pass", "desk_eman", "desk_proxy", "desk_sees", "desk_cards")
    ):
        given = [] if name == "desk_patients" else [hospital["patient"].uuid]
    return reverse(f"portal:{name}", args=given or [])


def test_every_address_of_the_desk_is_in_the_table():
    assert {one.name for one in urlpatterns} == set(FOR) | POSTED


@pytest.mark.parametrize("role", ROLES)
def test_each_page_is_there_for_its_roles_and_refused_to_others(hospital, role):
    client = works(role, "osei" if role == "provider" else "")
    for name, roles in FOR.items():
        answer = client.get(address(name, hospital))
        assert answer.status_code == (200 if role in roles else 403), (name, answer.status_code)


def test_for_patients_and_strangers_there_is_no_desk(hospital, client):
    for name in FOR:
        assert client.get(address(name, hospital)).status_code == 302
    client.force_login(hospital["user"])
    for name in FOR:
        assert client.get(address(name, hospital)).status_code == 404, name


def test_who_does_not_work_here_any_more_has_no_desk(hospital):
    client = works("clerk")
    Staff.objects.update(ended_at=datetime.now(UTC) - timedelta(seconds=1))
    assert client.get("/desk/").status_code == 404


@pytest.mark.parametrize("words", ["okafor", "Ngozi Ok", "ÓKAFOR", "NUMBER"])
def test_a_patient_is_found_by_name_and_by_number_and_by_birth_date(hospital, words):
    typed = hospital["patient"].mrn.lower() if words == "NUMBER" else words
    for said in ({"words": typed}, {"words": typed, "born": "1971-05-06"}, {"born": "1971-05-06"}):
        page = works_once().post("/desk/patients/", said).content.decode()
        assert "Ngozi Okafor" in page
    page = works_once().post("/desk/patients/", {"words": typed, "born": "1971-05-07"}).content.decode()
    assert "Nobody of that name" in page


def works_once() -> Client:
    Staff.objects.all().delete()
    from haversack.accounts.models import User

    User.objects.filter(login_id="clerk@hospital.example").delete()
    return works("clerk")


@pytest.mark.parametrize("words", ["", "%", "_", "o", "'; --", "\x00", "x" * 300])
def test_whatever_is_typed_the_look_up_answers(hospital, words):
    assert works("clerk").post("/desk/patients/", {"words": words}).status_code == 200


def test_a_letter_to_enrol_is_printed_once_a_photo_id_was_looked_at():
    client, patient = works("clerk"), a_patient()
    page = client.post(f"/desk/patients/{patient.uuid}/enrol/", {"id_kind": ""}).content.decode()
    assert "Print this letter" not in page
    page = client.post(f"/desk/patients/{patient.uuid}/enrol/", {"id_kind": "passport"}).content.decode()
    code = re.search(r"<b>([A-Z0-9]{5}(?:-[A-Z0-9]{5}){3})</b>", page).group(1)
    visitor = Client()
    answer = visitor.post("/enrol/letter/", {"code": code}, follow=True)
    assert "User id" in answer.content.decode()
    assert code not in client.get(f"/desk/patients/{patient.uuid}/").content.decode()


def test_a_minor_is_not_enrolled_and_the_reason_is_on_the_page():
    let_hold("backus")
    client, child = works("clerk"), a_patient(born=date.today() - timedelta(days=365 * 10))
    page = client.get(f"/desk/patients/{child.uuid}/").content.decode()
    assert "Record an emancipation" in page
    assert f"/desk/patients/{child.uuid}/enrol/" not in page
    page = client.post(f"/desk/patients/{child.uuid}/enrol/", {"id_kind": "passport"}).content.decode()
    assert "Ask Medical Records for copies" in page


def test_a_user_id_is_shown_to_the_desk_and_noted(hospital):
    client = works("clerk")
    page = client.post(f"/desk/patients/{hospital['patient'].uuid}/user-id/").content.decode()
    assert "<b>ngozi</b>" in page
    assert client.get(f"/desk/patients/{hospital['patient'].uuid}/user-id/").status_code == 405


def test_a_proxy_is_recorded_listed_and_ended(hospital):
    client, patient = works("clerk"), hospital["patient"]
    said = {"kind": "consent", "name": "Emeka Okafor", "relation": "husband", "signed_on": "2026-01-02",
            "sections": ["results", "letters"]}  # fmt: skip
    client.post(f"/desk/patients/{patient.uuid}/proxies/record/", said)
    proxy = Proxy.objects.get(patient=patient)
    assert set(proxy.sections) == {"results", "letters"}
    page = client.get(f"/desk/patients/{patient.uuid}/").content.decode()
    assert "Emeka Okafor" in page
    assert "Print a letter" in page
    letter = client.post(f"/desk/patients/{patient.uuid}/proxies/{proxy.uuid}/letter/", {"id_kind": "passport"})
    assert "Print this letter" in letter.content.decode()
    client.post(f"/desk/patients/{patient.uuid}/proxies/{proxy.uuid}/end/")
    proxy.refresh_from_db()
    assert proxy.ended_at is not None


def test_a_form_that_the_policy_does_not_cover_is_refused_with_the_reason(hospital):
    let_hold("backus")
    client = works("clerk")
    said = {"kind": "parent", "name": "Emeka Okafor", "signed_on": "2026-01-02"}
    page = client.post(f"/desk/patients/{hospital['patient'].uuid}/proxies/record/", said).content.decode()
    assert not Proxy.objects.exists()
    assert "Medical Records" in page


def test_a_change_is_decided_field_by_field_on_what_was_on_the_screen(hospital):
    client, patient, change = works("clerk"), hospital["patient"], hospital["change"]
    url = f"/desk/changes/{change.uuid}/"
    page = client.get(url).content.decode()
    assert "27 Orchard Street" in page
    shown = re.search(r'name="shown" value="([^"]*)"', page).group(1)
    page = client.post(url, {"shown": shown, "address-answer": "accept"}).content.decode()
    assert ChangeRequest.objects.get().state == "sent"
    said = {"shown": shown, "address-answer": "accept", "marital-status-answer": "decline",
            "marital-status-why": "Bring the certificate."}  # fmt: skip
    said |= {f"{field.value}-answer": said.get(f"{field.value}-answer", "decline") for field in _asked(change)}
    said |= {f"{field.value}-why": "No." for field in _asked(change) if field not in (Field.ADDRESS,)}
    assert client.post(url, said).status_code == 302
    assert "27 Orchard Street" in on_file(Patient.objects.get(pk=patient.pk)).profile[Field.ADDRESS]["lines"]
    assert client.get("/desk/changes/").content.decode().count("<li") < client.get("/desk/").content.decode().count(
        "<li"
    )


def _asked(change: ChangeRequest) -> list[Field]:
    from haversack.portal.models.changes import CHANGE, Asked
    from haversack.portal.models.sealed import unseal

    return [Field(name) for name in unseal(change.body, Asked, CHANGE).wanted]


def test_a_stale_page_changes_nothing(hospital):
    client, change = works("clerk"), hospital["change"]
    said = {"shown": "of yesterday", **{f"{field.value}-answer": "accept" for field in _asked(change)}}
    client.post(f"/desk/changes/{change.uuid}/", said)
    assert ChangeRequest.objects.get().state == "sent"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"decision": "accept", "answer": "Corrected."}, "accepted"),
        ({"decision": "deny", "ground": "accurate", "answer": "It is as you told us."}, "denied"),
        ({"decision": "extend", "answer": "We wait for the archive."}, "extended"),
        ({"decision": "deny", "answer": "No."}, "sent"),
        ({"decision": "accept", "answer": ""}, "sent"),
        ({"decision": "", "answer": "x"}, "sent"),
    ],
)
def test_a_reported_error_is_answered_in_one_of_the_lawful_ways(hospital, said, state):
    client = works("clerk")
    client.post(f"/desk/amendments/{hospital['amendment'].uuid}/", said)
    assert Amendment.objects.get().state == state


def test_an_overdue_report_is_the_first_thing_on_the_desk(hospital):
    Amendment.objects.update(due_at=datetime.now(UTC) - timedelta(hours=1))
    assert "overdue" in works("clerk").get("/desk/").content.decode()


def test_a_provider_reads_answers_and_reviews_the_list(hospital):
    client, talk = works("provider", "osei"), hospital["talk"]
    assert "My result" in client.get("/desk/messages/").content.decode()
    assert "What does it mean?" in client.get(f"/desk/messages/{talk.uuid}/").content.decode()
    assert client.post(f"/desk/messages/{talk.uuid}/", {"text": "All is well."}).status_code == 302
    assert "All is well." in client.get(f"/desk/messages/{talk.uuid}/").content.decode()
    client.post(f"/desk/messages/{talk.uuid}/reviewed/")
    patient = Client()
    patient.force_login(hospital["user"])
    assert "Osei" in patient.get(f"/r/{hospital['patient'].uuid}/medications/").content.decode()


def test_another_provider_does_not_see_the_conversation(hospital):
    client = works("provider", "lund")
    assert client.get(f"/desk/messages/{hospital['talk'].uuid}/").status_code == 404


def test_a_policy_shows_its_effect_before_it_holds(hospital):
    client = works("administrator")
    page = client.get("/desk/policy/?preset=backus").content.decode()
    document = _document(page)
    before = Policy.objects.count()
    page = client.post("/desk/policy/", {"document": json.dumps(document)}).content.decode()
    assert "What it would change" in page
    assert Policy.objects.count() == before
    client.post("/desk/policy/", {"document": json.dumps(document), "set": "1"})
    assert Policy.objects.latest("number").preset == "backus"
    assert not Record.objects.exclude(policy=Policy.objects.latest("number").number).exists()


def test_a_policy_that_cannot_be_followed_is_refused_with_its_faults(hospital):
    client = works("administrator")
    document = _document(client.get("/desk/policy/?preset=backus").content.decode())
    document["rules"][1]["legal_basis"] = ""
    page = client.post("/desk/policy/", {"document": json.dumps(document), "set": "1"}).content.decode()
    assert "legal_basis" in page
    assert client.post("/desk/policy/", {"document": "{", "set": "1"}).status_code == 200
    assert not Policy.objects.filter(preset="backus").exists()


def _document(page: str) -> dict:
    from html import unescape

    return json.loads(unescape(re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", page, re.DOTALL).group(1)))


def test_staff_are_added_and_ended_but_never_the_last_administrator(hospital):
    client = works("administrator")
    said = {"email": "june@hospital.example", "role": "clerk", "password": PASSWORD}
    client.post("/desk/staff/", said)
    june = Staff.objects.get(user__login_id="june@hospital.example")
    client.post(f"/desk/staff/{june.pk}/end/")
    client.post(f"/desk/staff/{Staff.objects.get(role='administrator').pk}/end/")
    june.refresh_from_db()
    assert june.ended_at is not None
    assert Staff.objects.get(role="administrator").ended_at is None
    assert "already" in client.post("/desk/staff/", said).content.decode()


def test_the_trail_is_looked_through_by_act_day_and_patient(hospital):
    clerk, client = works("clerk"), works("administrator")
    clerk.get(f"/desk/patients/{hospital['patient'].uuid}/")
    clerk.post(f"/desk/patients/{hospital['patient'].uuid}/user-id/")
    chain()
    page = client.get("/desk/audit/?act=user-id").content.decode()
    assert "user-id.told" in page
    assert "clerk@hospital.example" in page
    page = client.get(f"/desk/audit/?day={datetime.now(UTC).date()}").content.decode()
    assert "user-id.told" in page
    assert "user-id.told" not in client.get("/desk/audit/?day=2001-01-01").content.decode()
    page = client.post("/desk/audit/patient/", {"mrn": hospital["patient"].mrn}).content.decode()
    assert "user-id.told" in page
    assert client.get("/desk/audit/?before=nonsense&day=never").status_code == 200


def test_records_are_loaded_over_the_page_and_what_is_wrong_is_listed(hospital):
    client = works("clerk")
    good = json.dumps(person("77")) + "\n" + json.dumps({**result("r77"), "subject": {"reference": "Patient/77"}})
    sent = [SimpleUploadedFile("new.ndjson", good.encode()), SimpleUploadedFile("bad.json", b"<html>")]
    page = client.post("/desk/load/", {"sent": sent}).content.decode()
    assert Record.objects.filter(fhir_id="r77").exists()
    assert "bad.json" in page
    assert "Choose at least one file" in client.post("/desk/load/", {}).content.decode()


def test_staff_see_what_a_patient_sees_and_why_not_the_rest(hospital):
    let_hold("backus")
    from haversack.portal.actions.deciding import decide_some

    while decide_some():
        pass
    client = works("clerk")
    page = client.get(f"/desk/patients/{hospital['patient'].uuid}/sees/results/").content.decode()
    assert "Seen" in page
    page = client.post(f"/desk/patients/{hospital['patient'].uuid}/sees/results/", {"moment": "2026-01-06T10:00"})
    assert "Not seen" in page.content.decode()
    assert client.get(f"/desk/patients/{hospital['patient'].uuid}/sees/nothing/").status_code == 404


def test_whoever_signs_in_at_the_desk_begins_there(hospital):
    assert works("clerk").get("/").headers["Location"] == "/desk/"
    assert standings(hospital["user"], datetime.now(UTC))

"""Does every page of a patient's record answer, say its rule, and show to each reader what they may see and no more?"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from haversack.audit.models import Look, Waiting
from haversack.portal.actions.amendments import accept_amendment, deny_amendment, disagree, report_error
from haversack.portal.actions.deciding import decide_some
from haversack.portal.actions.messages import reply
from haversack.portal.actions.policy import set_policy
from haversack.portal.actions.reviews import review_medications
from haversack.portal.jobs.outgoing import send_outgoing
from haversack.portal.models import ChangeRequest, Message, Patient, Provider, Record
from haversack.portal.rules.policy import Review, Where, Window
from haversack.portal.rules.presets import PRESETS
from haversack.portal.rules.sections import Section
from haversack.portal.rules.staff import Role, Worker

from .hospital import Desk, let_hold, report, result, take_in
from .pages import CLERK, admit, reading
from .patients import a_patient, a_proxy, a_user

pytestmark = pytest.mark.usefixtures("portal_site")
SECTIONS = ("allergies", "conditions", "results", "medications", "reports", "preventive", "letters", "visits")
PLAIN = (
    "", "profile/", "profile/change/", "errors/", "errors/report/", "messages/", "messages/write/", "access/", "apps/",
    "download/", "wait/", "cards/",
)  # fmt: skip
PDF = b"%PDF-1.7 a scan"


@pytest.fixture
def ngozi(client: Client) -> Patient:
    patient, user = admit()
    client.force_login(user)
    return patient


def get(client: Client, patient: Patient, path: str = "", code: int = 200) -> str:
    answer = client.get(f"/r/{patient.uuid}/{path}")
    assert answer.status_code == code, (path, answer.status_code)
    return answer.content.decode()


def post(client: Client, patient: Patient, path: str, **sent) -> str:
    answer = client.post(f"/r/{patient.uuid}/{path}", sent, follow=True)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def number(fhir_id: str) -> int:
    return Record.objects.get(fhir_id=fhir_id, patient__isnull=False).pk


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_says_whose_it_is_which_rule_it_follows_and_what_it_is_not(client: Client, ngozi, section):
    page = get(client, ngozi, f"{section}/")
    assert "Ngozi Okafor" in page
    assert "born 6 May 1971" in page
    assert 'id="count"' in page
    assert 'class="notice"' in page
    assert "This is not your complete legal record" in page
    assert re.search(r"<title>[A-Z][a-z ]+ – Our hospital</title>", page)


@pytest.mark.parametrize("path", PLAIN)
def test_each_other_page_answers_and_no_title_names_anybody(client: Client, ngozi, path):
    page = get(client, ngozi, path)
    title = re.search(r"<title>(.*?)</title>", page)[1]
    assert "Ngozi" not in title
    assert page.count("<h1") == 1


def test_the_rule_above_a_section_is_the_policy_s_whatever_it_says(client: Client, ngozi):
    assert "Results appear as soon as they are final" in get(client, ngozi, "results/")
    assert "Everything the hospital has" in get(client, ngozi, "letters/")
    let_hold("backus")
    page = get(client, ngozi, "results/")
    assert "Results appear 72 hours after they are final" in page
    assert "Everything since 2003 is shown." in page
    assert "Pathology reports are not shown here." in page
    assert "What is less than 2 years old is shown." in get(client, ngozi, "reports/")
    assert "Everything since 2012 is shown." in get(client, ngozi, "letters/")
    assert "What holds today is shown" in get(client, ngozi, "allergies/")


def test_held_and_withheld_records_are_neither_shown_nor_hinted_at(client: Client, ngozi):
    let_hold("backus")
    while decide_some():
        pass
    assert "142" in get(client, ngozi, "results/")  # final long ago
    soon = (datetime.now(UTC) - timedelta(hours=71)).isoformat()
    take_in(
        result("held", issued=soon, code={"text": "Held test"}), report("path", category="SP", code={"text": "Biopsy"})
    )
    for path in ("", "results/", "reports/"):
        page = get(client, ngozi, path)
        assert "Held test" not in page
        assert "Biopsy" not in page
    for hidden in ("held", "path"):
        for path in ("entry/{}/", "entry/{}/over-time/", "messages/ask/{}/", "errors/report/{}/", "entry/{}/file/0/"):
            get(client, ngozi, path.format(number(hidden)), 404)
    copy = b"".join(client.post(f"/r/{ngozi.uuid}/download/bundle/").streaming_content)
    assert b"Held test" not in copy
    assert b"Biopsy" not in copy


def test_a_result_stands_with_its_digits_its_range_and_its_shape_and_over_time(client: Client, ngozi):
    page = get(client, ngozi, "results/")
    assert "142" in page
    assert "High" in page
    assert 'class="nl"' in page
    assert 'class="spark"' in page
    over_time = get(client, ngozi, f"entry/{number('a2')}/over-time/")
    assert "All 2 results, newest first" in over_time
    assert "Above this lab’s range 70–99" in over_time
    assert "Dr. Nadia Osei" in over_time


def test_the_medication_list_says_who_reviewed_it_last(client: Client, ngozi):
    assert "No participating provider has reviewed this list yet." in get(client, ngozi, "medications/")
    osei = Provider.objects.get(fhir_id="osei")
    review_medications(by=Worker("osei", Role.PROVIDER, osei.pk), patient=ngozi.uuid)
    page = get(client, ngozi, "medications/")
    assert re.search(r"Last reviewed on \d+ \w+ \d{4} by Dr. Nadia Osei", page)


def test_a_letter_is_read_on_its_page_and_its_file_runs_nothing(client: Client, ngozi):
    page = get(client, ngozi, f"entry/{number('le')}/")
    assert "Dear Ngozi, all is well." in page
    answer = client.get(f"/r/{ngozi.uuid}/entry/{number('le')}/file/0/")
    assert answer.content == b"Dear Ngozi, all is well."
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_lists_narrow_to_a_year_and_say_when_nothing_is_left(client: Client, ngozi):
    assert "Showing 1 of 1" in get(client, ngozi, "results/?year=2025")
    assert "Showing all 2" in get(client, ngozi, "results/?year=1066")  # no year of this list: as if nothing were asked
    by = [{"reference": "Practitioner/lund"}]
    take_in(result("c", issued="2024-01-05T10:00:00Z", performer=by))
    assert "Nothing matches" in get(client, ngozi, "results/?year=2025&by=Practitioner/lund")


def test_nothing_a_patient_types_is_changed_before_staff_have_answered(client: Client, ngozi):
    form = get(client, ngozi, "profile/change/")
    shown = re.search(r'name="shown" value="(\w+)"', form)[1]
    on_file = dict(re.findall(r'<input type="text" name="([a-z-]+)" value="([^"]*)"', form))
    page = post(client, ngozi, "profile/change/", shown=shown, **on_file | {"email-email": "not an address"})
    assert "Write the address like name@example.org." in page
    page = post(
        client, ngozi, "profile/change/", shown=shown,
        **on_file | {"marital-status-status": "W", "email-email": "n@example.org"},
    )  # fmt: skip
    assert "Your request was sent to Medical Records." in page
    assert "Widowed" in page
    assert "n@example.org" not in get(client, ngozi, "profile/")
    change = ChangeRequest.objects.get()
    assert f"/profile/changes/{change.uuid}/" in get(client, ngozi, "profile/")
    answer = client.get(f"/r/{ngozi.uuid}/profile/change/")
    assert answer.status_code == 302  # one waits: to it
    assert "Your request was withdrawn" in post(client, ngozi, f"profile/changes/{change.uuid}/withdraw/")
    assert "This was settled meanwhile" in post(client, ngozi, f"profile/changes/{change.uuid}/withdraw/")


def test_a_form_that_lay_open_too_long_asks_for_nothing(client: Client, ngozi):
    page = post(client, ngozi, "profile/change/", shown="stale", **{"email-email": "n@example.org"})
    assert "What is on file was changed meanwhile." in page
    assert not ChangeRequest.objects.exists()


def test_an_error_is_reported_withdrawn_and_a_stranger_s_is_not_there(client: Client, ngozi):
    page = post(client, ngozi, f"errors/report/{number('co')}/", wrong="Not asthma.", right="A cough.", tell="")
    assert "60 days left" in page
    assert "Asthma" in page
    assert "Not asthma." in get(client, ngozi, "errors/")
    address = re.search(r"/errors/([0-9a-f-]{36})/", page)[1]
    other = a_user("other")
    stranger = a_patient(user=other)
    outside = Client()
    outside.force_login(other)
    assert outside.get(f"/r/{stranger.uuid}/errors/{address}/").status_code == 404
    assert outside.get(f"/r/{ngozi.uuid}/errors/{address}/").status_code == 404
    assert "Your report was withdrawn." in post(client, ngozi, f"errors/{address}/withdraw/")


def test_what_was_put_right_or_is_disagreed_with_stands_beside_the_record_wherever_it_goes(client: Client, ngozi):
    reader = reading(ngozi.user, ngozi)
    first = report_error(by=reader, wrong="a", right="b", about=number("co"))
    accept_amendment(by=CLERK, request=first.uuid, answer="It was a cough, not asthma.")
    second = report_error(by=reader, wrong="c", right="d", about=number("co"))
    deny_amendment(by=CLERK, request=second.uuid, ground="accurate", answer="It is right.")
    assert "I never wheezed." not in get(client, ngozi, f"entry/{number('co')}/")
    disagree(by=reader, request=second.uuid, statement="I never wheezed.")
    page = get(client, ngozi, f"entry/{number('co')}/")
    copy = b"".join(client.post(f"/r/{ngozi.uuid}/download/page/").streaming_content).decode()
    for words in ("It was a cough, not asthma.", "The patient disagrees with this: I never wheezed."):
        assert words in page
        assert words in copy
        assert words not in get(client, ngozi, f"entry/{number('al')}/")


def test_a_mail_says_that_there_is_an_answer_and_not_what(client: Client, ngozi, settings, mailoutbox):
    osei = Provider.objects.get(fhir_id="osei")
    page = post(client, ngozi, "messages/write/", provider=osei.uuid, subject="Glucose", text="Is it high?")
    reply(
        by=Worker("osei", Role.PROVIDER, osei.pk), thread=re.search(r"/messages/([0-9a-f-]{36})/", page)[1], text="Yes."
    )
    settings.SENDS_MAIL = True
    send_outgoing()
    (mail,) = mailoutbox
    assert mail.to == ["ngozi@example.org"]
    said = f"{mail.subject} {mail.body}"
    for word in ("Ngozi", "Okafor", "Osei", "Glucose", "high", "Yes", ngozi.mrn, ngozi.user.login_id, str(ngozi.uuid)):
        assert word not in said
    assert "Somebody has answered you." in said


def test_a_question_about_a_result_is_ready_to_send_to_who_did_it(client: Client, ngozi):
    page = get(client, ngozi, f"messages/ask/{number('a2')}/")
    osei = Provider.objects.get(fhir_id="osei")
    assert f'<option value="{osei.uuid}" selected>' in page
    assert "Question about Glucose, 5 January 2026" in page
    assert "What does this result mean for me: Glucose, 5 January 2026?" in page
    assert "Dr. Lund works in the emergency department only." in page
    scan = SimpleUploadedFile("scan.pdf", PDF)
    sent = {"provider": osei.uuid, "subject": "Glucose", "text": "What does it mean?", "attached": scan}
    page = post(client, ngozi, f"messages/ask/{number('a2')}/", **sent)
    assert "Your message was sent." in page
    assert "scan.pdf" in page
    file = client.get(re.search(r'href="(/r/[^"]+/messages/[0-9a-f-]{36}/[0-9a-f-]{36}/)"', page)[1])
    assert (file.content, file["Content-Type"]) == (PDF, "application/pdf")
    assert file["Content-Disposition"] == 'attachment; filename="message.pdf"'


@pytest.mark.parametrize(
    ("file", "said"),
    [(b"<html><script>x</script>", "Send PDF, PNG or JPEG files."), (PDF * 400_000, "A file may have at most 5 MB.")],
)
def test_a_file_that_is_not_taken_is_said_and_nothing_is_sent(client: Client, ngozi, file, said):
    osei = Provider.objects.get(fhir_id="osei")
    sent = {"provider": osei.uuid, "subject": "x", "text": "y", "attached": SimpleUploadedFile("a.pdf", file)}
    assert said in post(client, ngozi, "messages/write/", **sent)
    assert not Message.objects.exists()


def test_an_answer_is_announced_until_it_is_opened(client: Client, ngozi):
    osei = Provider.objects.get(fhir_id="osei")
    page = post(client, ngozi, "messages/write/", provider=osei.uuid, subject="Tea", text="May I drink tea?")
    thread = re.search(r"/messages/([0-9a-f-]{36})/", page)[1]
    reply(by=Worker("osei", Role.PROVIDER, osei.pk), thread=thread, text="You may.")
    assert "1 new answer from a provider" in get(client, ngozi)
    assert "You may." in get(client, ngozi, f"messages/{thread}/")
    assert "1 new answer from a provider" not in get(client, ngozi)
    Provider.objects.update(participates=False)
    assert "does not take messages here any more" in get(client, ngozi, f"messages/{thread}/")


def test_a_copy_holds_what_the_pages_show_in_a_file_that_names_nobody(client: Client, ngozi):
    def copy(kind):
        answer = client.post(f"/r/{ngozi.uuid}/download/{kind}/")
        assert re.fullmatch(r'attachment; filename="health-record\.\w+"', answer["Content-Disposition"])
        return b"".join(answer.streaming_content)

    held = json.loads(copy("bundle"))
    kinds = {entry["resource"]["resourceType"] for entry in held["entry"]}
    assert {"Patient", "Observation", "AllergyIntolerance", "Practitioner", "DocumentReference"} <= kinds
    assert [json.loads(line) for line in copy("ndjson").splitlines()] == [one["resource"] for one in held["entry"]]
    page = copy("page").decode()
    assert "Ngozi Okafor" in page
    assert "142" in page
    assert "not the complete legal record" in page
    assert "<script" not in page
    assert sorted(Waiting.objects.filter(act="record.export").values_list("object", flat=True)) == [
        "bundle", "ndjson", "page",
    ]  # fmt: skip
    assert client.post(f"/r/{ngozi.uuid}/download/exe/").status_code == 404


def test_a_wish_to_wait_holds_at_once_and_ends_at_once(client: Client, ngozi):
    take_in(result("new", issued=datetime.now(UTC).isoformat(), code={"text": "Fresh test"}))
    assert "Fresh test" in get(client, ngozi, "results/")
    assert "Your choice holds from now on." in post(client, ngozi, "wait/", hours="72")
    page = get(client, ngozi, "results/")
    assert "Fresh test" not in page
    assert "Results appear 72 hours after they are final, as you asked" in page
    post(client, ngozi, "wait/", hours="0")
    assert "Fresh test" in get(client, ngozi, "results/")
    assert "Select a valid choice" in post(client, ngozi, "wait/", hours="9999")


def test_a_proxy_sees_the_parts_on_the_form_and_is_told_why_not_the_others(client: Client, ngozi):
    helper = a_user("helper")
    a_proxy(ngozi, helper, sections=["results"])
    client.force_login(helper)
    page = get(client, ngozi)
    assert "/results/" in page
    assert "/medications/" not in page
    assert "Profile" not in page
    refusal = get(client, ngozi, "medications/", 403)
    assert "Your access to this record does not cover this." in refusal
    get(client, ngozi, f"entry/{number('me')}/", 404)
    get(client, ngozi, "profile/", 403)


@pytest.mark.parametrize("path", [*PLAIN, *(f"{section}/" for section in SECTIONS)])
def test_a_stranger_finds_nothing_and_nobody_gets_in_without_signing_in(client: Client, ngozi, path):
    client.logout()
    assert client.get(f"/r/{ngozi.uuid}/{path}").status_code == 302
    client.force_login(a_user("other"))
    get(client, ngozi, path, 404)


def test_one_who_may_open_no_record_is_told_why(client: Client):
    user = a_user("teen")
    a_patient(user=user, born=datetime.now(UTC).date() - timedelta(days=365 * 10))
    client.force_login(user)
    answer = client.get("/")
    assert answer.status_code == 403
    assert "Ask Medical Records for copies." in answer.content.decode()


def test_every_look_at_a_record_is_in_the_trail(client: Client, ngozi):
    before = Look.objects.count()
    get(client, ngozi, "results/")
    get(client, ngozi, f"entry/{number('a2')}/")
    get(client, ngozi, "profile/change/")
    assert list(Look.objects.order_by("pk").values_list("act", flat=True))[before:] == [
        "portal.section", "portal.entry", "portal.ask-change",
    ]  # fmt: skip
    assert Look.objects.filter(person=ngozi.uuid.hex).count() >= 3


def test_no_page_of_a_record_is_kept_by_anything_on_the_way(client: Client, ngozi):
    answer = client.get(f"/r/{ngozi.uuid}/results/")
    assert "no-store" in answer["Cache-Control"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_pages_speak_spanish(client: Client, ngozi):
    client.cookies["django_language"] = "es"
    page = get(client, ngozi, "results/")
    assert "Los resultados aparecen en cuanto son definitivos" in page
    assert 'lang="es"' in page


def test_a_hospital_s_own_rule_is_said_too(client: Client, ngozi):
    rules = PRESETS["backus"].rules
    longer = tuple(msgspec.structs.replace(one, hours=96) if hasattr(one, "hours") else one for one in rules)
    set_policy(by=Desk(), policy=msgspec.structs.replace(PRESETS["backus"], rules=longer))
    assert "Results appear 4 days after they are final" in get(client, ngozi, "results/")
    where = Where(sections=(Section.RESULTS,))
    rules = (Review(where, "Medical staff policy.", 48), Window(where, "Old.", since=date(2012, 6, 1)))
    set_policy(by=Desk(), policy=msgspec.structs.replace(PRESETS["open"], rules=rules))
    page = get(client, ngozi, "results/")
    assert "Some wait until somebody at the hospital has looked at them, at most 48 hours." in page
    assert "Everything since 1 June 2012 is shown." in page

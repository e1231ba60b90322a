"""Does a reader of Spanish meet English anywhere on the site, but in what a source wrote?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from haversack.accounts.actions import add_user
from haversack.backpack.actions.export_work import want_export
from haversack.backpack.actions.review import accept_all
from haversack.backpack.jobs.work import do_work
from haversack.backpack.models import Membership, Person, Record, Work
from haversack.backpack.models.record import Kind, State
from haversack.backpack.presenters.categories import ORDER
from haversack.backpack.presenters.readable import readable_record

from .backpack.conftest import LABORATORY, bundle
from .backpack.members import backpack_of, browser

CATALOGUE = Path(site.LOCALE_PATHS[0]) / "es" / "LC_MESSAGES" / "django.po"
# Words that no Spanish sentence has; names and sources of this test have none of them either.
ENGLISH = re.compile(
    r"\b(the|of|and|with|your|you|is|are|was|were|this|that|from|it|not|have|will|to|for|here|sign|please)\b",
    re.IGNORECASE,
)
SAID = ("aria-label", "placeholder", "title", "alt")  # the attributes that a person hears or sees
# What stands in English for everybody: the command to type, and the way to this language.
KEPT = ("haversack user password EMAIL", "English")


class Texts(HTMLParser):
    """Every run of text of a page, and every attribute that is read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in SAID and value]
        if tag in ("script", "style", "pre", "code"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not self._inside:
            self.found.append(text)


def texts(page: bytes) -> list[str]:
    reader = Texts()
    reader.feed(page.decode())
    return [one for one in reader.found if one not in KEPT]


@pytest.fixture(scope="module")
def english() -> re.Pattern[str]:
    """What the English text of any page looks like, whatever was put into it."""
    wholes = []
    for one in polib.pofile(str(CATALOGUE)):
        for text, translated in [(one.msgid, one.msgstr or one.msgstr_plural[0]), (one.msgid_plural, "")]:
            if not re.search("[A-Za-z]{3}", text) or text == translated:
                continue
            parts = re.split(r"%(?:\(\w+\))?[sd]|\{\d?\}", re.sub(r"</?\w+>", "", text).strip())
            if len("".join(parts)) > 2:
                wholes.append(".+?".join(re.escape(part.replace("%%", "%")) for part in parts))
    return re.compile("|".join(f"(?:{one})" for one in wholes))


def left_in_english(page: bytes, english: re.Pattern[str]) -> list[str]:
    return [one for one in texts(page) if english.fullmatch(one) or ENGLISH.search(one)]


def test_english_is_noticed(english):
    page = (
        b"<h1>Review</h1><p>Nothing joins Ana\xe2\x80\x99s record until you say so.</p><p>Written by hand for it.</p>"
    )
    assert len(left_in_english(page, english)) == 3
    assert left_in_english(b"<h1>Revisar</h1><p>Todo en el expediente de Ana</p>", english) == []


@pytest.fixture
def ana(settings, tmp_path):
    settings.DATA = tmp_path
    cache.clear()
    opened = backpack_of(person="Ana")
    Membership.objects.create(
        person_id=opened.person,
        role="editor",
        user=add_user(email="beto@example.org", password="siete puertos quietos"),
    )
    return opened


@pytest.fixture
def reader(ana) -> Client:
    client = browser("alice", headers={"Accept-Language": "es"})
    client.get("/account/sessions/")
    return client


def glucose(number: str, day: str, value: str, **more) -> dict:
    return {
        "resourceType": "Observation",
        "id": number,
        "status": "final",
        "category": LABORATORY,
        "code": {"coding": [{"system": "http://loinc.org", "code": "2345-7"}], "text": "Glucosa"},
        "effectiveDateTime": day,
        "valueQuantity": {"value": f"@{value}@", "unit": "mg/dL"},
        "referenceRange": [{"low": {"value": 70, "unit": "mg/dL"}, "high": {"value": 99, "unit": "mg/dL"}}],
        **more,
    }


TWICE_A_DAY = {"timing": {"code": {"coding": [{"code": "BID"}]}}, "asNeededBoolean": True}


def everything() -> list[dict]:
    """Something of many kinds: named and nameless, so and not so."""
    return [
        {"resourceType": "Patient", "id": "p", "name": [{"text": "Ana Ruiz"}], "birthDate": "1970-01-01"},
        glucose("a", "2019-03-03", "98.50"),
        glucose("b", "2019-06", "120", interpretation=[{"coding": [{"code": "H"}]}]),
        glucose("c", "2020-01-05T08:30:00Z", "40", interpretation=[{"coding": [{"code": "LL"}]}]),
        {"resourceType": "Condition", "id": "d", "code": {"text": "Asma"}, "verificationStatus": {"text": "refuted"}},
        {"resourceType": "Condition", "id": "e", "recordedDate": "2018"},
        {"resourceType": "Procedure", "id": "f", "status": "not-done", "code": {"text": "Radiografía"}},
        {"resourceType": "Immunization", "id": "g", "status": "completed", "vaccineCode": {"text": "Gripe"}},
        {"resourceType": "MedicationRequest", "id": "h", "status": "active", "intent": "order",
         "medicationCodeableConcept": {"text": "Metformina"}, "dosageInstruction": [TWICE_A_DAY]},
        {"resourceType": "AllergyIntolerance", "id": "i", "criticality": "high", "code": {"text": "Maní"},
         "type": "allergy", "category": ["food"]},
        {"resourceType": "Encounter", "id": "j", "status": "finished", "class": {"code": "AMB"},
         "period": {"start": "2019-03-03", "end": "2019-03-04"}},
        {"resourceType": "DocumentReference", "id": "k", "status": "current", "type": {"text": "Carta"},
         "content": [{"attachment": {"contentType": "text/plain", "title": "Carta", "data": "aG9sYQ=="}}]},
        {"resourceType": "Observation", "id": "l", "status": "final", "valueBoolean": True},
        {"resourceType": "Goal", "id": "m", "lifecycleStatus": "active"},
        {"resourceType": "Organization", "id": "n", "name": "Clínica"},
        {"resourceType": "MedicationOrder", "id": "o"},
        {"resourceType": "Nonsense", "id": "p"},
    ]  # fmt: skip


def send(reader: Client, ana, data: bytes, name: str = "registros.json") -> int:
    """Add a file through the page; the number of its work."""
    sent = {"file": [SimpleUploadedFile(name, data)], "source": "Clínica San Telmo"}
    answer = reader.post(reverse("backpack:import", args=[ana.uuid]), sent)
    number = int(re.search(r"/import/(\d+)/$", answer.url)[1])
    do_work.func(number)
    return number


def pages(ana, *works: int) -> Iterator[str]:
    """Every page of this backpack that is read."""
    for name in ("home", "review", "timeline", "search", "import", "export", "settings", "person_remove"):
        yield reverse(f"backpack:{name}", args=[ana.uuid])
    yield from (reverse("backpack:category", args=[ana.uuid, slug]) for slug in ORDER)
    for record in Record.objects.filter(person_id=ana.person, kind=Kind.DISPLAYED).exclude(state=State.SUPERSEDED):
        yield reverse("backpack:entry", args=[ana.uuid, record.pk])
        yield reverse("backpack:trend", args=[ana.uuid, record.pk])
    for work in Work.objects.filter(pk__in=works):
        yield reverse(
            f"backpack:{'export' if work.kind == Work.Kind.EXPORT else 'import'}_work", args=[ana.uuid, work.pk]
        )


def faults(reader: Client, addresses: Iterator[str], english: re.Pattern[str]) -> dict[str, str]:
    """What is English, and on which page it was seen first."""
    found: dict[str, str] = {}
    for address in addresses:
        answer = reader.get(address)
        if answer.status_code not in (301, 302):
            for text in left_in_english(answer.content, english):
                found.setdefault(text, address)
    return found


def test_an_empty_backpack_speaks_spanish(ana, reader, english):
    assert faults(reader, pages(ana), english) == {}


def test_records_that_wait_and_records_that_were_added_speak_spanish(ana, reader, english):
    number = send(reader, ana, bundle(*everything()))
    assert faults(reader, pages(ana, number), english) == {}
    accept_all(opened=ana, by=ana.viewer, shown=None)
    exported = want_export(opened=ana, by=ana.viewer, accepted_only=False)
    do_work.func(exported.pk)
    again = send(reader, ana, bundle(*everything()[:2], glucose("z", "2021-01-01", "90")), "otros.json")
    assert faults(reader, pages(ana, number, exported.pk, again), english) == {}


def test_deciding_is_told_in_spanish(ana, reader, english):
    send(reader, ana, bundle(*everything()))
    shown = Person.objects.get(pk=ana.person).pending_version
    addresses = [reverse(f"backpack:review_{act}", args=[ana.uuid]) for act in ("remove", "accept")]
    told = [reader.post(address, {"shown": shown, "all": "on"}, follow=True).content for address in addresses]
    assert [left_in_english(page, english) for page in told] == [[], []]


def test_what_is_taken_away_reads_in_spanish(ana, reader, english):
    send(reader, ana, bundle(*everything()))
    with translation.override("es"):
        page = "".join(readable_record(ana, accepted_only=False, at=timezone.now()))
    assert 'lang="es"' in page
    assert left_in_english(page.encode(), english) == []


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4", b"<html><body>", b"", b'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType"']
)
def test_what_could_not_be_read_is_told_in_spanish(ana, reader, english, data):
    number = send(reader, ana, data or b" ")
    assert faults(reader, pages(ana, number), english) == {}


def test_somebody_elses_file_is_refused_in_spanish(ana, reader, english):
    send(reader, ana, bundle(*everything()[:2]))
    accept_all(opened=ana, by=ana.viewer, shown=None)
    other = {"resourceType": "Patient", "id": "p", "name": [{"family": "Soto"}], "birthDate": "1999-09-09"}
    number = send(reader, ana, bundle(other, glucose("y", "2021", "90")), "otra.json")
    assert faults(reader, pages(ana, number), english) == {}


def test_a_page_that_a_role_does_not_reach_says_so_in_spanish(ana, english):
    Membership.objects.filter(person_id=ana.person, role="editor").update(role="viewer")
    reader = browser("beto", headers={"Accept-Language": "es"})
    reader.get("/account/sessions/")
    assert faults(reader, pages(ana), english) == {}


def test_mistakes_in_a_form_are_told_in_spanish(ana, reader, english):
    forms = [
        (reverse("backpack:person_add"), {"name": "", "born": "ayer"}),
        (reverse("backpack:settings", args=[ana.uuid]), {"name": "x" * 150, "born": "2019-02-31"}),
        (reverse("backpack:person_remove", args=[ana.uuid]), {"name": "Beto"}),
        (reverse("backpack:import", args=[ana.uuid]), {"source": ""}),
        (reverse("backpack:search", args=[ana.uuid]), {"words": "nadie"}),
        ("/account/password/change/", {"oldpassword": "x", "password1": "y", "password2": "z"}),
    ]
    assert {address: left_in_english(reader.post(address, sent).content, english) for address, sent in forms} == {
        address: [] for address, _ in forms
    }


ACCOUNT = (
    "/account/email/", "/account/password/change/", "/account/sessions/", "/account/logout/", "/account/2fa/",
    "/account/2fa/totp/activate/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/",
    "/account/2fa/recovery-codes/generate/", "/account/reauthenticate/", "/people/", "/people/add/", "/nowhere/",
)  # fmt: skip


def test_the_account_speaks_spanish(reader, english):
    assert faults(reader, iter(ACCOUNT), english) == {}


def test_the_door_speaks_spanish(english):
    reader = Client(headers={"Accept-Language": "es"})
    doors = ("/account/login/", "/account/signup/", "/account/password/reset/", "/account/inactive/")
    assert faults(reader, iter(doors), english) == {}


def test_dates_are_said_and_digits_are_kept(ana, reader):
    send(reader, ana, bundle(*everything()))
    accept_all(opened=ana, by=ana.viewer, shown=None)
    address = reverse("backpack:category", args=[ana.uuid, "labs"])
    page = reader.get(address, {"show": "all"}).content.decode()
    assert "3 de marzo de 2019" in page
    assert "junio de 2019" in page
    assert "98.50" in page

"""Does a patient get cards that anybody can check, of what is shown and nothing else, until the desk takes one back?"""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from haversack.audit.models import Waiting
from haversack.portal.actions.cards import issue_cards, replace_card_key, revoke_card
from haversack.portal.actions.staff import add_staff
from haversack.portal.models import CardKey, HealthCard, Record
from haversack.portal.queries.cards import NoSuchCard, body_of_card, cards_for, cards_of, may_go_on_card
from haversack.portal.queries.reader import NotAllowed
from haversack.portal.rules.cards import CardKind, NotOnACard, Revoked
from haversack.portal.rules.rights import Act
from haversack.portal.rules.sections import Section
from haversack.portal.rules.staff import NotYourDuty, Role, Worker
from haversack.records.cards.carrying import from_file
from haversack.records.cards.checking import Card, check
from haversack.records.cards.refused import BadCard, Wrong
from haversack.records.digits import decode
from haversack.vault.refusals import Unreadable

from ...places import place
from .hospital import Desk, coded, let_hold, of, result, take_in
from .pages import CLERK, admit, reading
from .patients import PASSWORD

ISSUER = "https://portal.hospital.example"
CVX = "http://hl7.org/fhir/sid/cvx"


def shot(number: str, day: str = "2025-10-01", code: str = "140", **more):
    vaccine = coded(code, CVX, f"Vaccine {code}")
    return {
        "resourceType": "Immunization", "id": number, "status": "completed", "patient": of(), "vaccineCode": vaccine,
        "occurrenceDateTime": day, "lotNumber": f"LOT{number}", **more,
    }  # fmt: skip


@pytest.fixture
def ngozi(portal_site, client: Client):
    portal_site.CARD_ISSUER = ISSUER
    let_hold("backus")
    patient, user = admit()
    take_in(shot("v1"), shot("v2", "2024-10-02"), shot("v3", code="207"))
    client.force_login(user)
    return patient


@pytest.fixture
def reader(ngozi):
    return reading(ngozi.user, ngozi)


def number(fhir_id: str) -> int:
    return Record.objects.get(fhir_id=fhir_id).pk


def issue(reader, *names: str, kind: CardKind = CardKind.VACCINES) -> list[HealthCard]:
    return issue_cards(by=reader, kind=kind, records=[number(name) for name in names], issuer=ISSUER)


def published(client: Client, kid: str | None = None) -> dict:
    answer = client.get(f"/.well-known/crl/{kid}.json" if kid else "/.well-known/jwks.json", headers={"Origin": "x"})
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*")
    return json.loads(answer.content)


def checked(client: Client, body: str, **more) -> Card:
    (kid,) = {key["kid"] for key in published(client)["keys"] if f'"{key["kid"]}"' in _header(body)}
    now = datetime.now(UTC).timestamp()
    return check(body, **{"jwks": published(client), "now": now, "revoked": published(client, kid)} | more)


def _header(body: str) -> str:
    import base64

    return base64.urlsafe_b64decode(body.split(".")[0] + "==").decode()


def test_a_card_says_what_was_chosen_and_anybody_can_check_it(client: Client, ngozi):
    page = client.get(f"/r/{ngozi.uuid}/cards/new/vaccines/").content.decode()
    assert "Influenza" not in page  # it has no code that others know
    assert page.count('type="checkbox"') == 3
    answer = client.post(f"/r/{ngozi.uuid}/cards/new/vaccines/", {"records": [number("v1"), number("v2")]}, follow=True)
    page = answer.content.decode()
    assert "The card is made." in page
    assert "Signed by portal.hospital.example" in page
    assert re.search(r"<svg viewBox=\"0 0 \d+ \d+\" role=\"img\"", page)
    file = client.get(answer.request["PATH_INFO"] + "file/")
    assert file["Content-Type"] == "application/smart-health-card"
    assert file["Content-Disposition"] == 'attachment; filename="health-card.smart-health-card"'
    (body,) = from_file(file.content)
    assert len(body) <= 1195
    found = checked(client, body)
    patient, *facts = [entry["resource"] for entry in found.bundle["entry"]]
    assert patient == {
        "resourceType": "Patient", "name": [{"family": "Okafor", "given": ["Ngozi"]}], "birthDate": "1971-05-06",
    }  # fmt: skip
    assert [fact["occurrenceDateTime"] for fact in facts] == ["2024-10-02", "2025-10-01"]
    assert found.issuer == ISSUER
    assert Waiting.objects.filter(act="card.issue").count() == 1
    assert "Vaccine 140" in client.get(f"/r/{ngozi.uuid}/cards/").content.decode()


def test_a_result_goes_on_a_card_with_its_digits(reader):
    take_in(json.dumps(result("a9")).replace('"value": 98', '"value": 5.90').encode())
    (card,) = issue(reader, "a9", kind=CardKind.RESULTS)
    bundle = checked(Client(), body_of_card(reader, card.uuid)).bundle
    assert bundle["entry"][1]["resource"]["valueQuantity"] == {"value": "5.90", "unit": "mg/dL"}
    assert type(decode(b"5.90")) is type(bundle["entry"][1]["resource"]["valueQuantity"]["value"])


def test_what_is_held_withheld_not_final_or_somebody_else_s_goes_on_none(reader):
    take_in(
        result("new", issued=datetime.now(UTC).isoformat()),
        result("early", status="preliminary"),
        shot("no", status="not-done"),
        {"resourceType": "Patient", "id": "2", "name": [{"family": "Else"}], "birthDate": "1990-01-01"},
        shot("theirs", patient=of("2")),
    )
    offered = {one.row.fhir_id for kind in CardKind for one in may_go_on_card(reader, kind)}
    assert offered == {"a1", "a2", "v1", "v2", "v3"}
    for name, kind in (("new", "results"), ("early", "results"), ("no", "vaccines"), ("theirs", "vaccines"),
                       ("a1", "vaccines"), ("co", "results")):  # fmt: skip
        with pytest.raises(NotOnACard):
            issue(reader, name, kind=CardKind(kind))
    for none in ([], [number("v1")] * 41):
        with pytest.raises(NotOnACard):
            issue_cards(by=reader, kind=CardKind.VACCINES, records=none, issuer=ISSUER)
    assert not HealthCard.objects.exists()


def test_many_facts_are_shared_out_so_that_each_card_fits_one_code(client: Client, reader, ngozi):
    names, lot = [f"m{place}" for place in range(40)], random.Random(7)
    take_in(
        *(
            shot(name, f"20{place:02}-{lot.randint(1, 12):02}-{lot.randint(1, 28):02}", str(100 + place % 7),
                 lotNumber=f"{lot.getrandbits(64):016x}")
            for place, name in enumerate(names)
        )
    )  # fmt: skip
    cards = issue(reader, *names)
    bodies = [body_of_card(reader, card.uuid) for card in cards]
    assert 2 <= len(cards) <= 6
    assert all(len(body) <= 1195 for body in bodies)
    facts = [len(checked(client, body).bundle["entry"]) - 1 for body in bodies]
    assert sum(facts) == 40
    assert "Holds" in client.get(f"/r/{ngozi.uuid}/cards/").content.decode()
    for card in cards:  # doses of one vaccine stand together
        assert client.get(f"/r/{ngozi.uuid}/cards/{card.uuid}/").content.decode().count('<div class="qr big">') == 1


def test_the_desk_takes_a_card_back_and_whoever_checks_it_is_told(client: Client, reader, ngozi):
    card, other = *issue(reader, "v1"), *issue(reader, "v3")
    body, kept = body_of_card(reader, card.uuid), body_of_card(reader, other.uuid)
    before = published(client)["keys"][0]["crlVersion"]
    clerk = add_staff(by=Desk(), email="june@hospital.example", role="clerk", password=PASSWORD).user
    desk = Client()
    desk.force_login(clerk)
    address = f"/desk/patients/{ngozi.uuid}/cards/"
    assert "Vaccine" not in desk.get(address).content.decode().replace("Vaccines", "")  # not what is on it
    assert "within a minute" in desk.get(f"{address}{card.uuid}/revoke/").content.decode()
    page = desk.post(f"{address}{card.uuid}/revoke/", {"why": "lost"}, follow=True).content.decode()
    assert "The card is taken back." in page
    assert "The patient lost it" in page
    with pytest.raises(BadCard) as bad:
        checked(client, body)
    assert bad.value.wrong is Wrong.REVOKED
    assert checked(client, kept)
    key = published(client)["keys"][0]
    listed = published(client, key["kid"])
    assert listed == {"kid": key["kid"], "method": "rid", "ctr": key["crlVersion"], "rids": [card.rid]}
    assert key["crlVersion"] == before + 1
    page = client.get(f"/r/{ngozi.uuid}/cards/{card.uuid}/").content.decode()
    assert "This card was taken back" in page
    assert '<div class="qr big">' not in page
    again = desk.post(f"{address}{card.uuid}/revoke/", {"why": "lost"}, follow=True).content.decode()
    assert "This card was taken back already." in again
    assert Waiting.objects.filter(act="card.revoke").count() == 1


def test_the_desk_sees_that_what_is_on_a_card_was_changed_since(reader, ngozi):
    issue(reader, "v1"), issue(reader, "v3")
    assert [changed for _, changed in cards_for(CLERK, ngozi.uuid)] == [False, False]
    with time_machine.travel(reader.now + timedelta(minutes=1), tick=False):
        take_in(shot("v1", lotNumber="another"))
    assert [changed for _, changed in cards_for(CLERK, ngozi.uuid)] == [False, True]
    clerk = add_staff(by=Desk(), email="june@hospital.example", role="clerk", password=PASSWORD).user
    desk = Client()
    desk.force_login(clerk)
    page = desk.get(f"/desk/patients/{ngozi.uuid}/cards/").content.decode()
    assert page.count("What is on it was changed in the record since.") == 1


def test_who_may_not_does_not(reader, ngozi):
    (card,) = issue(reader, "v1")
    with pytest.raises(NotAllowed):
        issue(replace(reader, acts=frozenset({Act.SEE})), "v1")
    with pytest.raises(NotAllowed):
        issue(replace(reader, sections=frozenset({Section.RESULTS})), "v1")
    doctor = Worker("osei", Role.PROVIDER)
    for by, which, refusal in ((doctor, card.uuid, NotYourDuty), (CLERK, ngozi.uuid, NoSuchCard)):
        with pytest.raises(refusal):
            revoke_card(by=by, patient=ngozi.uuid, card=which, why=Revoked.ASKED, now=reader.now)


def test_a_card_is_given_again_only_to_who_sees_all_that_is_on_it(client: Client, reader, ngozi):
    (card,) = issue(reader, "v1", "v2")
    partly = replace(reader, sections=frozenset({Section.RESULTS}))
    assert cards_of(partly) == []
    take_in(shot("v2", "2024-10-02", status="not-done"))  # the hospital puts it right: it is not shown any more
    later = replace(reader, now=reader.now + timedelta(seconds=5))
    (one,) = cards_of(later)
    assert one.shown is None
    with pytest.raises(NoSuchCard):
        body_of_card(later, card.uuid)
    with time_machine.travel(later.now, tick=False):
        assert "What is on it is not shown here any more." in client.get(f"/r/{ngozi.uuid}/cards/").content.decode()
        for end in ("", "file/"):
            assert client.get(f"/r/{ngozi.uuid}/cards/{card.uuid}/{end}").status_code == 404


def test_after_a_year_a_new_key_signs_and_what_the_old_one_signed_still_holds(client: Client, reader):
    (card,) = issue(reader, "v1")
    body = body_of_card(reader, card.uuid)
    (later,) = issue(replace(reader, now=reader.now + timedelta(days=366)), "v1")
    old, new = CardKey.objects.order_by("made")
    assert (card.key_id, later.key_id) == (old.pk, new.pk)
    assert old.sealed is None  # the private half is destroyed
    assert new.sealed is not None
    assert [key["kid"] for key in published(client)["keys"]] == [new.kid, old.kid]
    assert all("d" not in key for key in published(client)["keys"])
    assert checked(client, body)


def test_a_key_that_others_may_know_is_not_published_any_more(client: Client, reader):
    (card,) = issue(reader, "v1")
    old = card.key.kid
    replace_card_key(by=Desk(), now=reader.now, is_known_to_others=True)
    assert old not in [key["kid"] for key in published(client)["keys"]]
    assert client.get(f"/.well-known/crl/{old}.json").status_code == 404
    with pytest.raises(BadCard) as bad:
        check(body_of_card(reader, card.uuid), jwks=published(client), now=reader.now.timestamp(), revoked=None)
    assert bad.value.wrong is Wrong.UNKNOWN_KEY


def test_keys_and_cards_are_sealed_each_as_what_it_is(reader):
    (card,) = issue(reader, "v1")
    from haversack.portal.models.cards import CARD, CARD_KEY
    from haversack.portal.models.keys import sealer

    assert b"eyJ" not in bytes(card.body)
    for blob, kind in ((card.body, CARD_KEY), (card.key.sealed, CARD)):
        with pytest.raises(Unreadable):
            sealer().open(bytes(blob), kind)


def test_without_https_no_card_is_made_and_the_page_says_why(client: Client, ngozi, settings):
    settings.CARD_ISSUER = ""
    assert "not reached by https" in client.get(f"/r/{ngozi.uuid}/cards/").content.decode()
    answer = client.post(f"/r/{ngozi.uuid}/cards/new/vaccines/", {"records": [number("v1")]})
    assert answer.status_code == 302
    assert not HealthCard.objects.exists()
    answer = client.post(f"/r/{ngozi.uuid}/cards/new/vaccines/", {"records": [number("v1")]}, secure=True)
    assert HealthCard.objects.count() == 1


def test_an_address_that_is_no_kind_of_card_is_not_there(client: Client, ngozi):
    assert client.get(f"/r/{ngozi.uuid}/cards/new/teeth/").status_code == 404
    assert client.get("/.well-known/crl/unknown.json").status_code == 404


def test_the_command_replaces_the_key(tmp_path):
    with place(tmp_path / "data") as site:
        first = site.ask("portal", "card-key")["kid"]
        second = site.ask("portal", "card-key", "--known-to-others")["kid"]
        assert first != second
        assert "do not hold any more" in site.run("portal", "card-key", "--known-to-others").stdout

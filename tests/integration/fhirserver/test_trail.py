"""Is every step noted, and does nothing that is noted, logged or shown name anybody?"""

import json
import logging

from haversack.audit.models import Look, Waiting
from haversack.fhirserver.actions.permitting import patient_uuid

from .walking import Walk, parameters, registered


def acts() -> list[tuple[str, str]]:
    return [(each.act, each.by) for each in Waiting.objects.order_by("id")]


def looks() -> list[tuple[str, str, int]]:
    return [(each.act, each.object, each.count) for each in Look.objects.order_by("id")]


def test_letting_in_reading_and_taking_back_are_noted(walk, records, rosa):
    app = f"app:{walk.client_id}"
    held = walk.tokens()
    walk.refresh(held["refresh_token"])
    walk.browser.post("/apps/end-all")
    assert acts() == [
        ("app.registered", "anonymous"), ("app.allowed", rosa.pseudonym), ("token.issued", app), ("token.issued", app),
        ("app.ended", rosa.pseudonym),
    ]  # fmt: skip
    assert {each.person for each in Waiting.objects.exclude(person="")} == {patient_uuid("ana").hex}


def test_every_look_is_noted_with_how_many_came_out(walk, records):
    access = walk.tokens()["access_token"]
    for path in ("Patient/ana", "Patient/ben", "Observation?patient=ana", "Patient/ana/$everything",
                 "DocumentReference/$docref?patient=ana"):  # fmt: skip
        walk.get(path, access)
    assert looks() == [
        ("fhir.read", "patient", 1), ("fhir.read", "patient", 0), ("fhir.search", "observation", 5),
        ("fhir.everything", "patient", 7), ("fhir.docref", "documentreference", 0),
    ]  # fmt: skip
    assert {each.by for each in Look.objects.all()} == {f"app:{walk.client_id}"}


def test_a_refusal_is_noted(walk, rosa):
    walk.decide(walk.ask(), act="deny")
    assert acts()[-1] == ("app.refused", rosa.pseudonym)


def test_what_ended_by_misuse_is_noted(walk):
    code = walk.code()
    walk.token(code=code)
    walk.token(code=code)
    assert acts()[-1] == ("app.ended", f"app:{walk.client_id}")


def test_no_log_line_holds_a_secret_a_name_or_what_was_searched_for(walk, records, caplog):
    caplog.set_level(logging.DEBUG)
    code = walk.code()
    held = json.loads(walk.token(code=code).content)
    walk.refresh(held["refresh_token"])
    walk.app.post("/fhir/Patient/_search", "name=Muster", content_type="application/x-www-form-urlencoded",
                  headers={"Authorization": f"Bearer {held['access_token']}"})  # fmt: skip
    lines = [each.getMessage() for each in caplog.records if not each.name.startswith("django.db")]
    for secret in (code, held["access_token"], held["refresh_token"], "Muster", "Ana"):
        assert not [line for line in lines if secret in line]


def test_the_app_is_told_nothing_of_what_was_not_ticked(browser, records):
    walk = Walk(browser, registered().app.client_id)
    answer = parameters(walk.decide(walk.ask(), give=["Patient"]))
    assert set(answer) == {"code", "state", "iss"}

"""Does a portal's address become a connection that records come from, and does nothing come of what is not sound?"""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from joserfc import jws

from haversack.backpack.actions.identity import learn
from haversack.backpack.actions.persons import add_person
from haversack.backpack.models import Source
from haversack.backpack.queries.opened import NotAllowed
from haversack.backpack.rules.roles import Role, Viewer
from haversack.connections.actions.clients import signing_key
from haversack.connections.actions.investigating import (
    PolicyForbids,
)
from haversack.connections.actions.registering import NoClientId, enter, tasks
from haversack.connections.actions.signing_in import UnknownSignIn
from haversack.connections.models import ClientKey, Connection, Fetch, Registration, SignIn
from haversack.connections.rules.states import CannotHappen, Reason, State
from haversack.records.people import identity_of_patient
from haversack.smart.client import Kind

from ...fakes.smart_portal import BASE, CAPABILITIES, PATIENT, ROOT, SmartPortal
from .signing import BACK, OPERATOR, SESSION, Visit


def scope_of(address: str) -> str:
    return dict(parse_qsl(urlsplit(address).query))["scope"]


def test_from_an_address_to_records_that_are_fetched():
    visit = Visit()
    seen = visit.begun()
    assert (seen.state, seen.facts.base, seen.facts.name) == (State.READY, BASE, "fhir.alder.example")
    address = visit.sent()
    asked = dict(parse_qsl(urlsplit(address).query))
    assert address.startswith(f"{ROOT}/authorize?")
    assert asked["redirect_uri"] == BACK
    came = visit.back(visit.portal.browser(address))
    assert (came.reason, came.number) == ("", visit.number)
    row = visit.row
    assert (row.state, row.reason) == ("connected", "")
    assert visit.tokens().access in visit.portal.access_tokens
    fetch = Fetch.objects.get(connection=row)
    assert (fetch.state, fetch.kind, fetch.why) == ("waiting", "full", "first")
    assert row.source == Source.objects.get(person_id=visit.opened.person)
    assert SESSION not in repr(list(SignIn.objects.values()))


@pytest.mark.parametrize("registers_as", [("none",), ("client_secret_basic",), ("private_key_jwt",)])
def test_each_kind_of_app_registers_signs_in_and_renews(registers_as):
    capabilities = {
        "none": "client-public",
        "client_secret_basic": "client-confidential-symmetric",
        "private_key_jwt": "client-confidential-asymmetric",
    }
    told = (*CAPABILITIES[:1], capabilities[registers_as[0]], *CAPABILITIES[2:])
    visit = Visit(SmartPortal(capabilities=told, registers_as=registers_as)).connected()
    visit.later(hours=2)
    assert visit.bearer() in visit.portal.access_tokens
    kinds = {"none": "public", "client_secret_basic": "symmetric", "private_key_jwt": "asymmetric"}
    assert Registration.objects.get().kind == kinds[registers_as[0]]


def test_each_step_is_asked_as_the_standard_writes_it():
    visit = Visit().connected()
    asked = {f"{one.method} {one.url}": one for one in visit.portal.asked}
    assert asked[f"GET {BASE}/.well-known/smart-configuration"].headers["accept"] == "application/json"
    assert asked[f"POST {ROOT}/token"].headers["content-type"] == "application/x-www-form-urlencoded"
    (access,) = visit.portal.access_tokens
    assert asked[f"GET {BASE}/Patient/ada-1"].headers["authorization"] == f"Bearer {access}"


def test_each_sign_in_has_secrets_of_its_own():
    visit = Visit()
    visit.begun()
    sent = [dict(parse_qsl(urlsplit(visit.sent()).query)) for _ in range(5)]
    for name in ("state", "nonce", "code_challenge"):
        assert len({one[name] for one in sent}) == 5
    assert all(len(one["state"]) == 43 for one in sent)  # base64url of 32 random bytes


def test_no_assertion_is_shown_twice():
    told = (CAPABILITIES[0], "client-confidential-asymmetric", *CAPABILITIES[2:])
    visit = Visit(SmartPortal(capabilities=told, registers_as=("private_key_jwt",))).connected()
    visit.later(hours=2)
    visit.bearer()
    forms = [dict(parse_qsl(one.content.decode())) for one in visit.portal.asked if str(one.url) == f"{ROOT}/token"]
    assertions = [one["client_assertion"] for one in forms]
    shown = [json.loads(jws.extract_compact(one.encode()).payload) for one in assertions]
    assert len(shown) == len({one["jti"] for one in shown}) == 2


def test_the_public_half_of_the_sites_key_is_open_to_all_and_the_other_is_sealed(client):
    answer = client.get("/connections/keys.json")
    assert answer.status_code == 200
    (key,) = answer.json()["keys"]
    assert (key["kty"], key["crv"], key["kid"] != "") == ("EC", "P-384", True)
    assert {"x", "y"} <= set(key)
    assert "d" not in key
    assert answer.json() == client.get("/connections/keys.json").json()
    private = signing_key(timezone.now()).as_dict(private=True)["d"]
    row = ClientKey.objects.get()
    assert private not in row.public
    assert private.encode() not in bytes(row.sealed)


def test_an_older_portal_is_asked_in_the_first_version_of_scopes():
    old = tuple(one for one in CAPABILITIES if one != "permission-v2")
    visit = Visit(SmartPortal(capabilities=old))
    visit.begun()
    assert {"patient/Observation.read", "patient/Patient.read"} <= set(scope_of(visit.sent()).split())
    assert ".rs" not in scope_of(visit.sent())


def test_who_chooses_categories_is_asked_for_no_more_than_they_need():
    visit = Visit()
    visit.begun()
    asked = scope_of(visit.sent(chosen=("vaccines", "labs"))).split()
    assert "patient/Immunization.rs" in asked
    observed = [one for one in asked if one.startswith("patient/Observation")]
    assert [one.rpartition("|")[2] for one in observed] == ["laboratory"]
    assert not any(one.startswith("patient/Condition") for one in asked)


def test_a_portal_that_registers_nobody_gives_the_operator_a_task_and_then_people_sign_in():
    visit = Visit(SmartPortal(registers=False))
    seen = visit.begun()
    assert (seen.state, seen.reason) == (State.REGISTERING, Reason.NEEDS_REGISTRATION)
    with pytest.raises(CannotHappen):
        visit.sent()
    (task,) = tasks()
    assert task.facts.base == BASE
    assert BACK in task.facts.redirect_uris
    with pytest.raises(NoClientId):
        enter(by=OPERATOR, number=task.number, client_id=" ", kind=Kind.PUBLIC, secret="", now=visit.now)
    visit.portal.clients["by-hand"] = {"redirect_uris": [BACK], "token_endpoint_auth_method": "none"}
    told = enter(by=OPERATOR, number=task.number, client_id="by-hand", kind=Kind.PUBLIC, secret="", now=visit.now)
    assert told == 1
    assert visit.signed_in().reason == ""
    assert tasks() == []


@pytest.mark.parametrize(
    ("portal", "reason"),
    [
        (SmartPortal(patient=PATIENT | {"birthDate": "1974-05-12"}), Reason.ANOTHER_PERSON),
        (SmartPortal(patient=PATIENT | {"name": [{"family": "Somebody", "given": ["Else"]}]}), Reason.ANOTHER_PERSON),
        (SmartPortal(says_patient=False), Reason.NO_PATIENT),
        (SmartPortal(grants="launch/patient openid"), Reason.NOTHING_SHARED),
        (SmartPortal(claims={"aud": "another-app"}), Reason.FORGED),
        (SmartPortal(claims={"iss": "https://evil.example"}), Reason.FORGED),
        (SmartPortal(claims={"nonce": "of another sign-in"}), Reason.FORGED),
        (SmartPortal(claims={"exp": 1}), Reason.FORGED),
    ],
)
def test_what_is_not_sound_becomes_no_connection_and_its_tokens_are_given_back(portal, reason):
    visit = Visit(portal, opened=add_person(by=OPERATOR, name="Ada Ferris", born="1974-05-11"))
    learn(visit.opened, [identity_of_patient(PATIENT)])
    visit.begun()
    assert visit.signed_in().reason == reason
    row = visit.row
    assert (row.state, row.reason, row.tokens, row.source) == ("ready", reason, None, None)
    assert not Fetch.objects.exists()
    assert portal.access_tokens == set()
    assert portal.refresh_tokens == {}


def test_nothing_of_a_record_is_asked_for_before_the_person_is_known():
    visit = Visit(SmartPortal(patient=PATIENT | {"birthDate": "2001-01-01"}))
    visit.begun()
    visit.signed_in()
    looked = [one for one in visit.portal.asked if "not-a-token" not in one.headers.get("authorization", "not-a-token")]
    assert {str(one.url) for one in looked} == {f"{BASE}/Patient/ada-1"}


def test_somebody_who_knows_both_says_it_is_the_same_person():
    visit = Visit(SmartPortal(patient=PATIENT | {"name": [{"family": "Married", "given": ["Ada"]}]}))
    learn(visit.opened, [identity_of_patient(PATIENT)])
    visit.begun()
    assert visit.signed_in().reason == Reason.ANOTHER_PERSON
    assert visit.signed_in(same_person=True).reason == ""
    assert visit.seen().facts.same_person


def test_what_the_portal_did_not_grant_is_said():
    visit = Visit(SmartPortal(grants="launch/patient patient/Patient.rs patient/Immunization.rs")).connected()
    missing = visit.seen().facts.missing
    assert {"allergies", "labs", "medications"} <= set(missing)
    assert "vaccines" not in missing
    assert visit.tokens().refresh == ""
    assert visit.row.expires_at == visit.tokens().expires_at


@pytest.mark.parametrize("born", ["2015-03-01", "2015", "2015-03"])
def test_a_site_for_adults_only_turns_a_child_away(settings, born):
    settings.ADULTS_ONLY = True
    user = get_user_model().objects.create(email="ada@home.example")
    viewer = Viewer(user.pk, user.pseudonym)
    visit = Visit(SmartPortal(patient=PATIENT | {"birthDate": born}))
    visit.opened = add_person(by=viewer, name="Ada", owner=user.pk, relation="self")
    visit.begun()
    assert visit.signed_in().reason == Reason.UNDER_AGE
    visit.opened = add_person(by=viewer, name="Bea", owner=user.pk, relation="daughter")
    with pytest.raises(PolicyForbids) as why:
        visit.begun()
    assert why.value.reason == Reason.NOT_YOUR_OWN


def test_an_answer_counts_once_in_its_own_session_and_in_time():
    visit = Visit()
    visit.begun()
    told = visit.portal.browser(visit.sent())
    with pytest.raises(UnknownSignIn):
        visit.back(told, session="another session")
    with pytest.raises(UnknownSignIn):
        visit.back({**told, "state": "x" * 43})
    assert visit.back(told).reason == ""
    with pytest.raises(UnknownSignIn):
        visit.back(told)
    told = visit.portal.browser(visit.sent())
    visit.later(minutes=10)
    with pytest.raises(UnknownSignIn):
        visit.back(told)


def test_the_answer_of_another_server_is_not_taken():
    visit = Visit()
    visit.begun()
    told = visit.portal.browser(visit.sent())
    assert visit.back({**told, "iss": "https://evil.example"}).reason == Reason.FORGED
    assert visit.portal.access_tokens == set()


@pytest.mark.parametrize(
    ("error", "reason"),
    [("access_denied", "denied"), ("invalid_scope", "scope_refused"), ("server_error", "unwell"), ("odd", "rejected")],
)
def test_each_refusal_of_the_portal_has_its_reason(error, reason):
    visit = Visit()
    visit.begun()
    assert visit.back(visit.portal.browser(visit.sent(), agrees=False, error=error)).reason == reason
    assert (visit.row.state, visit.row.reason) == ("ready", reason)


def test_after_a_refusal_of_scopes_it_is_asked_for_what_is_offered():
    offered = ["launch/patient", "patient/Patient.rs", "patient/Immunization.rs"]
    visit = Visit(SmartPortal(configuration={"scopes_supported": offered}))
    visit.begun()
    assert "patient/Condition.rs" in scope_of(visit.sent())
    visit.back(visit.portal.browser(visit.sent(), agrees=False, error="invalid_scope"))
    assert scope_of(visit.sent()).split() == offered


def test_a_portal_that_forgot_this_site_is_registered_at_anew():
    visit = Visit()
    visit.begun()
    visit.back(visit.portal.browser(visit.sent(), agrees=False, error="unauthorized_client"))
    assert visit.signed_in().reason == ""
    assert [row.ended_at is None for row in Registration.objects.order_by("pk")] == [False, True]


def test_a_portal_that_changed_its_issuer_is_registered_at_anew():
    visit = Visit().connected()
    before = visit.seen().row.registration_id
    moved = {"issuer": "https://sign-in.alder.example"}
    visit.portal.configuration, visit.portal.claims = moved, {"iss": moved["issuer"]}
    told = visit.portal.browser(visit.sent())
    assert visit.back({**told, "iss": moved["issuer"]}).reason == ""
    assert visit.row.registration_id != before
    assert visit.seen().facts.issuer == moved["issuer"]


def test_a_renewed_sign_in_is_the_same_source_and_keeps_what_was():
    visit = Visit().connected()
    source = visit.row.source_id
    assert visit.ended()
    assert visit.row.state == "disconnected"
    visit.connected()
    assert visit.row.source_id == source
    assert Source.objects.count() == 1


def test_another_address_of_the_same_portal_takes_over_what_the_ended_connection_had():
    visit = Visit().connected()
    first = visit.number
    visit.ended()
    visit.begun(ROOT)
    assert not Connection.objects.filter(pk=first).exists()
    assert Fetch.objects.filter(connection=visit.number).count() == 1


def test_disconnecting_tells_the_portal_and_destroys_the_tokens():
    visit = Visit().connected()
    assert visit.ended()
    assert visit.portal.refresh_tokens == {}
    assert visit.portal.access_tokens == set()
    row = visit.row
    assert (row.state, row.tokens, row.next_fetch_at) == ("disconnected", None, None)
    assert Fetch.objects.get().state == "stopped"
    with pytest.raises(CannotHappen):
        visit.ended()


def test_a_portal_that_does_not_hear_it_is_no_reason_to_stay_connected():
    visit = Visit().connected()
    visit.portal.answers[f"POST {ROOT}/revoke"] = httpx2.ConnectError("down")
    assert not visit.ended()
    assert visit.row.tokens is None


def test_who_may_only_look_connects_nothing():
    visit = Visit()
    visit.begun()
    visit.opened = replace(visit.opened, role=Role.VIEWER)
    for act in (visit.begun, visit.sent, visit.ended):
        with pytest.raises(NotAllowed):
            act()


def test_no_secret_stands_in_a_row_as_it_is():
    visit = Visit().connected()
    tokens, address = visit.tokens(), visit.sent()
    asked = dict(parse_qsl(urlsplit(address).query))
    secrets = [tokens.access, tokens.refresh, asked["state"], asked["nonce"], "alder.example", "ada-1", "Ferris"]
    rows = [
        *Connection.objects.values(),
        *SignIn.objects.values(),
        *Fetch.objects.values(),
        *Registration.objects.values(),
    ]
    told = repr([{name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()} for row in rows])
    assert [one for one in secrets if one in told] == []

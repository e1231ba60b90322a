"""Do codes and tokens work once, for whom they were made, as long as they should, and not a moment longer?"""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from haversack.fhirserver.actions.forgetting import forget_old
from haversack.fhirserver.models import AccessToken, Code, Permission, RefreshToken
from haversack.smart.pkce import challenge_of

from ...fakes.records import Families
from .walking import BACK, VERIFIER, Walk, registered

REFUSED = (400, 401)


def said(response) -> dict:
    return json.loads(response.content)


def works(walk, access: str) -> bool:
    return walk.get("Patient/ana", access).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": None}, {"code_verifier": ""}, {"code_verifier": " "}, {"code_verifier": "wrong" * 10},
        {"code_verifier": challenge_of(VERIFIER)}, {"code_verifier": VERIFIER.upper()}, {"code_verifier": "x" * 200},
        {"redirect_uri": None}, {"redirect_uri": f"{BACK}/"}, {"redirect_uri": "https://evil.example/"},
        {"client_id": None}, {"client_id": "nobody"}, {"code": "guessed"}, {"code": ""}, {"code": None}, {"code": "\0"},
        {"grant_type": None}, {"grant_type": "password"}, {"grant_type": "implicit"},
        {"grant_type": "client_credentials"}, {"grant_type": "urn:ietf:params:oauth:grant-type:device_code"},
        {"client_assertion": "eyJhbGciOiJub25lIn0.e30.", "client_assertion_type": "x"}, {"client_secret": "x"},
    ],
)  # fmt: skip
def test_a_wrong_exchange_brings_no_token_and_says_why(walk, changed):
    answer = walk.token(**({"code": walk.code()} | changed))
    assert answer.status_code in REFUSED
    assert said(answer)["error"] in (
        "invalid_grant", "invalid_request", "invalid_client", "unsupported_grant_type", "unauthorized_client",
    )  # fmt: skip
    assert "access_token" not in said(answer)
    assert answer["Cache-Control"] == "no-store"
    assert not AccessToken.objects.exists()


def test_a_code_works_once_and_shown_again_ends_what_it_brought(walk, records):
    code = walk.code()
    held = said(walk.token(code=code))
    assert works(walk, held["access_token"])
    again = walk.token(code=code)
    assert again.status_code == 400
    assert said(again)["error"] == "invalid_grant"
    assert not works(walk, held["access_token"])
    assert walk.refresh(held["refresh_token"]).status_code == 400
    assert Permission.objects.get().ended_by == "misuse"


def test_a_code_that_was_tried_with_the_wrong_key_is_gone(walk):
    code = walk.code()
    walk.token(code=code, code_verifier="wrong" * 10)
    assert walk.token(code=code).status_code == 400


def test_a_code_lives_one_minute(walk):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        code = walk.code()
        clock.shift(61)
        assert said(walk.token(code=code))["error"] == "invalid_grant"
        code = walk.code()
        clock.shift(58)
        assert walk.token(code=code).status_code == 200


def test_a_code_belongs_to_one_app(walk, browser):
    other = Walk(browser, registered().app.client_id)
    code = walk.code()
    assert said(other.token(code=code))["error"] == "invalid_grant"
    assert walk.token(code=code).status_code == 200  # a stranger's try takes nothing from the app it was made for


def test_a_confidential_app_shows_its_secret(browser, records):
    known = registered(token_endpoint_auth_method="client_secret_basic")
    walk = Walk(browser, known.app.client_id, known.secret)
    for secret in ("", "wrong", known.app.client_secret):
        code = walk.code()
        walk.secret = secret
        answer = walk.token(code=code, client_id=known.app.client_id)
        assert answer.status_code == 401
        assert said(answer)["error"] == "invalid_client"
        assert "WWW-Authenticate" in answer
        walk.secret = known.secret
    body = Walk(browser, known.app.client_id)
    assert body.token(code=walk.code(), client_secret=known.secret).status_code == 401  # only in the header
    assert walk.token(code=walk.code()).status_code == 200


def test_a_public_app_has_no_secret_to_show(walk):
    walk.secret = "anything"
    assert walk.token(code=walk.code()).status_code == 401


def test_an_access_token_lives_one_hour_at_most(walk, records):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        held = walk.tokens()
        clock.shift(3599)
        assert works(walk, held["access_token"])
        clock.shift(2)
        answer = walk.get("Patient/ana", held["access_token"])
        assert answer.status_code == 401
        assert 'error="invalid_token"' in answer["WWW-Authenticate"]


def test_nothing_that_is_kept_can_be_used(walk):
    code = walk.code()
    held = said(walk.token(code=code))
    kept = str(list(Code.objects.values()) + list(AccessToken.objects.values()) + list(RefreshToken.objects.values()))
    for secret in (code, held["access_token"], held["refresh_token"]):
        assert len(secret) >= 43
        assert secret not in kept
    assert not works(walk, AccessToken.objects.get().token_checksum)


def test_a_refresh_token_brings_the_next_pair_and_is_used_up(walk, records, settings):
    settings.FHIR_GRACE_SECONDS = 0
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = walk.tokens()
        clock.shift(1800)
        second = said(walk.refresh(first["refresh_token"]))
        assert second["refresh_token"] != first["refresh_token"]
        assert second["access_token"] != first["access_token"]
        assert second["token_type"] == "Bearer"
        assert second["expires_in"] == 3600
        assert second["scope"] == first["scope"]
        assert second["patient"] == "ana"
        assert works(walk, second["access_token"])


def test_a_public_app_need_not_say_who_it_is_to_come_back_and_another_must(walk, browser):
    held = walk.tokens()
    assert walk.refresh(held["refresh_token"], client_id=None).status_code == 200
    assert walk.refresh("unknown", client_id=None).status_code == 401
    known = registered(token_endpoint_auth_method="client_secret_basic")
    secretive = Walk(browser, known.app.client_id, known.secret)
    held = secretive.tokens()
    secretive.secret = ""
    assert secretive.refresh(held["refresh_token"], client_id=None).status_code == 401


def test_a_used_refresh_token_that_comes_back_ends_everything(walk, records):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = walk.tokens()
        second = said(walk.refresh(first["refresh_token"]))
        clock.shift(31)
        assert said(walk.refresh(first["refresh_token"]))["error"] == "invalid_grant"
        assert not works(walk, second["access_token"])
        assert walk.refresh(second["refresh_token"]).status_code == 400
        assert Permission.objects.get().ended_by == "misuse"


def test_an_answer_that_was_lost_can_be_asked_for_once_more(walk, records):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = walk.tokens()
        lost = said(walk.refresh(first["refresh_token"]))
        clock.shift(10)
        again = said(walk.refresh(first["refresh_token"]))
        assert works(walk, again["access_token"])
        assert not works(walk, lost["access_token"])
        clock.shift(10)
        assert said(walk.refresh(again["refresh_token"]))["access_token"]


def test_whoever_took_the_lost_answer_is_found_out(walk, records):
    first = walk.tokens()
    taken = said(walk.refresh(first["refresh_token"]))
    again = said(walk.refresh(first["refresh_token"]))
    assert said(walk.refresh(taken["refresh_token"]))["error"] == "invalid_grant"
    assert not works(walk, again["access_token"])


def test_a_lost_answer_that_was_used_after_all_was_not_lost(walk, records):
    first = walk.tokens()
    second = said(walk.refresh(first["refresh_token"]))
    third = said(walk.refresh(second["refresh_token"]))
    assert said(walk.refresh(first["refresh_token"]))["error"] == "invalid_grant"
    assert not works(walk, third["access_token"])


def test_a_refresh_may_ask_for_less_and_never_for_more(walk, records):
    walk.scope = "launch/patient offline_access patient/Patient.rs patient/Observation.rs"
    first = walk.tokens()
    less = said(walk.refresh(first["refresh_token"], scope="patient/Patient.r"))
    assert less["scope"] == "patient/Patient.r"
    assert walk.get("Patient/ana", less["access_token"]).status_code == 200
    assert walk.get("Observation?patient=ana", less["access_token"]).status_code == 403
    for more in ("patient/*.rs", "patient/Goal.rs", "system/Patient.rs", "openid", "fly/away"):
        assert said(walk.refresh(less["refresh_token"], scope=more))["error"] == "invalid_scope"
    all_again = said(walk.refresh(less["refresh_token"]))
    assert all_again["scope"] == walk.scope


def test_a_refresh_token_belongs_to_one_app(walk, browser):
    held = walk.tokens()
    other = Walk(browser, registered().app.client_id)
    assert said(other.refresh(held["refresh_token"]))["error"] == "invalid_grant"
    assert walk.refresh(held["refresh_token"]).status_code == 200
    assert walk.refresh(held["access_token"]).status_code == 400


@pytest.mark.parametrize(
    ("lasts", "still", "over"),
    [
        ("hour", timedelta(minutes=59), timedelta(minutes=61)),
        ("day", timedelta(hours=23), timedelta(hours=25)),
        ("week", timedelta(days=6), timedelta(days=8)),
        ("year", timedelta(days=395), timedelta(days=397)),
    ],
)
def test_an_app_may_come_back_as_long_as_the_site_says(walk, records, settings, lasts, still, over):
    settings.FHIR_LASTS = lasts
    with time_machine.travel(timezone.now(), tick=False) as clock:
        begun = timezone.now()
        held = walk.tokens()
        clock.move_to(begun + still)
        held = said(walk.refresh(held["refresh_token"]))
        assert held["expires_in"] <= 3600
        clock.move_to(begun + over)
        assert said(walk.refresh(held["refresh_token"]))["error"] == "invalid_grant"
        assert not works(walk, held["access_token"])


def test_three_months_are_counted_from_the_last_time(walk, settings):
    assert settings.FHIR_LASTS == "quarter"
    with time_machine.travel(timezone.now(), tick=False) as clock:
        held = walk.tokens()
        for _ in range(3):
            clock.shift(timedelta(days=92))
            held = said(walk.refresh(held["refresh_token"]))
        clock.shift(timedelta(days=94))
        assert said(walk.refresh(held["refresh_token"]))["error"] == "invalid_grant"


def test_an_app_may_get_less_than_the_site_allows(walk, browser):
    walk_app = registered()
    walk_app.app.lasts = "hour"
    walk_app.app.save()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        short = Walk(browser, walk_app.app.client_id)
        held = short.tokens()
        clock.shift(3601)
        assert short.refresh(held["refresh_token"]).status_code == 400


def test_while_i_am_here_ends_with_the_session(walk, records, rosa):
    walk.browser.post("/account/login/", {"login": rosa.email, "password": "seven quiet harbours"})
    walk.scope = "patient/*.rs online_access"
    held = walk.tokens()
    assert works(walk, held["access_token"])
    again = said(walk.refresh(held["refresh_token"]))
    walk.browser.post("/account/logout/")
    assert not works(walk, again["access_token"])
    assert walk.refresh(again["refresh_token"]).status_code == 400


def test_a_right_that_ended_ends_the_tokens_at_once(walk, records, rosa):
    held = walk.tokens()
    Families.may[rosa.pseudonym] = {}
    assert walk.get("Patient/ana", held["access_token"]).status_code == 401
    assert walk.refresh(held["refresh_token"]).status_code == 400
    Families.reset()
    assert Permission.objects.get().ended_by == "right"


def test_a_user_who_may_not_sign_in_any_more_lets_nobody_in(walk, records, rosa):
    held = walk.tokens()
    rosa.is_active = False
    rosa.save()
    assert walk.get("Patient/ana", held["access_token"]).status_code == 401
    assert walk.refresh(held["refresh_token"]).status_code == 400


def test_a_token_is_given_back(walk, records):
    held = walk.tokens()
    answer = walk.app.post("/oauth/revoke", {"token": held["access_token"], "client_id": walk.client_id})
    assert answer.status_code == 200
    assert not works(walk, held["access_token"])
    held = said(walk.refresh(held["refresh_token"]))
    walk.app.post(
        "/oauth/revoke", {"token": held["refresh_token"], "client_id": walk.client_id, "token_type_hint": "x"}
    )
    assert not works(walk, held["access_token"])
    assert walk.refresh(held["refresh_token"]).status_code == 400
    assert Permission.objects.get().ended_by == "app"


def test_a_stranger_gives_nothing_back(walk, browser, records):
    held = walk.tokens()
    other = registered().app.client_id
    for token in (held["access_token"], held["refresh_token"], "unknown"):
        assert walk.app.post("/oauth/revoke", {"token": token, "client_id": other}).status_code == 200
    assert works(walk, held["access_token"])
    assert walk.app.post("/oauth/revoke", {"token": held["access_token"], "client_id": "nobody"}).status_code == 401
    assert walk.app.post("/oauth/revoke", {"client_id": walk.client_id}).status_code == 400


def test_parameters_in_the_address_are_refused(walk):
    answer = walk.app.post(f"/oauth/token?code={walk.code()}")
    assert answer.status_code == 400
    assert walk.app.get("/oauth/token").status_code == 405


def test_what_can_do_nothing_any_more_is_forgotten(walk):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        held = walk.tokens()
        walk.refresh(held["refresh_token"])
        clock.shift(timedelta(hours=2))
        forget_old(now=timezone.now())
        assert not AccessToken.objects.exists()
        assert RefreshToken.objects.count() == 2  # one shown twice must still be recognised
        clock.shift(timedelta(days=185))
        forget_old(now=timezone.now())
        assert not RefreshToken.objects.exists()
        assert not Code.objects.exists()
        assert not Permission.objects.exists()

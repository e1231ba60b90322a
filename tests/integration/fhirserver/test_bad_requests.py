"""What becomes of forged, replayed and broken requests to be let in? They say what is wrong and reveal nothing.

Nobody is ever sent to an address that the app did not register, and nothing is granted.
"""

import pytest

from haversack.fhirserver.models import App, Code, Permission

from .walking import BACK, BASE, STATE, parameters, registered

NEVER = ["https://evil.example", "//evil.example", "javascript:alert(1)"]


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": None}, {"client_id": ""}, {"client_id": "nobody"}, {"client_id": "x\0y"},
        {"client_id": ["a", "b"]},
        {"redirect_uri": None}, {"redirect_uri": ""}, {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": f"{BACK}/"}, {"redirect_uri": f"{BACK}?x=1"}, {"redirect_uri": f"{BACK}#x"},
        {"redirect_uri": f"{BACK}%20"}, {"redirect_uri": f"{BACK}/../evil"}, {"redirect_uri": "http://app.example/callback"},
        {"redirect_uri": "https://app.example.evil.example/callback"}, {"redirect_uri": "https://APP.example/callback"},
        {"redirect_uri": "https://app.example@evil.example/callback"}, {"redirect_uri": "//evil.example/callback"},
        {"redirect_uri": "https://app.example:443/callback"}, {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": "https://app.example\\@evil.example/callback"}, {"redirect_uri": "/callback"},
        {"redirect_uri": [BACK, "https://evil.example/"]}, {"redirect_uri": ["https://evil.example/", BACK]},
    ],
)  # fmt: skip
def test_who_cannot_be_sent_back_is_told_here(walk, changed):
    for browser in (walk.browser, walk.app):
        walk.browser = browser
        page = walk.ask(**changed)
        assert page.status_code == 400
        assert "Location" not in page
        words = page.content.decode().partition("<main")[2].partition("</main>")[0]
        assert "This app cannot be let in" in words
        assert "evil.example" not in words
        assert BACK not in words
    assert not Permission.objects.exists()


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": None}, "unsupported_response_type"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": "none"}, "unsupported_response_type"),
        ({"aud": None}, "invalid_request"),
        ({"aud": "https://evil.example/fhir"}, "invalid_request"),
        ({"aud": [BASE, "https://evil.example"]}, "invalid_request"),
        ({"state": None}, "invalid_request"),
        ({"state": "1234"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge": "x"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"launch": "an-ehr-launch"}, "invalid_request"),
        ({"request": "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported"),
        ({"request_uri": "https://evil.example/r"}, "request_uri_not_supported"),
        ({"prompt": "none"}, "interaction_required"),
        ({"response_mode": "fragment"}, "invalid_request"),
    ],
)
def test_what_else_is_wrong_is_told_to_the_app_before_anybody_signs_in(checked, changed, error):
    for browser in (checked.browser, checked.app):
        checked.browser = browser
        answer = checked.ask(**changed)
        assert answer["Location"].startswith(f"{BACK}?")
        told = parameters(answer)
        assert told["error"] == error
        assert len(told["error_description"]) > 15
        assert told.get("state", "") == (changed["state"] or "" if "state" in changed else STATE)
    assert not Permission.objects.exists()


@pytest.mark.parametrize("changed", [{"response_type": "token"}, {"aud": None}, {"scope": "none"}, {"state": "1"}])
def test_an_app_that_nobody_checked_takes_nobody_along(walk, changed):
    """A link to this server that ends in a fault must not lead on to whoever registered an app and made the link."""
    for browser in (walk.browser, walk.app):
        walk.browser = browser
        page = walk.ask(**changed)
        assert page.status_code == 400
        assert "Location" not in page
        assert "Go to app.example" in page.content.decode()
        assert f'href="{BACK}?error=' in page.content.decode()


@pytest.mark.parametrize("name", ["scope", "state", "response_type"])
def test_a_parameter_that_stands_there_twice_is_refused(walk, name):
    answer = walk.ask(**{name: [walk.asked()[name]] * 2})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "answer",
    [
        {"redirect_uri": "https://evil.example/"}, {"client_id": "nobody"}, {"aud": "https://evil.example/fhir"},
        {"code_challenge_method": "plain"}, {"state": "1"}, {"patient": "ben"}, {"patient": ""}, {"patient": None},
        {"patient": "ana' OR 1=1"}, {"patient": "ana\0"}, {"give": []}, {"give": ["Patient*", "everything"]},
    ],
)  # fmt: skip
def test_an_answer_that_was_tampered_with_grants_nothing(walk, answer):
    response = walk.decide(walk.ask(), **answer)
    assert "code=" not in response.get("Location", "")
    assert not response.get("Location", "").startswith(tuple(NEVER))
    assert not Permission.objects.exists()


def test_more_than_the_app_may_ask_for_cannot_be_ticked(browser, records):
    known = registered(scope="patient/Patient.rs")
    from .walking import Walk

    walk = Walk(browser, known.app.client_id)
    walk.decide(walk.ask(), give=["Patient", "Goal", "Observation", "patient/*.rs"])
    assert Permission.objects.get().scope.split()[-1] == "patient/Patient.rs"


def test_an_answer_needs_the_page_it_came_from(walk, rosa):
    from django.test import Client

    forger = Client(enforce_csrf_checks=True)
    forger.force_login(rosa)
    form = walk.asked() | {"patient": "ana", "give": ["Patient"], "act": "allow"}
    assert forger.post("/oauth/decide", form).status_code == 403
    assert not Permission.objects.exists()


def test_an_answer_of_somebody_signed_out_grants_nothing(walk):
    form = walk.asked() | {"patient": "ana", "give": ["Patient"], "act": "allow"}
    from django.test import Client

    answer = Client().post("/oauth/decide", form)
    assert answer.status_code == 400
    assert not Code.objects.exists()


def test_an_app_that_was_ended_is_not_let_in(walk):
    from django.utils import timezone

    App.objects.update(ended=timezone.now())
    assert walk.ask().status_code == 400


def test_a_service_cannot_use_the_page(browser, rosa):
    from haversack.fhirserver.actions.registering import add_service

    from .walking import Walk

    service = add_service(name="Feed", scope="system/*.rs", jwks_uri="https://x.example/jwks")
    App.objects.filter(pk=service.pk).update(redirect_uris=BACK)
    assert parameters(Walk(browser, service.client_id).ask())["error"] == "unauthorized_client"

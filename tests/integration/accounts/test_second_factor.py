"""The second factor: asked for when there is one, sealed where it is kept."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from haversack.accounts.actions import set_password

PASSWORD = "seven quiet harbours"

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def guarded(rosa):
    """Rosa, with a code from her phone and a sheet of recovery codes."""
    TOTP.activate(rosa, SECRET)
    RecoveryCodes.activate(rosa)
    return rosa


def _code() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def _recovery_code(user) -> str:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]


def test_the_password_alone_is_not_enough(guarded, sign_in, is_signed_in):
    assert not is_signed_in(sign_in(guarded))


@pytest.mark.parametrize("right", [_code, _recovery_code])
def test_with_the_code_it_is(guarded, sign_in, is_signed_in, right):
    browser = sign_in(guarded)
    browser.post("/account/2fa/authenticate/", {"code": right(guarded) if right is _recovery_code else right()})
    assert is_signed_in(browser)


def test_a_recovery_code_works_once(guarded, sign_in, is_signed_in):
    code = _recovery_code(guarded)
    for expected in (True, False):
        browser = sign_in(guarded)
        browser.post("/account/2fa/authenticate/", {"code": code})
        assert is_signed_in(browser) is expected


def test_a_wrong_code_is_in_the_trail(guarded, sign_in, trail):
    sign_in(guarded).post("/account/2fa/authenticate/", {"code": "000000"})
    assert trail()[-1] == ("account.second-factor-failed", "anonymous", guarded.pseudonym)


def test_a_copy_of_the_database_does_not_hold_the_secrets(guarded):
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in kept
    assert _recovery_code(guarded) not in kept


def test_setting_one_up_asks_for_the_password_again_when_that_was_long_ago(rosa, sign_in):
    browser = sign_in(rosa)
    session = browser.session
    session["account_authentication_methods"] = []
    session.save()
    assert "/reauthenticate/" in browser.get("/account/2fa/totp/activate/").url


def test_a_new_password_from_the_operator_leaves_the_second_factor(guarded, sign_in, is_signed_in):
    set_password(email=guarded.email, password=PASSWORD)
    assert not is_signed_in(sign_in(guarded))


def test_the_operator_can_let_in_somebody_who_lost_it(guarded, sign_in, is_signed_in, trail):
    set_password(email=guarded.email, password=PASSWORD, without_second_factor=True)
    assert is_signed_in(sign_in(guarded))
    assert ("account.second-factor-forgotten", "operator", guarded.pseudonym) in trail()


def test_passkeys_are_offered_to_somebody_who_is_not_signed_in():
    answer = Client().get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["request_options"]["publicKey"]["userVerification"] == "required"

"""Does a portal that names other servers than before get anything that was given by the old ones, or lose a connection?

A changed issuer, or one of its addresses elsewhere, as after a takeover of the portal's page or a move in good faith.
"""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from haversack.connections.actions import tokens as acting
from haversack.connections.actions.permission import PortalUnwell, SignInAgain
from haversack.connections.actions.signing_in import NotRegisteredYet
from haversack.connections.models import Registration
from haversack.connections.presenters.words import words_for
from haversack.connections.rules.states import CannotHappen, Reason

from ..integration.connections.signing import Visit

ELSEWHERE = "https://elsewhere.example"
CHANGES = {
    "issuer": {"issuer": ELSEWHERE},
    "token endpoint": {"token_endpoint": f"{ELSEWHERE}/token"},
    "authorisation page": {"authorization_endpoint": f"{ELSEWHERE}/authorize"},
    "keys": {"jwks_uri": f"{ELSEWHERE}/keys"},
    "registration": {"issuer": ELSEWHERE, "registration_endpoint": f"{ELSEWHERE}/register"},
    "revocation": {"revocation_endpoint": f"{ELSEWHERE}/revoke"},
}
CHANGES["all"] = {name: value for one in CHANGES.values() for name, value in one.items()}


def try_to_sign_in(visit: Visit) -> Reason:
    """As far as a person comes with it who answers at whichever page they are led to."""
    try:
        address = visit.sent()
    except (NotRegisteredYet, CannotHappen):
        return visit.seen().reason
    if address.startswith(ELSEWHERE):
        return visit.back({"state": address.partition("state=")[2].partition("&")[0], "error": "server_error"}).reason
    return visit.back(visit.portal.browser(address)).reason


def one_round(luck: random.Random, change: str) -> list[str]:
    """A connection whose portal changes, for some hours, in which tokens are renewed and somebody signs in; then the
    portal is itself again. What does not hold."""
    wrong = []
    Registration.objects.all().delete()  # of the portal of the round before
    visit = Visit().connected()
    visit.portal.registers = luck.random() < 0.5
    given = {visit.tokens().access, visit.tokens().refresh}
    visit.portal.configuration = CHANGES[change]
    for step in luck.choices(["renew", "sign in"], k=3):
        visit.later(hours=2)
        if step == "sign in":
            reason = try_to_sign_in(visit)
            if reason is not Reason.NONE and not words_for(reason).next:
                wrong.append(f"{reason} without words")
            if visit.seen().state.value not in ("connected", "ready", "sign_in_again", "registering"):
                wrong.append(f"{visit.seen().state}")
        else:
            try:
                visit.bearer()
            except (PortalUnwell, SignInAgain) as why:
                wrong += [] if words_for(why.reason).next else [f"{why.reason} without words"]
        row = visit.row
        given |= {visit.tokens().access, visit.tokens().refresh} if row.tokens is not None else set()
    strangers = [one for one in visit.portal.asked if str(one.url).startswith(ELSEWHERE)]
    for one in strangers:
        said = one.content.decode() + str(sorted(one.headers.items()))
        wrong += [f"a token went to {one.url.path}" for token in given if token and token in said]
    visit.portal.configuration = {}
    visit.later(hours=2)
    with suppress(PortalUnwell):
        if visit.seen().state.value == "connected" and visit.bearer() not in visit.portal.access_tokens:
            wrong.append("a token that opens nothing")
    if visit.seen().state.value != "registering" and (reason := try_to_sign_in(visit)):
        wrong.append(f"cannot sign in any more: {reason}")
    return [f"{change}: {one}" for one in wrong]


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_a_portal_whose_server_changed_gets_no_token_of_the_old_one_and_loses_no_connection(proof):
    luck, tried, wrong = random.Random(proof.seed), 0, []
    for change in [*CHANGES] * proof.size(sample=1, full=30):
        tried += 3
        wrong += one_round(luck, change)
    assert not wrong
    proof.counted("renewals and sign-ins at a portal whose issuer or server changed", tried=tried, wrong=len(wrong))


def test_the_harness_notices_tokens_that_go_where_the_portal_says_today(monkeypatch):
    real = acting.ask_for_tokens

    def trusting(**terms):
        terms["endpoint"] = f"{ELSEWHERE}/token"
        return real(**terms)

    monkeypatch.setattr(acting, "ask_for_tokens", trusting)
    luck = random.Random(5)
    wrong = [one for _ in range(3) for one in one_round(luck, "token endpoint")]
    assert "token endpoint: a token went to /token" in wrong

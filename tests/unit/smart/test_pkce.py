"""Does a proof key prove what it should, and nothing else?"""

import pytest

from haversack.smart.pkce import challenge_of, proves, why_not

# The example of RFC 7636, appendix B.
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_example_of_the_standard():
    assert challenge_of(VERIFIER) == CHALLENGE
    assert proves(VERIFIER, CHALLENGE)
    assert why_not(CHALLENGE, "S256") == ""


@pytest.mark.parametrize(
    "verifier",
    [None, "", " ", CHALLENGE, VERIFIER[:-1] + "l", VERIFIER[:42], VERIFIER + "=", "a" * 129, VERIFIER + " ", "é" * 43],
)
def test_any_other_verifier_proves_nothing(verifier: str | None):
    assert not proves(verifier, CHALLENGE)


@pytest.mark.parametrize(
    ("challenge", "method"),
    [
        (None, "S256"), ("", "S256"), (CHALLENGE, None), (CHALLENGE, ""), (CHALLENGE, "plain"), (CHALLENGE, "s256"),
        (CHALLENGE + "=", "S256"), (CHALLENGE[:-1], "S256"), (CHALLENGE[:-1] + "+", "S256"),
    ],
)  # fmt: skip
def test_a_bad_challenge_is_refused_in_words(challenge: str | None, method: str | None):
    assert "code_challenge" in why_not(challenge, method)

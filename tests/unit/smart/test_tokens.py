"""Is a portal asked for tokens in the words of the standard, and are only whole answers taken?"""

import pytest

from haversack.smart.tokens import NotGiven, code_form, read_tokens, refresh_form


def test_a_code_is_traded_with_the_address_and_the_verifier_that_it_was_asked_for_with():
    assert code_form(code="c", redirect_uri="https://home.example/back/", verifier="v") == {
        "grant_type": "authorization_code",
        "code": "c",
        "redirect_uri": "https://home.example/back/",
        "code_verifier": "v",
    }


def test_a_renewal_asks_for_what_was_granted_and_names_no_scope():
    assert refresh_form("r") == {"grant_type": "refresh_token", "refresh_token": "r"}


@pytest.mark.parametrize(
    "answer",
    [None, [], {}, {"access_token": "a"}, {"token_type": "Bearer"}, {"access_token": "a", "token_type": "mac"},
     {"access_token": "a b", "token_type": "Bearer"}, {"access_token": 5, "token_type": "Bearer"}],
)  # fmt: skip
def test_what_is_no_token_to_bear_is_not_taken(answer):
    with pytest.raises(NotGiven):
        read_tokens(200, answer)
    assert read_tokens(200, {"access_token": "a", "token_type": "bearer"}).access == "a"

"""Which requests to be let in are refused, and with which error?"""

import pytest

from haversack.smart.launch import refusal

BASE = "https://portal.example/fhir"
GOOD = {
    "response_type": ["code"], "client_id": ["kite"], "redirect_uri": ["https://app.example/cb"],
    "scope": ["patient/*.rs"], "state": ["f3b1c2d4-5e6f-4708-91a2-b3c4d5e6f708"], "aud": [BASE],
    "code_challenge": ["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"], "code_challenge_method": ["S256"],
}  # fmt: skip


def test_a_good_request_goes_on():
    assert refusal(GOOD, BASE) is None
    assert refusal(GOOD | {"aud": [f"{BASE}/"]}, BASE) is None


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": ["token"]}, "unsupported_response_type"),
        ({"response_type": []}, "unsupported_response_type"),
        ({"response_mode": ["fragment"]}, "invalid_request"),
        ({"aud": []}, "invalid_request"),
        ({"aud": ["https://other.example/fhir"]}, "invalid_request"),
        ({"aud": [f"{BASE}.evil.example"]}, "invalid_request"),
        ({"aud": ["https://portal.example/"]}, "invalid_request"),
        ({"aud": [BASE, BASE]}, "invalid_request"),
        ({"state": []}, "invalid_request"),
        ({"state": [""]}, "invalid_request"),
        ({"state": ["12345"]}, "invalid_request"),
        ({"state": ["aaaaaaaaaaaaaaaa"]}, "invalid_request"),
        ({"state": ["x\0yzzyabcdefgh"]}, "invalid_request"),
        ({"state": ["ab" * 2000]}, "invalid_request"),
        ({"state": GOOD["state"] * 2}, "invalid_request"),
        ({"code_challenge": []}, "invalid_request"),
        ({"code_challenge": [""]}, "invalid_request"),
        ({"code_challenge_method": ["plain"]}, "invalid_request"),
        ({"code_challenge_method": []}, "invalid_request"),
        ({"code_challenge_method": ["S256", "plain"]}, "invalid_request"),
        ({"launch": ["xyz"]}, "invalid_request"),
        ({"request": ["eyJhbGciOiJub25lIn0..."]}, "request_not_supported"),
        ({"request_uri": ["https://evil.example/request"]}, "request_uri_not_supported"),
        ({"prompt": ["none"]}, "interaction_required"),
    ],
)
def test_a_bad_one_is_refused_with_the_error_that_the_standard_names(changed: dict, error: str):
    refused = refusal(GOOD | changed, BASE)
    assert refused is not None
    assert refused.error == error
    assert len(refused.reason) > 20
    assert not any(
        value and value in refused.reason for values in changed.values() for value in values if len(value) > 8
    )

"""Is an app taken in only as what SMART knows, and with addresses that lead nowhere dangerous?"""

import pytest
from joserfc.jwk import RSAKey

from haversack.smart.registration import NotRegistered, allowed, read, why_no_redirect

KEYS = {"keys": [RSAKey.generate_key(2048, {"kid": "1"}).as_dict(private=False)]}
GOOD = {"client_name": "Kite", "redirect_uris": ["https://app.example/cb"], "token_endpoint_auth_method": "none"}


def test_an_app_is_read_as_it_describes_itself():
    said = read(GOOD | {"scope": "openid patient/*.rs fly/away", "data_use": {"sharing": "nobody", "colour": "blue"}})
    assert said.name == "Kite"
    assert said.scope == "openid patient/*.rs"
    assert said.facts == {"sharing": "nobody"}
    assert said.origins == ("https://app.example",)


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uris": []}, {"redirect_uris": "https://app.example/cb"}, {"redirect_uris": ["x"] * 11},
        {"client_name": ""}, {"client_name": "a\nb"}, {"client_name": "x" * 400}, {"client_name": 5},
        {"token_endpoint_auth_method": "client_secret_post"}, {"grant_types": ["client_credentials"]},
        {"grant_types": ["password"]}, {"grant_types": "authorization_code"}, {"response_types": ["token"]},
        {"scope": "system/*.rs"}, {"scope": 5}, {"client_uri": "javascript:alert(1)"}, {"policy_uri": "ftp://x/"},
        {"tos_uri": "https://user@x.example/"}, {"logo_uri": "http://[::1"}, {"data_use": "none"},
        {"token_endpoint_auth_method": "private_key_jwt"},
        {"token_endpoint_auth_method": "private_key_jwt", "jwks": KEYS, "jwks_uri": "https://app.example/jwks"},
        {"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "http://app.example/jwks"},
        {"token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": []}},
        {"token_endpoint_auth_method": "private_key_jwt", "jwks": "keys"},
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_words(changed: dict):
    with pytest.raises(NotRegistered) as refused:
        read(GOOD | changed)
    assert len(refused.value.reason) > 15


@pytest.mark.parametrize("keys", [{"jwks": KEYS}, {"jwks_uri": "https://app.example/jwks.json"}])
def test_keys_come_at_once_or_from_an_address(keys: dict):
    assert read(GOOD | keys | {"token_endpoint_auth_method": "private_key_jwt"}).method == "private_key_jwt"


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example/cb", "https://app.example", "https://app.example:8443/cb?x=1", "http://localhost:9000/cb",
        "http://127.0.0.1/cb", "http://[::1]:9000/cb", "org.example.app:/back", "org.example.app://back",
    ],
)  # fmt: skip
def test_an_address_that_can_be_gone_back_to(uri: str):
    assert why_no_redirect(uri) == ""


@pytest.mark.parametrize(
    "uri",
    [
        "", "app.example", "http://app.example/cb", "https:///cb", "https://app.example/cb#x", "https://u@app.example/",
        "https://*.example/cb", "javascript:alert(1)", "data:text/html,x", "myapp:/back", "https://app.example/a b",
        "https://app.example\\@evil.example/", "//app.example/cb", "https://app.example:x/", "x" * 3000, None, 5,
        "http://localhost.evil.example/cb", "https://app.example/\n", "JaVaScRiPt:alert(1)",
    ],
)  # fmt: skip
def test_an_address_that_cannot(uri: object):
    assert why_no_redirect(uri) != ""


@pytest.mark.parametrize(
    "near",
    [
        "https://app.example/cb/", "https://app.example/cb?x=1", "https://app.example/cb#", "https://APP.example/cb",
        "https://app.example:443/cb", "https://app.example/../cb", "https://app.example/cb%20", "http://app.example/cb",
        "https://app.example.evil.example/cb", "https://app.example@evil.example/cb", "https://evil.example/cb", "",
    ],
)  # fmt: skip
def test_nothing_near_a_registered_address_is_as_good_as_it(near: str):
    assert allowed("https://app.example/cb", ["https://app.example/cb"])
    assert not allowed(near, ["https://app.example/cb"])

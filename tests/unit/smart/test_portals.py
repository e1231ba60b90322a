"""Is what a portal says of itself read as it is meant?"""

import pytest

from haversack.smart.portals import read_configuration

BASE = "https://portal.example/fhir/r4"


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("https://sign-in.example/token", "https://sign-in.example/token"),
        ("token", f"{BASE}/token"),
        ("./oauth/token", f"{BASE}/oauth/token"),
        ("../token", "https://portal.example/fhir/token"),
        ("/token", "https://portal.example/token"),
    ],
)
def test_an_address_that_is_not_whole_is_read_from_the_base(told, address):
    found = read_configuration({"token_endpoint": told, "authorization_endpoint": told}, BASE)
    assert (found.token, found.authorize) == (address, address)

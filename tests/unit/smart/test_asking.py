"""Does a request to sign in say what SMART asks for, and ask for no more than is needed?"""

from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from haversack.smart.asking import CATEGORIES, Request, authorize_address, scope_for
from haversack.smart.portals import Configuration
from haversack.smart.scopes import parse

# Verifier and challenge are the example of RFC 7636, appendix B.
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
BASE, BACK, STATE = "https://portal.example/fhir", "https://home.example/connections/back/", "s" * 43
LAB = "http://terminology.hl7.org/CodeSystem/observation-category|laboratory"
REQUEST = Request("kite", BACK, "launch/patient patient/Patient.rs", BASE, STATE, VERIFIER)
NEW = Configuration(BASE, "smart-configuration", capabilities=frozenset({"permission-v2"}))
OLD = Configuration(BASE, "smart-configuration")
SAYS_WHO = Configuration(
    BASE,
    "smart-configuration",
    issuer=BASE,
    keys="https://portal.example/keys",
    capabilities=frozenset({"sso-openid-connect", "permission-v2"}),
)


def test_the_address_to_sign_in_at_holds_all_that_smart_asks_for_and_nothing_else():
    parts = urlsplit(authorize_address("https://portal.example/authorize", REQUEST))
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://portal.example/authorize"
    assert parse_qs(parts.query, strict_parsing=True) == {
        "response_type": ["code"],
        "client_id": ["kite"],
        "redirect_uri": [BACK],
        "scope": ["launch/patient patient/Patient.rs"],
        "state": [STATE],
        "aud": [BASE],
        "code_challenge": [CHALLENGE],
        "code_challenge_method": ["S256"],
    }


def test_an_endpoint_may_ask_for_more_and_changes_nothing_of_what_is_said():
    address = authorize_address("https://portal.example/authorize?tenant=7&state=theirs&aud=x#part", REQUEST)
    asked = parse_qs(urlsplit(address).query)
    assert (asked["tenant"], asked["state"], asked["aud"]) == (["7"], [STATE], [BASE])
    assert "#" not in address


def test_a_state_of_less_than_122_bits_is_not_sent():
    short = Request("kite", BACK, "launch/patient", BASE, "s" * 20, VERIFIER)
    with pytest.raises(ValueError, match="122 bits"):
        authorize_address("https://portal.example/authorize", short)


@pytest.mark.parametrize(("told", "rights"), [(NEW, ".rs"), (OLD, ".read")])
def test_the_patient_is_asked_for_and_their_records_to_read_alone_type_by_type(told, rights):
    scopes = parse(scope_for(told))
    assert scopes.plain == ("launch/patient", "offline_access")
    assert not scopes.unknown
    assert all(str(one).startswith("patient/") and str(one).endswith(rights) for one in scopes.records)
    assert all(one.only_reading() == one and one.type != "*" for one in scopes.records)
    assert {"Patient", "Observation", "Immunization"} <= {one.type for one in scopes.records}


@pytest.mark.parametrize(
    ("offered", "chosen", "word"),
    [
        (("patient/Flag.rs",), (), "patient/Flag.rs"),
        (("patient/*.rs",), ("other",), "patient/Flag.rs"),
        (("patient/*.rs",), ("labs",), None),
        (("patient/Observation.rs",), (), None),
        ((), (), None),
    ],
)
def test_rarer_types_are_asked_for_where_the_portal_lists_them(offered, chosen, word):
    asked = scope_for(replace(NEW, scopes=offered), chosen).split()
    assert [one for one in asked if "Flag" in one] == ([word] if word else [])


def test_what_is_asked_for_fits_into_an_address_that_every_server_reads():
    offered = replace(SAYS_WHO, scopes=("patient/*.rs", "openid", "fhirUser"))
    for chosen in ((), ("labs", "other"), tuple(CATEGORIES)):
        scope = scope_for(offered, chosen)
        request = replace(
            REQUEST, scope=scope, client_id="0" * 36, redirect_uri=f"https://{'h' * 60}.example/connections/back/"
        )
        address = authorize_address("https://portal.example/oauth2/authorize", request)
        assert len(urlsplit(address).query) < 2048, len(address)
        assert scope in dict(parse_qsl(urlsplit(address).query))["scope"]
    assert "patient/Flag.rs" in scope_for(offered)


def test_one_category_is_asked_for_by_a_query_behind_the_scope():
    asked = scope_for(NEW, ["labs"]).split()
    assert [one for one in asked if "Observation" in one] == [f"patient/Observation.rs?category={LAB}"]
    assert not any("?" in one for one in scope_for(OLD, ["labs"]).split())


def test_who_signed_in_is_asked_for_with_both_words_and_only_where_it_can_be_checked():
    assert {"openid", "fhirUser"} <= set(scope_for(SAYS_WHO).split())
    for told in (NEW, OLD):
        assert not {"openid", "fhirUser"} & set(scope_for(told).split())


def test_with_an_identity_a_nonce_is_sent_and_no_age_of_it_is_asked_for():
    asked = Request("kite", BACK, scope_for(SAYS_WHO), BASE, STATE, VERIFIER, "once")
    names = {name for name, _ in parse_qsl(urlsplit(authorize_address("https://portal.example/a", asked)).query)}
    assert "nonce" in names
    assert not {"max_age", "auth_time", "claims"} & names

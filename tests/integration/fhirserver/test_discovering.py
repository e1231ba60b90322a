"""Do apps find out how to begin, from anywhere, without signing in?"""

import json

import pytest

from haversack.smart.brands import URI, Brand, Portal

BRAND = Brand(
    "harbour", "Harbour Hospital", "https://harbour.example", ((URI, "https://harbour.example"),), primary=True,
    portals=(Portal("MyHarbour", "https://portal.harbour.example"),),
)  # fmt: skip


def brands_of_the_test() -> list[Brand]:
    return [BRAND]


def document(client, path: str, **headers) -> dict:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return json.loads(answer.content)


@pytest.mark.parametrize("accept", ["application/json", "text/html", "application/fhir+xml", "*/*", ""])
def test_the_configuration_is_json_whatever_is_accepted(client, accept):
    answer = client.get("/fhir/.well-known/smart-configuration", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"


def test_the_configuration_says_all_that_smart_asks_for(client):
    said = document(client, "/fhir/.well-known/smart-configuration")
    assert said["issuer"] == "http://testserver/fhir"
    assert said["authorization_endpoint"] == "http://testserver/oauth/authorize"
    assert said["token_endpoint"] == "http://testserver/oauth/token"
    assert said["jwks_uri"] == "http://testserver/oauth/keys"
    assert said["introspection_endpoint"] == "http://testserver/oauth/introspect"
    assert said["revocation_endpoint"] == "http://testserver/oauth/revoke"
    assert said["management_endpoint"] == "http://testserver/apps/"
    assert said["registration_endpoint"] == "http://testserver/oauth/register"
    assert said["code_challenge_methods_supported"] == ["S256"]
    assert set(said["grant_types_supported"]) == {"authorization_code", "refresh_token", "client_credentials"}
    assert set(said["token_endpoint_auth_methods_supported"]) == {"none", "client_secret_basic", "private_key_jwt"}
    assert set(said["token_endpoint_auth_signing_alg_values_supported"]) == {"RS384", "ES384"}
    assert {"openid", "fhirUser", "launch/patient", "offline_access", "patient/*.rs", "patient/*.read"} <= set(
        said["scopes_supported"]
    )
    assert any("?category=" in scope for scope in said["scopes_supported"])
    assert {
        "launch-standalone", "authorize-post", "client-public", "client-confidential-symmetric",
        "client-confidential-asymmetric", "sso-openid-connect", "context-standalone-patient", "permission-offline",
        "permission-patient", "permission-v1", "permission-v2",
    } <= set(said["capabilities"])  # fmt: skip


def test_nothing_is_claimed_that_is_not_done(client):
    said = document(client, "/fhir/.well-known/smart-configuration")
    assert not {
        "launch-ehr", "context-ehr-patient", "context-ehr-encounter", "context-banner", "context-style",
        "permission-user", "smart-app-state", "context-standalone-encounter",
    } & set(said["capabilities"])  # fmt: skip
    assert not [scope for scope in said["scopes_supported"] if scope.startswith(("user/", "launch/encounter"))]


def test_every_address_is_whole(client):
    said = document(client, "/fhir/.well-known/smart-configuration")
    addresses = [value for name, value in said.items() if name.endswith(("_endpoint", "_uri")) or name == "issuer"]
    assert len(addresses) == 8
    assert all(each.startswith("http://testserver/") for each in addresses)


def test_the_addresses_lead_somewhere(client):
    said = document(client, "/fhir/.well-known/smart-configuration")
    for name in (
        "authorization_endpoint",
        "token_endpoint",
        "introspection_endpoint",
        "revocation_endpoint",
        "jwks_uri",
    ):
        assert client.get(said[name].removeprefix("http://testserver")).status_code in (200, 400, 405)


def test_the_identity_document_agrees(client):
    smart = document(client, "/fhir/.well-known/smart-configuration")
    openid = document(client, "/fhir/.well-known/openid-configuration")
    assert {name: openid[name] for name in set(openid) & set(smart)} == {
        name: smart[name] for name in set(openid) & set(smart)
    }
    assert openid["id_token_signing_alg_values_supported"] == ["RS256"]


def test_the_capability_statement_is_what_the_store_does(client):
    answer = client.get("/fhir/metadata")
    assert answer["Content-Type"].startswith("application/fhir+json")
    said = json.loads(answer.content)
    assert (said["resourceType"], said["fhirVersion"], said["kind"]) == ("CapabilityStatement", "4.0.1", "instance")
    assert said["date"]
    (rest,) = said["rest"]
    (uris,) = rest["security"]["extension"]
    assert {each["url"]: each["valueUri"] for each in uris["extension"]} == {
        "authorize": "http://testserver/oauth/authorize", "token": "http://testserver/oauth/token",
        "introspect": "http://testserver/oauth/introspect", "revoke": "http://testserver/oauth/revoke",
        "manage": "http://testserver/apps/", "register": "http://testserver/oauth/register",
    }  # fmt: skip
    assert rest["security"]["service"][0]["coding"][0]["code"] == "SMART-on-FHIR"
    types = {each["type"]: each for each in rest["resource"]}
    observation = types["Observation"]
    assert {"read", "search-type"} == {each["code"] for each in observation["interaction"]}
    assert {"_id", "patient", "category", "code", "date", "status", "_lastUpdated"} == {
        each["name"] for each in observation["searchParam"]
    }
    assert observation["searchRevInclude"] == ["Provenance:target"]
    assert types["Patient"]["operation"][0]["name"] == "everything"
    assert types["DocumentReference"]["operation"][0]["name"] == "docref"
    assert types["Medication"]["interaction"] == [{"code": "read"}]


def test_what_last_updated_finds_is_documented(client):
    (rest,) = document(client, "/fhir/metadata")["rest"]
    params = [param for each in rest["resource"] for param in each.get("searchParam", ())]
    said = [param["documentation"] for param in params if param["name"] == "_lastUpdated"]
    assert len(said) > 10
    assert all("became visible" in each for each in said)


@pytest.mark.parametrize(
    "path",
    [
        "/fhir/.well-known/smart-configuration",
        "/fhir/metadata",
        "/oauth/keys",
        "/fhir/.well-known/openid-configuration",
    ],
)
def test_discovery_is_open_to_every_site(client, path):
    answer = client.get(path, headers={"Origin": "https://anything.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    first = client.options(path, headers={"Origin": "https://anything.example"})
    assert first.status_code == 204
    assert first["Access-Control-Allow-Origin"] == "*"
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "path", ["/oauth/token", "/oauth/revoke", "/fhir/Patient/ana", "/fhir/Observation", "/fhir/Observation/_search"]
)
def test_the_token_endpoint_and_the_api_are_open_to_sites_of_registered_apps(walk, records, path):
    headers = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST",
               "Access-Control-Request-Headers": "authorization"}  # fmt: skip
    first = walk.app.options(path, headers=headers)
    assert first.status_code == 204
    assert first["Access-Control-Allow-Origin"] == "https://app.example"
    assert "Authorization" in first["Access-Control-Allow-Headers"]
    assert "Origin" in first["Vary"]
    for stranger in (
        "https://evil.example",
        "https://app.example.evil.example",
        "http://app.example",
        "null",
        "https://app",
    ):
        answer = walk.app.options(path, headers=headers | {"Origin": stranger})
        assert "Access-Control-Allow-Origin" not in answer


def test_a_browser_of_a_registered_site_reads_the_answer(walk, records):
    access = walk.tokens()["access_token"]
    answer = walk.get("Patient/ana", access, Origin="https://app.example")
    assert answer["Access-Control-Allow-Origin"] == "https://app.example"
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    refused = walk.get("Patient/ben", access, Origin="https://app.example")
    assert refused["Access-Control-Allow-Origin"] == "https://app.example"
    token = walk.app.post("/oauth/token", {}, headers={"Origin": "https://app.example"})
    assert token["Access-Control-Allow-Origin"] == "https://app.example"


def test_the_pages_for_people_are_open_to_no_other_site(walk):
    for path in ("/apps/", "/oauth/authorize"):
        assert "Access-Control-Allow-Origin" not in walk.browser.get(path, headers={"Origin": "https://app.example"})


def test_brands_are_published_when_the_site_says_who_it_is(client, settings):
    assert client.get("/brands").status_code == 404
    assert "user_access_brand_bundle" not in document(client, "/fhir/.well-known/smart-configuration")
    settings.FHIR_BRANDS = f"{__name__}.brands_of_the_test"
    said = document(client, "/fhir/.well-known/smart-configuration")
    assert said["user_access_brand_bundle"] == "http://testserver/brands"
    assert said["user_access_brand_identifier"] == {"system": URI, "value": "https://harbour.example"}
    answer = client.get("/brands", headers={"Origin": "https://anything.example"})
    bundle = json.loads(answer.content)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"].startswith("application/fhir+json")
    brand = next(each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == "Organization")
    matching = [each for each in brand["identifier"] if each["value"] == said["user_access_brand_identifier"]["value"]]
    assert len(matching) == 1
    again = client.get("/brands", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert answer["ETag"].startswith('W/"')

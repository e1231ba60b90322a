"""Does a provider describe itself as User-access Brands want it?"""

from datetime import UTC, datetime

import pytest

from haversack.smart.brands import URI, Brand, Portal, bundle, etag

HOSPITAL = Brand(
    id="harbour",
    name="Harbour Hospital",
    website="https://harbour.example",
    identifiers=((URI, "https://harbour.example"),),
    aliases=("Old Harbour Clinic",),
    addresses=({"city": "Portsmouth", "state": "NH"},),
    portals=(Portal("MyHarbour", "https://portal.harbour.example", "For patients"),),
    logo="https://harbour.example/logo.svg",
    primary=True,
)
CLINIC = Brand("clinic", "Hill Clinic", "https://hill.example", ((URI, "https://hill.example"),), part_of="harbour")
SINCE = datetime(2026, 11, 26, tzinfo=UTC)


def made(*brands: Brand):
    return bundle(
        brands, base="https://portal.harbour.example/fhir", developers="https://harbour.example/dev", changed=SINCE
    )


def test_the_bundle_is_a_collection_with_the_moment_of_its_last_change():
    document = made(HOSPITAL, CLINIC)
    assert (document["resourceType"], document["type"]) == ("Bundle", "collection")
    assert document["timestamp"] == "2026-11-26T00:00:00+00:00"
    assert {entry["resource"]["meta"]["lastUpdated"] for entry in document["entry"]} == {document["timestamp"]}


def test_every_brand_leads_to_the_endpoint():
    endpoint, *brands = [entry["resource"] for entry in made(HOSPITAL, CLINIC)["entry"]]
    assert endpoint["address"] == "https://portal.harbour.example/fhir"
    assert endpoint["extension"][0]["valueCode"] == "4.0.1"
    assert endpoint["contact"] == [{"system": "url", "value": "https://harbour.example/dev"}]
    assert [brand["endpoint"] for brand in brands] == [[{"reference": "Endpoint/fhir-r4"}]] * 2
    assert brands[1]["partOf"] == {"reference": "Organization/harbour"}


def test_a_brand_says_all_that_must_be_supported():
    brand = made(HOSPITAL)["entry"][1]["resource"]
    assert brand["name"] == "Harbour Hospital"
    assert brand["alias"] == ["Old Harbour Clinic"]
    assert brand["telecom"] == [{"system": "url", "value": "https://harbour.example"}]
    assert brand["identifier"] == [{"system": URI, "value": "https://harbour.example"}]
    portal = next(each for each in brand["extension"] if each["url"].endswith("organization-portal"))
    assert {part["url"] for part in portal["extension"]} == {
        "portalName", "portalUrl", "portalEndpoint", "portalDescription",
    }  # fmt: skip
    assert "data-absent-reason" not in str(brand)


def test_there_is_one_primary_brand():
    for wrong in ((CLINIC,), (HOSPITAL, HOSPITAL)):
        with pytest.raises(ValueError, match="primary"):
            made(*wrong)


def test_the_etag_is_weak_and_changes_with_what_is_said():
    assert etag(made(HOSPITAL)).startswith('W/"')
    assert etag(made(HOSPITAL)) == etag(made(HOSPITAL))
    assert etag(made(HOSPITAL)) != etag(made(HOSPITAL, CLINIC))

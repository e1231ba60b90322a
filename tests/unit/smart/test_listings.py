"""Does every shape of a published list say the same of the same provider?"""

import json

import pytest

from haversack.smart.listings import read_list

PORTAL = "http://hl7.org/fhir/StructureDefinition/organization-portal"
VERSION = "http://hl7.org/fhir/StructureDefinition/endpoint-fhir-version"


def endpoint(number: int, **more: object) -> dict[str, object]:
    return {"resourceType": "Endpoint", "id": f"e{number}", "status": "active",
            "address": f"https://fhir.alder.example/{number}/r4/", **more}  # fmt: skip


def bundle(*resources: dict[str, object]) -> bytes:
    entries = [{"fullUrl": f"https://list.example/{one['resourceType']}/{one.get('id')}", "resource": one}
               for one in resources]  # fmt: skip
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def organization(**more: object) -> dict[str, object]:
    return {"resourceType": "Organization", "id": "o1", "name": "Alder Creek", **more}


POINTING = {
    "the organization names it, relative": (endpoint(1), organization(endpoint=[{"reference": "Endpoint/e1"}])),
    "the organization names it, absolute": (
        endpoint(1),
        organization(endpoint=[{"reference": "https://list.example/Endpoint/e1"}]),
    ),
    "the endpoint names its manager": (
        endpoint(1, managingOrganization={"reference": "Organization/o1"}),
        organization(),
    ),
    "the manager is contained": (
        endpoint(1, managingOrganization={"reference": "#o1"}, contained=[organization()]),
    ),
    "the manager is contained, and the reference lacks its mark": (
        endpoint(1, managingOrganization={"reference": "o1"}, contained=[organization()]),
    ),
    "a portal names it": (
        endpoint(1),
        organization(extension=[{"url": PORTAL, "extension": [
            {"url": "portalName", "valueString": "MyAlder"},
            {"url": "portalUrl", "valueUrl": "https://my.alder.example"},
            {"url": "portalEndpoint", "valueReference": {"reference": "Endpoint/e1"}}]}]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("resources", POINTING.values(), ids=POINTING)
def test_an_organization_and_its_endpoint_find_each_other(resources):
    found = read_list(bundle(*resources))
    assert not found.problems
    (listing,) = found.listings
    assert listing.name == "Alder Creek"
    assert [door.base for door in listing.doors] == ["https://fhir.alder.example/1/r4"]


def test_a_portal_gives_its_doors_its_name_and_page():
    (listing,) = read_list(bundle(*POINTING["a portal names it"])).listings
    assert (listing.doors[0].name, listing.doors[0].web) == ("MyAlder", "https://my.alder.example")


def test_the_version_an_endpoint_states_goes_before_the_one_in_its_address():
    stated = endpoint(1, name="Alder", extension=[{"url": VERSION, "valueCode": "4.3.0"}])
    (listing,) = read_list(bundle(stated)).listings
    assert listing.doors[0].version == "4.3.0"


def test_a_doctor_is_listed_with_the_office_and_its_doors():
    doctor = {
        "resourceType": "Practitioner",
        "id": "p1",
        "name": [{"prefix": ["Dr."], "given": ["Ada"], "family": "Lund"}],
    }
    role = {"resourceType": "PractitionerRole", "id": "r1", "practitioner": {"reference": "Practitioner/p1"},
            "organization": {"reference": "Organization/o1"}, "specialty": [{"text": "Cardiology"}]}  # fmt: skip
    office = organization(endpoint=[{"reference": "Endpoint/e1"}])
    found = read_list(bundle(endpoint(1), office, doctor, role)).listings
    doctor = next(one for one in found if one.kind == "doctor")
    assert (doctor.name, doctor.part_of, doctor.specialty) == ("Dr. Ada Lund", "Alder Creek", "Cardiology")
    assert [door.base for door in doctor.doors] == ["https://fhir.alder.example/1/r4"]


def test_rows_of_json_and_of_csv_say_the_same():
    row = {"URL": "https://fhir.alder.example/r4", "OrganizationName": "Alder Creek", "OrganizationZipCode": "01234"}
    as_json = read_list(json.dumps({"Endpoints": [row]}).encode()).listings
    as_csv = read_list((";".join(row) + "\n" + ";".join(row.values())).encode("utf-8-sig")).listings
    assert as_json == as_csv
    assert as_json[0].zip == "01234"


def test_a_row_of_the_national_register_is_a_doctor_unless_the_number_was_given_up():
    head = "NPI,Provider Organization Name (Legal Business Name),Provider Last Name (Legal Name),Provider First Name,"
    head += "Provider Credential Text,NPI Deactivation Date,NPI Reactivation Date\n"
    rows = "1,,LUND,ADA,MD,,\n2,<UNAVAIL>,GONE,ANA,MD,01/02/2020,\n3,ALDER CREEK INC,,,,,\n"
    found = read_list((head + rows).encode()).listings
    assert [(one.kind, one.name, one.npi) for one in found] == [
        ("doctor", "ADA LUND MD", "1"),
        ("office", "ALDER CREEK INC", "3"),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<html><body>moved</body></html>", "web page"),
        (b'{"resourceType": "Bundle", "entry": [', "not whole"),
        (b'{"resourceType": "Bundle"}', "no organization"),
        (b'{"hello": 1}', "no list of providers"),
        (b"just words", "one column"),
        (b"a,b\n1,2\n", "how a provider is called"),
        (b"[[[[", "not whole"),
    ],
)
def test_what_is_no_list_is_said_to_be_none(data, words):
    found = read_list(data)
    assert not found.listings
    assert words in found.problems[0].what


def test_one_bad_row_does_not_take_the_others_with_it():
    rows = [{"URL": "https://x.example/r4", "OrganizationName": "Good"}, 7, {"URL": "https://x.example/r4"},
            {"URL": "gopher://x", "OrganizationName": "Odd address"}]  # fmt: skip
    found = read_list(json.dumps(rows).encode())
    assert [one.name for one in found.listings] == ["Good", "Odd address"]
    assert [(one.where, one.what) for one in found.problems] == [
        ("row 2", "It is not an object."),
        ("row 3", "It has no name."),
        ("row 4", "Its address is not that of a FHIR server."),
    ]

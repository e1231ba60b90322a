"""Does an address lead to its portal, however it is written?"""

import pytest

from haversack.smart.addresses import base_of, domain_of, host_of, portal_key, version_of, words_of_host


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("clinic.example", "clinic.example"),
        ("https://WWW.Clinic.Example/portal?x=1", "clinic.example"),
        ("clinic.example:8443/fhir", "clinic.example"),
        ("mychart.clinic.example.", "mychart.clinic.example"),
        ("https://user:secret@clinic.example/", "clinic.example"),
        ("https://klinik-münchen.example", "xn--klinik-mnchen-3ob.example"),
        ("Alder Creek", ""),
        ("https://[::1", ""),
        ("clinic", ""),
        ("", ""),
        ("a" * 300 + ".example", ""),
    ],
)
def test_the_host_is_found_in_whatever_was_typed(typed, host):
    assert host_of(typed) == host


def test_a_domain_is_what_somebody_registered():
    assert domain_of("fhir.records.alder.org") == "alder.org"
    assert domain_of("portal.alder.co.uk") == "alder.co.uk"


def test_nobody_looks_for_plumbing():
    assert words_of_host("fhir-api.alder-creek.org") == ("fhir-api", "alder-creek", "alder", "creek")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.example/api/FHIR/R4/", "https://X.example:443/api/FHIR/DSTU2"),
        ("https://x.example/r4/tenant-1", "https://x.example/dstu2/tenant-1/"),
        ("https://x.example/fhir/4.0.1", "https://x.example/fhir/3.0.1"),
    ],
)
def test_versions_of_one_portal_share_its_key(one, other):
    assert portal_key(base_of(one)) == portal_key(base_of(other))


def test_tenants_of_one_server_are_portals_of_their_own():
    assert portal_key("https://x.example/r4/tenant-1") != portal_key("https://x.example/r4/tenant-2")


@pytest.mark.parametrize("base", ["ftp://x.example/fhir", "x.example/fhir", "https://", "https://a:b@x.example/fhir"])
def test_what_is_no_address_of_a_server_is_refused(base):
    with pytest.raises(ValueError, match="not the address"):
        base_of(base)


def test_the_version_stands_in_the_path():
    assert version_of("https://x.example/api/FHIR/R4") == "4.0.1"
    assert version_of("https://x.example/api/FHIR/DSTU2") == "1.0.2"
    assert version_of("https://x.example/v2/argonaut/v1") == ""

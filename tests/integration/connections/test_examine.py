"""Does an examination say of a portal what it supports and what it breaks, and of anything else what it is?"""

from __future__ import annotations

import httpx2
import pytest
from django.utils import translation
from django.utils.translation import gettext

from haversack.connections.actions import examine
from haversack.connections.actions.examine import examine_portal
from haversack.connections.http import Web
from haversack.connections.presenters.checking import line as shown
from haversack.connections.presenters.vendors import steps
from haversack.connections.rules.reaching import Allowed
from haversack.connections.rules.vendors import VENDORS
from haversack.smart.findings import FINDINGS, Finding

from ...fakes.portals import BASE, CONFIGURATION, STATEMENT, Portal, sound


def examined(answers, address=BASE):
    with Web(Allowed(), transport=Portal(answers)) as web:
        return examine_portal(web, address)


def broken(report):
    return {finding.requirement for finding in report.findings if finding.holds is False}


def test_a_portal_without_a_fault_has_none():
    report = examined(sound())
    assert broken(report) == set()
    assert (report.verdict, report.fhir_base) == ("registration needed", BASE)
    assert len(report.findings) >= 15
    assert report.categories == ("vaccines", "labs", "vitals", "pregnancy", "social-history")


def without(name):
    return {key: value for key, value in CONFIGURATION.items() if key != name}


def configured(more):
    return httpx2.Response(200, json=CONFIGURATION | more)


CONFIG, META, PATIENT = (
    f"GET {BASE}/{path}" for path in (".well-known/smart-configuration", "metadata", "Patient?_count=1")
)
TOKEN = "POST https://fhir.alder.example/token"
OAUTH_URIS = {
    "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
    "extension": [{"url": "authorize", "valueUri": "authorize"}, {"url": "token", "valueUri": "/token"}],
}
OLDER = STATEMENT | {"rest": [{"security": {"extension": [OAUTH_URIS]}}]}
UNDATED = {name: value for name, value in STATEMENT.items() if name != "date"}
AS_TEXT = httpx2.Response(200, json=CONFIGURATION, headers={"Content-Type": "text/plain"})
KEYS = "GET https://fhir.alder.example/keys"


def lacking(name):
    return httpx2.Response(200, json=without(name))


PLANTED = {
    "no configuration": ({CONFIG: httpx2.Response(404), META: httpx2.Response(200, json=OLDER)}, "SMART [372]"),
    "as text": ({CONFIG: AS_TEXT}, "SMART [377]"),
    "a relative address": ({CONFIG: configured({"token_endpoint": "/token"})}, "SMART [378]"),
    "no token endpoint": ({CONFIG: lacking("token_endpoint")}, "SMART [385]"),
    "no grant types": ({CONFIG: lacking("grant_types_supported")}, "SMART [384]"),
    "no capabilities": ({CONFIG: lacking("capabilities")}, "SMART [393]"),
    "plain challenges": ({CONFIG: configured({"code_challenge_methods_supported": ["S256", "plain"]})}, "SMART [394]"),
    "no way in for public apps": ({CONFIG: configured({"capabilities": ["launch-standalone"]})}, "SMART [348]"),
    "no keys": ({KEYS: httpx2.Response(404)}, "SMART [207] [210]"),
    "nothing for browsers": ({CONFIG: configured({})}, "SMART [16]"),
    "a token for nothing": ({TOKEN: httpx2.Response(200, json={"access_token": "x"})}, "RFC 6749 5.2"),
    "patients for anybody": ({PATIENT: httpx2.Response(200, json={"resourceType": "Bundle"})}, "US Core security"),
    "no statement": ({META: httpx2.Response(404)}, "FHIR http 2.1.0.9"),
    "an old version": ({META: httpx2.Response(200, json=STATEMENT | {"fhirVersion": "1.0.2"})}, "US Core R4"),
    "no date": ({META: httpx2.Response(200, json=UNDATED)}, "FHIR CapabilityStatement.date"),
}


@pytest.mark.parametrize(("planted", "requirement"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found(planted, requirement):
    assert requirement in broken(examined(sound() | planted))


def test_where_apps_register_themselves_a_portal_is_supported_at_once():
    registering = CONFIGURATION | {"registration_endpoint": "https://fhir.alder.example/register"}
    assert examined(sound() | {CONFIG: httpx2.Response(200, json=registering)}).verdict == "supported"


@pytest.mark.parametrize(
    ("answers", "verdict", "words"),
    [
        ({f"GET {BASE}/metadata": httpx2.Response(200, html="<p>hello</p>"),
          f"GET {BASE}/.well-known/smart-configuration": httpx2.Response(200, html="<p>hello</p>")},
         "not supported", "a web page"),
        ({}, "not supported", "no FHIR server"),
        ({f"GET {BASE}/.well-known/smart-configuration": httpx2.ConnectError("refused")}, "unreachable", "reached"),
        ({f"GET {BASE}/.well-known/smart-configuration": httpx2.ReadTimeout("slow")}, "unreachable", "in time"),
        (sound() | {CONFIG: configured({"capabilities": ["launch-ehr"]})},
         "not supported", "from inside"),
    ],
)  # fmt: skip
def test_what_is_no_portal_is_told_apart_with_its_reason(answers, verdict, words):
    report = examined(answers)
    assert report.verdict == verdict
    assert words in report.reason


@pytest.mark.parametrize(
    "typed", ["https://fhir.alder.example", "fhir.alder.example", f"{BASE}/metadata", f"{BASE}/?x=1"]
)
def test_the_server_is_found_below_whatever_address_was_given(typed):
    assert examined(sound(), typed).fhir_base == BASE


@pytest.mark.parametrize("typed", ["", "https://", "not an address", "ftp://x.example", "https://u:p@x.example/"])
def test_what_is_no_address_is_said_to_be_none(typed):
    assert examined({}, typed).verdict in ("unreachable", "not supported")


def test_without_probes_the_verdict_is_the_same_from_two_documents(monkeypatch):
    monkeypatch.setattr(examine, "find", None)  # the directory is not asked where the address itself is the one
    for answers in (sound(), sound() | {CONFIG: configured({"capabilities": ["launch-ehr"]})}):
        portal = Portal(answers)
        with Web(Allowed(), transport=portal) as web:
            report = examine_portal(web, BASE, probes=False)
        assert [f"{request.method} {request.url}" for request in portal.asked] == [CONFIG, META]
        whole = examined(answers)
        assert (report.verdict, report.reason, report.fhir_base, report.categories) == (
            whole.verdict, whole.reason, whole.fhir_base, whole.categories
        )  # fmt: skip
        assert report.configuration == whole.configuration


def test_nothing_is_asked_for_with_a_secret():
    portal = Portal(sound())
    with Web(Allowed(), transport=portal) as web:
        examine_portal(web, BASE)
    assert {request.headers.get("authorization") for request in portal.asked} == {
        None,
        "Bearer haversack-examination-not-a-token",
    }


def test_a_finding_is_said_in_the_readers_language():
    with translation.override("es"):
        words = {key: gettext(text) for key, text in FINDINGS.items()}
    assert all(words[key] != FINDINGS[key] for key in FINDINGS)
    assert [key for key in FINDINGS if FINDINGS[key].count("%(") != words[key].count("%(")] == []
    with translation.override("es"):
        (line,) = [shown(Finding("RFC", False, "not stated", {"status": "no answer"}))]
        assert line.what == "No hay nada utilizable en /metadata (respuesta: sin respuesta)."


def test_the_steps_at_each_maker_are_said_in_the_readers_language():
    for vendor in (*VENDORS, ""):
        english = steps(vendor, 7)
        with translation.override("es"):
            spanish = steps(vendor, 7)
        assert len(spanish) == len(english)
        assert not set(spanish) & set(english)
        assert "haversack register 7 --client-id ID" in spanish[-1]

"""Does a launch end with what SMART promises, and do records come out?"""

import json


def test_an_app_is_let_in_and_reads(walk, records):
    held = walk.tokens()
    assert held["token_type"] == "Bearer"
    assert held["patient"] == "ana"
    assert held["scope"].split() == ["launch/patient", "openid", "fhirUser", "offline_access", "patient/*.rs"]
    found = walk.get("Observation?patient=ana&category=laboratory", held["access_token"])
    assert found.status_code == 200, found.content
    bundle = json.loads(found.content)
    assert bundle["total"] == 1

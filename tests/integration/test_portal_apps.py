"""Can the operator of a portal add apps and services, see them, and let them in no more?"""

import json

import pytest
from joserfc.jwk import RSAKey

from ..running import haversack

APP = {
    "client_name": "Kite",
    "redirect_uris": ["https://app.example/back"],
    "token_endpoint_auth_method": "client_secret_basic",
}


@pytest.fixture
def written(tmp_path):
    """A file with this in it."""

    def written(name: str, what: object) -> str:
        path = tmp_path / name
        path.write_text(json.dumps(what))
        return str(path)

    return written


def test_apps_and_services_are_added_listed_and_ended(tmp_path, written):
    folder = tmp_path / "data"

    def app(*words: str, code: int = 0):
        said = haversack(folder, "portal", "app", *words, "--json", code=code)
        return json.loads(said) if code == 0 else said

    added = app("add", written("kite.json", APP))
    assert set(added) == {"client_id", "client_secret"}
    keys = {"keys": [RSAKey.generate_key(2048, {"kid": "1"}).as_dict(private=False)]}
    service = app("service", "Nightly feed", "--scope", "system/Patient.rs", "--keys", written("keys.json", keys))
    listed = app("list")
    rows = listed if isinstance(listed, list) else next(iter(listed.values()))
    assert {(row["name"], row["kind"], row["added_by"]) for row in rows} == {
        ("Kite", "client_secret_basic", "the site"), ("Nightly feed", "service", "the site"),
    }  # fmt: skip
    assert app("end", service["client_id"]) == {"people": 0}
    assert "ended before" in app("end", service["client_id"], code=2)
    assert "redirect" in app("add", written("bad.json", APP | {"redirect_uris": ["http://evil.example"]}), code=2)
    assert "none" in app("service", "X", "--scope", "patient/*.rs", "--keys", written("k.json", keys), code=2)
    assert app("new-key")["kid"]

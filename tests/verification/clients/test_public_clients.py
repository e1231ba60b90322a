"""Do clients that other people wrote get through: let in, renewed, searching, reading? None of them knows us."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from fhirclient.client import FHIRClient
from fhirclient.models.observation import Observation
from fhirclient.models.patient import Patient
from fhirpy import SyncFHIRClient

from ...integration.fhirserver.walking import BACK, registered

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
HERE = Path(__file__).parent
SCOPE = "launch/patient openid fhirUser offline_access patient/*.rs"


@pytest.mark.parametrize("method", ["none", "client_secret_basic"])
def test_the_python_client_of_smart(place, method):
    known = registered(token_endpoint_auth_method=method)
    app = FHIRClient(
        settings={
            "app_id": known.app.client_id, "app_secret": known.secret or None, "api_base": place.base,
            "redirect_uri": BACK, "scope": SCOPE,
        }
    )  # fmt: skip
    place.lines.append(app.server.session)
    app.handle_callback(place.consent(app.authorize_url))
    assert app.ready
    assert app.patient_id == "ana"
    assert app.patient.name[0].family == "Muster"
    before = app.server.auth.access_token
    assert app.reauthorize()
    assert app.server.auth.access_token != before
    assert Patient.read("ana", app.server).id == "ana"
    search = Observation.where({"patient": "ana", "category": "laboratory"})
    found = list(search.perform_resources_iter(app.server))
    assert len(found) == 60
    assert found[0].valueQuantity.value == 7.1


def test_the_other_python_client_reads_and_pages(place):
    known = registered()
    app = FHIRClient(
        settings={"app_id": known.app.client_id, "api_base": place.base, "redirect_uri": BACK, "scope": SCOPE}
    )
    place.lines.append(app.server.session)
    app.handle_callback(place.consent(app.authorize_url))
    reader = SyncFHIRClient(place.base, authorization=f"Bearer {app.server.auth.access_token}")
    assert reader.reference("Patient", "ana").to_resource()["name"][0]["family"] == "Muster"
    search = reader.resources("Observation").search(patient="ana", category="laboratory").limit(25)
    assert search.count() == 60
    assert len(search.fetch_all()) == 60
    assert reader.resources("Patient").search(_id="ben").first() is None


def test_the_javascript_client_of_smart(place):
    if not shutil.which("node"):
        pytest.skip("Node is not installed: the JavaScript client of SMART was not tried")
    if not (HERE / "node_modules" / "fhirclient").is_dir():
        pytest.skip("npm has not fetched the JavaScript client of SMART: it was not tried")
    known = registered()
    with subprocess.Popen(
        ["node", str(HERE / "smart_client.js"), place.base, known.app.client_id, BACK, SCOPE],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        url = process.stdout.readline().strip()
        assert url, process.stderr.read()
        said, wrong = process.communicate(place.consent(url) + "\n", timeout=60)
    assert said, wrong
    told = json.loads(said)
    assert told["patient"] == "ana"
    assert told["family"] == "Muster"
    assert told["observations"] == 60
    assert told["renewed"] is True
    assert told["fhirUser"] == "Patient/ana"

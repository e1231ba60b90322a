"""The portal that benchmarks/portal.py asks: its data, its apps, its server."""

from __future__ import annotations

import io
import os
import secrets
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from haversack.records.archives import SourceFile

FILES_AT_ONCE = 10


class Operator:
    pseudonym = "operator"


def open_portal() -> Operator:
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.portal_settings"
    from haversack.config.prepare import prepare, set_up

    set_up()
    prepare(lambda words: None)
    return Operator()


def hospital_files(number: int, each: int) -> Iterator[list[SourceFile]]:
    """NDJSON of so many resources, one patient a file, some files at a time."""
    from haversack.records.archives import open_stream

    waiting: list[SourceFile] = []
    for patient in range(number // each):
        raw = _one_patient(patient, each)
        waiting += open_stream(f"{patient}.ndjson", len(raw), partial(io.BytesIO, raw))
        if len(waiting) == FILES_AT_ONCE:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _one_patient(number: int, each: int) -> bytes:
    from benchmarks import data

    raw = b"\n".join(data.resources(each, seed=data.SEED + number))
    return raw.replace(b"bench-person-0001", b"bench-person-%06d" % number)


def load_hospital(number: int, each: int) -> dict[str, float]:
    """Load so many resources, so many to a patient, as `haversack portal load` does, and decide on each."""
    by = open_portal()
    from haversack.portal.actions.load import load
    from haversack.portal.actions.policy import set_policy
    from haversack.portal.rules.presets import PRESETS

    set_policy(by=by, policy=PRESETS["backus"])
    begun, spent, loaded = time.monotonic(), time.process_time(), 0
    for files in hospital_files(number, each):
        loaded += load(by=by, files=files).loaded
        print(f"{loaded:,} loaded", file=sys.stderr, flush=True)
    assert loaded >= number * 0.98, loaded
    return {"seconds": time.monotonic() - begun, "per CPU-second": loaded / (time.process_time() - spent)}


def let_apps_in(number: int, audience: str) -> list[tuple[str, str]]:
    """A token and the patient it opens, for so many patients."""
    from django.utils import timezone

    from haversack.accounts.models import User
    from haversack.fhirserver.actions.tokens import issue
    from haversack.fhirserver.models import App, Permission
    from haversack.portal.models import Patient

    now = timezone.now()
    app, _ = App.objects.get_or_create(
        client_id="bench", name="Bench", client_type="public", authorization_grant_type="authorization-code"
    )
    found = []
    for patient in Patient.objects.order_by("pk")[:number]:
        user = User.objects.create_with_login_id(f"bench-{secrets.token_hex(8)}")
        Patient.objects.filter(pk=patient.pk).update(user=user)
        permission = Permission.objects.create(
            user=user, scope="patient/*.rs", app=app, patient=patient.fhir_id, audience=audience, stays="offline",
            lasts="quarter", granted=now, ends=now + timedelta(days=1),
        )  # fmt: skip
        token = issue(permission=permission, scope="patient/*.rs", now=now).access
        found.append((token, patient.fhir_id))
    return found


def main() -> None:
    """Serve at the port that was named until told to stop; says so once it answers."""
    open_portal()
    from haversack.config.serving import serve

    serve("127.0.0.1", int(sys.argv[1]), ready=lambda: print("ready", flush=True))


if __name__ == "__main__":
    main()

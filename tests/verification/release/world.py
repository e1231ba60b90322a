"""Whose record is it, and who looks at it, at which moment? Invented people around one patient of each age."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import msgspec
from django.utils import timezone

from haversack.accounts.models import User
from haversack.fhirserver.actions.tokens import issue
from haversack.fhirserver.models import App, Permission
from haversack.portal.actions.load import load
from haversack.portal.actions.policy import set_policy
from haversack.portal.models import Patient, Proxy
from haversack.portal.rules.presets import PRESETS
from haversack.portal.rules.rights import PRESETS as ACCESS
from haversack.records.archives import open_stream

from .cases import MIDNIGHT, NOW, Case, Doc

AUDIENCE = "http://testserver/fhir"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ALL = frozenset({
    "allergies", "conditions", "results", "medications", "reports", "preventive", "letters", "visits", "other",
})  # fmt: skip
A_TEENS_PARENT = frozenset({"allergies", "preventive"})


@dataclass(frozen=True)
class Looker:
    """Somebody, a moment, and by the hand-written table the sections they may see, and whether by an app too."""

    name: str
    user: str
    patient: str
    at: datetime
    sections: frozenset[str]
    by_app: bool


BEFORE = MIDNIGHT - timedelta(seconds=1)
LOOKERS = (
    Looker("the patient", "ana", "ana", NOW, ALL, True),
    Looker("somebody else's patient", "bo", "ana", NOW, frozenset(), False),
    Looker("a proxy for everything", "carer", "ana", NOW, ALL, True),
    Looker("a proxy for letters", "scribe", "ana", NOW, frozenset({"letters"}), True),
    Looker("a proxy whose form ended", "former", "ana", NOW, frozenset(), False),
    Looker("a proxy at the last moment", "brief", "ana", NOW - timedelta(seconds=1), ALL, True),
    Looker("a proxy at the end", "brief", "ana", NOW, frozenset(), False),
    Looker("a parent before the 13th birthday", "mother", "kim", BEFORE, ALL, True),
    Looker("a parent at midnight of the 13th birthday", "mother", "kim", MIDNIGHT, A_TEENS_PARENT, False),
    Looker("a child", "kim", "kim", BEFORE, frozenset(), False),
    Looker("a teen", "kim", "kim", MIDNIGHT, ALL, False),
    Looker("a parent before the 18th birthday", "mother", "lee", BEFORE, A_TEENS_PARENT, False),
    Looker("a parent at midnight of the 18th birthday", "mother", "lee", MIDNIGHT, frozenset(), False),
    Looker("somebody just grown up", "lee", "lee", MIDNIGHT, ALL, True),
)  # fmt: skip
BORN = {"ana": date(1968, 4, 1), "bo": date(1970, 1, 1), "kim": date(2013, 11, 20), "lee": date(2008, 11, 20)}


class Operator:
    pseudonym = "operator"


def build(cases: dict[str, list[Case]]) -> None:
    """The hospital, its patients with these cases, and everybody who looks."""
    policy = msgspec.structs.replace(PRESETS["backus"], access=ACCESS["open"])
    set_policy(by=Operator(), policy=policy, now=LONG_AGO)
    _load(_patient(name) for name in BORN)
    for made in cases.values():
        _load(case.doc for case in made)
    for name in ("ana", "bo", "kim", "lee"):
        Patient.objects.filter(fhir_id=name).update(user=User.objects.create_with_login_id(name))
    _proxy("carer", "ana")
    _proxy("scribe", "ana", sections=["letters"])
    _proxy("former", "ana", ended_at=NOW - timedelta(days=1), ended_by="clerk")
    _proxy("brief", "ana", until=NOW)
    _proxy("mother", "kim", kind="parent")
    _proxy("mother", "lee", kind="parent")


def _load(docs: Iterable[Doc]) -> None:
    lines = "\n".join(map(json.dumps, docs)).encode()
    done = load(by=Operator(), files=open_stream("cases.ndjson", len(lines), lambda: io.BytesIO(lines)))
    assert not [one for one in done.problems if one["severity"] == "error"], done.problems


def _patient(name: str) -> Doc:
    family = [{"family": name.title(), "given": ["Test"]}]
    return {"resourceType": "Patient", "id": name, "name": family, "birthDate": BORN[name].isoformat()}


def _proxy(login: str, patient: str, **more: object) -> None:
    user = User.objects.filter(login_id=login).first() or User.objects.create_with_login_id(login)
    facts: dict[str, object] = {
        "kind": "consent", "name": login, "relation": "kin", "signed_on": LONG_AGO.date(), "since": LONG_AGO,
        "recorded_by": "clerk",
    }  # fmt: skip
    Proxy.objects.create(patient=Patient.objects.get(fhir_id=patient), user=user, **facts | more)


def token_of(looker: Looker) -> str:
    """A token that this user would have got while they might; whether it still works is the question."""
    now = timezone.now()
    app, _ = App.objects.get_or_create(
        client_id="kite", name="Kite", client_type="public", authorization_grant_type="authorization-code"
    )
    permission = Permission.objects.create(
        user=User.objects.get(login_id=looker.user), app=app, patient=looker.patient, scope="patient/*.rs",
        audience=AUDIENCE, stays="offline", lasts="quarter", granted=now, ends=now + timedelta(days=1),
    )  # fmt: skip
    return issue(permission=permission, scope="patient/*.rs", now=now).access

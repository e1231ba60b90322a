"""How is an error said to a program and to the person who looks into it? As an OperationOutcome, in words.

It says what to do differently. It never repeats what was asked for, and never tells what exists from what does not.
"""

from dataclasses import dataclass, field
from typing import Any

import orjson
from django.http import HttpResponse

JSON = "application/fhir+json; charset=utf-8"


@dataclass(eq=False)
class Refused(Exception):
    """A request that is answered with an error. code: of the FHIR value set issue-type."""

    status: int
    code: str
    words: str
    headers: dict[str, str] = field(default_factory=dict)


def refused(why: Refused) -> HttpResponse:
    response = HttpResponse(orjson.dumps(outcome("error", why.code, why.words)), content_type=JSON, status=why.status)
    for name, value in why.headers.items():
        response[name] = value
    return response


def outcome(severity: str, code: str, words: str) -> dict[str, Any]:
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": severity, "code": code, "details": {"text": words}, "diagnostics": words}],
    }


def no_token(realm: str) -> Refused:
    header = f'Bearer realm="{realm}"'
    return Refused(401, "login", "Show an access token: Authorization: Bearer …", {"WWW-Authenticate": header})


def dead_token(realm: str) -> Refused:
    words = "The access token does not work (any more)."
    header = f'Bearer realm="{realm}", error="invalid_token", error_description="{words}"'
    return Refused(401, "expired", words, {"WWW-Authenticate": header})


def too_little_scope(realm: str, scope: str) -> Refused:
    header = f'Bearer realm="{realm}", error="insufficient_scope", scope="{scope}"'
    words = "The person did not allow this app to see this kind of record."
    return Refused(403, "forbidden", words, {"WWW-Authenticate": header})


def not_found() -> Refused:
    return Refused(404, "not-found", "There is no such record, or this app may not see it.")

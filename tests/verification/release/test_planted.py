"""Would the matrix notice a leak? Each way of losing the release decision is planted, and must be found."""

from __future__ import annotations

import pytest
from django.db.models import Q

from haversack.portal.models import Record

from . import judging
from .test_matrix import OF, by_app, hospital, wrong  # noqa: F401 (a fixture)
from .world import LOOKERS

PATIENT = LOOKERS[0]


@pytest.fixture(autouse=True)
def _nothing_prepared(monkeypatch):
    """Statements that a planted fault made must not outlive it."""
    monkeypatch.setattr("haversack.fhirserver.queries.prepared._known", {})


def found() -> str:
    return " ".join(judging.leaks(PATIENT, OF["ana"], by_app(PATIENT)))


def test_a_decision_that_nobody_asks_is_noticed(hospital, monkeypatch):  # noqa: F811
    monkeypatch.setattr("haversack.portal.queries.visible.released", lambda policy, now: Q(policy=policy))
    assert "Observation" in found()


def test_a_note_that_names_what_is_hidden_is_noticed(hospital, monkeypatch):  # noqa: F811
    monkeypatch.setattr("haversack.portal.queries.bodies.hidden_among", lambda reader, keys: set())
    assert "$everything" in found()


def test_a_file_that_goes_with_nothing_visible_is_noticed(hospital, monkeypatch):  # noqa: F811
    monkeypatch.setattr(
        "haversack.portal.queries.visible.attached_to", lambda seen: Record.objects.filter(section="attached")
    )
    assert "Binary" in found()


def test_a_record_that_is_kept_from_who_may_see_it_is_noticed(hospital, monkeypatch):  # noqa: F811
    monkeypatch.setattr(
        "haversack.portal.queries.visible.released", lambda policy, now: Q(policy=policy, reason="held")
    )
    assert wrong(PATIENT, [], by_app(PATIENT))

"""A hospital of the demo is whole in its portal after the first start, is shown as its policy says, and stays so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from haversack.accounts.models import User
from haversack.demo.portals import fill as filling
from haversack.demo.portals.fill import fill
from haversack.demo.portals.riverside import RIVERSIDE
from haversack.portal.models import (
    Amendment,
    ChangeRequest,
    Emancipation,
    MedicationReview,
    Patient,
    Provider,
    Proxy,
    Record,
    Staff,
    Thread,
)
from haversack.portal.queries.policy import current_policy
from haversack.portal.queries.reader import readers_of
from haversack.portal.queries.visible import visible
from haversack.portal.rules.sections import Section


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


def _seen(login_id: str, whose: str = "") -> list[Record]:
    """What this account sees of its own record, or of that patient's."""
    readers = readers_of(User.objects.get(login_id=login_id), timezone.now())
    row = Patient.objects.get(given=whose) if whose else Patient.objects.get(user__login_id=login_id)
    (reader,) = [one for one in readers if one.patient == row.pk]
    return list(visible(reader))


def test_a_careful_hospital_is_there_and_shows_what_its_policy_says():
    said: list[str] = []
    fill("riverside", said.append)
    assert said == ["Preparing Riverside General Hospital: its record of 18 invented patients."]
    assert current_policy().policy.hospital.help_line == RIVERSIDE.help_line
    assert current_policy().policy.preset == "backus"
    assert {one.role for one in Staff.objects.all()} == {"clerk", "provider", "administrator"}
    assert set(Provider.objects.filter(participates=False).values_list("why_not", flat=True)) == set(
        RIVERSIDE.absent.values()
    )
    assert not any(user.has_usable_password() for user in User.objects.all())
    _check_release()
    _check_people()
    _check_desk()
    before = Record.objects.count(), User.objects.count()
    fill("riverside", said.append)
    assert (Record.objects.count(), User.objects.count()) == before
    assert len(said) == 1


def _check_release() -> None:
    """Results of the last three days, pathology, and what is older than its window are not there."""
    now = timezone.now()
    for login_id in ("claudia.tull", "ines.valdivia"):
        results = [one for one in _seen(login_id) if one.section in {Section.RESULTS, Section.REPORTS}]
        assert results
        assert all(one.final_at and one.final_at <= now - timedelta(hours=72) for one in results)
    kept = Record.objects.filter(patient__user__login_id="claudia.tull", section=Section.RESULTS)
    assert len(kept) > len([one for one in _seen("claudia.tull") if one.section == Section.RESULTS])
    dated = [one for one in _seen("otis.grumbach") if one.low]
    years = {
        section: min(one.low.year for one in dated if one.section == section) for section in ("results", "letters")
    }
    assert years == {"results": 2003, "letters": 2012}


def _check_desk() -> None:
    """Something waits for everybody who works there, and something has been answered."""
    assert [one.state for one in ChangeRequest.objects.all()] == ["sent"]
    assert [one.state for one in Amendment.objects.all()] == ["sent"]
    sides = [
        [one.side for one in thread.messages.order_by("sent_at")] for thread in Thread.objects.order_by("begun_at")
    ]
    assert sides == [["patient", "provider"], ["patient"]]
    assert MedicationReview.objects.filter(patient__given="Inés").exists()
    assert Emancipation.objects.get().patient.given == "Juno"


def _check_people() -> None:
    """No minor but an emancipated one, nobody on a child's behalf, and a daughter whom her mother lets in."""
    now = timezone.now()
    assert _seen("juno.castellanos")
    assert _seen("claudia.tull", "Marguerite")
    assert {one.patient for one in readers_of(User.objects.get(login_id="amara.okafor"), now)} == {
        Patient.objects.get(given="Amara").pk
    }
    assert Proxy.objects.filter(patient__given="Tomás").exists()
    assert Patient.objects.get(given="Ling").wait_hours == 48
    assert Patient.objects.get(given="Robin").email == ""


def test_an_open_hospital_lets_parents_look_and_an_interrupted_start_is_finished_by_the_next(monkeypatch):
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(filling, "_staff", interrupted)
        with pytest.raises(KeyboardInterrupt):
            fill("heronbay")
    assert not Staff.objects.exists()
    records = Record.objects.count()
    fill("heronbay")
    assert Staff.objects.exists()
    assert Record.objects.count() == records
    readers = readers_of(User.objects.get(login_id="amara.okafor"), timezone.now())
    assert {Patient.objects.get(pk=one.patient).given for one in readers} == {"Amara", "Tomás"}
    newest = max(one.final_at for one in _seen("casimir.wolski") if one.section == Section.RESULTS and one.final_at)
    assert newest > timezone.now() - timedelta(hours=72)

"""Does a file about many people find everybody's backpack again, and add nothing that is there?"""

from __future__ import annotations

import pytest

from haversack.backpack.actions.intake import Terms
from haversack.backpack.actions.review import remove_all
from haversack.backpack.actions.routing import receive_each
from haversack.backpack.models import Person
from haversack.backpack.models.record import State
from haversack.backpack.queries.lines import counts

from .conftest import OPERATOR, bundle, file_of, observation, patient

pytestmark = pytest.mark.django_db


def nameless(number: str) -> dict[str, object]:
    return {"resourceType": "Patient", "id": number, "identifier": [{"system": "urn:mrn", "value": number}]}


def of(number: str) -> dict[str, object]:
    return observation(f"o-{number}", subject={"reference": f"Patient/{number}"})


EVERYBODY = bundle(
    patient(number="p"), of("p"), patient("Okafor", "Amara", "", "q"), of("q"), nameless("n1"), of("n1"),
    nameless("n2"), of("n2"), {"resourceType": "Patient", "id": "n3", "birthDate": "1980-02-02"}, of("n3"),
)  # fmt: skip


def received(data: bytes = EVERYBODY, **terms):
    return receive_each(by=OPERATOR, files=[file_of(data, "everybody.json")], terms=Terms(**terms))


@pytest.mark.parametrize("accept", [True, False])
@pytest.mark.parametrize("source", [None, "hospital"])
def test_the_same_file_again_finds_the_backpacks_that_it_made(accept, source):
    first, people = received(accept=accept, source=source)
    assert (first.received, len(people)) == (10, 5)
    again, found = received(accept=accept, source=source)
    assert [one.uuid for one in found] == [one.uuid for one in people]
    assert Person.objects.count() == 5
    assert again.outcomes == {"unchanged": 10}
    state = State.ACCEPTED if accept else State.PENDING
    assert [counts(one, state) for one in people] == [{"labs": 1}] * 5


def test_what_somebody_removed_for_good_does_not_come_back_in_another_backpack():
    _report, people = received()
    for one in people:
        remove_all(opened=one, by=OPERATOR, shown=None)
    again, found = received()
    assert Person.objects.count() == 5
    assert {one.uuid for one in found} == {one.uuid for one in people}
    assert again.outcomes == {"declined": 10}


def test_a_later_file_of_the_same_hospital_adds_only_what_is_new():
    _report, people = received(source="hospital")
    later = bundle(nameless("n1"), of("n1"), of("n1") | {"id": "new"}, nameless("n9"), of("n9"))
    report, found = received(later, source="hospital")
    assert Person.objects.count() == 6
    assert found[0].uuid == people[2].uuid
    assert (report.outcomes["unchanged"], report.outcomes["pending"]) == (2, 2)

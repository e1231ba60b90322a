"""Whose records can a user open, now, and what is said of those they cannot?"""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from haversack.portal.actions.policy import set_policy
from haversack.portal.queries.reader import NotAllowed, NotFound, open_reader, readers_of
from haversack.portal.rules.access import AccessClass, Act
from haversack.portal.rules.presets import PRESETS
from haversack.portal.rules.sections import Section

from .patients import CLERK, a_patient, a_proxy, a_user

NOW = datetime(2026, 3, 3, 17, tzinfo=UTC)


def _classes(user, now=NOW):
    return [reader.access for reader in readers_of(user, now)]


def test_a_patient_opens_their_own_record_and_nobody_elses():
    rosa, ikenna = a_user("rosa-a"), a_user("ikenna")
    record, other = a_patient(user=rosa), a_patient(user=ikenna)
    reader = open_reader(rosa, record.uuid, NOW)
    assert (reader.patient, reader.access) == (record.pk, AccessClass.SELF)
    with pytest.raises(NotFound):
        open_reader(rosa, other.uuid, NOW)
    with pytest.raises(NotFound):
        open_reader(rosa, uuid4(), NOW)


def test_somebody_let_in_switches_between_their_own_record_and_the_others():
    ikenna = a_user("ikenna")
    own, hers = a_patient(user=ikenna), a_patient()
    a_proxy(hers, ikenna, sections=["results"])
    assert _classes(ikenna) == [AccessClass.SELF, AccessClass.ADULT_PROXY]
    assert [reader.patient for reader in readers_of(ikenna, NOW)] == [own.pk, hers.pk]
    assert open_reader(ikenna, hers.uuid, NOW).sections == {Section.RESULTS, Section.DIRECTORY}


def test_what_ended_shows_nothing_at_once_and_says_so():
    ikenna, hers = a_user("ikenna"), a_patient()
    proxy = a_proxy(hers, ikenna)
    assert _classes(ikenna) == [AccessClass.ADULT_PROXY]
    proxy.ended_at = NOW
    proxy.save()
    assert _classes(ikenna) == []
    with pytest.raises(NotAllowed, match="has ended"):
        open_reader(ikenna, hers.uuid, NOW)


def test_a_new_form_opens_what_an_old_one_ended():
    ikenna, hers = a_user("ikenna"), a_patient()
    a_proxy(hers, ikenna, ended_at=NOW - timedelta(days=9))
    a_proxy(hers, ikenna)
    assert open_reader(ikenna, hers.uuid, NOW).access is AccessClass.ADULT_PROXY
    assert len(readers_of(ikenna, NOW)) == 1


def test_a_form_without_an_account_opens_nothing():
    a_proxy(a_patient(), None)
    assert _classes(a_user("ikenna")) == []


def test_under_backus_a_minor_who_has_an_account_is_told_to_ask_medical_records():
    teen = a_user("teen")
    record = a_patient(user=teen, born=date(2010, 5, 1))
    assert _classes(teen) == [AccessClass.TEEN]
    set_policy(by=CLERK, policy=PRESETS["backus"])
    assert _classes(teen) == []
    with pytest.raises(NotAllowed, match="Medical Records"):
        open_reader(teen, record.uuid, NOW)


def test_a_parent_loses_sight_at_the_midnight_of_the_birthday():
    mother, child = a_user("mother"), a_patient(born=date(2013, 3, 4))
    a_proxy(child, mother, kind="parent")
    midnight = datetime(2026, 3, 4, 5, tzinfo=UTC)  # in New York
    assert _classes(mother, midnight - timedelta(seconds=1)) == [AccessClass.PARENT_OF_CHILD]
    assert _classes(mother, midnight) == [AccessClass.PARENT_OF_TEEN]
    assert Section.RESULTS not in open_reader(mother, child.uuid, midnight).sections


def test_what_an_access_does_not_cover_is_refused_with_words():
    ikenna, hers = a_user("ikenna"), a_patient()
    a_proxy(hers, ikenna)
    reader = open_reader(ikenna, hers.uuid, NOW)
    reader.require(Act.WRITE)
    with pytest.raises(NotAllowed, match="does not cover"):
        reader.require(Act.LET_IN)


def test_the_number_that_was_joined_to_another_opens_nothing():
    rosa = a_user("rosa-a")
    a_patient(user=rosa, merged_into=a_patient())
    assert _classes(rosa) == []

"""Whose record is it? Learned from the first file, and asked of every file after it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from haversack.records.people import PersonIdentity, same_person

from ..models import Person, Record
from ..models.face import PersonFacts, decode_person, encode
from ..models.record import State
from ..queries.opened import Opened


class AnotherPerson(Exception):
    """A file is about somebody else. The message says in what they differ, without names; nothing was changed."""


class SeveralPeople(Exception):
    """A file is about several people. The person imports it with a backpack for each."""


def current_facts(opened: Opened) -> PersonFacts:
    """Who the backpack is about, as stored now."""
    row = Person.objects.get(pk=opened.person)
    return decode_person(opened.key.open(bytes(row.sealed), "person"))


def require_same_person(opened: Opened, found: Iterable[PersonIdentity]) -> None:
    """Raise AnotherPerson or SeveralPeople unless everybody found can be the person of this backpack."""
    people = list(found)
    for one in people[1:]:
        if not same_person(people[0], one):
            raise SeveralPeople
    facts = current_facts(opened)
    if not knows_identity(opened, facts):
        return
    known = PersonIdentity(names=facts.legal, born=facts.born)
    for one in people:
        answer = same_person(known, one)
        if not answer:
            raise AnotherPerson(answer.reason)


def knows_identity(opened: Opened, facts: PersonFacts) -> bool:
    """A backpack without birth date and without accepted entries takes its identity from the first file."""
    if facts.born or facts.legal:
        return True
    return Record.objects.filter(person_id=opened.person, state=State.ACCEPTED).exclude(category=b"").exists()


def learn(opened: Opened, found: Iterable[PersonIdentity]) -> None:
    """Take legal name and birth date from a file where the backpack has none yet; the name it was given stays."""
    facts = current_facts(opened)
    for one in found:
        legal = facts.legal or tuple(one.names)
        born = facts.born or one.born
        if (legal, born) != (facts.legal, facts.born):
            learned = facts.learned or not facts.born
            _store(opened, msgspec.structs.replace(facts, legal=legal, born=born, learned=learned))
        return


def forget_learned(opened: Opened) -> None:
    """Forget what a file taught about the person."""
    facts = current_facts(opened)
    if facts.learned:
        _store(opened, msgspec.structs.replace(facts, legal=(), born="", learned=False))
    elif facts.legal:
        _store(opened, msgspec.structs.replace(facts, legal=()))


def _store(opened: Opened, facts: PersonFacts) -> None:
    Person.objects.filter(pk=opened.person).update(sealed=opened.key.seal(encode(facts), "person"))

"""Does anything come out, by any way, that whoever looks may not see at that moment? (Invariant 7)"""

from __future__ import annotations

from random import Random

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from haversack.accounts.models import User

from . import judging, post, ways
from .cases import NOW, cases
from .world import LOOKERS, Looker, build, token_of

PREFIXES = {"ana": "qz", "kim": "xk", "lee": "vl"}
OF = {patient: cases(patient, prefix) for patient, prefix in PREFIXES.items()}

EARLIER = NOW.replace(hour=4, minute=30)  # than anybody looks; cards were made of what was seen then


@pytest.fixture
def hospital(portal_site, settings):
    """Everything was taken in before the moments at which it is looked at."""
    settings.FHIR_STORE = "haversack.portal.queries.fhir_store.Store"
    settings.FHIR_PEOPLE = "haversack.portal.queries.fhir_people.People"
    settings.FHIR_MOST_REQUESTS = 10**9
    cache.clear()
    with time_machine.travel(NOW.replace(hour=4), tick=False):
        build(OF)
    with time_machine.travel(EARLIER, tick=False):
        for patient in OF:
            post.put_on_cards(patient, EARLIER)


def by_pages(looker: Looker) -> list[ways.Came]:
    """All that comes out of pages for this looker at their moment."""
    client = Client()
    with time_machine.travel(looker.at, tick=False):
        client.force_login(User.objects.get(login_id=looker.user))
        return list(ways.pages(client, looker.patient))


def by_app(looker: Looker) -> list[ways.Came]:
    """All that an app gets which they had let in."""
    with time_machine.travel(looker.at, tick=False):
        return list(ways.door(Client(), token_of(looker), looker.patient))


def wrong(looker: Looker, paged: list[ways.Came] | None, read: list[ways.Came]) -> list[str]:
    """Leaks, and what was kept from somebody who may see it. paged: None where pages were not asked."""
    mine, came = OF[looker.patient], [*(paged or ()), *read]
    found = judging.leaks(looker, mine, came)
    of_others = [case for made in OF.values() if made is not mine for case in made]
    for one in came:
        found += [f"{looker.name}: {case.key} by {one.way}" for case in of_others if case.word in one.text]
    if looker.by_app:
        found += judging.missing(looker, mine, read)
    else:
        found += [f"{looker.name} reads by {one.way}" for one in read if one.keys]
    return found + judging.missing(looker, [case for case in mine if case.listed], paged or came)


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_nothing_comes_out_that_may_not_and_nothing_is_kept_that_need_not(proof, hospital):
    number = proof.size(sample=3, full=len(LOOKERS))
    chosen = [LOOKERS[0], *Random(proof.seed).sample(LOOKERS[1:], number - 1)]
    tried, found = 0, []
    for looker in chosen:
        paged, read = by_pages(looker), by_app(looker)
        assert len(paged) > 200
        assert len(read) > 250
        tried += len(paged) + len(read)
        found += wrong(looker, paged, read)
    proof.counted("answers searched for records that whoever asks may not see", tried=tried, wrong=len(found))
    assert found == []


def test_who_may_look_and_how_far_is_as_the_table_says(hospital):
    """The same judgement for everybody, on the few answers that tell most."""
    found = []
    for looker in LOOKERS:
        client = Client()
        with time_machine.travel(looker.at, tick=False):
            client.force_login(User.objects.get(login_id=looker.user))
            copies = list(ways.pages(client, looker.patient, only=("portal:copy", "portal:home", "portal:section")))
            everything = list(ways.everything(Client(), token_of(looker), looker.patient))
        found += wrong(looker, None, [*copies, *everything] if looker.by_app else copies)
        assert looker.by_app or not any(one.keys for one in everything), looker.name
    assert found == []


def test_every_route_of_a_record_is_tried():
    names = {name for name, _ in ways.of_a_record()}
    lists = {"portal:home", "portal:section", "portal:cards"}
    single = {"portal:entry", "portal:file", "portal:trend", "portal:copy", "portal:card", "portal:card_file"}
    assert lists | single <= names
    assert names >= ways.WITHOUT_RECORDS

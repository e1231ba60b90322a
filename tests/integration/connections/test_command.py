"""Does `haversack connect` end with a clear word where another process is at it, and where nobody can sign in?"""

from __future__ import annotations

from argparse import Namespace
from datetime import timedelta

import pytest
from django.utils import timezone

from haversack.cli import connect as command
from haversack.cli.frame import Console, Refused
from haversack.connections.actions import investigating, signing_in
from haversack.connections.models import Connection
from haversack.connections.rules.states import CannotHappen, State

from ...fakes.smart_portal import BASE
from .signing import Visit


def test_a_look_that_was_broken_off_is_taken_up_again(monkeypatch, capsys):
    visit = Visit()
    look, looks, rests = investigating.investigate, [], []

    def investigate(**words):
        looks.append(words["now"])
        if len(looks) == 1:
            raise KeyboardInterrupt
        look(web=visit.web, **words)

    def rest(seconds):
        rests.append(seconds)
        assert len(rests) < 5, "it waits for good"
        if len(rests) == 3:  # the lease of the first is over
            Connection.objects.update(next_fetch_at=timezone.now())

    monkeypatch.setattr(investigating, "investigate", investigate)
    monkeypatch.setattr(command.time, "sleep", rest)
    console = Console(as_json=False)
    with pytest.raises(KeyboardInterrupt):
        command._looked_at(visit.opened, BASE, "", console)
    Connection.objects.update(next_fetch_at=timezone.now() + timedelta(minutes=10))  # taken, and broken off
    assert command._looked_at(visit.opened, BASE, "", console).state is State.READY
    assert len(rests) == 3
    assert capsys.readouterr().err.count("This waits") == 1


@pytest.mark.parametrize(
    ("why", "words"), [(signing_in.NotRegisteredYet(), "haversack register"), (CannotHappen(), "changed meanwhile")]
)
def test_where_nobody_can_sign_in_now_it_says_why(monkeypatch, why, words):
    visit = Visit()
    seen = visit.begun()

    def depart(**terms):
        raise why

    monkeypatch.setattr(signing_in, "depart", depart)
    with pytest.raises(Refused, match=words):
        command._sign_in(visit.opened, seen, Namespace(same_person=False), Console(as_json=False))

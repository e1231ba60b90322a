"""`haversack user`: what whoever runs the site can do for those who sign in."""

import io
import json
from argparse import ArgumentParser

import pytest

from haversack.accounts.models import User
from haversack.cli import user as command
from haversack.cli.frame import Console, Refused

PASSWORD = "seven quiet harbours"


@pytest.fixture
def run(monkeypatch, capsys):
    """Call `haversack user` with these words, the password coming by standard input; returns what it answered."""

    def run(*words: str, typed: str = "") -> object:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        parser = ArgumentParser()
        command.arguments(parser)
        command.run(parser.parse_args(words), Console(as_json=True))
        return json.loads(capsys.readouterr().out)

    return run


def test_a_user_who_was_added_can_sign_in(run, sign_in, is_signed_in):
    assert run("add", "Rosa@example.org", "--name", "Rosa", typed=f"{PASSWORD}\n") == {"email": "rosa@example.org"}
    assert is_signed_in(sign_in(User.objects.get(email="rosa@example.org")))


def test_the_list_says_who_and_since_when(run, rosa):
    assert run("list") == [
        {"email": rosa.email, "name": "Rosa Almeida", "joined": rosa.joined.date().isoformat(), "last_sign_in": None}
    ]


def test_a_new_password_replaces_the_lost_one(run, rosa, sign_in, is_signed_in):
    run("password", rosa.email, typed="eight quiet harbours\n")
    assert not is_signed_in(sign_in(rosa))
    assert is_signed_in(sign_in(rosa, password="eight quiet harbours"))


@pytest.mark.parametrize(
    ("words", "typed", "why"),
    [
        (("add", "rosa@example.org"), PASSWORD, "already"),
        (("add", "not an address"), PASSWORD, "not an e-mail address"),
        (("add", "mateo@example.org"), "short", "too short"),
        (("add", "mateo@example.org"), "", "too short"),
        (("password", "nobody@example.org"), PASSWORD, "no user"),
        (("password", "rosa@example.org"), "password1234", "too common"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words_and_changes_nothing(run, rosa, words, typed, why):
    before = list(User.objects.values_list("email", "password"))
    with pytest.raises(Refused, match=why):
        run(*words, typed=typed)
    assert list(User.objects.values_list("email", "password")) == before


def test_two_passwords_that_differ_are_refused(monkeypatch):
    answers = iter([PASSWORD, "seven quiet harbors"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(command.getpass, "getpass", lambda asked: next(answers))
    with pytest.raises(Refused, match="differ"):
        command.asked_password()

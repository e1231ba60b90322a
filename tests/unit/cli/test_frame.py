"""How every command speaks: the answer on standard output, all else on standard error, and an exit code."""

import argparse
import json

import pytest

from haversack.cli.frame import Console, whole_number

PEOPLE = [{"name": "Rosa", "pending": 3}, {"name": "Mateo\nJunior", "pending": None}]


def test_a_document_is_printed_with_json_and_words_without(capsys):
    Console(as_json=True).answer({"accepted": 3}, "3 entries added.")
    Console(as_json=False).answer({"accepted": 3}, "3 entries added.")
    document, _, words = capsys.readouterr().out.rpartition("}\n")
    assert json.loads(document + "}") == {"accepted": 3}
    assert words == "3 entries added.\n"


def test_a_line_of_json_is_one_line(capsys):
    Console(as_json=True).line({"title": "first\nsecond", "value": "1.10"}, "")
    assert json.loads(capsys.readouterr().out.removesuffix("\n")) == {"title": "first\nsecond", "value": "1.10"}


def test_a_list_is_a_table_whose_cells_are_one_line_each(capsys):
    Console(as_json=False).rows(PEOPLE, {"name": "Name", "pending": "Waiting"})
    assert capsys.readouterr().out.splitlines() == ["Name          Waiting", "Rosa          3", "Mateo Junior"]


def test_an_empty_list_says_so_in_words_and_is_an_empty_list_in_json(capsys):
    Console(as_json=False).rows([], {"name": "Name"}, empty="Nobody yet.")
    Console(as_json=True).rows([], {"name": "Name"})
    assert capsys.readouterr().out == "Nobody yet.\n[]\n"


def test_a_problem_is_told_beside_the_answer_and_changes_the_exit_code(capsys):
    console = Console(as_json=True)
    console.say("Reading")
    assert console.exit_code == 0
    console.problem("x.json: not JSON")
    assert console.exit_code == 1
    assert capsys.readouterr() == ("", "Reading\nx.json: not JSON\n")


@pytest.mark.parametrize(
    ("came", "shown"),
    [
        ("\x1b[2J\x1b[1;31mGlucose", "[2J[1;31mGlucose"),  # a terminal's orders
        ("Glu\u202ecose\u2066", "Glucose"),  # turns what follows around
        ("Gl\x00u\x07cose\x9b", "Glucose"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
    ],
)
def test_what_stands_in_a_record_cannot_steer_the_terminal(capsys, came, shown):
    Console(as_json=False).line({}, came)
    assert capsys.readouterr().out == f"{shown}\n"


def test_progress_is_silent_where_nobody_watches(capsys):
    with Console(as_json=False).progress("Reading", 10) as advance:
        advance(5)
    assert capsys.readouterr() == ("", "")


def test_progress_is_shown_on_a_terminal_and_taken_away_again(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Console(as_json=False).progress("Reading", 1000) as advance:
        advance(500)
    shown = capsys.readouterr().err
    assert "Reading [############............] 500 of 1,000" in shown
    assert shown.endswith("\r\033[K")


@pytest.mark.parametrize("text", ["-1", "65536", "1.5", "", "٣", "8000 "])
def test_a_number_out_of_range_is_refused(text):
    with pytest.raises(argparse.ArgumentTypeError, match="from 0 to 65535"):
        whole_number(0, 65535)(text)

"""How a command ends, whatever happens in it."""

import subprocess
import sys
from types import ModuleType

import pytest

from haversack.cli import main as command
from haversack.cli.frame import Refused

SECRET = "glucose 5.9 of Rosa Almeida"


@pytest.fixture
def run_as(monkeypatch, tmp_path):
    """Stand this function in for the command `user`, and call `haversack user`."""
    monkeypatch.setenv("HAVERSACK_DATA", str(tmp_path))

    def run_as(run, *words: str) -> int:
        module = ModuleType("haversack.cli.standing_in")
        module.NEEDS_SITE, module.arguments, module.run = False, lambda parser: None, run
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setitem(command.COMMANDS, "user", ("standing_in", "stands in"))
        return command.main([*words, "user"])

    return run_as


def _refuse(options, console):
    raise Refused("There is no person of that name.")


def _stop(options, console):
    raise KeyboardInterrupt


def _fail(options, console):
    raise ValueError(SECRET)


def test_a_command_that_does_its_work_ends_with_0(run_as):
    assert run_as(lambda options, console: None) == 0


def test_one_that_meets_problems_ends_with_1(run_as):
    assert run_as(lambda options, console: console.problem("x.json: not JSON")) == 1


def test_one_that_is_refused_ends_with_2_and_says_why(run_as, capsys):
    assert run_as(_refuse) == 2
    assert capsys.readouterr() == ("", "haversack user: There is no person of that name.\n")


def test_one_that_is_stopped_says_so(run_as, capsys):
    assert run_as(_stop) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_a_fault_nobody_foresaw_gives_a_code_and_no_traceback(run_as, capsys, tmp_path):
    assert run_as(_fail) == 1
    told = capsys.readouterr().err
    kept = (tmp_path / "faults.log").read_text()
    code = told.partition("Code ")[2].partition(";")[0]
    assert code in kept
    assert "builtins.ValueError" in kept
    assert "_fail" in kept
    assert SECRET not in kept + told
    assert "Traceback" not in told


@pytest.mark.parametrize("words", [[], ["nonsense"], ["user", "--nonsense"], ["run", "--port", "x"]])
def test_what_the_command_does_not_know_ends_with_2(words, capsys):
    with pytest.raises(SystemExit) as end:
        command.main(words)
    assert end.value.code == 2
    assert "usage: haversack" in capsys.readouterr().err


def test_json_and_data_may_stand_before_or_after_the_name(run_as, tmp_path):
    seen = []
    run_as(lambda options, console: seen.append((options.json, options.data)), "--json", "--data", str(tmp_path))
    assert seen == [(True, str(tmp_path))]


@pytest.mark.parametrize("name", list(command.COMMANDS))
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as end:
        command.main([name, "--help"])
    assert end.value.code == 0
    assert "--json" in capsys.readouterr().out


def test_help_does_not_wait_for_django():
    code = """
import sys
from haversack.cli.main import main
try:
    main(["--help"])
except SystemExit:
    assert "django" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_pipe_that_closes_early_is_no_fault():
    code = "import sys; sys.argv = ['haversack', '--help']; from haversack.cli.main import main; sys.exit(main())"
    done = subprocess.run(
        ["/bin/sh", "-c", f'"{sys.executable}" -c "$0" | true', code], check=False, capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr

"""When a sweep is called, and what one sweep's fault does to the others: nothing."""

import threading
from importlib import import_module

import pytest

from haversack.backpack.rules.work import LEASE
from haversack.config import sweeps
from haversack.config.serving import SECONDS_OF_A_LEASE
from haversack.config.sweeps import OF_A_BACKPACK, OF_A_PORTAL, OF_EVERY_SITE, Sweeper


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def called(monkeypatch):
    """Which sweeps were called, in order; the one named `faulty` fails."""
    names: list[str] = []

    def look_up(path: str):
        def sweep() -> None:
            names.append(path)
            if path == "faulty":
                raise ValueError

        return sweep

    monkeypatch.setattr(sweeps, "import_string", look_up)
    monkeypatch.setattr(sweeps, "close_old_connections", lambda: None)
    return names


def test_each_is_called_at_once_and_then_when_it_is_due(called, clock):
    sweeper = Sweeper({"often": 60, "seldom": 3600}, clock)
    for minutes in (0, 0.5, 1, 60):
        clock.now = 1000 + 60 * minutes
        sweeper.sweep()
    assert called == ["often", "seldom", "often", "often", "seldom"]


def test_all_are_called_anew_when_the_leases_of_a_killed_process_have_run_out(called, clock):
    sweeper = Sweeper({"often": 60, "seldom": 3600}, clock)
    sweeper.sweep()
    clock.now += 31
    sweeper.sweep_anew()
    clock.now += 30
    sweeper.sweep()
    assert called == ["often", "seldom"] * 2


def test_a_lease_is_over_before_the_sweeps_are_called_anew():
    assert LEASE.total_seconds() < SECONDS_OF_A_LEASE


def test_the_fault_of_one_does_not_stop_the_next(called, clock):
    Sweeper({"faulty": 60, "good": 60}, clock).sweep()
    assert called == ["faulty", "good"]


def test_none_runs_twice_at_once(monkeypatch, called, clock):
    inside, go_on, entered = threading.Event(), threading.Event(), []

    def slow() -> None:
        entered.append(1)
        inside.set()
        go_on.wait(10)

    monkeypatch.setattr(sweeps, "import_string", lambda path: slow)
    sweeper = Sweeper({"slow": 60}, clock)
    first = threading.Thread(target=sweeper.sweep)
    first.start()
    inside.wait(10)
    clock.now += 61
    sweeper.sweep()
    go_on.set()
    first.join()
    assert entered == [1]


@pytest.mark.parametrize("path", OF_EVERY_SITE | OF_A_BACKPACK | OF_A_PORTAL)
def test_every_sweep_in_the_table_exists(path):
    module, _, name = path.rpartition(".")
    assert callable(getattr(import_module(module), name))

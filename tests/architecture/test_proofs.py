"""Is what the proofs counted written down, and can one that tried nothing or found something wrong pass?"""

from datetime import date
from types import SimpleNamespace

import pytest

from ..proofs import Notebook, Proof


def test_what_was_counted_is_written_down(tmp_path):
    kept = []
    Proof(lambda name, value: kept.append((name, value))).counted("kill -9 during import", tried=1000, wrong=0)
    notebook = Notebook(tmp_path / "proofs.md", full=True)
    notebook.pytest_runtest_logreport(SimpleNamespace(when="call", user_properties=kept, duration=12.4))
    notebook.pytest_runtest_logreport(SimpleNamespace(when="teardown", user_properties=kept, duration=0.1))
    notebook.pytest_sessionfinish(SimpleNamespace(config=SimpleNamespace()))
    today = date.today().isoformat()
    assert (
        f"| kill -9 during import | 1,000 | 0 | 12 s | {today} |" in (tmp_path / "proofs.md").read_text().splitlines()
    )


def test_what_was_not_counted_again_keeps_its_line(tmp_path):
    first, second = Notebook(tmp_path / "proofs.md", full=True), Notebook(tmp_path / "proofs.md", full=True)
    first.rows = [("kill -9 during import", 1000, 0, 12.4), ("canaries", 5, 0, 1.0)]
    second.rows = [("canaries", 1152, 0, 90.0)]
    page = second.page(first.page("", "2026-11-21"), "2026-11-26")
    assert page.splitlines()[-2:] == [
        "| canaries | 1,152 | 0 | 90 s | 2026-11-26 |",
        "| kill -9 during import | 1,000 | 0 | 12 s | 2026-11-21 |",
    ]


@pytest.mark.parametrize("full", [True, False])
def test_a_sample_or_a_worker_writes_nothing(tmp_path, full):
    notebook = Notebook(tmp_path / "proofs.md", full=full)
    notebook.rows.append(("kill -9 during import", 10, 0, 1.0))
    config = SimpleNamespace(workerinput={}) if full else SimpleNamespace()
    notebook.pytest_sessionfinish(SimpleNamespace(config=config))
    assert not (tmp_path / "proofs.md").exists()


@pytest.mark.parametrize(("tried", "wrong"), [(0, 0), (1000, 1)])
def test_a_proof_that_tried_nothing_or_found_something_fails(tried, wrong):
    with pytest.raises(AssertionError):
        Proof(lambda name, value: None).counted("kill -9 during import", tried=tried, wrong=wrong)

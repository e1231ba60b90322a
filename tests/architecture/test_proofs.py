"""Is what the proofs counted written down, and can one that tried nothing or found something wrong pass?"""

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
    assert "| kill -9 during import | 1,000 | 0 | 12 s |" in (tmp_path / "proofs.md").read_text().splitlines()


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

"""Do the arrows between packages hold, and does each contract catch the import it was written against?"""

import tomllib

import pytest

from .tree import PROJECT, ROOT, Tree, copied

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

# contract, a file, the line that must not stand in it
VIOLATIONS = [
    ("downwards", "records/planted.py", "import haversack.vault"),
    ("downwards", "vault/planted.py", "import haversack.web"),
    ("downwards", "vault/planted.py", "import haversack.audit"),
    ("downwards", "audit/planted.py", "import haversack.web"),
    ("downwards", "web/planted.py", "import haversack.audit"),
    ("downwards", "web/planted.py", "def later():\n    from haversack.accounts import models"),
    ("downwards", "audit/planted.py", "import haversack.accounts"),
    ("downwards", "wording/planted.py", "import haversack.accounts"),
    ("downwards", "web/planted.py", "import haversack.wording"),
    ("downwards", "accounts/planted.py", "import haversack.backpack"),
    ("downwards", "fhirserver/planted.py", "import haversack.backpack"),
    ("downwards", "accounts/planted.py", "import haversack.fhirserver"),
    ("downwards", "smart/planted.py", "import haversack.vault"),
    ("downwards", "records/planted.py", "import haversack.smart"),
    ("downwards", "backpack/rules/planted.py", "import haversack.config"),
    ("downwards", "config/planted.py", "import haversack.demo"),
    ("downwards", "demo/planted.py", "import haversack.cli"),
    ("downwards", "unplaced/__init__.py", ""),
    ("downwards", "unplaced.py", ""),
    ("inside-backpack", "backpack/views/planted.py", "import haversack.backpack.urls"),
    ("inside-backpack", "backpack/views/planted.py", "import haversack.backpack.jobs"),
    ("inside-backpack", "backpack/jobs/planted.py", "import haversack.backpack.views"),
    ("inside-backpack", "backpack/forms/planted.py", "import haversack.backpack.views"),
    ("inside-backpack", "backpack/presenters/planted.py", "import haversack.backpack.forms"),
    ("inside-backpack", "backpack/actions/planted.py", "import haversack.backpack.presenters"),
    ("inside-backpack", "backpack/queries/planted.py", "import haversack.backpack.actions"),
    ("inside-backpack", "backpack/models/planted.py", "import haversack.backpack.queries"),
    ("inside-backpack", "backpack/rules/planted.py", "import haversack.backpack.models"),
    ("inside-backpack", "backpack/ports.py", "import haversack.backpack.models"),
    ("inside-backpack", "backpack/unplaced.py", ""),
    ("inside-fhirserver", "fhirserver/store.py", "import haversack.fhirserver.apps"),
    ("inside-fhirserver", "fhirserver/unplaced.py", ""),
    ("inside-portal", "portal/views/planted.py", "import haversack.portal.urls"),
    ("inside-portal", "portal/actions/planted.py", "import haversack.portal.presenters"),
    ("inside-portal", "portal/queries/planted.py", "import haversack.portal.actions"),
    ("inside-portal", "portal/rules/planted.py", "import haversack.portal.models"),
    ("inside-portal", "portal/unplaced.py", ""),
    ("downwards", "backpack/queries/planted.py", "import haversack.connections"),
    ("downwards", "portal/planted.py", "import haversack.connections"),
    ("inside-connections", "connections/actions/planted.py", "import haversack.connections.views"),
    ("inside-connections", "connections/queries/planted.py", "import haversack.connections.actions"),
    ("inside-connections", "connections/unplaced.py", ""),
    ("views-ask", "connections/views/planted.py", "import haversack.connections.models"),
    ("pure", "connections/rules/planted.py", "import socket"),
    ("downwards", "notices/planted.py", "import haversack.backpack"),
    ("inside-notices", "notices/queries.py", "import haversack.notices.actions"),
    ("inside-notices", "notices/actions/planted.py", "import haversack.notices.views"),
    ("inside-notices", "notices/unplaced.py", ""),
    ("views-ask", "notices/views.py", "import haversack.notices.models"),
    ("pure", "notices/rules/planted.py", "import socket"),
    ("two-sites", "portal/planted.py", "import haversack.backpack"),
    ("two-sites", "backpack/actions/planted.py", "from haversack.portal.rules import sections"),
    ("inside-accounts", "accounts/models.py", "import haversack.accounts.actions"),
    ("inside-accounts", "accounts/actions.py", "import haversack.accounts.views"),
    ("views-ask", "portal/views/planted.py", "import haversack.portal.models"),
    ("views-ask", "backpack/views/planted.py", "import haversack.backpack.models"),
    ("views-ask", "fhirserver/views/planted.py", "import haversack.fhirserver.models"),
    ("views-ask", "backpack/jobs/planted.py", "from haversack.backpack.models import person"),
    ("views-ask", "backpack/forms/planted.py", "from haversack.backpack import models"),
    ("pure", "records/planted.py", "import django.conf"),
    ("pure", "records/planted.py", "import socket"),
    ("pure", "records/planted.py", "import time"),
    ("pure", "records/planted.py", "import sqlite3"),
    ("pure", "smart/planted.py", "import django.conf"),
    ("pure", "smart/planted.py", "import secrets"),
    ("pure", "records/formats/planted.py", "from django.utils import timezone"),
    ("pure", "backpack/rules/planted.py", "from django.db import connection"),
    ("pure", "backpack/rules/planted.py", "import http.client"),
    ("pure", "backpack/rules/planted.py", "import os"),
    ("pure", "portal/rules/planted.py", "from django.utils import timezone"),
]


def test_every_contract_is_kept():
    kept, said = PROJECT.contracts()
    assert kept, said


def test_no_contract_has_exceptions_and_each_is_tried():
    assert not [contract["id"] for contract in CONTRACTS if "ignore_imports" in contract]
    assert {contract["id"] for contract in CONTRACTS} == {contract for contract, _, _ in VIOLATIONS}


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """One copy for all: making it takes as long as trying a contract in it."""
    return copied(tmp_path_factory.mktemp("ground"))


@pytest.mark.parametrize(("contract", "file", "line"), VIOLATIONS)
def test_a_planted_import_is_caught(ground: Tree, contract: str, file: str, line: str):
    with ground.planted(f"src/haversack/{file}", f"\n{line}\n"):
        kept, said = ground.contracts(contract)
    assert not kept
    assert "1 broken" in said, said


def test_what_was_planted_is_gone_again(ground: Tree):
    before = sorted(ground.files())
    with ground.planted("src/haversack/records/new/planted.py", "import socket"):
        assert sorted(ground.files()) != before
    with ground.planted("src/haversack/backpack/ports.py", "import socket"):
        assert ground.text("src/haversack/backpack/ports.py") != (ROOT / "src/haversack/backpack/ports.py").read_text()
    assert sorted(ground.files()) == before
    assert ground.text("src/haversack/backpack/ports.py") == (ROOT / "src/haversack/backpack/ports.py").read_text()

"""Can the database go forwards and back along one straight line?"""

import ast
from itertools import pairwise

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from .tree import PROJECT, Tree

OURS = sorted(config.label for config in apps.get_app_configs() if config.name.startswith("haversack."))


def names(tree: Tree) -> dict[str, list[str]]:
    """The migrations of each app, in the order of their names."""
    found: dict[str, list[str]] = {}
    for module in tree.modules():
        package, _, name = module.name.rpartition(".")
        if package.endswith(".migrations"):
            found.setdefault(package.split(".")[-2], []).append(name)
    return found


def crooked(tree: Tree) -> list[str]:
    """Apps whose migrations are not numbered 0001, 0002 ... each once."""
    return [
        f"{app}: {after} does not follow {before}"
        for app, listed in names(tree).items()
        for before, after in pairwise(["0000", *sorted(listed)])
        if int(after[:4]) != int(before[:4]) + 1
    ]


def one_way(tree: Tree) -> list[str]:
    """Migrations that run code or SQL without saying how to take it back."""
    return [
        f"{module.path}:{node.lineno} {node.func.attr} has no way back"
        for module in tree.modules()
        if module.migration
        for node in ast.walk(module.syntax)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("RunPython", "RunSQL")
        and len(node.args) < 2
        and not any(keyword.arg in ("reverse_code", "reverse_sql") for keyword in node.keywords)
    ]


CHECKS = [crooked, one_way]
HEAD = "from django.db import migrations\n"
PLANTED = [
    (crooked, "0003_third.py", HEAD),
    (crooked, "0001_another.py", HEAD),
    (one_way, "0002_second.py", f"{HEAD}operations = [migrations.RunPython(forwards)]"),
    (one_way, "0002_second.py", f"{HEAD}operations = [migrations.RunSQL('DROP TABLE x')]"),
]


@pytest.mark.parametrize("check", CHECKS)
def test_the_project_keeps_it(check):
    assert check(PROJECT) == []


@pytest.mark.parametrize(("check", "file", "text"), PLANTED)
def test_a_planted_violation_is_caught(empty: Tree, check, file: str, text: str):
    empty.plant("src/haversack/backpack/migrations/__init__.py", "")
    empty.plant("src/haversack/backpack/migrations/0001_initial.py", HEAD)
    assert check(empty) == []
    empty.plant(f"src/haversack/backpack/migrations/{file}", text)
    assert len(check(empty)) == 1


def test_no_branches_have_to_be_merged():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    assert {app: leaves for app, leaves in loader.detect_conflicts().items() if app in OURS} == {}
    merges = [
        name for (app, name), step in loader.disk_migrations.items() if app in OURS and len(inside(step, app)) > 1
    ]
    assert merges == []


def inside(migration, app: str) -> list[tuple[str, str]]:
    return [needed for needed in migration.dependencies if needed[0] == app]


def test_the_models_are_what_the_migrations_make():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    assert {app: [str(step) for step in steps] for app, steps in changes.items() if app in OURS} == {}

"""Does every file answer one question, short enough to be read in one go, and say which question it is?"""

import ast

import pytest

from .tree import PROJECT, Module, Tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
DRAWERS = {"util", "utils", "helper", "helpers", "common", "service", "services", "manager", "managers", "misc"}


def is_table(module: Module) -> bool:
    """Migrations and code tables are as long as what they list: assignments, no functions."""
    return module.migration or not any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) for node in ast.walk(module.syntax)
    )


def long_files(tree: Tree) -> list[str]:
    lengths = ((module, module.text.count("\n")) for module in tree.modules() if not module.migration)
    return [f"{module.path} has {length} lines" for module, length in lengths if length > LONGEST_FILE]


def long_functions(tree: Tree) -> list[str]:
    return [
        f"{module.path}:{node.lineno} {node.name} does not fit on a screen"
        for module in tree.modules()
        if not module.migration
        for node in ast.walk(module.syntax)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]


def drawers(tree: Tree) -> list[str]:
    """Files and folders whose name says only that something was put there."""
    return [
        f"{module.path} is a drawer"
        for module in tree.modules()
        if DRAWERS & {part.strip("_") for name in module.name.split(".") for part in [name, *name.split("_")]}
    ]


def silent_modules(tree: Tree) -> list[str]:
    """Modules that do not say, in their first line, which question they answer; an empty one needs none."""
    return [
        f"{module.path} does not say what it is for"
        for module in tree.modules()
        if module.text.strip() and not module.migration and not (ast.get_docstring(module.syntax) or "").strip()
    ]


CHECKS = [long_files, long_functions, drawers, silent_modules]
PLANTED = [
    (long_files, "records/long.py", '"""What?"""\n' + "x = 1\n" * 400),
    (long_functions, "records/long.py", '"""What?"""\ndef f():\n' + "    x = 1\n" * 60),
    (long_functions, "records/long.py", '"""What?"""\nclass C:\n    async def f(self):\n' + "        x = 1\n" * 60),
    (drawers, "records/utils.py", '"""What?"""'),
    (drawers, "backpack/services/review.py", '"""What?"""'),
    (drawers, "web/date_helpers.py", '"""What?"""'),
    (silent_modules, "records/silent.py", "x = 1"),
    (silent_modules, "records/silent.py", '# What?\n""" """'),
]


@pytest.mark.parametrize("check", CHECKS)
def test_the_project_keeps_it(check):
    assert check(PROJECT) == []


@pytest.mark.parametrize(("check", "file", "text"), PLANTED)
def test_a_planted_violation_is_caught(empty: Tree, check, file: str, text: str):
    empty.plant(f"src/haversack/{file}", text)
    assert len(check(empty)) == 1


def test_every_check_has_been_seen_to_fire():
    assert {check for check, _, _ in PLANTED} == set(CHECKS)


def test_a_file_at_the_limit_and_a_migration_beyond_it_are_left_alone(empty: Tree):
    empty.plant("src/haversack/records/just.py", '"""What?"""\ndef f():\n' + "    x = 1\n" * 59 + "y = 1\n" * 339)
    empty.plant("src/haversack/backpack/migrations/0001_initial.py", "x = 1\n" * 900)
    empty.plant("src/haversack/records/__init__.py", "")
    assert [complaint for check in CHECKS for complaint in check(empty)] == []

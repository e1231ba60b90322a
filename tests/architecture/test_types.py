"""Are the parts that everything rests on checked strictly, and everything else at least annotated?"""

import tomllib
from fnmatch import fnmatchcase

import pytest

from .tree import PROJECT, Tree

STRICT = ("haversack.records", "haversack.smart", "haversack.vault")
FLAGS = {
    "disallow_any_generics": True,
    "disallow_subclassing_any": True,
    "disallow_untyped_calls": True,
    "disallow_untyped_decorators": True,
    "extra_checks": True,
    "implicit_reexport": False,
    "strict_equality": True,
    "warn_return_any": True,
    "warn_unused_ignores": True,
}


def settings() -> dict:
    return tomllib.loads(PROJECT.text("pyproject.toml"))["tool"]["mypy"]


def strict_patterns() -> list[str]:
    lists = [part["module"] for part in settings()["overrides"] if FLAGS.items() <= part.items()]
    return [pattern for listed in lists for pattern in ([listed] if isinstance(listed, str) else listed)]


def not_strict(tree: Tree, patterns: list[str]) -> list[str]:
    """Modules of records, vault and every rules that no strict override covers ("a.*" covers "a" as well)."""
    return [
        module.name
        for module in tree.modules()
        if (module.name.startswith(STRICT) or ".rules" in module.name)
        and not any(fnmatchcase(module.name, pattern) or f"{module.name}.*" == pattern for pattern in patterns)
    ]


def waved_through(tree: Tree) -> list[str]:
    """Comments that tell the type checker to look away without saying from what."""
    return [
        f"{module.path}:{number}"
        for module in tree.modules()
        for number, line in enumerate(module.text.splitlines(), 1)
        if "# type: ignore" in line and "# type: ignore[" not in line
    ]


def test_records_vault_and_every_rules_are_strict():
    assert not_strict(PROJECT, strict_patterns()) == []


def test_the_rest_is_annotated():
    assert settings()["disallow_untyped_defs"] is True


def test_nothing_is_waved_through_without_a_reason():
    assert waved_through(PROJECT) == []


@pytest.mark.parametrize("file", ["records/x.py", "vault/x.py", "portal/rules/x.py", "backpack/rules/deep/x.py"])
def test_a_planted_part_outside_the_strict_list_is_noticed(empty: Tree, file: str):
    empty.plant(f"src/haversack/{file}", '"""What?"""')
    assert len(not_strict(empty, ["haversack.backpack.rules", "haversack.records.entry"])) == 1


def test_a_planted_blanket_ignore_is_caught(empty: Tree):
    empty.plant("src/haversack/x.py", "a = 1  # type: " + "ignore\nb = 2  # type: " + "ignore[assignment]\n")
    assert waved_through(empty) == ["src/haversack/x.py:1"]

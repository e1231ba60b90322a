"""What in docs/reference follows from the code, and what does it say today?

`make docs` writes the pages; a test makes each one again and compares, so that none is ever out of date. What is
written by hand lies beside them and is left alone.
"""

import argparse
import os
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

REFERENCE = Path(__file__).parent / "reference"
MADE = "<!-- Made by `make docs`; change the code, not this page. -->\n"


def commands() -> str:
    """Every command with its options, as the command's own parser knows them."""
    from haversack.cli.main import COMMANDS, _parser

    lines = ["# The haversack command", MADE]
    lines.append(f"{_parser([])[0].epilog}\n\nEvery command takes `--json` and `--data DIR`.\n")
    for name, (_, summary) in COMMANDS.items():
        parser = _subparsers(_parser([name])[0])[name]
        lines += [
            f"## haversack {name}",
            f"{summary[0].upper()}{summary[1:]}.\n",
            *_options(parser, f"haversack {name}"),
        ]
    return "\n".join(lines).rstrip() + "\n"


def _subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _options(parser: argparse.ArgumentParser, called: str) -> Iterator[str]:
    shown = [action for action in parser._actions if _worth_saying(action)]
    if shown:
        yield "| | |\n|---|---|"
        yield from (f"| `{_written(action)}` | {action.help or ''} |" for action in shown)
        yield ""
    for name, inner in _subparsers(parser).items():
        yield f"### {called} {name}"
        if inner.description:
            yield f"{inner.description}\n"
        yield from _options(inner, f"{called} {name}")


def _worth_saying(action: argparse.Action) -> bool:
    return not isinstance(action, argparse._SubParsersAction | argparse._HelpAction) and action.dest not in (
        "json",
        "data",
    )


def _written(action: argparse.Action) -> str:
    named = ", ".join(action.option_strings)
    takes = action.nargs != 0 and not isinstance(action, argparse.BooleanOptionalAction)
    values = action.metavar or ("|".join(map(str, action.choices)) if action.choices else action.dest.upper())
    value = (values if isinstance(values, str) else " ".join(values)) if takes else ""
    many = "..." if action.nargs in ("+", "*") else ""
    return f"{named} {value}{many}".strip().replace("|", "\\|")


def addresses() -> str:
    """Every address of the site with the name that code and the table of who may see it use."""
    import django
    from django.urls import URLPattern, URLResolver, get_resolver

    django.setup()

    def walk(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            address = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, address, inner)
            else:
                yield f"/{address.replace('^', '').replace('$', '')}", f"{space}{pattern.name}" if pattern.name else ""

    rows = [f"| `{address}` | {name} |" for address, name in walk(get_resolver().url_patterns, "", "")]
    about = (
        "None of them ever holds a name, a search word or anything about health: `uuid` and `id` are random or counted."
    )
    return "\n".join(["# Addresses", MADE, f"{about}\n", "| address | name |\n|---|---|", *rows]) + "\n"


def authorisation() -> str:
    """Who gets what from every address."""
    page: str = runpy.run_path(str(Path(__file__).with_name("authorisation.py")))["page"](MADE)
    return page


def smart() -> str:
    """Which requirement of SMART and US Core is shown by which test."""
    page: str = runpy.run_path(str(Path(__file__).with_name("smart_requirements.py")))["page"](MADE)
    return page


def smart_client() -> str:
    """Which requirement of SMART for clients is shown by which test."""
    page: str = runpy.run_path(str(Path(__file__).with_name("smart_requirements.py")))["client_page"](MADE)
    return page


def connections() -> str:
    """Which states a connection has, and what leads from one to the next."""
    page: str = runpy.run_path(str(Path(__file__).with_name("states_of_connections.py")))["page"](MADE)
    return page


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "addresses.md": addresses,
    "authorisation.md": authorisation,
    "connections.md": connections,
    "smart.md": smart,
    "smart-client.md": smart_client,
}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haversack.config.test_settings")
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page())

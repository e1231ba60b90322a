"""Which command was asked for, and how does it end?

Reads the command line, loads only the module of the command that was named (so that --help answers at once), opens the
site when the command needs it, and turns every fault into words and an exit code.
"""

import argparse
import os
import sys
from importlib import import_module
from types import ModuleType

from .frame import DONE, REFUSED, WITH_PROBLEMS, Console, Refused, common_arguments

# name: (module in this package, what it does)
COMMANDS = {
    "run": ("run", "run the Backpack site and its worker"),
    "portal": ("portal", "run, fill and set up a hospital's portal"),
    "person": ("person", "add a backpack, list them, give one to a user, remove one"),
    "import": ("import_", "take in files, folders and zips"),
    "review": ("review", "decide on everything that waits"),
    "entries": ("entries", "list the entries of a record"),
    "export": ("export", "take everything away: all records and files, as they came and readable"),
    "backup": ("backup", "write the whole site into one sealed file"),
    "restore": ("restore", "bring a backup back, into an empty data folder"),
    "keys": ("keys", "take the keys to a safe place, bring them back, replace the site key"),
    "doctor": ("doctor", "check that everything is as it should be"),
    "search": ("search", "find words in a record"),
    "check": ("check", "test any portal: what it supports, what it breaks"),
    "connect": ("connect", "connect a portal: sign in there, and have its records fetched"),
    "connections": ("connections", "list the connections to portals"),
    "refresh": ("refresh", "fetch what is new from connected portals"),
    "disconnect": ("disconnect", "end a connection; every record stays"),
    "register": ("register", "make this site known at portals that ask for it"),
    "cards": ("cards", "say whose health cards are trusted, and ask for their keys"),
    "directory": ("directory", "take in lists of providers, and search them"),
    "user": ("user", "add a user, list users, set a password"),
}


def main(arguments: list[str] | None = None) -> int:
    """The `haversack` command. Returns its exit code: 0 done, 1 done with problems, 2 refused."""
    words = sys.argv[1:] if arguments is None else arguments
    parser, modules = _parser(words)
    options, left = parser.parse_known_args(words)
    console = Console(as_json=options.json)
    if options.data:
        os.environ["HAVERSACK_DATA"] = options.data
    try:
        module = modules[options.command]
        _take_words(options, left, getattr(module, "WORDS", ""), parser)
        if getattr(module, "NEEDS_SITE", True):
            open_site(console)
        module.run(options, console)
        sys.stdout.flush()
    except Refused as refusal:
        console.say(f"haversack {options.command}: {refusal}")
        return REFUSED
    except KeyboardInterrupt:
        console.say("Stopped.")
        return 130  # as a shell reports a command that Ctrl-C ended
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        return _unforeseen(error, console)
    return console.exit_code


def _take_words(options: argparse.Namespace, left: list[str], words: str, parser: argparse.ArgumentParser) -> None:
    """Words to search for may begin with a dash ("Smith -Jones Clinic"); any other word left over is a mistake."""
    if words and not any(word.startswith("--") for word in left):
        setattr(options, words, [*getattr(options, words, []), *left])
    elif left:
        parser.error(f"unrecognized arguments: {' '.join(left)}")


def open_site(console: Console, *, ready: bool = True) -> None:
    """Set Django up, and make and migrate what the command needs; not `ready`: without looking at the databases."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haversack.config.settings")
    from haversack.config.environment import SettingUnreadable
    from haversack.config.prepare import RestoreUnfinished, SiteTooNew, prepare, set_up

    try:
        set_up()
        if ready:
            prepare(console.say)
    except (RestoreUnfinished, SettingUnreadable, SiteTooNew) as fault:
        raise Refused(str(fault)) from None


def _parser(words: list[str]) -> tuple[argparse.ArgumentParser, dict[str, ModuleType]]:
    parser = argparse.ArgumentParser(
        prog="haversack",
        description="A person's whole health record in one place, under that person's control.",
        epilog="Exit codes: 0 all done; 1 done, with problems listed; 2 refused, nothing changed.",
    )
    common_arguments(parser)
    named = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    modules = {}
    for name, (module, summary) in COMMANDS.items():
        one = named.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        common_arguments(one, default=argparse.SUPPRESS)  # else it would undo what stood before the name
        if name in words:
            modules[name] = import_module(f"{__package__}.{module}")
            modules[name].arguments(one)
    return parser, modules


def _unforeseen(error: Exception, console: Console) -> int:
    """Words for a fault nobody foresaw: a code to quote, and where to look; its own text may hold health data."""
    from haversack.config.environment import data_folder
    from haversack.config.faults import keep_fault

    code = keep_fault(error, data_folder())
    console.say(f"Something went wrong that should not have. Code {code}; see faults.log in {data_folder()}.")
    return WITH_PROBLEMS


if __name__ == "__main__":
    sys.exit(main())

"""Which texts does a person read, and which of them has the Spanish catalogue?

`make messages` gathers the texts from templates, modules and the tables that pages translate by, keeps every
translation that is still wanted, drops the others, compiles, and lists what is missing. No gettext program is needed.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import polib

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "haversack"
LANGUAGES = ("es",)
# What Django and its libraries say to people, where their own catalogue speaks to them in another way than ours.
LIBRARIES = Path(__file__).with_name("library_texts.txt")
# Forms as in the catalogues of most languages of Europe; one beside them names the rule of gettext's manual.
PLURALS = {"es": "nplurals=2; plural=(n != 1);"}

# Texts that stand in tables of pure modules, which know nothing of gettext: a page translates them when it shows them.
TABLES = (
    ("haversack.records.phrases", ("NAMELESS", "OPPOSITES", "NONE_KNOWN", "VISIT_CLASSES", "CLAIM_KINDS", "ESTIMATES")),
    ("haversack.records.people", ("ANOTHER_BIRTH_DATE", "ANOTHER_NAME", "ANOTHER_PART")),
    ("haversack.backpack.rules.roles", ("REASONS",)),
    ("haversack.portal.presenters.windows", ("OF_PRESETS",)),
    ("haversack.portal.rules.amendments", ("REASONS", "GROUNDS")),
    ("haversack.portal.rules.cards", ("NOTHING", "TOO_MANY", "NOT_THESE", "REVOKED_ALREADY")),
    ("haversack.portal.rules.changes", ("REASONS", "ON_FILE_CHANGED", "ALREADY_WAITING")),
    ("haversack.portal.rules.messages", ("REASONS",)),
    ("haversack.portal.rules.profile", ("MARITAL", "RACES")),
    ("haversack.portal.rules.staff", ("NOT_YOURS",)),
    ("haversack.portal.rules.states", ("TOO_LATE",)),
    ("haversack.portal.rules.wish", ("NOT_A_CHOICE",)),
    ("haversack.portal.rules.access", ("REASONS",)),
    (
        "haversack.portal.actions.desk_enrolment",
        ("ENROLLED", "NOT_ENROLLED", "NO_DOCUMENT", "NOT_A_MINOR", "IN_THE_FUTURE"),
    ),
    ("haversack.portal.actions.proxies", ("NO_NAME", "SIGNED_LATER", "OVER_ALREADY", "NOTHING_TO_SEE", "OPEN_ALREADY")),
    ("haversack.portal.presenters.access", ("KINDS",)),
    ("haversack.portal.rules.enrolment", ("NO_MRN", "NO_USER_ID", "TELLS_NUMBER", "TELLS_EMAIL")),
    ("haversack.portal.rules.release", ("TO_PATIENTS", "TO_STAFF")),
    ("haversack.portal.rules.sections", ("NAMES",)),
    ("haversack.portal.rules.search_params", ("CATEGORY_NAMES",)),
    ("haversack.backpack.rules.persons", ("NO_NAME", "NAME_TOO_LONG", "NO_DATE", "NO_SUCH_DAY")),
    ("haversack.smart.findings", ("FINDINGS", "VALUES")),
    ("haversack.wording.dosing", ("UNITS", "DAYS", "PHRASES", "PATTERNS", "NEEDED")),
    ("haversack.backpack.presenters.troubles", ("SENTENCES", "PLACES")),
)

# The functions of django.utils.translation: how many of their arguments are text, and whether the first is a context.
_FUNCTIONS = {
    "gettext": (1, False),
    "ngettext": (2, False),
    "pgettext": (2, True),
    "npgettext": (3, True),
}
_CALL = re.compile(
    r"(?<![A-Za-z])(n?p?gettext|_)\(((?:\s*u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?)+)\s*(?:count)?\)"
)


class Message(NamedTuple):
    """A text as gettext knows it."""

    context: str | None
    text: str
    plural: str


def messages() -> dict[Message, list[str]]:
    """Every text with the files that use it, in the order of the files."""
    found: dict[Message, list[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        inside = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py":
            texts = in_module(path.read_text())
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            texts = in_template(path.read_text())
        else:
            continue
        for one in texts:
            _note(found, one, inside)
    for module, names in TABLES:
        for name in names:
            for text in _texts(getattr(import_module(module), name)):
                _note(found, Message(None, text, ""), f"src/{module.replace('.', '/')}.py")
    for line in LIBRARIES.read_text().splitlines():
        text, _, plural = line.replace("\\n", "\n").partition(" || ")
        _note(found, Message(None, text, plural), LIBRARIES.relative_to(ROOT).as_posix())
    return _joined(found)


def in_module(source: str) -> Iterator[Message]:
    """The texts that a module hands to gettext, whatever it calls it."""
    tree = ast.parse(source)
    called: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            called |= {one.asname or one.name: re.sub("_(lazy|noop)$", "", one.name) for one in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and called.get(node.func.id) in _FUNCTIONS:
            held = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            message = _message(called[node.func.id], held)
            if message is not None:
                yield message


def in_template(source: str) -> Iterator[Message]:
    """The texts of a template's translate and blocktranslate tags, as Django will look them up."""
    from django.utils.translation.template import templatize

    for function, written in _CALL.findall(templatize(source)):
        held = ast.literal_eval(f"({written.rstrip(', ')},)")
        message = _message("gettext" if function == "_" else function, list(held))
        if message is not None:
            yield message


def _message(function: str, held: list[str]) -> Message | None:
    """None where the text is not written there: then it comes from one of the TABLES."""
    count, has_context = _FUNCTIONS[function]
    if len(held) < count:
        return None
    texts = held[has_context:count]
    return Message(held[0] if has_context else None, texts[0], texts[1] if len(texts) > 1 else "")


def _note(found: dict[Message, list[str]], message: Message, where: str) -> None:
    places = found.setdefault(message, [])
    if where not in places:
        places.append(where)


def _texts(held: object) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    else:
        assert isinstance(held, dict | tuple)
        yield from held.values() if isinstance(held, dict) else held


def _joined(found: dict[Message, list[str]]) -> dict[Message, list[str]]:
    """A text used alone and with a plural is one entry: gettext knows it by its singular."""
    with_plural = {(one.context, one.text): one for one in found if one.plural}
    joined: dict[Message, list[str]] = {}
    for message, places in found.items():
        kept = with_plural.get((message.context, message.text), message)
        joined[kept] = sorted({*joined.get(kept, []), *places})
    return joined


def catalogue(language: str) -> Path:
    """Where a language's texts lie; the compiled ones beside them."""
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def updated(language: str) -> polib.POFile:
    """The catalogue with every text there is now and no other; what was translated stays."""
    path = catalogue(language)
    before = {(one.msgctxt, one.msgid): one for one in (polib.pofile(str(path)) if path.exists() else ())}
    made = polib.POFile(wrapwidth=110)
    made.metadata = {
        "Project-Id-Version": "Haversack",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for message, places in messages().items():
        old = before.get((message.context, message.text))
        entry = polib.POEntry(msgctxt=message.context, msgid=message.text, flags=_flags(message))
        entry.occurrences = [(place, "") for place in places]
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = dict(old.msgstr_plural) if old and old.msgstr_plural else {0: "", 1: ""}
        else:
            entry.msgstr = old.msgstr if old else ""
        entry.tcomment = old.tcomment if old else ""
        made.append(entry)
    return made


def _flags(message: Message) -> list[str]:
    if re.search(r"%[(ds]", message.text):
        return ["python-format"]
    return ["python-brace-format"] if re.search(r"\{\d?\}", message.text) else []


def untranslated(made: polib.POFile) -> list[str]:
    """The texts without a translation."""
    return [one.msgid for one in made if not (all(one.msgstr_plural.values()) if one.msgid_plural else one.msgstr)]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haversack.config.test_settings")
    import django

    django.setup()
    for language in LANGUAGES:
        made = updated(language)
        made.save(str(catalogue(language)))
        made.save_as_mofile(str(catalogue(language).with_suffix(".mo")))
        missing = untranslated(made)
        sys.stdout.writelines(f"{language}: {text!r} is not translated\n" for text in missing)
        sys.stdout.write(f"{language}: {len(made)} texts, {len(missing)} of them not translated.\n")

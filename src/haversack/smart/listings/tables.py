"""What do lists in rows say: JSON arrays of endpoints, and CSV of endpoints, facilities, or NPPES providers?

Their columns have no standard. Each fact has the names it goes by in lists that are published; a list is taken when it
has a name, and says what it lacks when it has not.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..addresses import base_of, version_of
from .listing import Door, Listing, Problem, ReadList

# fact: the columns it stands under, letters and digits only, lower case; the first that is filled counts.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "organizationname", "providerorganizationnamelegalbusinessname", "name", "facilityname", "practicename",
        "orgname", "displayname",
    ),
    "former": ("providerotherorganizationname", "alias", "formername", "othername"),
    "base": ("url", "fhirbase", "fhirurl", "endpoint", "address", "fhirpatientfacinguri", "baseurl"),
    "authorize": ("authorize", "authorizationurl", "authorizationendpoint"),
    "token": ("token", "tokenurl", "tokenendpoint"),
    "website": ("website", "web", "portalurl", "portal"),
    "npi": ("npiid", "npi"),
    "city": ("providerbusinesspracticelocationaddresscityname", "city"),
    "state": ("providerbusinesspracticelocationaddressstatename", "state"),
    "zip": ("organizationzipcode", "providerbusinesspracticelocationaddresspostalcode", "zip", "zipcode", "postalcode"),
    "country": ("providerbusinesspracticelocationaddresscountrycodeifoutsideus", "country"),
    "version": ("fhirversion", "version"),
    "part_of": ("managingorganization", "partof"),
    "family": ("providerlastnamelegalname", "lastname", "family"),
    "given": ("providerfirstname", "firstname", "given"),
    "prefix": ("providernameprefixtext", "prefix"),
    "suffix": ("providercredentialtext", "credential", "suffix"),
    "specialty": ("specialty", "taxonomy", "primaryspecialty"),
    "practice": ("practice", "clinic", "groupname"),
    "ended": ("npideactivationdate",),
    "begun_again": ("npireactivationdate",),
}  # fmt: skip
_LETTERS = re.compile(r"[^a-z0-9]")
_NOTHING = frozenset(("", "<unavail>", "n/a", "null", "none"))
_LONGEST = 1 << 20  # characters of one CSV field


def read_rows(rows: Iterable[Any]) -> ReadList:
    """A JSON array of objects."""
    listings: list[Listing] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            problems.append(Problem(f"row {number}", "It is not an object."))
            continue
        facts = _facts({str(key): value for key, value in row.items() if isinstance(value, str)})
        _take(number, facts, listings, problems)
    return ReadList("rows", listings, problems)


def read_csv(text: bytes) -> ReadList:
    """A table whose first line names its columns; comma, semicolon, tab or bar between them."""
    try:
        words = text.decode("utf-8")
    except UnicodeDecodeError:
        words = text.decode("windows-1252", errors="replace")
    first = words.partition("\n")[0]
    between = max(",;\t|", key=first.count)
    if first.count(between) == 0:
        return ReadList("unreadable", (), (Problem("line 1", "There is one column only, so no list of providers."),))
    csv.field_size_limit(_LONGEST)
    rows = csv.DictReader(io.StringIO(words), delimiter=between)
    named = {_LETTERS.sub("", (name or "").lower()) for name in rows.fieldnames or ()}
    if not named & {*_COLUMNS["name"], *_COLUMNS["family"]}:
        return ReadList("unreadable", (), (Problem("line 1", "No column says how a provider is called."),))
    listings: list[Listing] = []
    problems: list[Problem] = []
    is_short = is_ragged = False  # the line before ends early; one before that did, so it is this table's way
    try:
        for number, row in enumerate(rows, 2):
            is_ragged = is_ragged or is_short
            is_short = not is_ragged and None in row.values()
            facts = _facts({key: value for key, value in row.items() if key and isinstance(value, str)})
            _take(number, facts, listings, problems, word="line")
    except csv.Error:
        problems.append(Problem(f"line {rows.line_num}", "From here on the table cannot be read."))
        return ReadList("CSV", listings, problems, is_cut=True)
    if is_short and listings:
        problems.append(Problem(f"line {rows.line_num}", "The table ends in the middle of this line."))
        return ReadList("CSV", listings, problems, is_cut=True)
    return ReadList("CSV", listings, problems)


def _facts(row: Mapping[str, str]) -> dict[str, str]:
    plain = {_LETTERS.sub("", key.lower()): value.strip() for key, value in row.items()}
    return {
        fact: next((plain[name] for name in names if plain.get(name, "").lower() not in _NOTHING), "")
        for fact, names in _COLUMNS.items()
    }


def _take(
    number: int, facts: dict[str, str], listings: list[Listing], problems: list[Problem], word: str = "row"
) -> None:
    where = f"{word} {number}"
    if facts["ended"] and not facts["begun_again"]:
        return  # NPPES keeps numbers that are not in use any more
    doctor = " ".join(part for part in (facts["prefix"], facts["given"], facts["family"], facts["suffix"]) if part)
    name = facts["name"] or doctor
    if not name:
        problems.append(Problem(where, "It has no name."))
        return
    doors = _doors(facts)
    if facts["base"] and not doors and "://" in facts["base"]:
        problems.append(Problem(where, "Its address is not that of a FHIR server."))
    is_doctor = not facts["name"] and bool(facts["family"])
    listings.append(
        Listing(
            key=f"row|{_told_apart_by(facts, doors)}|{name.lower()}",
            name=name,
            kind="doctor" if is_doctor else "office",
            former=(facts["former"],) if facts["former"] else (),
            website=facts["website"],
            npi=facts["npi"],
            city=facts["city"],
            state=facts["state"],
            zip=facts["zip"],
            country=facts["country"],
            part_of=facts["practice"] if is_doctor else "",
            specialty=facts["specialty"],
            doors=doors,
            practices=(facts["practice"],) if is_doctor and facts["practice"] else (),
        )
    )


def _told_apart_by(facts: Mapping[str, str], doors: list[Door]) -> str:
    """What tells two providers of one name apart: their number, else their server, else where they are."""
    return facts["npi"] or (doors[0].base if doors else facts["zip"][:5])


def _doors(facts: Mapping[str, str]) -> list[Door]:
    try:
        base = base_of(facts["base"])
    except ValueError:
        return []
    return [Door(base, facts["version"] or version_of(base), facts["authorize"], facts["token"])]

"""Does the description for who writes an app say all that the interface does, and nothing else?"""

import re
from pathlib import Path

from django.urls import get_resolver
from django.utils.translation import override

from haversack.backpack.presenters.phone_api import ERRORS
from haversack.backpack.rules.phones import GRANTABLE, MOST_BYTES, MOST_ITEMS, MOST_OF_ONE, MOST_SOURCES
from haversack.records.formats.health_connect import words
from haversack.records.formats.health_connect.measurements import AGGREGATES, RECORDS
from haversack.records.measures import MEASURES

TEXT = (Path(__file__).parents[3] / "docs/reference/health-connect.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if line.startswith("| `")]


def names(cell):
    return re.findall(r"`([^`]+)`", cell)


def test_every_error_stands_there_with_its_status():
    told = {names(row[0])[0]: int(row[1]) for row in ROWS if len(row) == 2 and row[1].isdigit()}
    assert told == {code: status for code, (status, _words) in ERRORS.items()}


def test_every_reason_to_refuse_an_item_stands_there():
    said = set(re.findall(r"`([a-z_]+)`", TEXT))
    assert set(words.MACHINE.values()) <= said


def test_limits_are_told_as_they_are():
    assert "1 MB" in words.TOO_LARGE
    assert MOST_OF_ONE == 1 << 20
    told = [str(ERRORS[code][1]) for code in ("too_large", "too_many_items", "too_many_sources")]
    assert [re.search(r"[\d,]+", one)[0] for one in told] == [
        str(MOST_BYTES >> 20), f"{MOST_ITEMS:,}", str(MOST_SOURCES)
    ]  # fmt: skip
    with override("es"):
        assert "1000 " in str(ERRORS["too_many_items"][1]).replace("\xa0", "").replace("1.000", "1000")


def test_every_measurement_stands_there_with_its_units():
    told = {names(row[0])[0]: row[1:] for row in ROWS if names(row[0])[0] in {*RECORDS, *AGGREGATES}}
    for kind, properties in RECORDS.items():
        assert names(told[kind][0]) == list(properties)
        assert names(told[kind][1]) == list(MEASURES[next(iter(properties.values()))].units)
    for aggregate, measure in AGGREGATES.items():
        assert names(told[aggregate][0]) == list(MEASURES[measure].units)
    assert len(told) == len(RECORDS) + len(AGGREGATES)


def test_every_address_and_limit_stands_there():
    said = {re.sub(r"<.*|\?.*", "", address) for address in re.findall(r"`(?:GET|POST|DELETE) /(phone/[^`\s]*)", TEXT)}
    found = {
        re.sub(r"<.*", "", str(pattern.pattern))
        for resolver in get_resolver("haversack.config.urls").url_patterns
        for pattern in getattr(resolver, "url_patterns", [])
        if str(pattern.pattern).startswith("phone/")
    }
    assert said == found
    assert all(f"`{slug}`" in TEXT for slug in GRANTABLE)
    assert (f"{MOST_ITEMS:,} items", f"({MOST_BYTES} bytes)", f"at most {MOST_SOURCES} data sources") == tuple(
        one for one in ("1,000 items", "(8388608 bytes)", "at most 20 data sources") if one in TEXT
    )

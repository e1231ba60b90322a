"""Is a table told from what is none, and is nothing proposed of it that its lines do not say?"""

import io
import json

import pytest

from haversack.records.formats.measurement_csv import (
    Mapping,
    column,
    decimals,
    look,
    mapping_from,
    mapping_line,
    orders,
    propose,
)
from haversack.records.formats.measurement_csv import words as told
from haversack.records.formats.measurement_csv.preview import MOST_LINES, preview

from ..mutations import mutated

SPANISH = (
    "Fecha;Hora;Peso (kg);Sistólica;Diastólica;Pulso;Notas\n"
    "16/3/2024;7:30;70,5;118;76;61;\n17/3/2024;7:40;71;120;70;62;a\n"
)


def proposed(text, encoding="utf-8"):
    table = look(text.encode(encoding))
    assert table is not None
    return [f"{one.kind} {one.unit}".strip() for one in propose(table)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SPANISH, ["date", "time", "weight kg", "systolic mmHg", "diastolic mmHg", "heart-rate /min", ""]),
        ("Date,Weight\n2024-03-05,70\n2024-03-06,71\n", ["date", "weight"]),  # nobody says whether kg or lb
        ("Timestamp\tWeight (lbs)\tFat %\n2024-03-05 07:30\t154\t20\n2024-03-06T07:31:00Z\t155\t21\n",
         ["date", "weight lb", "body-fat %"]),
        ("Día,Dia,Sis\n2024-03-05,76,118\n2024-03-06,70,120\n", ["date", "diastolic mmHg", "systolic mmHg"]),
        ("Day,Sys,Note\n2024-03-05,118,a\n2024-03-06,120,b\n", ["date", "", ""]),  # half a pressure is none
        ("Date,Resting HR,Heart rate\n2024-03-05,50,70\n2024-03-06,51,71\n",
         ["date", "resting-heart-rate /min", "heart-rate /min"]),
        ("2024-03-05,70\n2024-03-06,71\n", ["date", ""]),
        ("sep=;\nDay;Glucose mmol/L\n2024-03-05;5,1\n2024-03-06;5,4\n", ["date", "glucose mmol/L"]),
        ("Day,Steps,Steps\n2024-03-05,8000,1\n2024-03-06,9000,2\n", ["date", "steps steps", ""]),
    ],
)  # fmt: skip
def test_columns_are_proposed_by_heading_and_by_what_stands_in_them(text, found):
    assert proposed(text) == found
    assert proposed(text.replace("\n", "\r\n"), "utf-16") == found


@pytest.mark.parametrize(
    ("days", "possible"),
    [
        (["05/03/2024", "06/03/2024"], ["dmy", "mdy"]),
        (["05/03/2024", "13/03/2024"], ["dmy"]),
        (["05/03/2024", "03/13/2024", "rubbish"], ["mdy"]),
        (["2024-03-05", "2024/03/06"], ["ymd"]),
        (["13/03/2024", "03/13/2024"], []),
        (["05/03/2024 7:30 pm"], ["dmy", "mdy"]),
        (["31.12.99"], ["ymd"]),  # two digits of a year are none: nothing to be asked, nothing will be read
    ],
)
def test_a_date_order_is_proposed_only_where_no_line_allows_another(days, possible):
    assert orders(days) == possible


@pytest.mark.parametrize(
    ("cells", "signs"),
    [
        (["70.5", "71"], ["."]), (["70,5"], [","]), (["70", "71"], ["."]), (["1,234"], [".", ","]),
        (["1,234", "70,5"], [","]), (["70,5", "70.5"], [".", ","]), ([], ["."]), (["1.234", "2.345"], [".", ","]),
    ],
)  # fmt: skip
def test_a_decimal_sign_is_proposed_only_where_it_cannot_part_thousands(cells, signs):
    assert decimals(cells) == signs


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n\n", b"one line, no more", b"a,b\n", b'{"a": 1,\n"b": 2}', b"<a>,b\n<c>,d\n", b"a\0b,c\nd\0e,f\n",
        b"Dear Ana, how are you\nwell, thank you, and you\nbye\n", b"MSH|^~\\&|a|b\nPID|1|2|3\n",
        b"x" * 300_000, b"\x81,\x8d\n\x81,\x8d\n",
    ],
)  # fmt: skip
def test_what_is_no_table_is_none(data):
    assert look(data) is None


@pytest.mark.parametrize("columns", [61, 1_000_000])
def test_a_table_too_wide_to_ask_about_is_one_all_the_same(columns):
    table = look((b"a" + b",b" * columns + b"\n") * 2)
    assert table is not None
    assert table.is_wide


def test_columns_with_the_same_name_go_by_their_number():
    table = "Day,Value,Value\n2024-03-05,70,118\n"
    columns = {"columns": {"Day": "date", "#3": "weight"}}
    found = preview(io.BytesIO(table.encode()), mapping_from(json.dumps(columns).encode()))
    assert [doc["valueQuantity"]["value"] for doc in found.made] == [118]


def test_a_cell_with_day_and_time_is_both_and_a_zone_stays():
    table = "Day,kg\n2024-03-05 07:30,70\n2024-03-06T07:31:05Z,71\n5/3/2024 7:30 pm,72\n2024-03-07T07:30+0100,73\n"
    found = preview(io.BytesIO(table.encode()), Mapping({"Day": "date", "kg": "weight"}, date_order="dmy"))
    assert [doc["effectiveDateTime"] for doc in found.made] == [
        "2024-03-05T07:30", "2024-03-06T07:31:05Z", "2024-03-05T19:30", "2024-03-07T07:30:00+01:00",
    ]  # fmt: skip


def test_a_preview_counts_quotes_the_bad_lines_and_ends():
    mapping = Mapping({"Day": "date", "kg": "weight"})
    bad = "yesterday,\x07" + "9" * 500 + "\n"
    found = preview(io.BytesIO(("Day,kg\n2024-03-05,70\n" + bad).encode()), mapping)
    assert (found.number, found.lines, found.bad_number, found.is_all) == (1, 2, 1, True)
    [(place, why, line)] = found.bad
    assert (place, why) == ("line 3", told.NO_DATE)
    assert line.startswith("yesterday, 999")
    assert len(line) == 121
    long = preview(io.BytesIO(b"Day,kg\n" + b"2024-03-05,70\n" * (MOST_LINES + 1)), mapping)
    assert (long.lines, long.number, long.is_all) == (MOST_LINES, MOST_LINES, False)
    wrong = preview(io.BytesIO(b"Tag,kg\n2024-03-05,70\n"), mapping)
    assert wrong.problems == [told.NO_SUCH_COLUMN.format("Day")]


def test_looking_survives_what_is_done_to_tables():
    for data in mutated([SPANISH.encode()], [b";", b"\n", b'"', b"\0"], seed=7, number=300):
        table = look(data)
        if table is not None and not table.is_wide:
            propose(table)
            orders(column(table, 0))
            mapping = Mapping({"#1": "date", "#2": "weight"}, encoding=table.encoding, delimiter=table.delimiter)
            preview(io.BytesIO(data), mapping_from(mapping_line(mapping).split(b" ", 1)[1]))

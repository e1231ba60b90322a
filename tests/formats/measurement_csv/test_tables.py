"""Does a table of measurements come out as its mapping says, with each bad line kept and named, and no byte lost?"""

import json

import pytest

from haversack.records.formats.measurement_csv import MappingUnusable, mapping_from, mapping_line
from haversack.records.formats.measurement_csv import words as said
from haversack.records.pieces import DERIVED
from haversack.records.strangers import NOT_JSON, TABLE, what_it_is

from ..mutations import mutated
from ..reading_all import judged
from ..written import pieces_of

COLUMNS = {"Datum": "date", "Uhr": "time", "Gewicht": "weight", "Sys": "systolic", "Dia": "diastolic"}
GERMAN = {"columns": COLUMNS, "date_order": "dmy", "decimal": ","}
TABLE_OF_ADA = (
    "\ufeffDatum;Uhr;Gewicht;Sys;Dia\r\n5.3.2024;7:30;70,50;118;76\r\n\r\n6.3.2024;;71;;\r\n7.3.2024;;;120;\r\n"
    "31.2.2024;;70;;\r\n8.3.2024;;70.5;;\r\n8.3.2024;;70\r\n9.3.24;;70;;\r\n9.3.2024;25:00;70;;\r\n9.3.2024;;;;\r\n"
    '10.3.2024;"7:05 pm";70;;\r\n2024-03-11;;"70;;'
)


def file_of(text, mapping=GERMAN, encoding="utf-8"):
    line = mapping_line(mapping_from(json.dumps(mapping).encode()))
    return line + text.encode(encoding)


def read(data):
    pieces, reading = pieces_of(data)
    assert b"".join(one.before + one.raw for one in pieces if one.role != DERIVED) + reading.tail == data
    docs = [one.doc for one in pieces if one.role == DERIVED]
    return docs, [one.problem.what for one in pieces if one.problem], reading


def test_each_line_becomes_what_the_mapping_says_or_says_why_not():
    docs, problems, _reading = read(file_of(TABLE_OF_ADA))
    told = [(doc["code"]["text"], doc["effectiveDateTime"]) for doc in docs]
    assert told == [
        ("Body weight", "2024-03-05T07:30"),
        ("Blood pressure", "2024-03-05T07:30"),
        ("Body weight", "2024-03-06"),
        ("Body weight", "2024-03-10T19:05"),
    ]
    assert docs[0]["valueQuantity"]["value"] == "70.50"  # digits stay
    assert [one["valueQuantity"]["value"] for one in docs[1]["component"]] == [118, 76]
    assert problems == [
        said.HALF_A_PRESSURE, said.NO_DATE, said.NOT_A_NUMBER, said.BROKEN_LINE, said.NO_DATE, said.NO_TIME,
        said.NO_VALUE, said.BROKEN_LINE,
    ]  # fmt: skip


def test_the_same_measurement_has_the_same_id_in_a_longer_table():
    first, _problems, _reading = read(file_of(TABLE_OF_ADA))
    again, _problems, _reading = read(
        file_of("Datum;Uhr;Gewicht;Sys;Dia\n1.1.2024;;60;;\n5.3.2024;7:30;70,50;118;76\n")
    )
    assert [one["id"] for one in first[:2]] == [one["id"] for one in again[1:]]


@pytest.mark.parametrize(("order", "day"), [("dmy", "2024-04-03"), ("mdy", "2024-03-04"), ("ymd", None)])
def test_the_order_of_a_date_is_what_was_said_and_never_guessed(order, day):
    mapping = {"columns": {"1": "date", "2": "steps"}, "date_order": order, "header": False}
    docs, problems, _reading = read(file_of("03/04/2024\t8123\n", mapping))
    assert [one["effectiveDateTime"] for one in docs] == ([day] if day else [])
    assert problems == ([] if day else [said.NO_DATE])


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_other_encodings_are_read_and_keep_their_bytes(encoding):
    mapping = {"columns": {"Größe": "height", "Tag": "date"}, "units": {"Größe": "m"}, "encoding": encoding}
    docs, problems, _reading = read(file_of("Tag,Größe\n2024-03-05,1.78\n2024-03-06,1.78", mapping, encoding))
    assert [one["valueQuantity"]["unit"] for one in docs] == ["m", "m"]
    assert problems == []


def test_a_column_that_is_not_there_is_said_and_all_is_kept():
    docs, _problems, reading = read(file_of("Tag;Gewicht\n5.3.2024;70\n"))
    assert docs == []
    assert [one.what for one in reading.problems] == [said.NO_SUCH_COLUMN.format("Datum")]
    docs, _problems, reading = read(file_of("Datum;Uhr;Gewicht;Sys;Dia\n"))
    assert (docs, [one.what for one in reading.problems]) == ([], [said.NO_LINES])
    docs, _problems, reading = read(b"#haversack-mapping {}\nTag;Gewicht\n")
    assert (docs, [one.what for one in reading.problems]) == ([], [said.NO_MAPPING])


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"columns": {"a": "weight"}}, '"date"'),
        ({"columns": {"a": "date"}}, "at least one"),
        ({"columns": {"a": "date", "b": "soul"}}, "no measure"),
        ({"columns": {"a": "date", "b": "systolic"}}, "both"),
        ({"columns": {"a": "date", "b": "weight"}, "units": {"b": "cm"}}, "no unit"),
        ({"date_order": "ydm"}, "date_order"),
        ({"decimal": "'"}, "decimal"),
        ({"more": 1}, "more"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(change, word):
    with pytest.raises(MappingUnusable, match=word):
        mapping_from(json.dumps({**GERMAN, **change}).encode())


def test_a_table_without_a_mapping_is_told_from_other_text():
    assert what_it_is(b"Date,Weight\n2024-03-05,70\n2024-03-06,71\n") == TABLE
    assert what_it_is(b"Dear Ada, hello\nhow are you\n") == NOT_JSON
    assert what_it_is(b"one line, alone") == NOT_JSON


@pytest.mark.proof
def test_no_damage_crashes_the_reader_or_loses_a_byte(proof):
    files = [file_of(TABLE_OF_ADA), file_of(TABLE_OF_ADA, {**GERMAN, "encoding": "utf-16"}, "utf-16")]
    marks = [b";", b'"', b"\n", b"\r", b"\0", b"\xff", b",", b"{", b"}", b"1e9", b"-", b"#haversack-mapping "]
    tried, wrong = judged(mutated(files, marks, seed=proof.seed, number=proof.size(sample=300, full=10_000)))
    assert wrong[:1] == []
    proof.counted("damaged tables of measurements", tried=tried, wrong=len(wrong))

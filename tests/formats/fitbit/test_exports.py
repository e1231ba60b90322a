"""Does an export of Fitbit or Google come out as a person counted it, with no byte lost and nothing counted twice?"""

from __future__ import annotations

import io
import json
import tracemalloc
from decimal import Decimal

import pytest

from haversack.records.archives import open_paths, open_stream
from haversack.records.bundle import read_file
from haversack.records.formats.fitbit import words as said
from haversack.records.formats.fitbit.detail import measured_on
from haversack.records.pieces import DERIVED, ORIGINAL
from haversack.records.wearables.detail import Hour, by_hour

from ..mutations import mutated
from ..reading_all import judged, wrong_with
from .made import FIT, GLOBAL, GOOGLE, NIGHTS, PROFILE, counted, zipped

HEART = {"bpm": 60, "confidence": 2}


def gathered(files) -> bytes:
    """What a zip of these files is gathered into."""
    data = zipped(files)
    [one] = [one for one in open_stream("t.zip", len(data), lambda: io.BytesIO(data)) if one.name == "t.zip/Fitbit"]
    with one.open() as stream:
        whole = b"".join(iter(lambda: stream.read(1000), b""))
    assert len(whole) == one.size
    return whole


def read(files):
    """({(title, when): (value, unit, device)}, what is said) of an export; checks that no byte is lost."""
    return told(gathered(files))


def told(data: bytes):
    reading = read_file(io.BytesIO(data), size=len(data))
    pieces = list(reading)
    assert b"".join(one.raw for one in pieces if one.role == ORIGINAL) == data
    found = {}
    for doc in (one.doc for one in pieces if one.role == DERIVED):
        if doc["resourceType"] == "Observation":
            key = (doc["code"]["text"], doc["effectiveDateTime"])
            assert key not in found, "told twice"
            value = doc.get("valueQuantity") or doc["component"][0]["valueQuantity"]
            found[key] = (str(value["value"]), value["unit"], doc.get("device", {}).get("display", ""))
    return found, [one.what for one in reading.problems]


def test_the_days_are_the_persons_own_though_fitbit_writes_utc():
    found, problems = read(
        PROFILE
        | {
            f"{GLOBAL}steps-2024-03-01.json": [
                *counted("03/05/24", "100", "20"),
                *counted("03/06/24", "5", at="04:59:00"),
            ],
            f"{GLOBAL}steps-2024-03-06.json": [*counted("03/06/24", "7", at="05:00:00"), *counted("03/05/24", "3")],
            f"{GLOBAL}distance-2024-03-01.json": counted("03/05/24", "230000", "12345"),
        }
    )
    assert found == {
        ("Steps in the day", "2024-03-05"): ("128", "steps", "Fitbit"),  # of both files
        ("Steps in the day", "2024-03-06"): ("7", "steps", "Fitbit"),
        ("Distance in the day", "2024-03-05"): ("2.42", "km", "Fitbit"),  # centimetres
    }
    assert problems == []


def test_without_a_profile_the_days_are_those_of_utc_and_it_is_said():
    found, problems = read({f"{GLOBAL}steps-2024-03-01.json": counted("03/06/24", "5", at="04:59:00")})
    assert list(found) == [("Steps in the day", "2024-03-06")]
    assert problems == [said.NO_ZONE]


def test_a_heart_rate_is_a_mean_and_what_holds_a_place_is_none():
    rates = [HEART, {"bpm": 81, "confidence": 3}, {"bpm": 70, "confidence": 0}, {"bpm": 63, "confidence": 1}]
    resting = [
        {"date": "03/05/24", "value": 53.01231098175049, "error": 6.7},
        {"date": None, "value": 0.0, "error": 0.0},
    ]
    days = [
        {"dateTime": "03/05/24 00:00:00", "value": resting[0]},
        {"dateTime": "03/06/24 00:00:00", "value": resting[1]},
    ]
    found, _problems = read(
        PROFILE
        | {
            f"{GLOBAL}heart_rate-2024-03-05.json": counted("03/05/24", *rates),
            f"{GLOBAL}resting_heart_rate-2024-03-05.json": days,
        }
    )
    assert found == {
        ("Heart rate, mean of the day", "2024-03-05"): ("68", "/min", "Fitbit"),  # (60 + 81 + 63) / 3
        ("Resting heart rate", "2024-03-05"): ("53.0", "/min", "Fitbit"),
    }


@pytest.mark.parametrize(
    ("weight", "bmi", "unit"),
    [
        (191.8, 27.77, "lb"),  # 177 cm
        (87.0, 27.77, "kg"),
        (13.7, 27.77, "st"),
        (60.0, 15.99, "kg"),  # 194 cm in kilograms, 130 cm in pounds: the profile says 177 cm, which is neither
        (60.0, 0, None),
    ],
)
def test_the_unit_of_a_weight_is_found_out_and_never_guessed(weight, bmi, unit):
    profile = {name: text.replace(",177", "") for name, text in PROFILE.items()}
    log = {"logId": 1, "weight": weight, "bmi": bmi, "date": "03/05/24", "time": "07:30:00", "source": "Aria"}
    found, problems = read(profile | {f"{GLOBAL}weight-2024-03-01.json": [log]})
    weights = [value for (title, _when), value in found.items() if title == "Body weight"]
    if unit is None or weight == 60.0:
        assert weights == []
        assert problems == [said.NO_UNIT.format(1)]
    else:
        assert weights == [(str(weight), unit, "Aria")]
        assert ("Body weight", "2024-03-05T07:30:00-05:00") in found


def test_a_weight_that_stands_in_grams_too_is_told_once():
    log = {"logId": 1, "weight": 154.3, "bmi": 22.3, "fat": 24.00200080871582, "date": "03/05/24", "time": "07:30:00"}
    found, _problems = read(
        PROFILE
        | {
            f"{GLOBAL}weight-2024-03-01.json": [log],
            f"{GOOGLE}Weight/weight.csv": "timestamp,weight grams,data source\n2024-03-05T12:30:00.00Z,70000,Scale\n",
        }
    )
    assert found == {
        ("Body weight", "2024-03-05T07:30:00-05:00"): ("70", "kg", "Scale"),
        ("Body mass index", "2024-03-05T07:30:00-05:00"): ("22.3", "kg/m2", "Fitbit"),
        ("Body fat", "2024-03-05T07:30:00-05:00"): ("24.0", "%", "Fitbit"),
    }


def test_sources_are_never_added_up():
    """A telephone, its mirror, a band and Fitbit's own sum counted the same steps; Google Fit told of the day, too."""
    table = "timestamp,steps,data source\n" + "".join(
        f"2024-03-05T14:00:00Z,{steps},{source}\n"
        for steps, source in ((3000, "MobileTrack"), (2800, "Band"), (3000, "Fit Health Connect"))
    )
    rates = "timestamp,beats per minute,data source\n2024-03-05T14:00:00Z,90,Band\n2024-03-06T14:00:00Z,70.5,Band\n"
    found, _problems = read(
        PROFILE
        | {
            f"{GLOBAL}steps-2024-03-01.json": counted("03/05/24", "2900"),
            f"{GOOGLE}Steps/steps_2024-03-01.csv": table,
            f"{GLOBAL}heart_rate-2024-03-05.json": counted("03/05/24", HEART),
            f"{GOOGLE}Heart Rate/heart_rate_2024-03-01.csv": rates,
            f"{FIT}Daily activity metrics.csv": "Date,Step count,Distance (m)\n2024-03-05,3100,1500.5\n2024-03-04,9,\n",
            f"{FIT}2024-03-05.csv": "Start time,End time,Step count\n00:00,00:15,3100\n",
        }
    )
    assert found == {
        ("Steps in the day", "2024-03-05"): ("3100", "steps", "Google Fit"),
        ("Steps in the day", "2024-03-04"): ("9", "steps", "Google Fit"),
        ("Distance in the day", "2024-03-05"): ("1.50", "km", "Google Fit"),
        ("Heart rate, mean of the day", "2024-03-05"): ("60", "/min", "Fitbit"),  # the table says the same again
        ("Heart rate, mean of the day", "2024-03-06"): ("70.5", "/min", "Band"),
    }


def test_a_night_is_told_once_with_its_nap_though_two_files_tell_of_it():
    night = {"logId": 1, "dateOfSleep": "2024-03-05", "startTime": "2024-03-04T23:46:00.000"}
    nap = {"logId": 2, "dateOfSleep": "2024-03-05", "startTime": "2024-03-05T14:00:00.000"}
    logs = [
        night | {"endTime": "2024-03-05T07:19:30.000", "minutesAsleep": 410},
        nap | {"endTime": "2024-03-05T14:40:00.000", "minutesAsleep": 40},
    ]
    table = (
        "sleep_id,minutes_asleep,start_utc_offset,sleep_start,end_utc_offset,sleep_end\n"
        "1,412,-05:00,2024-03-05T04:46:00Z,-05:00,2024-03-05T12:19:30Z\n"
    )
    found, _problems = read(
        PROFILE | {f"{GLOBAL}sleep-2024-03-01.json": logs, f"{NIGHTS}UserSleeps_2024-03-01.csv": table}
    )
    assert found == {("Hours of sleep", "2024-03-05"): ("7.53", "h", "Fitbit")}  # 412 + 40 minutes


def test_google_fit_tells_a_blood_pressure_and_a_weight_only_where_there_was_one():
    heads = (
        "Date,Average weight (kg),Max weight (kg),Min weight (kg),Average systolic blood pressure (mmHg),"
        "Max systolic blood pressure (mmHg),Min systolic blood pressure (mmHg),Average diastolic blood pressure (mmHg),"
        "Max diastolic blood pressure (mmHg),Min diastolic blood pressure (mmHg)\n"
    )
    lines = "2024-03-05,70.5,70.5,70.5,118,118,118,76,76,76\n2024-03-06,70.25,70.5,70,119,120,118,77,78,76\n"
    found, _problems = read({f"{FIT}Daily activity metrics.csv": heads + lines})
    assert found == {
        ("Body weight", "2024-03-05"): ("70.5", "kg", "Google Fit"),
        ("Blood pressure", "2024-03-05"): ("118", "mmHg", "Google Fit"),
        ("Body weight, mean of the day", "2024-03-06"): ("70.25", "kg", "Google Fit"),
    }


def test_oxygen_of_nights_and_the_older_export_of_fitbit():
    oxygen = "timestamp,average_value,lower_bound,upper_bound\n2024-03-05T00:00:00Z,95.4,92.0,98.1\n"
    found, _problems = read(
        {
            "MyFitbit/user-site-export/steps-2019-01-01.json": counted("03/05/19", "12"),
            "MyFitbit/user-site-export/Daily SpO2 - 2024-03-05.csv": oxygen,
        }
    )
    assert found == {
        ("Steps in the day", "2019-03-05"): ("12", "steps", "Fitbit"),
        ("Oxygen saturation, mean of the night", "2024-03-05"): ("95.4", "%", "Fitbit"),
    }


def test_what_is_not_read_is_kept_and_named_and_what_is_odd_is_counted():
    found, problems = read(
        PROFILE
        | {
            f"{GLOBAL}steps-2024-03-01.json": [*counted("03/05/24", "5", "x", None, -3, True, "1e400"), 7, {}, []],
            f"{GLOBAL}steps-2024-04-01.json": {"dateTime": "03/05/24"},
            f"{GLOBAL}sleep-2024-03-01.json": [{"dateOfSleep": "2024-03-05", "minutesAsleep": 10**9}],
            f"{GLOBAL}altitude-2024-03-01.json": [],
            f"{GLOBAL}altitude-2024-04-01.json": [],
            "Takeout/Fitbit/Stress Score/Stress Score.csv": "DATE\n",
        }
    )
    assert found == {("Steps in the day", "2024-03-05"): ("5", "steps", "Fitbit")}
    assert problems == [
        said.UNREADABLE,
        said.NOT_UNDERSTOOD.format(9),
        said.NOT_SHOWN.format("altitude (2), Stress Score (1)"),
    ]


def test_other_files_of_a_takeout_stay_by_themselves_and_a_zip_without_any_is_as_it_was():
    data = zipped({f"{GLOBAL}steps-2024-03-01.json": counted("03/05/24", "5"), "Takeout/Mail/a.txt": "x", "b.json": {}})
    names = [one.name for one in open_stream("t.zip", len(data), lambda: io.BytesIO(data))]
    assert names == ["t.zip/Fitbit", "t.zip/Takeout/Mail/a.txt", "t.zip/b.json"]
    data = zipped({"steps.json": {}, "weight.csv": "a,b"})
    names = [one.name for one in open_stream("t.zip", len(data), lambda: io.BytesIO(data))]
    assert names == ["t.zip/steps.json", "t.zip/weight.csv"]


def test_a_folder_that_was_unpacked_is_gathered_as_the_zip_is(tmp_path):
    files = PROFILE | {f"{GLOBAL}steps-2024-03-01.json": counted("03/05/24", "5")}
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    [one] = open_paths([tmp_path])
    with one.open() as stream:
        found, _problems = told(stream.read())
    assert list(found) == [("Steps in the day", "2024-03-05")]


def test_one_file_alone_says_that_the_zip_is_wanted():
    for alone in (counted("03/05/24", "5"), [{"logId": 1, "weight": 70, "bmi": 20}]):
        data = json.dumps(alone).encode()
        assert wrong_with(data) == ""
        assert told(data) == ({}, [said.A_PART])


def test_a_damaged_zip_gives_what_it_can_and_says_so(tmp_path):
    steps = counted("03/05/24", *(str(one % 90) for one in range(60_000)))
    data = bytearray(zipped(PROFILE | {f"{GLOBAL}steps-2024-03-01.json": steps}))
    data[len(data) // 2] ^= 0xFF
    [one] = open_stream("t.zip", len(data), lambda: io.BytesIO(bytes(data)))
    with one.open() as stream:
        _found, problems = told(stream.read())
    assert problems == [said.BROKEN_OFF]


def test_many_days_of_heart_rates_take_the_memory_of_one():
    few, many = most_memory(days=18), most_memory(days=36)
    assert many < 1.2 * few


def most_memory(*, days: int) -> int:
    day = json.dumps(counted("03/05/24", *[HEART] * 400), indent=32)
    data = zipped({f"{GLOBAL}heart_rate-2024-03-{one:02}.json": day for one in range(1, days + 1)})
    [one] = open_stream("t.zip", len(data), lambda: io.BytesIO(data))
    tracemalloc.start()
    with one.open() as stream:
        assert sum(piece.role == DERIVED for piece in read_file(stream, size=one.size)) == 1
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_the_measurements_of_a_day_are_found_again_hour_by_hour():
    rates = "timestamp,beats per minute,data source\n2024-03-05T14:00:00Z,90,Band\n"
    whole = gathered(
        PROFILE
        | {
            f"{GLOBAL}steps-2024-03-01.json": counted("03/05/24", "100", "20")
            + counted("03/06/24", "5", at="04:59:00"),
            f"{GLOBAL}heart_rate-2024-03-05.json": counted("03/05/24", HEART, {"bpm": 70, "confidence": 0}),
            f"{GOOGLE}Heart Rate/heart_rate_2024-03-01.csv": rates,
        }
    )
    parts = [whole[at : at + 50] for at in range(0, len(whole), 50)]
    assert by_hour(measured_on(parts, "steps", "2024-03-05", "steps")) == [
        Hour(8, "Fitbit", 2, Decimal(120), Decimal(20), Decimal(100)),
        Hour(23, "Fitbit", 1, Decimal(5), Decimal(5), Decimal(5)),
    ]
    assert [
        (one.hour, one.source, one.total) for one in by_hour(measured_on(parts, "heart-rate", "2024-03-05", ""))
    ] == [
        (8, "Fitbit", 60),
        (9, "Band", 90),
    ]
    assert by_hour(measured_on(parts, "steps", "2024-03-07", "steps")) == []


@pytest.mark.proof
def test_no_damage_crashes_the_reader_or_loses_a_byte(proof):
    log = {"logId": 1, "weight": 191.8, "bmi": 27.77, "date": "03/05/24", "time": "07:30:00", "source": "Aria"}
    night = {"dateOfSleep": "2024-03-05", "startTime": "2024-03-04T23:46:00.000", "endTime": "2024-03-05T07:19:30.000"}
    whole = gathered(
        PROFILE
        | {
            f"{GLOBAL}steps-2024-03-01.json": counted("03/05/24", "5", "7"),
            f"{GLOBAL}heart_rate-2024-03-05.json": counted("03/05/24", HEART),
            f"{GLOBAL}weight-2024-03-01.json": [log],
            f"{GLOBAL}sleep-2024-03-01.json": [night | {"minutesAsleep": 410}],
            f"{GOOGLE}Steps/steps_2024-03-01.csv": "timestamp,steps,data source\n2024-03-05T14:00:00Z,5,Band\n",
            f"{FIT}Daily activity metrics.csv": "Date,Step count\n2024-03-05,3100\n",
        }
    )
    marks = [
        b"\n",
        b"0\n",
        b"262144\n",
        b"#haversack-takeout ",
        b"[",
        b"]",
        b"{",
        b'"',
        b",",
        b"\0",
        b"\xff",
        b"1e999",
        b"-",
    ]
    tried, wrong = judged(mutated([whole], marks, seed=proof.seed, number=proof.size(sample=300, full=10_000)))
    assert wrong[:1] == []
    proof.counted("damaged exports of Fitbit", tried=tried, wrong=len(wrong))

"""Do the picture and the table of a test show every result once, in order, marked as its laboratory meant it?"""

from haversack.records.entry import Entry, Range, Value
from haversack.wording.trends import Result, drawn


def result(number: str, date: str, *, flag: str = "", url: str = "") -> Result:
    entry = Entry(type="Observation", category="labs", title="Glucose", date=date, precision="day")
    entry.value, entry.range, entry.flag = Value("quantity", number, unit="mg/dL"), Range(low="70", high="99"), flag
    return Result(entry, "Clinic", url or f"/{number}")


def test_results_of_one_moment_stay_in_the_order_they_were_given():
    given = [result(str(80 + number), "2026-03-05") for number in range(12)]
    assert [point.value for point in drawn(given, 12).points] == [80.0 + number for number in range(12)]


def test_a_result_leads_to_its_own_page():
    found = drawn([result("90", "2026-03-05"), result("80", "2025-01-02"), result("85", "2026-01-02")], 3)
    assert [(point.value, point.url) for point in found.points] == [(90, "/90"), (85, "/85"), (80, "/80")]


def test_a_flag_of_the_laboratory_marks_more_than_its_range():
    given = [result(number, "2026-03-05", flag=flag) for number, flag in (("90", ""), ("120", ""), ("90", "H"))]
    critical = result("400", "2026-03-05", flag="HH")
    found = [(point.mark, point.verdict, bool(point.verdict_icon)) for point in drawn([*given, critical], 4).points]
    assert found == [
        ("in", "", False),
        ("out", "High", True),
        ("out", "High", True),
        ("critical", "Critically high", True),
    ]

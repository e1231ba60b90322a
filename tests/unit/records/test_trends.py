"""Does a trend join only what belongs together, and keep every result as it came?"""

from haversack.records.entry import Component, Entry, Range, Value
from haversack.records.trends import Reading, moment, readings, trend

OLD, NEW = Range("4.5", "5.7"), Range("4.0", "5.6")


def reading(date: str, text: str, given: Range | None = None, **changes) -> Reading:
    value = Value(changes.pop("kind", "quantity"), text, changes.pop("unit", "%"), changes.pop("comparator", ""))
    fields = {"ref": date, "source": "Riverside", "part": "", "method": "", "precision": "day", **changes}
    return Reading(date=date, value=value, range=given, **fields)


def dates(series) -> list[str]:
    return [point.reading.date for point in series.points]


def test_a_line_joins_one_source_one_method_and_one_unit():
    found = trend(
        [
            reading("2019-01-01", "7.0"),
            reading("2020-01-01", "7.1"),
            reading("2020-06-01", "7.2", source="Hill Street"),
            reading("2020-07-01", "7.3", method="finger-prick"),
            reading("2020-08-01", "53", unit="mmol/mol"),
        ]
    )
    assert [panel.unit for panel in found.panels] == ["mmol/mol", "%"]
    percent = found.panels[1]
    assert [(line.source, line.method, dates(line)) for line in percent.series] == [
        ("Riverside", "", ["2019-01-01", "2020-01-01"]),
        ("Hill Street", "", ["2020-06-01"]),
        ("Riverside", "finger-prick", ["2020-07-01"]),
    ]


def test_one_unit_written_two_ways_stays_on_one_axis():
    found = trend([reading("2019-01-01", "90", unit="mg/dL"), reading("2020-01-01", "92", unit="mg/dl")])
    assert [(panel.unit, panel.points) for panel in found.panels] == [("mg/dl", 2)]


def test_the_order_of_arrival_does_not_matter():
    results = [reading(f"20{year}-0{month}-01", f"{year}.{month}") for year in range(10, 20) for month in (1, 6)]
    assert trend(results) == trend(list(reversed(results)))


def test_readings_are_listed_newest_first_and_undated_ones_last():
    found = trend([reading("", "7"), reading("2019", "7"), reading("2021-03-04", "7"), reading("2020-02", "7")])
    assert [reading.date for reading in found.readings] == ["2021-03-04", "2020-02", "2019", ""]


def test_words_and_undated_results_are_listed_and_not_drawn():
    found = trend(
        [
            reading("2019-01-01", "Non-reactive", kind="text"),
            reading("", "7.0"),
            reading("0019-01-01", "7.0"),
            reading("2019-01-02", "1e400"),
            reading("2019-01-03", "7.0"),
        ]
    )
    assert (len(found.readings), found.undrawn, found.panels[0].points) == (5, 4, 1)


def test_nothing_to_draw_is_a_trend_without_panels():
    assert trend([]).panels == ()
    assert trend([reading("2019-01-01", "Negative", kind="coded")]).panels == ()


def test_a_partial_date_stands_in_the_middle_of_its_period_and_keeps_its_words():
    found = trend([reading("2019", "7.0", precision="year")])
    point = found.panels[0].series[0].points[0]
    assert moment("2019-07-02") == point.at
    assert (point.reading.date, point.reading.precision) == ("2019", "year")


def test_moments_are_in_order_whatever_their_precision():
    written = ["2018-12-31", "2019-01-01T00:00:00+02:00", "2019-01-01T00:00:00Z", "2019-01-01", "2019-01", "2019"]
    found = [moment(date) for date in written]
    assert None not in found
    assert found == sorted(found)


def test_a_date_that_no_calendar_holds_has_no_moment():
    assert [moment(date) for date in ("", "2019-13", "2019-02-30", "spring 2019", "2019-01-01T24:00:00Z")] == [None] * 5


def test_a_change_of_range_is_told_at_the_first_result_that_came_with_the_new_one():
    found = trend(
        [
            reading("2018-01-01", "7", OLD),
            reading("2019-01-01", "7", Range("4.50", "5.70")),
            reading("2020-01-01", "7"),
            reading("2021-10-12", "7", NEW),
            reading("2022-01-01", "7", NEW),
            reading("2019-06-01", "7", Range("4.1", "6"), source="Hill Street"),
        ]
    )
    assert [(change.source, change.date) for change in found.panels[0].changes] == [("Riverside", "2021-10-12")]
    assert found.panels[0].ranged


def test_an_open_end_of_a_range_stays_open():
    (point,) = trend([reading("2018-01-01", "7", Range(high="149"))]).panels[0].series[0].points
    assert (point.limits.low, point.limits.high) == (None, 149)


def test_a_range_in_another_unit_or_in_words_is_none_to_draw():
    for given in (Range("20", "42", unit="mmol/mol"), Range(text="Negative"), Range("9", "4"), None):
        assert not trend([reading("2018-01-01", "7", given)]).panels[0].ranged


def test_an_edge_of_what_was_found_is_an_open_point():
    found = trend([reading("2018-01-01", "0.01", comparator="<"), reading("2019-01-01", "0.02")])
    assert [point.open for point in found.panels[0].series[0].points] == [True, False]


def test_a_blood_pressure_gives_two_readings_that_share_an_axis():
    entry = Entry(
        "Observation",
        "vitals",
        "Blood pressure",
        date="2019-03-03",
        precision="day",
        components=(
            Component("Systolic", value=Value("quantity", "128", "mmHg")),
            Component("Diastolic", value=Value("quantity", "82", "mmHg")),
            Component("Position", absent="unknown"),
        ),
    )
    found = trend(readings(entry, ref="7", source="Riverside"))
    assert [(line.part, line.points[0].reading.ref) for line in found.panels[0].series] == [
        ("Diastolic", "7"),
        ("Systolic", "7"),
    ]


def test_an_entry_without_a_value_is_still_listed():
    entry = Entry("Observation", "labs", "Glucose", date="2019-03-03", precision="day", absent="not performed")
    found = trend(readings(entry, ref="7", source="Riverside"))
    assert (len(found.readings), found.undrawn) == (1, 1)

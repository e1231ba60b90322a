"""Which values does the gallery show? Invented, and only here: templates hold no sample people."""

from datetime import UTC, date, datetime

from django.urls import reverse

from ..charts.number_line import number_line
from ..charts.sparkline import sparkline
from ..charts.trend import Point, Trend
from ..paging import Paging
from ..shell import Person, Place, Shell
from ..words import Freshness, Reading, Step, Tag, Verdict, Work

HIGH = Verdict("high", "High")
LOW = Verdict("low", "Low")
WITHIN = Verdict("in", "In this lab’s range")
CRITICAL = Verdict("critical", "Critically high, says the lab. Call your provider")
NO_RANGE = Verdict("in", "This lab gave no range")

PEOPLE = (
    Person("Ana Ruiz", "58, your own record", "teal", "?person=ana", "Ana", current=True),
    Person("Carmen Ruiz", "83, your mother", "mulberry", "?person=carmen", "Carmen"),
    Person("Leo Ruiz", "9, your son", "olive", "?person=leo", "Leo"),
    Person("Ximena Álvarez de la Fuente y Montoya", "34, your sister", "violet", "?person=ximena", "Ximena"),
    Person("Tomasz Wójcik", "61, your husband", "sienna", "?person=tomasz", "Tomasz"),
    Person("Ngozi Okafor", "27, in your care", "slate", "?person=ngozi", "Ngozi"),
)


def shell() -> Shell:
    """The frame of the gallery, with everything a frame can hold."""
    here = reverse("gallery:components")
    return Shell(
        person=PEOPLE[0],
        people=PEOPLE[:4],
        add_person_url=f"{here}#people",
        places=(
            Place(here, "health", "Health", current=True),
            Place(reverse("gallery:frame"), "inbox", "Review", badge=7, badge_words="to review"),
            Place(f"{here}#readings", "timeline", "Timeline"),
            Place(reverse("gallery:confirm"), "share", "Share"),
            Place(reverse("gallery:door"), "plug", "Connections", on_phone=False),
            Place(f"{here}#forms", "folder", "Files and notes", on_phone=False),
        ),
        ends=(
            Place(f"{here}#tags", "settings", "Settings"),
            Place(reverse("gallery:error", args=[404]), "help", "Help"),
        ),
        start_url=here,
        search_url=here,
        signed_in_as="Ana Ruiz",
        account_url=reverse("gallery:door"),
        sign_out_url=here,
    )


def readings() -> list[Reading]:
    week = [(738000 + 180 * index, value) for index, value in enumerate((8.1, 7.6, 7.4, 6.9, 7.3, 7.2))]
    calm = [(738000 + 200 * index, value) for index, value in enumerate((4.1, 4.4, 4.2, 4.6, 4.3))]
    low = [(738000, 24.0), (738200, 23.0), (738900, 22.0)]
    when = "11 November 2026, Riverside General Hospital"
    return [
        Reading(
            "Hemoglobin A1c", "#readings", "7.2", "%", "Average blood sugar over 3 months", when, HIGH,
            number_line(7.2, low=4.0, high=5.6, low_text="4.0", high_text="5.6", mark="out"),
            sparkline(week, band=(4.0, 5.6), mark="out"),
        ),
        Reading(
            "Potassium", "#readings", "4.30", "mmol/L", "A salt in the blood", when, WITHIN,
            number_line(4.3, low=3.5, high=5.2, low_text="3.5", high_text="5.2"),
            sparkline(calm, band=(3.5, 5.2)),
        ),
        Reading(
            "25-hydroxy vitamin D", "#readings", "22", "ng/mL", "Vitamin D stores",
            "March 2026, Hill Street Family Practice", LOW,
            number_line(22, low=30, high=100, low_text="30", high_text="100", mark="out"), sparkline(low, mark="out"),
        ),
        Reading("LDL cholesterol", "#readings", "84", "mg/dL", "“Bad” cholesterol", when, WITHIN,
                number_line(84, high=99, high_text="99"), None),
        Reading("HDL cholesterol", "#readings", "47", "mg/dL", "“Good” cholesterol", when, WITHIN,
                number_line(47, low=39, low_text="39"), None),
        Reading("Glucose", "#readings", "1142", "mg/dL", "Blood sugar", when, CRITICAL,
                number_line(1142, low=70, high=99, low_text="70", high_text="99", mark="critical"), None),
        Reading("Hepatitis C antibody", "#readings", "Non-reactive", "", "Past hepatitis C", when, NO_RANGE),
        Reading("C-reactive protein", "#readings", "<0.5", "mg/L", "A sign of inflammation", when, NO_RANGE),
    ]  # fmt: skip


_RESULTS = (
    (date(2017, 11, 8), 8.4, 0), (date(2018, 5, 22), 8.0, 0), (date(2019, 1, 15), 7.7, 0), (date(2019, 10, 3), 7.5, 1),
    (date(2020, 3, 2), 7.6, 0), (date(2021, 2, 18), 7.3, 0), (date(2021, 10, 12), 7.1, 0), (date(2022, 6, 7), 7.0, 1),
    (date(2023, 3, 14), 6.9, 0), (date(2023, 9, 19), 7.2, 1), (date(2024, 2, 6), 7.3, 0), (date(2024, 10, 22), 7.1, 0),
    (date(2025, 4, 8), 5.4, 1), (date(2025, 9, 16), 5.5, 0), (date(2026, 3, 10), 6.9, 0), (date(2026, 11, 11), 7.2, 0),
)  # fmt: skip


def trend() -> Trend:
    """Two sources, one of which changed its range in 2021 and one of which gave none."""
    points = []
    for when, value, series in _RESULTS:
        low, high = (4.5, 5.7) if when < date(2021, 10, 12) else (4.0, 5.6)
        out = series == 0 and value > high
        points.append(
            Point(
                when, value, f"{value:.1f}", f"{when.day} {when:%B %Y}", series,
                None if series else low, None if series else high, "" if series else f"{low}–{high}",
                "out" if out else "in", "High" if out else "", "arrow-up" if out else "",
            )
        )  # fmt: skip
    return Trend(
        name="Nine years, 16 results from two sources", unit="%", title="Hemoglobin A1c, 2017 to 2026",
        desc="From 8.4 % in November 2017 down to 5.5 % in September 2025, then 6.9 % and 7.2 % in 2026. "
        "All values are in the table below.",
        series=("Riverside, laboratory", "Hill Street, finger-prick"), points=points,
        caption="All 16 results, newest first", band_text="Lab’s own range",
        note="Lines join only results with the same unit and method. Riverside changed its range on 12 October 2021.",
    )  # fmt: skip


FRESH = (
    Freshness("current", "Last checked Tuesday 3 March, 09:12, from Backus Hospital"),
    Freshness("checking", "Checking Backus Hospital for new records"),
    Freshness("newer", "New records came from Backus Hospital.", "?"),
    Freshness("failed", "We could not reach Backus Hospital. Last updated at 09:12 on 3 March."),
)
TAGS = (
    Tag("Connected", "ok", "check"), Tag("Pending portal", "", "clock"), Tag("Not supported", "", "cross"),
    Tag("Sign in again", "warn", "key"), Tag("Fetching", "info", "refresh"), Tag("Waiting for review", "wait"),
    Tag("Reported by 2"), Tag("Flagged critical by the lab", "red", "warning"),
)  # fmt: skip
WAITING = Tag("Waiting for review", "wait")
STEPS = (
    Step("Sent", "3 March 2026", "done"),
    Step("With Medical Records", "Answer by 2 May 2026", "now"),
    Step("Accepted", "", "next"),
)
FACTS = (
    ("Fetched", "11 November 2026, 18:02"),
    ("Accepted by", "Ana Ruiz, 12 November 2026"),
    ("Code", ["RxNorm 861004", "metformin hydrochloride 1,000 mg oral tablet"]),
    ("Left out", ""),
)
PAGINGS = (
    Paging(1, 43, note="43 tests, 126 results since 2011"),
    Paging(7, 240, filters={"year": "2024"}),
    Paging(1, 4),
    Paging(1, 0),
)


def works() -> list[Work]:
    since = datetime(2026, 11, 21, 9, 12, tzinfo=UTC)
    return [
        Work("Reading riverside.zip", 1204, 3010, since, "?state=1", "?", notes=("1,180 records found", "2 problems")),
        Work("Counting what is in riverside.zip", 88, None, since, "?"),
        Work("Reading riverside.zip", 3010, 3010, since, "?", finished=True, notes=("2,971 records wait for review",)),
    ]

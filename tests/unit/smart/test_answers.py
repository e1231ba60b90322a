"""What does a portal's answer mean for a fetch?"""

import json
from datetime import UTC, datetime, timedelta

import pytest

from haversack.smart.answers import Elsewhere, Stop, Trouble, judge, page_of, pause, retry_after, server_time

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
BASE = "https://portal.example/fhir"
ASKED = f"{BASE}/Observation?patient=1"


def outcome(*words):
    return {"resourceType": "OperationOutcome", "issue": [{"code": "invalid", "diagnostics": one} for one in words]}


def bundle(*resources, following=None, **more):
    links = [{"relation": "next", "url": following}] if following else []
    return {"resourceType": "Bundle", "link": links, "entry": [{"resource": one} for one in resources], **more}


def stopped(status, body=b"", **headers):
    with pytest.raises(Stop) as told:
        judge(status, headers, body if isinstance(body, bytes) else json.dumps(body).encode(), NOW)
    return told.value


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (301, Trouble.UNREADABLE),
        (400, Trouble.REFUSED),
        (401, Trouble.UNAUTHORIZED),
        (403, Trouble.NOT_SHARED),
        (404, Trouble.NOT_THERE),
        (408, Trouble.UNWELL),
        (410, Trouble.GONE),
        (422, Trouble.REFUSED),
        (429, Trouble.BUSY),
        (500, Trouble.UNWELL),
        (503, Trouble.UNWELL),
    ],
)
def test_each_status_has_its_reason(status, trouble):
    assert stopped(status).trouble is trouble


def test_a_refusal_hands_on_what_the_server_says_and_its_exception_does_not_speak_of_it():
    stop = stopped(400, outcome("Needs a status", "of Wren"))
    assert stop.said == "Needs a status of Wren"
    assert "Wren" not in str(stop) + repr(stop)


def test_a_busy_server_says_when():
    assert stopped(503, **{"retry-after": "7"}).trouble is Trouble.BUSY
    assert stopped(429, **{"retry-after": "7"}).after == timedelta(seconds=7)


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b"<html>Down for maintenance</html>", Trouble.UNREADABLE),
        (b'{"resourceType": "Bundle", "entry": [{', Trouble.CUT_OFF),
        (b"", Trouble.CUT_OFF),
        (b"[]", Trouble.UNREADABLE),
        (b'{"a": 1}', Trouble.UNREADABLE),
        (json.dumps(outcome("no")).encode(), Trouble.REFUSED),
    ],
)
def test_an_answer_that_calls_itself_good_and_is_not(body, trouble):
    assert stopped(200, body).trouble is trouble


def page(doc):
    return page_of(doc, asked=ASKED, base=BASE)


def test_a_page_its_next_and_what_the_server_says_of_it():
    found = page(
        bundle({"resourceType": "Goal", "id": "1"}, outcome("Some results are held back"), following="?page=2")
    )
    assert (found.entries, found.warnings) == (1, ("Some results are held back",))
    assert found.next == f"{BASE}/Observation?page=2"


@pytest.mark.parametrize(
    "following",
    [
        "https://elsewhere.example/fhir?page=2",
        "http://portal.example/fhir?page=2",
        "https://portal.example:8443/fhir",
        "//elsewhere.example/x",
        "https://portal.example@elsewhere.example/",
        "https://user@portal.example/fhir",
        "https://portal.example.elsewhere.example/",
        "file:///etc/passwd",
        "https://[::1/",
    ],
)
def test_a_next_page_elsewhere_is_not_followed_and_its_page_is_good(following):
    with pytest.raises(Elsewhere) as told:
        page(bundle({"resourceType": "Goal"}, following=following))
    assert told.value.trouble is Trouble.ELSEWHERE
    assert told.value.page.entries == 1


def test_a_next_page_at_the_same_origin_may_be_anywhere_there():
    assert page(bundle(following="https://PORTAL.example:443/pages/7")).next == "https://PORTAL.example:443/pages/7"


def test_pages_that_hold_the_same_have_the_same_mark():
    one, two = bundle({"resourceType": "Goal", "id": "1"}, following="?a"), bundle({"resourceType": "Goal", "id": "1"})
    assert page(one).mark == page(two).mark != page(bundle({"resourceType": "Goal", "id": "2"})).mark
    assert page(bundle()).mark == b""


@pytest.mark.parametrize(
    "doc", [{"resourceType": "Bundle", "entry": 7, "link": "x"}, {"resourceType": "Bundle", "entry": [1]}]
)
def test_a_page_of_a_wrong_shape_is_an_empty_one(doc):
    assert page(doc).entries == 0
    assert page(doc).next == ""


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("Wed, 04 Mar 2026 05:07:07 GMT", 60),
        ("Wed, 04 Mar 2026 05:00:00 GMT", 0),
        ("99999999999", 604800),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(said, seconds):
    found = retry_after(said, NOW)
    assert (found.total_seconds() if found is not None else None) == seconds


def test_the_pause_doubles_ends_somewhere_and_is_never_the_same_for_two():
    assert [pause(tries, 1.0).total_seconds() for tries in (1, 2, 3)] == [1, 2, 4]
    assert pause(50, 1.0) == timedelta(minutes=2)
    assert pause(3, 0.0) == timedelta(seconds=2) < pause(3, 0.5) < pause(3, 1.0)


def test_the_time_is_the_portals_own():
    assert server_time({"date": "Wed, 04 Mar 2026 07:06:07 +0200"}) == "2026-03-04T05:06:07Z"
    assert server_time({}, page(bundle(meta={"lastUpdated": "2026-03-04T00:00:00Z"}))) == "2026-03-04T00:00:00Z"
    assert server_time({}) == ""

"""When is somebody left in peace, on the clock where they live, also in the nights in which it is changed?"""

from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haversack.notices.rules.quiet import Quiet, not_before

MADRID = ZoneInfo("Europe/Madrid")
NIGHT = Quiet(time(22), time(7), MADRID)
SHORT = Quiet(time(1), time(2, 30), MADRID)


def madrid(*at: int, fold: int = 0) -> datetime:
    return datetime(*at, tzinfo=MADRID, fold=fold)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("quiet", "moment", "told"),
    [
        (NIGHT, madrid(2026, 6, 1, 21, 59), madrid(2026, 6, 1, 21, 59)),
        (NIGHT, madrid(2026, 6, 1, 22, 0), madrid(2026, 6, 2, 7, 0)),
        (NIGHT, madrid(2026, 6, 2, 3, 0), madrid(2026, 6, 2, 7, 0)),
        (NIGHT, madrid(2026, 6, 2, 7, 0), madrid(2026, 6, 2, 7, 0)),
        (Quiet(time(13), time(15), MADRID), madrid(2026, 6, 2, 14, 0), madrid(2026, 6, 2, 15, 0)),
        (Quiet(time(13), time(15), MADRID), madrid(2026, 6, 2, 15, 30), madrid(2026, 6, 2, 15, 30)),
        # 29 March 2026: two o'clock becomes three; that night is an hour shorter
        (NIGHT, madrid(2026, 3, 28, 23, 0), datetime(2026, 3, 29, 5, 0, tzinfo=UTC)),
        (SHORT, datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        # 25 October 2026: three o'clock becomes two; it is an hour longer
        (NIGHT, madrid(2026, 10, 24, 23, 0), datetime(2026, 10, 25, 6, 0, tzinfo=UTC)),
        (SHORT, madrid(2026, 10, 25, 2, 15, fold=0), madrid(2026, 10, 25, 2, 30, fold=0)),
        (SHORT, madrid(2026, 10, 25, 2, 15, fold=1), madrid(2026, 10, 25, 2, 15, fold=1)),
        (Quiet(time(8), time(8), MADRID), madrid(2026, 6, 2, 8, 0), madrid(2026, 6, 2, 8, 0)),
        (None, madrid(2026, 6, 2, 3, 0), madrid(2026, 6, 2, 3, 0)),
    ],
)
def test_quiet_hours_on_the_clock_where_somebody_lives(quiet, moment, told):
    assert not_before(moment, quiet).astimezone(UTC) == told.astimezone(UTC)


ZONES = st.sampled_from([MADRID, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), UTC])
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(timezone.utc))  # noqa: UP017


@given(st.times(), st.times(), ZONES, MOMENTS)
def test_nobody_is_told_earlier_nor_within_their_quiet_hours_nor_a_day_late(start, end, zone, moment):
    quiet = Quiet(start.replace(microsecond=0), end.replace(microsecond=0), zone)
    told = not_before(moment, quiet)
    assert moment <= told <= moment + timedelta(hours=25)
    if quiet.start != quiet.end:
        days = [told.astimezone(zone).date() + timedelta(days=shift) for shift in (-1, 0)]
        assert not any(begin <= told < over for begin, over in map(quiet.night, days))

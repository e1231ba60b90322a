"""Is the precision of a date exactly what its source wrote?"""

import pytest

from haversack.records.dates import precision_of


@pytest.mark.parametrize(
    ("written", "precision"),
    [
        ("2019", "year"),
        ("2019-03", "month"),
        ("2019-03-31", "day"),
        ("2020-02-29", "day"),
        ("2019-03-31T09:12", "minute"),
        ("2019-03-31T09:12Z", "minute"),
        ("2019-03-31T09:12:00+01:00", "second"),
        ("2019-03-31T09:12:00", "second"),
        ("2016-12-31T23:59:60Z", "second"),
        ("2019-03-31T24:00:00Z", "second"),
        ("2019-03-31T09:12:00.5Z", "fraction"),
        ("2019-03-31T09:12:00.123456789-14:00", "fraction"),
        ("", ""),
        ("last spring", ""),
        ("2019-13", ""),
        ("2019-02-29", ""),
        ("2019-04-31", ""),
        ("2019-00-10", ""),
        ("2019-3-1", ""),
        ("20190331", ""),
        ("2019-03-31 09:12", ""),
        ("2019-03-31T25:00:00Z", ""),
        ("2019-03-31T09:60:00Z", ""),
        ("0001-01-01", ""),
        ("9999-12-31", ""),
        ("1799", ""),
        ("1800", "year"),
        ("٢٠١٩", ""),
    ],
)
def test_precision(written, precision):
    assert precision_of(written) == precision

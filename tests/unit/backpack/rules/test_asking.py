"""Is one who does not answer asked ever later, but at least once a week?"""

from haversack.backpack.rules.asking import next_try


def test_the_wait_doubles_up_to_a_week():
    assert [next_try(failures).days for failures in (0, 1, 2, 3, 4, 60)] == [1, 2, 4, 7, 7, 7]

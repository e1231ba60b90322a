"""Does a decision hold only for what was on the screen?"""

import pytest

from haversack.backpack.rules.review import PendingChanged, require_shown


@pytest.mark.parametrize(("shown", "now"), [(0, 0), (7, 7), (None, 7)])
def test_what_is_still_there_may_be_decided_on_and_the_operator_is_not_asked(shown, now):
    require_shown(shown=shown, now=now)


@pytest.mark.parametrize(("shown", "now"), [(6, 7), (8, 7), (0, 1)])
def test_what_changed_since_it_was_shown_is_looked_at_again(shown, now):
    with pytest.raises(PendingChanged):
        require_shown(shown=shown, now=now)

"""Does the newest policy hold, and does each version stay?"""

from datetime import UTC, datetime

from haversack.audit.models import Waiting
from haversack.portal.actions.policy import set_policy
from haversack.portal.models import Policy
from haversack.portal.queries.hospital import hospital
from haversack.portal.queries.policy import current_policy
from haversack.portal.queries.reader import readers_of
from haversack.portal.rules.presets import PRESETS


class Somebody:
    pseudonym = "somebody"


def test_a_portal_without_a_policy_shows_everything():
    assert current_policy().number == 0
    assert current_policy().policy == PRESETS["open"]


def test_the_newest_policy_holds_and_the_one_before_stays():
    set_policy(by=Somebody(), policy=PRESETS["backus"])
    set_policy(by=Somebody(), policy=PRESETS["open"])
    set_policy(by=Somebody(), policy=PRESETS["backus"])
    assert (current_policy().number, current_policy().policy) == (3, PRESETS["backus"])
    assert list(Policy.objects.order_by("number").values_list("preset", "by")) == [
        ("backus", "somebody"), ("open", "somebody"), ("backus", "somebody"),
    ]  # fmt: skip
    assert Waiting.objects.filter(act="policy.set").count() == 3
    assert hospital().help_line


def test_a_user_without_a_record_opens_none(django_user_model):
    user = django_user_model.objects.create_with_login_id("ann", "a long enough password")
    assert readers_of(user, datetime.now(UTC)) == []

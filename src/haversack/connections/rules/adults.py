"""May this person's records be connected here? A site's policy may let adults connect their own records only (F9).

Off, families keep their loved ones' backpacks. On, it holds for whoever signs in, but not for the operator.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from haversack.records.ages import age_on

from .states import Reason

ADULT = 18  # years
# Sentences that a page can print, as those of a role that does not reach.
WHY_NOT: Mapping[Reason, str] = {
    Reason.UNDER_AGE: "This site connects adults’ own records only, and the patient at the portal is under 18.",
    Reason.NOT_YOUR_OWN: "This site connects adults’ own records only, and this backpack is somebody else’s.",
}
_OWN = ("self", "")  # "": the operator's, who connects on somebody's behalf


def why_not_connect(*, adults_only: bool, relation: str, born: str, today: date) -> Reason:
    """Reason.NONE where it may. relation: what the person is to who asks; born: a FHIR date, "" unknown."""
    if not adults_only:
        return Reason.NONE
    if relation not in _OWN:
        return Reason.NOT_YOUR_OWN
    return Reason.UNDER_AGE if born and not is_adult(born, today) else Reason.NONE


def is_adult(born: str, today: date) -> bool:
    """Whether somebody born then is of age for certain; of a year or month alone the last day counts."""
    year, month, day = [*(int(part) for part in born[:10].split("-")), 0, 0][:3]
    month = month or 12
    try:
        return age_on(date(year, month, day or monthrange(year, month)[1]), today) >= ADULT
    except ValueError:  # no day of the calendar
        return False

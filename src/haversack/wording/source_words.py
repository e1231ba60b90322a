"""What does a code mean that a source wrote where a page wants words: "entered-in-error", "unable-to-assess"?"""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from haversack.records.phrases import VISIT_CLASSES

from .dosing import UNITS, dosing

_OF = re.compile(r"(\S+) of (\S+)")
_LASTS = frozenset({"abatement", "age", "length", "onset", "supply-lasts"})
_LASTING = re.compile(rf"([\d.,–]+) ({'|'.join(UNITS)})")
_VISITS = frozenset(VISIT_CLASSES.values())
# FHIR R4's required code systems, for the fields that entries carry as they came.
CODES: dict[str, str | Promise] = {
    # status
    "active": _("Active"),
    "aborted": _("Stopped early"),
    "accepted": _("Accepted"),
    "amended": _("Changed afterwards"),
    "appended": _("Added to afterwards"),
    "arrived": _("Arrived"),
    "available": _("Available"),
    "booked": _("Booked"),
    "cancelled": _("Called off"),
    "checked-in": _("Arrived"),
    "complete": _("Processed"),
    "completed": _("Completed"),
    "corrected": _("Corrected"),
    "current": _("Current"),
    "draft": _("Draft"),
    "entered-in-error": _("Entered in error"),
    "failed": _("Failed"),
    "final": _("Final"),
    "finished": _("Finished"),
    "fulfilled": _("Took place"),
    "in-progress": _("Going on"),
    "inactive": _("Not active"),
    "intended": _("Intended"),
    "noshow": _("Did not come"),
    "not-done": _("Not done"),
    "not-taken": _("Not taken"),
    "on-hold": _("On hold"),
    "onleave": _("On leave from the hospital"),
    "partial": _("Partial"),
    "pending": _("Not decided yet"),
    "planned": _("Planned"),
    "queued": _("Waiting to be processed"),
    "error": _("Could not be processed"),
    "preliminary": _("Preliminary"),
    "preparation": _("Being prepared"),
    "proposed": _("Proposed"),
    "ready": _("Ready"),
    "received": _("Received"),
    "recurrence": _("Came back"),
    "registered": _("Registered, no result yet"),
    "rejected": _("Rejected"),
    "relapse": _("Came back"),
    "remission": _("Calmed down"),
    "requested": _("Asked for"),
    "resolved": _("Over"),
    "revoked": _("Taken back"),
    "stopped": _("Stopped"),
    "superseded": _("Replaced by a newer one"),
    "triaged": _("Urgency was judged"),
    "unknown": _("The source does not know"),
    "waitlist": _("On the waiting list"),
    # allergies and conditions
    "allergy": _("Allergy"),
    "intolerance": _("Intolerance"),
    "biologic": _("Biological product"),
    "environment": _("Surroundings"),
    "food": _("Food"),
    "medication": _("Medicine"),
    "mild": _("Mild"),
    "moderate": _("Moderate"),
    "severe": _("Severe"),
    "low": pgettext_lazy("how dangerous", "Low"),
    "high": pgettext_lazy("how dangerous", "High"),
    "unable-to-assess": _("Could not be judged"),
    "confirmed": _("Confirmed"),
    "differential": _("One of several possibilities"),
    "provisional": _("For now"),
    "refuted": _("Ruled out"),
    "unconfirmed": _("Not confirmed"),
    # orders and plans
    "order": _("Order"),
    "original-order": _("Order"),
    "filler-order": _("Order"),
    "instance-order": _("Order"),
    "reflex-order": _("Order that followed from a result"),
    "directive": _("Instruction"),
    "plan": _("Plan, or told by someone"),
    "proposal": _("Suggestion"),
    "option": _("One of several choices"),
    "asap": _("As soon as possible"),
    "routine": _("Routine"),
    "stat": _("At once"),
    "urgent": _("Urgent"),
    "deny": _("Not allowed"),
    "permit": _("Allowed"),
    # people
    "female": _("Female"),
    "male": _("Male"),
    "true": _("Yes"),
    "false": _("No"),
}


def source_word(written: str) -> str:
    """The words for a code; what is no code of ours stays as the source wrote it."""
    return str(CODES.get(written, written))


def detail_text(key: str, text: str) -> str:
    """What stands beside the name of a detail: codes, and the phrases that our readers make, in words."""
    if key in ("dosage", "timing"):
        return dosing(text)
    if key == "dose-number" and (match := _OF.fullmatch(text)):
        return gettext("%(number)s of %(all)s") % {"number": match[1], "all": match[2]}
    if key in _LASTS and (match := _LASTING.fullmatch(text)):
        return f"{match[1]} {gettext(match[2])}"
    if key == "reported" and text == "true":  # the source does not say by whom
        return gettext("Somebody else, not first-hand")
    if key == "class" and text in _VISITS:
        return gettext(text)
    return source_word(text)

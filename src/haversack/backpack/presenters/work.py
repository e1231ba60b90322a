"""How is long work shown while it goes on, and how is its end told?"""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haversack.web.words import Tag
from haversack.web.words import Work as Shown

from ..queries.work import Seen
from ..rules.work import Why

REASONS = {
    Why.NOTHING: gettext_lazy("This could not be done any more: who asked for it may not open this backpack now."),
    Why.SEVERAL_PEOPLE: gettext_lazy(
        "The files are about several people. A backpack holds one person’s record, so nothing was taken in. Send only "
        "the files about this person, or ask whoever runs this site to import them with a backpack for each."
    ),
    Why.NO_ACCESS: gettext_lazy("Who asked for it may not do that in this backpack any more."),
    Why.NO_ROOM: gettext_lazy("There was no room left on this site’s disk. Tell whoever runs it, then try again."),
    Why.FILES_GONE: gettext_lazy("The files that were sent are not there any more, or are damaged. Send them again."),
    Why.TABLE: gettext_lazy(
        "A table does not say what its columns are. It waits a week for somebody who may add files here to say it."
    ),
    Why.FAULT: gettext_lazy(
        "Something went wrong several times, and it is our fault. What had come before was kept. Try again; if it "
        "fails again, tell whoever runs this site."
    ),
}


def grouped(number: int) -> str:
    """12345 -> "12,345", as the reader's language groups it."""
    return str(number_format(number, use_l10n=True, force_grouping=True))


def under_way(seen: Seen, what: str, *, url: str, notes: list[str], may_stop: bool) -> Shown:
    """The progress of work that is not at its end."""
    if seen.stop_asked:
        what = _("Stopping")
    elif seen.is_tried_again:
        at = date_format(timezone.localtime(seen.due_at), "H:i")
        notes = [_("Something went wrong. It is tried again by itself at %(time)s.") % {"time": at}, *notes]
    elif seen.state == "waiting":
        notes = [_("It waits its turn and goes on by itself."), *notes]
    return Shown(
        what=what,
        done=seen.done,
        total=seen.total or None,
        since=seen.created_at,
        url=url,
        stop_url=url if may_stop and not seen.stop_asked else "",
        notes=notes,
    )


def state_tag(seen: Seen) -> Tag:
    """The state of work in a list."""
    if seen.is_under_way:
        return Tag(_("Under way"), "info", "refresh")
    if seen.state == "stopped":
        return Tag(_("Stopped"), "", "stop")
    if seen.state == "failed" and seen.facts.why == Why.TABLE:
        return Tag(_("Waits for an answer"), "pend", "clock")
    if seen.state == "failed":
        return Tag(_("Not done"), "warn", "warning")
    return Tag(_("Done"), "ok", "check")


def reason(seen: Seen) -> str:
    """Why work failed, for a person."""
    return str(REASONS.get(Why(seen.facts.why), REASONS[Why.FAULT]))

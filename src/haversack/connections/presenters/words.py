"""In which words does a connection say how it is, why, and what can be done (F13)? Each reason has its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from haversack.web.words import Tag

from ..rules.schedule import Schedule
from ..rules.states import Reason, State


@dataclass(frozen=True, slots=True)
class Words:
    """what: what happened, in a sentence; next: what the reader, or somebody else, can do about it."""

    what: str
    next: str


STATES: dict[State, str] = {
    State.INVESTIGATING: _("Pending portal"),
    State.REGISTERING: _("Pending portal"),
    State.READY: _("Ready to sign in"),
    State.CONNECTED: _("Connected"),
    State.SIGN_IN_AGAIN: _("Sign in again"),
    State.FAILING: _("Not answering"),
    State.NOT_SUPPORTED: _("Not supported"),
    State.DISCONNECTED: _("Disconnected"),
}
_TONES: dict[State, tuple[str, str]] = {
    State.INVESTIGATING: ("wait", "clock"),
    State.REGISTERING: ("wait", "clock"),
    State.READY: ("info", "next"),
    State.CONNECTED: ("ok", "check"),
    State.SIGN_IN_AGAIN: ("warn", "warning"),
    State.FAILING: ("warn", "warning"),
    State.NOT_SUPPORTED: ("", "cross"),
    State.DISCONNECTED: ("", "cross"),
}

SCHEDULES: dict[Schedule, str] = {
    Schedule.DAILY: _("Every day"),
    Schedule.WEEKLY: _("Every week"),
    Schedule.MONTHLY: _("Every month"),
    Schedule.BY_HAND: _("Only when you ask"),
}

REASONS: dict[Reason, Words] = {
    Reason.UNREACHABLE: Words(
        _("The portal does not answer."),
        _("Nothing needs to be done: it is asked again by itself. If this goes on, look whether its address is right."),
    ),
    Reason.NO_PORTAL: Words(
        _("There is no patient portal for apps at this address."),
        _("Ask your provider for the address of its “FHIR API” or “patient access API”, and try that one."),
    ),
    Reason.NO_SIGN_IN: Words(
        _("This portal does not say how a person signs in from an app."),
        _("Your provider can still give you a copy of your records as a file, and files can be added here."),
    ),
    Reason.NOT_STANDALONE: Words(
        _("Apps can only be opened from inside this portal, not connected from outside."),
        _("Download your records at the portal, if it offers that, and add the file here."),
    ),
    Reason.ALREADY: Words(
        _("This address belongs to a portal that is connected already."),
        _("Use the connection that is there. This one goes by itself."),
    ),
    Reason.NOT_ALLOWED_HERE: Words(
        _("This site does not look at that address: it is inside a private network, or not safe (https)."),
        _("Whoever runs this site can allow a portal of the home network. Otherwise use the portal’s public address."),
    ),
    Reason.NEEDS_REGISTRATION: Words(
        _("The portal has to get to know this Haversack first."),
        _(
            "Whoever runs this site has been given the steps. It can take two business days; you will "
            "see here when you can sign in."
        ),
    ),
    Reason.KNOWN_NOW: Words(
        _("The portal knows this Haversack now."),
        _("Sign in again, and records keep coming. Everything that came stays, and nothing comes twice."),
    ),
    Reason.DENIED: Words(
        _("At the portal, access was not allowed."),
        _("If that was not what you meant, sign in again and choose “Allow” there."),
    ),
    Reason.TOO_LATE: Words(
        _("Signing in took too long, or was finished elsewhere."),
        _("Sign in again; there are ten minutes for it."),
    ),
    Reason.REJECTED: Words(
        _("The portal did not accept this sign-in."),
        _("Try once more. If it happens again, whoever runs this site can test the portal with “haversack check”."),
    ),
    Reason.CLIENT_REFUSED: Words(
        _("The portal does not know this Haversack any more."),
        _("Sign in again: it is registered anew where the portal allows that, else whoever runs this site is told."),
    ),
    Reason.NO_PATIENT: Words(
        _("The portal did not say whose records these are."),
        _(
            "Make sure that your account there is linked to your record; the portal’s help line can "
            "do that. Then sign in again."
        ),
    ),
    Reason.ANOTHER_PERSON: Words(
        _("The name or birth date at the portal is not the one of this backpack. Nothing was taken in."),
        _(
            "If you chose the wrong person at the portal, sign in again. If it is the same person "
            "under another name, say so below."
        ),
    ),
    Reason.UNDER_AGE: Words(
        _("This site connects adults’ own records only, and the patient at the portal is under 18."),
        _("Ask the provider’s medical records office for a copy; files can be added here."),
    ),
    Reason.NOT_YOUR_OWN: Words(
        _("This site connects adults’ own records only, and this backpack is somebody else’s."),
        _("They can connect it themselves, signed in here as themselves."),
    ),
    Reason.NOTHING_SHARED: Words(
        _("The portal did not allow any records to be read."),
        _("Sign in again, and leave at least one kind of record chosen at the portal."),
    ),
    Reason.SCOPE_REFUSED: Words(
        _("The portal does not give all that was asked for."),
        _("Sign in again: this time it is asked only for what it offers."),
    ),
    Reason.FORGED: Words(
        _("The portal’s answer did not hold together, so it was not used."),
        _("Try once more. If it happens again, do not go on, and tell whoever runs this site."),
    ),
    Reason.EXPIRED: Words(
        _("Your permission at the portal ran out."),
        _("Sign in again to go on. Everything that came stays, and nothing comes twice."),
    ),
    Reason.WITHDRAWN: Words(
        _("Your permission was ended at the portal before its time."),
        _("If that was not you, ask the portal. Sign in again to go on; everything that came stays."),
    ),
    Reason.LOST: Words(
        _("Your permission was being renewed when this Haversack was interrupted, and the new one was lost."),
        _("Sign in again to go on. Everything that came stays, and nothing comes twice."),
    ),
    Reason.NO_LASTING: Words(
        _("This portal gives permission for one visit only, and that one is over."),
        _("Sign in again whenever you want new records from it. Everything that came stays."),
    ),
    Reason.UNWELL: Words(
        _("The portal has a fault of its own."),
        _("Nothing needs to be done: it is asked again by itself."),
    ),
    Reason.BUSY: Words(_("The portal asks us to wait."), _("Nothing needs to be done: it is asked again by itself.")),
    Reason.UNREADABLE: Words(
        _("The portal answered something that cannot be read, such as a page about maintenance."),
        _("It is asked again by itself. If this goes on, whoever runs this site can test it with “haversack check”."),
    ),
    Reason.RECORDS_REFUSED: Words(
        _("You are signed in, but the portal does not give out the records."),
        _(
            "Your account there may not have access to the record. The portal’s help line can say "
            "why; then sign in again."
        ),
    ),
}
NONE = Words("", "")


def words_for(reason: Reason) -> Words:
    """In the reader's language."""
    found = REASONS.get(reason)
    return Words(gettext(found.what), gettext(found.next)) if found else NONE


def tag(state: State) -> Tag:
    """How a state looks beside a name."""
    tone, icon = _TONES[state]
    return Tag(gettext(STATES[state]), tone, icon)

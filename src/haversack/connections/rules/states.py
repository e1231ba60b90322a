"""In which state is a connection, what may happen to it there, and why is it as it is?

One table says it all (B4): what is not in it cannot happen. A page finds words for a state and a reason elsewhere;
docs/reference/connections.md draws the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    INVESTIGATING = "investigating"  # nobody has looked at the portal yet, or it did not answer
    REGISTERING = "registering"  # the portal knows no app of this site's; the operator has a task
    READY = "ready"  # somebody may sign in there
    CONNECTED = "connected"
    SIGN_IN_AGAIN = "sign_in_again"  # the permission ended
    FAILING = "failing"  # the permission holds, the portal does not answer as it should
    NOT_SUPPORTED = "not_supported"
    DISCONNECTED = "disconnected"


class Event(StrEnum):
    FOUND = "found"  # a portal that this site is registered at
    UNKNOWN_THERE = "unknown_there"  # a portal that this site is not registered at
    REGISTERED = "registered"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # no portal that records could come from
    STOPPED = "stopped"  # a sign-in that did not succeed
    SIGNED_IN = "signed_in"
    FETCHED = "fetched"
    FAILED = "failed"
    ENDED = "ended"  # the permission: expired, withdrawn, or used up
    DISCONNECT = "disconnect"
    AGAIN = "again"  # somebody wants a connection that had ended, or never came about


class Reason(StrEnum):
    """Why a connection is as it is. Each has words and a next step of its own (F13)."""

    NONE = ""
    # the portal
    UNREACHABLE = "unreachable"
    NO_PORTAL = "no_portal"
    NO_SIGN_IN = "no_sign_in"  # it does not say how apps sign people in
    NOT_STANDALONE = "not_standalone"  # apps are opened from inside it alone
    ALREADY = "already"  # there is a connection to it
    NOT_ALLOWED_HERE = "not_allowed_here"  # inside the home network, or without https
    NEEDS_REGISTRATION = "needs_registration"
    KNOWN_NOW = "known_now"  # the operator registered this site while records go on coming by an earlier permission
    # signing in
    DENIED = "denied"
    TOO_LATE = "too_late"
    REJECTED = "rejected"  # the portal says that what was asked is wrong
    CLIENT_REFUSED = "client_refused"  # the portal does not know this site (any more)
    NO_PATIENT = "no_patient"
    ANOTHER_PERSON = "another_person"
    UNDER_AGE = "under_age"
    NOT_YOUR_OWN = "not_your_own"
    NOTHING_SHARED = "nothing_shared"
    SCOPE_REFUSED = "scope_refused"  # it gives less than was asked, and wants to be asked for that
    FORGED = "forged"  # the identity in the answer is not the portal's
    # afterwards
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"  # the permission was taken back before its time
    LOST = "lost"  # a renewed permission came, and did not arrive
    NO_LASTING = "no_lasting"  # the portal gives permission for one visit only
    UNWELL = "unwell"  # the portal answers with a fault of its own
    BUSY = "busy"
    UNREADABLE = "unreadable"  # not what an app can read, such as a web page
    RECORDS_REFUSED = "records_refused"  # the permission holds, but the records are not given


TABLE: Mapping[State, Mapping[Event, State]] = {
    State.INVESTIGATING: {
        Event.FOUND: State.READY,
        Event.UNKNOWN_THERE: State.REGISTERING,
        Event.UNREACHABLE: State.INVESTIGATING,
        Event.REFUSED: State.NOT_SUPPORTED,
        Event.DISCONNECT: State.DISCONNECTED,
    },
    State.REGISTERING: {
        Event.REGISTERED: State.READY,
        Event.REFUSED: State.NOT_SUPPORTED,
        Event.DISCONNECT: State.DISCONNECTED,
    },
    State.READY: {
        Event.SIGNED_IN: State.CONNECTED,
        Event.STOPPED: State.READY,
        Event.UNKNOWN_THERE: State.REGISTERING,
        Event.DISCONNECT: State.DISCONNECTED,
    },
    State.CONNECTED: {
        Event.FETCHED: State.CONNECTED,
        Event.FAILED: State.FAILING,
        Event.ENDED: State.SIGN_IN_AGAIN,
        Event.SIGNED_IN: State.CONNECTED,
        Event.STOPPED: State.CONNECTED,
        Event.UNKNOWN_THERE: State.CONNECTED,  # the permission that is there holds
        Event.REGISTERED: State.CONNECTED,
        Event.DISCONNECT: State.DISCONNECTED,
    },
    State.SIGN_IN_AGAIN: {
        Event.SIGNED_IN: State.CONNECTED,
        Event.STOPPED: State.SIGN_IN_AGAIN,
        Event.ENDED: State.SIGN_IN_AGAIN,
        Event.UNKNOWN_THERE: State.REGISTERING,
        Event.DISCONNECT: State.DISCONNECTED,
    },
    State.FAILING: {
        Event.FETCHED: State.CONNECTED,
        Event.FAILED: State.FAILING,
        Event.ENDED: State.SIGN_IN_AGAIN,
        Event.SIGNED_IN: State.CONNECTED,
        Event.STOPPED: State.FAILING,
        Event.UNKNOWN_THERE: State.FAILING,
        Event.REGISTERED: State.FAILING,
        Event.DISCONNECT: State.DISCONNECTED,
    },
    State.NOT_SUPPORTED: {Event.AGAIN: State.INVESTIGATING, Event.DISCONNECT: State.DISCONNECTED},
    State.DISCONNECTED: {Event.AGAIN: State.INVESTIGATING},
}

STAYS = frozenset({Reason.NEEDS_REGISTRATION, Reason.KNOWN_NOW})  # whatever else is fetched, until somebody signs in
LIVE = frozenset({State.CONNECTED, State.FAILING})  # records are fetched
SIGNABLE = frozenset({State.READY, State.CONNECTED, State.SIGN_IN_AGAIN, State.FAILING})


class CannotHappen(Exception):
    """The event is not possible in this state, so somebody else was quicker. Whoever asked looks at the page again."""


def after(state: State, event: Event) -> State:
    """The state that follows. Raises CannotHappen."""
    try:
        return TABLE[state][event]
    except KeyError:
        raise CannotHappen(f"{event} while {state}") from None

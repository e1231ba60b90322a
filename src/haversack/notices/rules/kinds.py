"""Of what are users told while they are away, by which way, and how does it go?"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What happened. A message is made of fixed words for these (words.py), so that nothing else can be in it."""

    RECORDS_WAITING = "records_waiting"
    CONNECTION_READY = "connection_ready"  # somebody may sign in there now
    NOT_SUPPORTED = "not_supported"
    NOTHING_FOUND = "nothing_found"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"
    FAILING = "failing"  # for several days
    TEST = "test"


class Channel(StrEnum):
    MAIL = "mail"
    BROWSER = "browser"


class Progress(StrEnum):
    """Of one message on one way. Nothing leads from SENDING back but an answer that says it did not go out."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Why(StrEnum):
    """Why a message did not go out, or not yet."""

    NONE = ""
    NO_MAIL = "no_mail"  # this site sends none (any more)
    NO_ADDRESS = "no_address"  # none that was shown to be the user's own
    OFF = "off"  # turned off meanwhile
    UNREACHABLE = "unreachable"
    BUSY = "busy"  # the other side wants it later
    REFUSED = "refused"
    GONE = "gone"  # the browser does not take notices from here any more
    NOT_ALLOWED = "not_allowed"  # an address that this site does not connect to
    INTERRUPTED = "interrupted"  # nobody knows whether it went out; it is not sent twice

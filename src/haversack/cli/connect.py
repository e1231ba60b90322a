"""How is a portal connected from the console? Looked at, signed in at in any browser on this machine, and fetched from.

The answer of the portal comes back to an address of this machine that is open for ten minutes at most.
"""

from __future__ import annotations

import argparse
import secrets
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .fetching import document, fetched, words
from .frame import WITH_PROBLEMS, Console, Refused, person_argument
from .http import NobodyCame, Return
from .whose import open_named

if TYPE_CHECKING:
    from haversack.backpack.queries.opened import Opened
    from haversack.connections.queries.connections import Seen

_LOOK = 0.5  # seconds, while another process is at it


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="the address of a portal: its FHIR server, its page, or its domain")
    person_argument(parser)
    parser.add_argument("--same-person", action="store_true", help="connect although name or birth date differ there")
    parser.add_argument(
        "--allow-local", action="store_true", help="also where the address is inside this machine or the home network"
    )


def run(options: argparse.Namespace, console: Console) -> None:
    opened = open_named(options.person)
    address, local = _address(options)
    seen = _looked_at(opened, address, local, console)
    _sign_in(opened, seen, options, console)
    _report(opened, seen.number, console)


def _address(options: argparse.Namespace) -> tuple[str, str]:
    """The address, and the machine of the home network that it allows ("" without --allow-local)."""
    url = options.url
    if options.allow_local and "://" not in url:  # few machines at home speak https
        url = f"http://{url}"
    return url, urlsplit(url).netloc if options.allow_local else ""


def _looked_at(opened: Opened, address: str, local: str, console: Console) -> Seen:
    """The connection, once one can sign in there. Refused otherwise, with the reason."""
    from django.utils import timezone

    from haversack.connections.actions.investigating import NoAddress, begin, in_its_place, investigate
    from haversack.connections.presenters.words import words_for
    from haversack.connections.queries.connections import connection_of
    from haversack.connections.rules.states import SIGNABLE, State

    try:
        row = begin(opened=opened, by=opened.viewer, address=address, back="", local=local, now=timezone.now())
    except NoAddress:
        raise Refused("That is not the address of a web server.") from None
    console.say("Looking at the portal …")
    investigate(opened=opened, number=row.pk, now=timezone.now())
    seen, waits = connection_of(opened, row.pk), False
    while seen.state is State.INVESTIGATING and not seen.reason:
        if not waits:
            console.say("The site is looking at it, or was stopped at that. This waits, for ten minutes at most …")
        waits = True
        time.sleep(_LOOK)
        investigate(opened=opened, number=row.pk, now=timezone.now())  # nothing, until that look is over or too old
        seen = connection_of(opened, row.pk)
    seen = in_its_place(opened, seen)
    if seen.state in SIGNABLE:
        return seen
    told = words_for(seen.reason)
    if seen.state is State.REGISTERING:
        raise _waits(seen.number)
    raise Refused(f"{told.what} {told.next}")


def _waits(number: int) -> Refused:
    from haversack.connections.presenters.words import words_for
    from haversack.connections.rules.states import Reason

    what = words_for(Reason.NEEDS_REGISTRATION).what
    return Refused(f"{what} Connection {number} waits. See `haversack register` for the steps.")


def _sign_in(opened: Opened, seen: Seen, options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.connections.actions.signing_in import UnknownSignIn, arrive
    from haversack.connections.presenters.words import words_for
    from haversack.connections.rules.returning import LASTS, LOOPBACK_PORTS, PATH

    session = secrets.token_urlsafe(32)
    with Return(LOOPBACK_PORTS, PATH) as back:
        address = _where_to(opened, seen.number, session, back.address, same_person=options.same_person)
        console.say(f"Sign in at the portal, in a browser on this machine:\n\n{address}\n")
        try:
            told = back.wait(LASTS.total_seconds())
        except NobodyCame:
            raise Refused("Nobody signed in within ten minutes. Nothing was taken in.") from None
    try:
        came = arrive(viewer=opened.viewer, session=session, told=told, now=timezone.now())
    except UnknownSignIn:
        raise Refused("What came back does not belong to this sign-in. Nothing was taken in.") from None
    if came.reason:
        why = words_for(came.reason)
        raise Refused(f"{why.what} {_next(came.reason, why.next)}")


def _where_to(opened: Opened, number: int, session: str, back: str, *, same_person: bool) -> str:
    """The address to sign in at. Refused where there is none now."""
    from django.utils import timezone

    from haversack.connections.actions.signing_in import NotRegisteredYet, depart
    from haversack.connections.rules.states import CannotHappen

    now = timezone.now()
    try:
        return depart(
            opened=opened, number=number, session=session, back=back, now=now, same_person=same_person
        ).address
    except NotRegisteredYet:
        raise _waits(number) from None
    except CannotHappen:
        raise Refused(
            "Nobody can sign in there now: the connection changed meanwhile, or the portal sends people to an address "
            "that is not safe. `haversack connections` shows how it is."
        ) from None


def _next(reason: str, otherwise: str) -> str:
    return "If it is the same person, add --same-person." if reason == "another_person" else otherwise


def _report(opened: Opened, number: int, console: Console) -> None:
    """Fetch, and tell what came."""
    from haversack.connections.queries.connections import connection_of
    from haversack.connections.queries.fetches import fetches_of

    seen = connection_of(opened, number)
    console.say(f"Connected to {seen.facts.name}, as connection {number}. Fetching …")
    if seen.facts.missing:
        console.problem(f"Not allowed at the portal: {', '.join(seen.facts.missing)}.")
    (wanted,) = fetches_of(opened, number, most=1)  # signing in wants one
    one = document(number, opened, fetched(opened, wanted.number, console))
    console.answer(one, words(one))
    if one["fetch"] != "done":
        console.exit_code = WITH_PROBLEMS

"""In which words are users told? In these alone: no name, no provider and nothing of a record can get into them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .rules.kinds import Kind, Why

WORDS: dict[Kind, tuple[str | Promise, str | Promise]] = {
    Kind.RECORDS_WAITING: (
        gettext_lazy("You have new records to review"),
        gettext_lazy("Nothing joins a record until you or somebody else who decides says so."),
    ),
    Kind.CONNECTION_READY: (
        gettext_lazy("A connection you waited for is ready"),
        gettext_lazy("Sign in at the provider, and the records come."),
    ),
    Kind.NOT_SUPPORTED: (
        gettext_lazy("A connection you waited for cannot be made"),
        gettext_lazy("The page says why, and what you can do instead."),
    ),
    Kind.NOTHING_FOUND: (
        gettext_lazy("A connection found no records"),
        gettext_lazy("The page says what may be the reason."),
    ),
    Kind.ENDS_SOON: (
        gettext_lazy("A connection ends soon"),
        gettext_lazy("Sign in at the provider again to keep it. What you have stays either way."),
    ),
    Kind.ENDED: (
        gettext_lazy("A connection has ended"),
        gettext_lazy("Sign in at the provider again to get new records. What you have stays."),
    ),
    Kind.FAILING: (
        gettext_lazy("A connection has not worked for several days"),
        gettext_lazy("The page says why, and what you can do."),
    ),
    Kind.TEST: (
        gettext_lazy("This is a test"),
        gettext_lazy("Notices from Haversack reach you here."),
    ),
}

WHY: dict[Why, str | Promise] = {
    Why.NO_MAIL: gettext_lazy("this site sends no e-mail"),
    Why.NO_ADDRESS: gettext_lazy("you have not confirmed your e-mail address"),
    Why.OFF: gettext_lazy("it was turned off"),
    Why.UNREACHABLE: gettext_lazy("the service that delivers it could not be reached"),
    Why.BUSY: gettext_lazy("the service that delivers it wanted it later"),
    Why.REFUSED: gettext_lazy("the service that delivers it refused it"),
    Why.GONE: gettext_lazy("the browser takes no notices from here any more"),
    Why.NOT_ALLOWED: gettext_lazy("this site does not connect to the address the browser gave"),
    Why.INTERRUPTED: gettext_lazy("it was interrupted, so it may or may not have reached you"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A message in somebody's language."""

    title: str
    lines: tuple[str, ...]


def text_of(kinds: Sequence[Kind]) -> Text:
    """What a message of these kinds says; each kind once, however often it happened."""
    told = list(dict.fromkeys(kinds))
    if len(told) == 1:
        title, more = WORDS[told[0]]
        return Text(str(title), (str(more),))
    return Text(_("There is news for you"), tuple(f"{WORDS[kind][0]}." for kind in told))

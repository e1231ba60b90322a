"""What does the frame of a patient's page show: whose record is open, and where one can go in it?"""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.web.shell import Person, Place, Shell
from haversack.wording.dates import said

from ..queries.reader import Reader
from ..queries.whose import Whose
from ..rules.rights import OWN, Act
from ..rules.sections import Section
from .sections import WORDS

_ENDS = (
    # name of the address, icon, label, and the act or section that somebody's access must cover to go there
    ("profile", "person", lambda: _("Profile"), Section.PROFILE),
    ("errors", "edit", lambda: _("Report an error"), Act.ASK),
    ("access", "people", lambda: _("Who can see it"), Act.LET_IN),
    ("apps", "plug", lambda: _("Connected apps"), Act.CONNECT),
    ("cards", "shield", lambda: _("Health cards"), Act.EXPORT),
    ("download", "download", lambda: _("Download"), Act.EXPORT),
)


def shell_for(reader: Reader, own: Whose, others: Sequence[Whose], *, at: str, unread: int) -> Shell:
    """The frame of every page of this record; `at` is the place that the page belongs to."""

    def place(name: str, icon: str, label: str, *args: object, key: str = "", badge: int = 0) -> Place:
        words = ngettext("new", "new", badge)
        url = reverse(f"portal:{name}", args=[own.uuid, *args])
        return Place(url, icon, label, badge, words, current=at == (key or name))

    sections = [
        place("section", words.icon, str(words.name), words.slug, key=words.slug)
        for section, words in WORDS.items()
        if section in reader.sections
    ]
    messages = [place("messages", "mail", _("Messages"), badge=unread)] if Act.WRITE in reader.acts else []
    covered = reader.acts | reader.sections
    ends = [place(name, icon, label()) for name, icon, label, needed in _ENDS if needed in covered]
    return Shell(
        person=person(own),
        people=[person(one) for one in others],
        places=[place("home", "health", _("Start")), *sections, *messages],
        ends=[*ends, Place(reverse("mfa_index"), "key", _("Signing in"))],
        start_url=reverse("portal:home", args=[own.uuid]),
    )


def person(one: Whose) -> Person:
    """Name and birth date together, and whose record it is where it is not the reader's own."""
    born = _("born %(day)s") % {"day": said(one.born.isoformat())} if one.born else ""
    if one.access not in OWN:
        born = ", ".join(part for part in (born, _("in their place")) if part)
    return Person(one.name, born, url=reverse("portal:home", args=[one.uuid]), short=one.name.split(" ")[0])


def for_whom(own: Whose) -> str:
    """The sentence above every page of a record that is not the reader's own."""
    return "" if own.access in OWN else _("You look at the record of %(name)s, in their place.") % {"name": own.name}

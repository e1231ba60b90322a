"""How far is somebody who enrols, in words?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from haversack.web.words import Step

_ORDER = ("ask", "mail", "choose")


def steps_to_enrol(now: str) -> list[Step]:
    """The three steps, `now` being one of ask, mail, choose."""
    at = _ORDER.index(now)
    texts = (
        (_("You say who you are"), _("The e-mail address on file and your record number.")),
        (_("You get a mail"), _("Its link works once, for one hour.")),
        (_("You choose how to sign in"), _("A user id and a password of your own.")),
    )
    return [
        Step(title, text, "done" if number < at else "now" if number == at else "next")
        for number, (title, text) in enumerate(texts)
    ]

"""Which mail goes out behind the pages, and what of it is forgotten?"""

from __future__ import annotations

from django.utils import timezone

from ..actions.answering import ANSWERS
from ..actions.links import forget_old_links
from ..actions.outgoing import deliver, due
from ..presenters.mails import written


def send_outgoing() -> None:
    """Answer what was asked, and send what is due. Looked after once a minute: nothing wakes it, so that nobody can
    tell from the time of the next page what came of a question.
    """
    fault: Exception | None = None
    for row in due(timezone.now()):
        try:
            deliver(row, timezone.now(), answers=ANSWERS, write=written)
        except Exception as error:  # the others do not wait for it; whoever runs the site finds it in the faults
            fault = error
    if fault is not None:
        raise fault


def forget_links() -> None:
    """Take away links that have been over for long."""
    forget_old_links(timezone.now())

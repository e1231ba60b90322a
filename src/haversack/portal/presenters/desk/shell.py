"""What does the frame of the desk's pages show: the places that a role has, and what waits in each?"""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from haversack.web.shell import Place, Shell

from ...queries.desk import Waiting, waiting_for
from ...rules.staff import Duty, Role, Worker

_PLACES: tuple[tuple[str, str, str | Promise, Duty], ...] = (
    ("desk_patients", "people", gettext_lazy("Patients"), Duty.LOOK_UP),
    ("desk_changes", "edit", gettext_lazy("Change requests"), Duty.CHANGES),
    ("desk_amendments", "note", gettext_lazy("Amendments"), Duty.AMENDMENTS),
    ("desk_messages", "mail", gettext_lazy("Messages"), Duty.MESSAGES),
    ("desk_load", "upload", gettext_lazy("Record loading"), Duty.LOAD),
    ("desk_policy", "settings", gettext_lazy("Policy"), Duty.POLICY),
    ("desk_staff", "person", gettext_lazy("Staff"), Duty.STAFF),
    ("desk_trail", "search", gettext_lazy("Audit"), Duty.AUDIT),
)
ROLE_WORDS: dict[Role, str | Promise] = {
    Role.CLERK: gettext_lazy("Medical Records"),
    Role.PROVIDER: gettext_lazy("Provider"),
    Role.ADMINISTRATOR: gettext_lazy("Administrator"),
}


def shell_for(worker: Worker, *, at: str, name: str) -> Shell:
    """The frame of every page of the desk; `at` is the place that the page belongs to."""
    waiting = waiting_for(worker)
    places = [Place(reverse("portal:desk"), "inbox", _("Desk"), current=at == "desk")]
    for address, icon, label, duty in _PLACES:
        if worker.may(duty):
            number = _number(waiting, duty)
            words = ngettext("waits", "wait", number)
            places.append(Place(reverse(f"portal:{address}"), icon, str(label), number, words, current=at == address))
    signed_in = _("%(role)s desk, %(name)s") % {"role": ROLE_WORDS[worker.role], "name": name}
    return Shell(places=places, start_url=reverse("portal:desk"), signed_in_as=signed_in)


def _number(waiting: Waiting, duty: Duty) -> int:
    return {
        Duty.CHANGES: waiting.changes,
        Duty.AMENDMENTS: waiting.amendments,
        Duty.MESSAGES: waiting.messages,
    }.get(duty, 0)

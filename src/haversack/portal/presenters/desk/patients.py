"""What do the desk's pages of one patient show?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haversack.web.words import Tag
from haversack.wording.dates import moment, said

from ...models import Patient, Proxy
from ...queries.desk import Card, LookedUp
from ...queries.standing import current_access, life_of, tie_of
from ...rules.access import Kind, own_access, proxy_access
from ...rules.enrolment import IdKind
from ..sections import WORDS

ID_WORDS: dict[IdKind, str | Promise] = {
    IdKind.DRIVING_LICENCE: gettext_lazy("Driver’s license"),
    IdKind.STATE_ID: gettext_lazy("State identity card"),
    IdKind.PASSPORT: gettext_lazy("Passport"),
    IdKind.MILITARY_ID: gettext_lazy("Military identity card"),
    IdKind.TRIBAL_ID: gettext_lazy("Tribal identity card"),
    IdKind.RESIDENT_CARD: gettext_lazy("Permanent resident card"),
}
KIND_WORDS: dict[Kind, str | Promise] = {
    Kind.CONSENT: gettext_lazy("By the patient’s own consent"),
    Kind.PARENT: gettext_lazy("As parent or guardian of a minor"),
    Kind.REPRESENTATIVE: gettext_lazy("As representative, by a document"),
}


def found_context(found: LookedUp | None) -> dict[str, Any]:
    """The patients that were found; None where nobody was looked for."""
    if found is None:
        return {}
    return {
        "looked": True,
        "rows": [
            (name(one), reverse("portal:desk_patient", args=[one.uuid]), _about(one), _enrolled(one))
            for one in found.patients
        ],
        "is_all": found.is_all,
    }


def card_context(card: Card, now: datetime) -> dict[str, Any]:
    """Everything the desk does for one patient."""
    one = card.patient
    access = own_access(current_access(), life_of(one), now)
    is_minor = one.born is not None and not access and one.emancipated_on is None and one.died_on is None
    return {
        "patient": one,
        "name": name(one),
        "facts": [
            (_("Born"), said(one.born.isoformat()) if one.born else _("Not fully known")),
            (_("Record number"), one.mrn),
            (_("E-mail on file"), one.email or _("None")),
            (_("Died"), said(one.died_on.isoformat()) if one.died_on else ""),
            (_("Emancipated since"), said(one.emancipated_on.isoformat()) if one.emancipated_on else ""),
        ],
        "tag": _enrolled(one),
        "is_enrolled": one.user_id is not None,
        "may_enrol": bool(access),
        "why_not": _(access.reason) if access.reason else "",
        "is_minor": is_minor,
        "checks": [(str(ID_WORDS.get(IdKind(each.kind), each.kind)), moment(each.checked_at)) for each in card.checks],
        "papers": [(each.document, said(each.effective_on.isoformat())) for each in card.emancipations],
        "proxies": [_proxy(each, one, now) for each in card.proxies],
    }


def name(one: Patient) -> str:
    return " ".join(part for part in (one.given, one.family) if part) or _("No name on file")


def _about(one: Patient) -> str:
    born = _("born %(day)s") % {"day": said(one.born.isoformat())} if one.born else ""
    return ", ".join(part for part in (born, one.mrn) if part)


def _enrolled(one: Patient) -> Tag:
    return Tag(_("Enrolled"), "ok", "check") if one.user_id else Tag(_("Not enrolled"))


def _proxy(proxy: Proxy, patient: Patient, now: datetime) -> dict[str, Any]:
    access = proxy_access(current_access(), tie_of(proxy), life_of(patient), now)
    sections = [str(WORDS[section].name) for section in WORDS if section.value in (proxy.sections or ())]
    about = [
        str(KIND_WORDS[Kind(proxy.kind)]),
        proxy.relation,
        _("signed %(day)s") % {"day": said(proxy.signed_on.isoformat())},
        _("until %(day)s") % {"day": said(proxy.until.date().isoformat())} if proxy.until else "",
    ]
    if proxy.ended_at is not None or not access:
        tag = Tag(_("Ended") if proxy.ended_at else _("No access"))
    else:
        tag = Tag(_("Has access"), "ok", "check") if proxy.user_id else Tag(_("Account not made yet"), "wait", "clock")
    return {
        "uuid": proxy.uuid,
        "name": proxy.name,
        "about": ", ".join(part for part in about if part),
        "sections": ", ".join(sections) or _("Everything that this kind of form covers"),
        "tag": tag,
        "why_not": _(access.reason) if not access else "",
        "is_open": proxy.ended_at is None,
        "needs_account": proxy.user_id is None and bool(access),
        "has_email": bool(proxy.email),
    }

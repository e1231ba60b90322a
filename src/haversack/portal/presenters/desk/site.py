"""What do the desk's pages of the policy, of staff, of the trail and of loading show?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.web.words import Tag
from haversack.wording.dates import said

from ...actions.load_report import LoadReport
from ...models import Staff
from ...queries.effect import Preview
from ...queries.policy import current_policy
from ...queries.trail import Found
from ...rules.policy import Policy, written
from ...rules.presets import PRESETS
from ...rules.sections import LISTED
from ...rules.staff import Role
from ..sections import WORDS
from .shell import ROLE_WORDS

MOST_PROBLEMS = 100


def policy_text(policy: Policy | None = None) -> str:
    """A policy document as it is written and read; the one that holds where none is given."""
    return json.dumps(written(policy or current_policy().policy), indent=2, ensure_ascii=False)


def preset_texts() -> dict[str, str]:
    """Each preset with the facts of this hospital."""
    hospital = current_policy().policy.hospital
    return {name: policy_text(msgspec.structs.replace(preset, hospital=hospital)) for name, preset in PRESETS.items()}


def policy_context() -> dict[str, Any]:
    """The policy that holds, in words."""
    current = current_policy()
    policy = current.policy
    return {
        "number": current.number,
        "facts": [
            (_("Begun as"), policy.preset),
            (_("Hospital"), policy.hospital.name),
            (_("Help line"), policy.hospital.help_line),
            (_("Not shown"), [one.name for one in policy.withheld()]),
            *((str(WORDS[section].name), _of_section(policy, section)) for section in LISTED if section in WORDS),
        ],
        "presets": list(PRESETS),
    }


def _of_section(policy: Policy, section: Any) -> str:
    parts = []
    if hours := policy.hold_hours(section):
        parts.append(ngettext("held %d hour", "held %d hours", hours) % hours)
    if window := policy.window(section):
        if window.since:
            parts.append(_("since %(day)s") % {"day": said(window.since.isoformat())})
        elif window.younger_than_years:
            number = window.younger_than_years
            parts.append(ngettext("under %d year old", "under %d years old", number) % number)
        else:
            parts.append(_("what holds today"))
    return ", ".join(parts) or _("everything, at once")


def preview_context(preview: Preview) -> dict[str, Any]:
    """What another policy would change, section by section."""
    rows = [
        (str(WORDS[one.section].name), one.looked_at, one.shown_now, one.shown_then, one.shown_then - one.shown_now)
        for one in preview.effects
        if one.section in WORDS
    ]
    return {"preview": rows, "looked_at": preview.looked_at, "is_all": preview.is_all}


def staff_context(found: Sequence[Staff]) -> dict[str, Any]:
    return {
        "rows": [
            {
                "id": one.pk,
                "name": one.user.login_id,
                "about": ", ".join(
                    part
                    for part in (str(ROLE_WORDS[Role(one.role)]), one.provider.name if one.provider else "")
                    if part
                ),
                "tag": Tag(_("Works here"), "ok", "check") if one.ended_at is None else Tag(_("Ended")),
                "is_here": one.ended_at is None,
            }
            for one in found
        ]
    }


def trail_context(found: Sequence[Found], more: bool, chosen: Mapping[str, str]) -> dict[str, Any]:
    next_url = ""
    if more and found:
        next_url = "?" + urlencode({**chosen, "before": str(found[-1].seq)})
    return {
        "rows": [
            {
                "at": one.at[:19].replace("T", " "),
                "by": one.by,
                "act": one.act,
                "about": " ".join(part for part in (one.object, str(one.count) if one.count >= 0 else "") if part),
                "patient_url": reverse("portal:desk_patient", args=[one.patient]) if one.patient else "",
            }
            for one in found
        ],
        "next_url": next_url,
    }


def load_context(report: LoadReport) -> dict[str, Any]:
    """What came of a load."""
    return {
        "report": report,
        "facts": [
            (_("Records in the files"), str(report.received)),
            (_("Loaded"), str(report.loaded)),
            (_("Here already"), str(report.unchanged)),
            (_("Not loaded"), str(report.refused)),
            (_("Patients"), str(len(report.patients))),
        ],
        "problems": [
            (f"{one['file']}, {one['where']}" if one["where"] else one["file"], one["what"])
            for one in report.problems[:MOST_PROBLEMS]
        ],
        "more_problems": max(0, len(report.problems) - MOST_PROBLEMS),
    }

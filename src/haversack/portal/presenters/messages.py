"""What do the pages of messages show: the conversations, one of them, and to whom one can write? (P9, P15)"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.web.words import Tag
from haversack.wording.dates import moment, said
from haversack.wording.entries import title

from ..models import Provider
from ..queries.bodies import Shown
from ..queries.messages import Said, Talk, messages_in, providers_of, threads_of
from ..queries.policy import current_policy
from ..queries.reader import Reader
from ..queries.single import record_numbered
from ..rules.messages import LONGEST_SUBJECT, Side


def inbox_context(reader: Reader) -> dict[str, Any]:
    """Every conversation, who takes part, and why somebody is missing."""
    here, missing = providers_of(reader)
    return {
        "talks": [_row(reader, one) for one in threads_of(reader)],
        "here": [(one.name, about(one)) for one in here],
        "missing": [(one.name, one.why_not or _("This provider does not take messages here.")) for one in missing],
        "answered_within": current_policy().policy.message_days,
    }


def talk_context(reader: Reader, talk: Talk) -> dict[str, Any]:
    """One conversation, as the patient's side sees it."""
    shown = record_numbered(reader, talk.record.pk) if talk.record else None
    return {
        "talk": talk,
        "said": [_said(one, Side.PATIENT, talk, reader) for one in messages_in(talk)],
        "about": title(shown.entry) if shown and shown.entry else "",
        "about_url": reverse("portal:entry", args=[reader.uuid, shown.row.pk]) if shown else "",
        "may_answer": talk.provider.participates,
        "answered_within": current_policy().policy.message_days,
    }


def write_context(reader: Reader, about_record: Shown | None) -> dict[str, Any]:
    """What stands around the form: the result it is about, and who is missing from the list."""
    _here, missing = providers_of(reader)
    entry = about_record.entry if about_record else None
    return {
        "about": title(entry) if entry else "",
        "about_url": reverse("portal:entry", args=[reader.uuid, about_record.row.pk]) if about_record else "",
        "missing": [(one.name, one.why_not or _("This provider does not take messages here.")) for one in missing],
        "answered_within": current_policy().policy.message_days,
    }


def prepared(shown: Shown) -> dict[str, str]:
    """The beginning of a question about a result, ready to send. (P15)"""
    entry = shown.entry
    assert entry is not None
    name, day = title(entry), said(entry.date)
    subject = _("Question about %(name)s, %(day)s") if day else _("Question about %(name)s")
    text = (
        _("What does this result mean for me: %(name)s, %(day)s?")
        if day
        else _("What does this mean for me: %(name)s?")
    )
    values = {"name": name, "day": day}
    return {"subject": (subject % values)[:LONGEST_SUBJECT], "text": text % values}


def about(provider: Provider) -> str:
    """ "Endocrinology, Riverside Clinic": whatever of it is known."""
    return ", ".join(part for part in (provider.specialty, provider.place) if part)


def choices(reader: Reader) -> list[tuple[str, str]]:
    """The providers to whom one can write."""
    here, _missing = providers_of(reader)
    return [(str(one.uuid), ", ".join(part for part in (one.name, one.specialty) if part)) for one in here]


def _row(reader: Reader, talk: Talk) -> dict[str, Any]:
    new = ngettext("%d new", "%d new", talk.unread) % talk.unread
    return {
        "name": talk.subject,
        "url": reverse("portal:thread", args=[reader.uuid, talk.uuid]),
        "meta": talk.provider.name,
        "more": moment(talk.last_at),
        "tag": Tag(new, "info", "mail") if talk.unread else None,
    }


def _said(one: Said, mine: Side, talk: Talk, reader: Reader) -> dict[str, Any]:
    """One message: who wrote it, when, whether it was read, and its files."""
    if one.side is Side.PROVIDER:
        who = talk.provider.name
    elif one.by == reader.pseudonym:
        who = _("You")
    else:
        who = _("Somebody who stands in for the patient") if one.from_proxy else _("The patient")
    read = ""
    if one.side is mine:
        read = _("Read %(when)s") % {"when": moment(one.read_at)} if one.read_at else _("Not opened yet")
    return {
        "who": who,
        "is_mine": one.side is mine,
        "is_new": one.side is not mine and one.read_at is None,
        "when": moment(one.sent_at),
        "read": read,
        "text": one.text,
        "files": [
            (
                enclosed.name,
                reverse("portal:message_file", args=[reader.uuid, talk.uuid, enclosed.uuid]),
                size(enclosed.size),
            )
            for enclosed in one.files
        ],
    }


def size(number: int) -> str:
    """ "84 KB"."""
    return f"{number / 1_000_000:.1f} MB" if number > 900_000 else f"{max(1, number // 1000)} KB"

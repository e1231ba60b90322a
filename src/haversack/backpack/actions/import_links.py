"""What if one of the files that were sent is a link? What it opens is taken in, in its place.

The files that it opens are sealed into the inbox and stand in the row of the work before the link is forgotten, so that
a worker that dies opens no link twice that may be opened once. A link that opens nothing keeps none of the files back
that were sent with it: it is told, and where it may still open, it waits in work of its own.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

import msgspec
from django.db import transaction
from django.utils import timezone

from haversack.records.archives import SourceFile
from haversack.smart.links.refused import BadLink, Wrong

from ..models import Work
from ..models.work_facts import UPLOAD, WORK, ImportFacts, Upload, encode
from ..queries.opened import Opened
from ..rules.work import Why
from .links import Followed, file_name, follow, link_of
from .links_live import keep_live, link_facts, note_failure
from .upload import Inbox, inbox_file
from .work import Lease, want_answer

_MOST = 256 << 20
# After these the same link may still open: with the right passcode, or later.
_MAY_OPEN = frozenset({Wrong.PASSCODE, Wrong.WRONG_PASSCODE, Wrong.NO_ANSWER, Wrong.BUSY})
PUT_ASIDE = "This link was put into an import of its own. It waits there until you try it again."


def follow_uploads(opened: Opened, lease: Lease, facts: ImportFacts) -> ImportFacts:
    """The facts with what the links among the uploads open in their place. Raises BadLink for one that came alone."""
    links = _links(opened, facts)
    if not links:
        return facts
    now = timezone.now()
    with Inbox(opened, most=_MOST) as inbox:
        there = list(facts.uploads)
        notes = list(facts.notes)
        tried = [(place, _try(facts, text, passcode, now), passcode) for place, text, passcode in links]
        aside = []
        for place, one, _passcode in reversed(tried):
            if isinstance(one, BadLink):
                del there[place]
                name = facts.uploads[place].name
                notes.append((name, "whole file", one.wrong.value, "error"))
                if one.wrong in _MAY_OPEN:
                    notes.append((name, "whole file", PUT_ASIDE, "information"))
                    aside.append((facts.uploads[place], one))
                continue
            there[place : place + 1] = _sealed_in(inbox, one)
            name = facts.uploads[place].name if facts.uploads else one.source
            notes += [(name, "whole file", told, "information") for told in one.fetched.told]
        new = msgspec.structs.replace(facts, uploads=tuple(there), passcode="", notes=tuple(notes))
        by = opened.viewer
        with transaction.atomic():
            for _place, one, passcode in tried:
                if not isinstance(one, BadLink):
                    keep_live(opened=opened, by=by, followed=one, passcode=passcode, now=now)
            for upload, bad in aside:
                _put_aside(opened, facts, upload, bad)
            lease.renew(sealed=opened.key.seal(encode(new), WORK))
        inbox.claim()
    kept = {upload.file for upload, _bad in aside}
    for place, _text, _passcode in links:
        if facts.uploads and facts.uploads[place].file not in kept:
            inbox_file(facts.uploads[place].file).unlink(missing_ok=True)
    return new


def _try(facts: ImportFacts, text: str, passcode: str, now: datetime) -> Followed | BadLink:
    """What the link opens, or why it opens nothing. Raises BadLink where nothing else was sent."""
    try:
        return follow(text, passcode, now=now)
    except BadLink as bad:
        if len(facts.uploads) <= 1:
            raise
        return bad


def _put_aside(opened: Opened, facts: ImportFacts, upload: Upload, bad: BadLink) -> None:
    """Let the link wait for an answer in work of its own. Call in the transaction that takes it from the other."""
    alone = ImportFacts(
        (upload,), facts.source, facts.same_person, Why.LINK.value, bad.wrong.value, attempts=bad.attempts
    )
    want_answer(opened=opened, by=opened.viewer, kind=Work.Kind.IMPORT, facts=alone)


def refuse_link(opened: Opened, lease: Lease, facts: ImportFacts, bad: BadLink) -> None:
    """End the work with the reason; a link that may still open stays sealed, and waits for an answer."""
    if facts.link:
        note_failure(opened=opened, number=facts.link, bad=bad, now=timezone.now())
        lease.end(Work.State.FAILED)
        Work.objects.filter(pk=lease.number).delete()
        return
    keeps = bad.wrong in _MAY_OPEN
    uploads = facts.uploads if keeps else tuple(Upload("", one.name, one.size) for one in facts.uploads)
    why = {"why": Why.LINK.value, "told": bad.wrong.value, "attempts": bad.attempts}
    new = msgspec.structs.replace(facts, uploads=uploads, passcode="", **why)
    lease.end(Work.State.FAILED, sealed=opened.key.seal(encode(new), WORK))
    if not keeps:
        for one in facts.uploads:
            if one.file:
                inbox_file(one.file).unlink(missing_ok=True)


def _links(opened: Opened, facts: ImportFacts) -> list[tuple[int, str, str]]:
    """(place among the uploads, the link, the passcode for it) of each link."""
    if facts.link and not facts.uploads:
        kept = link_facts(opened, facts.link)
        return [(0, kept.text, kept.passcode)] if kept else []
    found = []
    for place, one in enumerate(facts.uploads):
        if one.file and not one.source:  # what came of a link is none itself
            path = inbox_file(one.file)
            file = SourceFile(one.name, one.size, partial(lambda at: opened.key.open_file(at.open("rb"), UPLOAD), path))
            if text := link_of(file):
                found.append((place, text, facts.passcode))
    return found


def _sealed_in(inbox: Inbox, one: Followed) -> list[Upload]:
    """The files of a link, sealed in the inbox."""
    found = []
    for number, file in enumerate(one.fetched.files, 1):
        inbox.begin(file_name(number, file))
        inbox.write(file.content)
        upload = inbox.end()
        if upload is not None:
            found.append(msgspec.structs.replace(upload, source=one.source))
    return found

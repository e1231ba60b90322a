"""Under which words is an office found? Written anew for every office that a list changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from ..models import Door, Office, OfficePortal, Portal, Word, words
from ..rules.alike import with_initials_joined
from ..rules.finding import folded_name, hosts_words
from ..rules.merging import hosts_of

AT_ONCE = 500
_NAME, _HOST = "name", "host"


def write_words(offices: Collection[int]) -> None:
    """Write the index rows of these offices, and what a search orders them by."""
    ids = sorted(offices)
    for start in range(0, len(ids), AT_ONCE):
        some = list(Office.objects.filter(pk__in=ids[start : start + AT_ONCE]))
        portals = _portals_of([office.pk for office in some])
        found = {}
        rows = []
        for office in some:
            own = portals.get(office.pk, ())
            hosts = hosts_of(office.website, [(portal.web, portal.bases) for portal in own])
            found[office.pk] = hosts, [portal.key for portal in own]
            rows.append((office.pk, name_words(office, [portal.name for portal in own]), " ".join(hosts_words(hosts))))
        words.order_by(found)
        words.write(rows)


@dataclass(frozen=True, slots=True)
class _Portal:
    key: str
    name: str
    web: str
    bases: list[str]


def _portals_of(offices: Sequence[int]) -> dict[int, list[_Portal]]:
    """By office. In three queries for all of them: through the models it took most of the time of a big list."""
    pairs = list(OfficePortal.objects.filter(office__in=offices).order_by("pk").values_list("office", "portal"))
    numbers = list({portal for _, portal in pairs})
    rows = Portal.objects.filter(pk__in=numbers).values_list("pk", "key", "name", "web")
    portals = {number: _Portal(key, name, web, []) for number, key, name, web in rows}
    for number, base in Door.objects.filter(portal__in=numbers).order_by("pk").values_list("portal", "base"):
        portals[number].bases.append(base)
    found: dict[int, list[_Portal]] = {}
    for office, number in pairs:
        found.setdefault(office, []).append(portals[number])
    return found


def write_words_again() -> None:
    """Write the index of the whole directory: after a restore, which brings the offices and not the index."""
    write_words(list(Office.objects.values_list("pk", flat=True)))


def forget_words(offices: Sequence[int]) -> None:
    words.remove(offices)


def name_words(office: Office, portals: Sequence[str]) -> str:
    """Folded: its names and its portals', what it belongs to, where it is."""
    told = [office.name, *office.former, office.part_of, office.specialty, office.city, office.state, office.zip[:5]]
    named = [folded_name(text).split() for text in (*told, *portals)]
    written = [word for some in named for word in (*some, *with_initials_joined(some))]
    return " ".join(dict.fromkeys(written))


def count_words() -> None:
    """Keep which words there are, and how often, for what is misspelt."""
    counts: dict[str, Counter[str]] = {_NAME: Counter(), _HOST: Counter()}
    for names, found in words.every():
        counts[_NAME].update(names)
        counts[_HOST].update(found)
    rows = [
        Word(kind=kind, word=word[:100], count=count)
        for kind, counter in counts.items()
        for word, count in {word[:100]: count for word, count in counter.items()}.items()
    ]
    with transaction.atomic():  # a search sees the former words, or these
        Word.objects.all().delete()
        Word.objects.bulk_create(rows, batch_size=2000)

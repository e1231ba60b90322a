"""Under which words is an office found? Written anew for every office that a list changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from ..models import Office, Word, words
from ..rules.finding import folded_name, hosts_words
from ..rules.merging import hosts_of

AT_ONCE = 500
_NAME, _HOST = "name", "host"


def write_words(offices: Collection[int]) -> None:
    """Write the index rows of these offices, and what a search orders them by."""
    ids = sorted(offices)
    for start in range(0, len(ids), AT_ONCE):
        some = list(Office.objects.filter(pk__in=ids[start : start + AT_ONCE]).prefetch_related("portals__doors"))
        found = {office.pk: (hosts(office), [portal.key for portal in office.portals.all()]) for office in some}
        words.order_by(found)
        words.write([(office.pk, name_words(office), " ".join(hosts_words(found[office.pk][0]))) for office in some])


def write_words_again() -> None:
    """Write the index of the whole directory: after a restore, which brings the offices and not the index."""
    write_words(list(Office.objects.values_list("pk", flat=True)))


def forget_words(offices: Sequence[int]) -> None:
    words.remove(offices)


def name_words(office: Office) -> str:
    """Folded: its names, what it belongs to, where it is."""
    told = [office.name, *office.former, office.part_of, office.specialty, office.city, office.state, office.zip[:5]]
    told += [portal.name for portal in office.portals.all()]
    return " ".join(dict.fromkeys(word for text in told for word in folded_name(text).split()))


def hosts(office: Office) -> list[str]:
    portals = [(portal.web, [door.base for door in portal.doors.all()]) for portal in office.portals.all()]
    return hosts_of(office.website, portals)


def count_words() -> None:
    """Keep which words there are, and how often, for what is misspelt."""
    counts: dict[str, Counter[str]] = {_NAME: Counter(), _HOST: Counter()}
    for names, found in words.every():
        counts[_NAME].update(names)
        counts[_HOST].update(found)
    Word.objects.all().delete()
    Word.objects.bulk_create(
        [Word(kind=kind, word=word[:100], count=count) for kind, counter in counts.items()
         for word, count in {word[:100]: count for word, count in counter.items()}.items()],
        batch_size=2000,
    )  # fmt: skip

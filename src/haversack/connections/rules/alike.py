"""Which words of names mean the same, although they are written otherwise: "St." and "Saint", "Mike" and "Michael"?

Lists and people shorten as they please. A search takes every way of writing; an order compares one form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# The first of each is the form that is compared.
_SAME: tuple[tuple[str, ...], ...] = (
    ("saint", "st", "sainte", "ste"), ("mount", "mt"), ("fort", "ft"), ("center", "centre", "ctr", "cntr"),
    ("management", "mgmt"), ("national", "natl"), ("international", "intl"), ("group", "grp"), ("hospital", "hosp"),
    ("medical", "med"), ("university", "univ"), ("associates", "assoc", "assocs"), ("department", "dept"),
    ("orthopedic", "orthopaedic", "ortho"), ("orthopedics", "orthopaedics"), ("pediatric", "paediatric", "peds"),
    ("pediatrics", "paediatrics"), ("gynecology", "gynaecology"), ("hematology", "haematology"), ("doctors", "drs"),
    ("surgery", "surg"), ("dermatology", "derm"), ("county", "cnty"), ("women", "womens", "womans"),
    ("children", "childrens", "childs"), ("veterans", "vets"),
)  # fmt: skip
# Short names of people in the United States; the others of each are what they may stand for.
_CALLED: Mapping[str, tuple[str, ...]] = {
    "mike": ("michael",), "bob": ("robert",), "rob": ("robert",), "bill": ("william",), "will": ("william",),
    "jim": ("james",), "jimmy": ("james",), "joe": ("joseph",), "tom": ("thomas",), "dick": ("richard",),
    "rick": ("richard",), "rich": ("richard",), "dave": ("david",), "steve": ("steven", "stephen"),
    "liz": ("elizabeth",), "beth": ("elizabeth",), "betty": ("elizabeth",), "kate": ("katherine", "catherine"),
    "kathy": ("kathleen", "katherine", "catherine"), "cathy": ("catherine",), "sue": ("susan",), "tony": ("anthony",),
    "peggy": ("margaret",), "maggie": ("margaret",), "jack": ("john",), "ted": ("edward", "theodore"),
    "andy": ("andrew",), "chuck": ("charles",), "charlie": ("charles",), "larry": ("lawrence",), "jerry": ("gerald",),
    "jenny": ("jennifer",), "becky": ("rebecca",), "debbie": ("deborah",), "mitch": ("mitchell",), "hank": ("henry",),
    "bev": ("beverly",), "patty": ("patricia",), "nick": ("nicholas",), "harry": ("harold", "henry"), "pepe": ("jose",),
    "paco": ("francisco",), "pancho": ("francisco",), "nacho": ("ignacio",), "lupe": ("guadalupe",),
}  # fmt: skip
_WRITTEN = {word: group for group in _SAME for word in group}
_MEANT = {word: group[0] for group in _SAME for word in group} | {word: full[0] for word, full in _CALLED.items()}
_INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]\.?|(?:[a-z]\.){2,}")


def ways_to_write(word: str) -> tuple[str, ...]:
    """The word, and others that mean it."""
    return tuple(dict.fromkeys((word, *_WRITTEN.get(word, ()), *_CALLED.get(word, ()))))


def with_initials_joined(words: Iterable[str]) -> list[str]:
    """ "m.d. anderson" and "m d anderson" -> "md anderson"."""
    found: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        found += [run] if run else []
        run = ""
        found.append(word.replace(".", "") if _INITIALS.fullmatch(word) else word)
    return [*found, run] if run else found


def as_compared(folded: str) -> str:
    """A folded name in the form that is compared."""
    return " ".join(_MEANT.get(word, word) for word in with_initials_joined(folded.split()))

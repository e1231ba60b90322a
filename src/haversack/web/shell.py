"""What must every page of a record tell its frame? Whose record is open, where one can go, who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

# The steady colours a person can have; haversack.css holds the pairs for day and night.
HUES = ("teal", "mulberry", "olive", "violet", "sienna", "slate")


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the name tag shows them: colour, initial and name together, never one alone."""

    name: str
    about: str  # how they relate to the reader: "58, your own record"
    hue: str = "teal"  # one of HUES
    url: str = ""  # their own start page
    short: str = ""  # "Ana", in "Search Ana's record"; the whole name where it is not known
    current: bool = False  # in a list of people: the one whose record is open

    def __post_init__(self) -> None:
        if self.hue not in HUES:
            raise ValueError("a person's hue is not one that the style sheet knows")

    @property
    def initial(self) -> str:
        return self.name.strip()[:1].upper()

    @property
    def called(self) -> str:
        return self.short or self.name

    def __repr__(self) -> str:  # a name does not belong in a log line
        return "Person(…)"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail (desk) and the bar (phone)."""

    url: str
    icon: str  # a name in icons.PATHS
    label: str
    badge: int = 0  # what waits there; at none the badge vanishes
    badge_words: str = ""  # what the number counts, for a screen reader: "to review"
    current: bool = False
    on_phone: bool = True  # in the bar itself (at most four are), otherwise under "More"

    @property
    def badge_text(self) -> str:
        return "9+" if self.badge > 9 else str(self.badge)


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page: pass it as `shell` to a template that extends web/base.html."""

    person: Person | None = None
    people: Sequence[Person] = ()  # the others whose records the reader may open
    add_person_url: str = ""
    places: Sequence[Place] = ()
    ends: Sequence[Place] = ()  # at the foot of the rail: settings, help
    start_url: str = "/"
    search_url: str = ""  # POST to search, GET for the empty form
    search_words: str = field(default="", repr=False)
    signed_in_as: str = field(default="", repr=False)
    account_url: str = ""
    sign_out_url: str = ""

    @property
    def bar(self) -> list[Place]:
        """What the phone's bar shows beside "More"."""
        return [place for place in self.places if place.on_phone][:4]

    @property
    def more(self) -> list[Place]:
        """What the phone keeps under "More"."""
        bar = self.bar
        return [place for place in [*self.places, *self.ends] if place not in bar]

    @property
    def in_more(self) -> bool:
        """Whether the open page is one of those under "More"."""
        return any(place.current for place in self.more)

    @property
    def everywhere(self) -> list[Place]:
        """Every place, for a menu that holds them all."""
        return [*self.places, *self.ends]

    @property
    def in_ends(self) -> bool:
        """Whether the open page is one of those at the end."""
        return any(place.current for place in self.ends)

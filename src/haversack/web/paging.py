"""Which part of a list is on the page, and where are the others? The count comes before the list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Paging:
    """Page `number` (from 1) of a list of `total` things, `size` a page; `filters` are kept in every address."""

    number: int
    total: int
    size: int = 10
    filters: Mapping[str, str] = field(default_factory=dict)
    name: str = "page"  # the parameter that holds the number
    note: str = ""  # beside the pages: "43 tests, 126 results since 2011"

    @classmethod
    def asked(cls, asked: str, total: int, *, size: int = 10, filters: Mapping[str, str] | None = None) -> "Paging":
        """Read the page number from an address; what is not a page of this list becomes the nearest one."""
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
        last = max(1, -(-total // size))
        return cls(min(max(number, 1), last), total, size, filters or {})

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def slice(self) -> slice:
        """Where this page's things are in the whole list."""
        return slice((self.number - 1) * self.size, self.number * self.size)

    def url(self, number: int) -> str:
        """The address of a page; the fragment moves the focus to the count line."""
        query = {key: value for key, value in self.filters.items() if value}
        if number > 1:
            query[self.name] = str(number)
        return f"?{urlencode(query)}#count" if query else "?#count"

    @property
    def before(self) -> str:
        return self.url(self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        return self.url(self.number + 1) if self.number < self.pages else ""

    @property
    def links(self) -> Iterator[tuple[int, str, bool]]:
        """(number, address, is this one): first, last and the neighbours; number 0 stands for a gap."""
        shown = sorted({1, self.pages, *range(max(1, self.number - 1), min(self.pages, self.number + 1) + 1)})
        previous = 0
        for number in shown:
            if number == previous + 2:  # a gap of one page is shorter as that page
                yield previous + 1, self.url(previous + 1), False
            elif number > previous + 1:
                yield 0, "", False
            yield number, self.url(number), number == self.number
            previous = number

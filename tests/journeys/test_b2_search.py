"""B2: somebody finds their providers in the directory in three ways, beyond the first page, and where no list helps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from .looking import Look
from .steps import add_person, go, heading

PRACTICES = 24
LIST = [
    "Name,Alias,Website,FHIR base,City,State,Zip",
    "Saint Brannock Infirmary,Tollgate Cottage Hospital,brannock.example,https://fhir.brannock.example/r4,Millbrook,VT,05001",
    "Brannock Eye Care,,brannock.example,https://fhir.brannock.example/r4,Millbrook,VT,05001",
    *(f"Quillfeather Practice {n},,,https://fhir{n}.quill.example/r4,Town {n},VT,05{n:03}" for n in range(PRACTICES)),
]
DOCTORS = [
    "lastname,firstname,credential,practice,specialty,fhirbase",
    "Okonkwo-Reyes,Thaddeus,MD,Saint Brannock Infirmary,Cardiology,https://fhir.brannock.example/r4",
]


def find(page: Page, words: str, by: str) -> None:
    page.locator(".seg").get_by_text(by, exact=True).click()
    page.get_by_label("Who keeps the records?").fill(words)
    page.get_by_role("button", name="Search", exact=True).click()


def first(page: Page) -> str:
    return page.locator("ul.rows li .nm").first.inner_text()


def test_every_way_of_searching_finds_the_provider_somebody_means(
    signed_up: Page, command: Callable[..., str], tmp_path: Path, look: Look
):
    for name, rows in (("offices.csv", LIST), ("doctors.csv", DOCTORS)):
        file = tmp_path / name
        file.write_text("\n".join(rows) + "\n")
        command("directory", "import", str(file))
    page = signed_up
    add_person(page, "Marisol Quiñones", born="1979-05-02")
    go(page, "Connections")
    page.get_by_role("link", name="Find a provider").click()
    heading(page, "Find a provider")

    for by, words, meant in [
        ("Office", "st brannock", "Saint Brannock Infirmary"),
        ("Office", "Branock Infirmry", "Saint Brannock Infirmary"),  # two words misspelt
        ("Office", "tollgate cottage", "Saint Brannock Infirmary"),  # its former name
        ("Office", "brannock millbrook eye", "Brannock Eye Care"),
        ("Doctor", "Dr. Okonkwo", "Thaddeus Okonkwo-Reyes"),
        ("Doctor", "Okonko Reyes", "Thaddeus Okonkwo-Reyes"),
        ("Portal address", "brannock.example", "Brannock"),
        ("Portal address", "https://fhir.brannock.example/r4/auth?response_type=code#top", "Brannock"),
        ("Portal address", "mychart.brannock.org", "Brannock"),  # no list knows the host
    ]:
        find(page, words, by)
        assert meant in first(page), (by, words, first(page))
        expect(page.get_by_role("radio", name=by)).to_be_checked()
    find(page, "tollgate cottage", "Office")
    expect(page.get_by_text("formerly Tollgate Cottage Hospital")).to_be_visible()
    find(page, "st brannock", "Office")
    expect(page.get_by_text("Same portal as Saint Brannock Infirmary")).to_be_visible()

    find(page, "quillfeather", "Office")
    expect(page.get_by_text("Page 1 of 3")).to_be_visible()
    look(page, "find-pages")
    seen = page.locator("ul.rows li .nm").all_inner_texts()
    for number in (2, 3):
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_text(f"Page {number} of 3")).to_be_visible()
        seen += page.locator("ul.rows li .nm").all_inner_texts()
    practices = [name for name in seen if name.startswith("Quillfeather Practice")]
    assert len(set(practices)) == len(practices) == PRACTICES
    expect(page.get_by_role("button", name="Next")).to_have_count(0)
    page.get_by_role("button", name="Previous").click()
    expect(page.get_by_text("Page 2 of 3")).to_be_visible()

    find(page, "zzyzx", "Office")
    heading_of_none = page.get_by_text("Nobody of that name is in the directory")
    expect(heading_of_none.first).to_be_visible()
    find(page, "https://portal.zzyzx.example/app/login?x=1", "Office")
    expect(page.get_by_role("button", name="Connect this address")).to_be_visible()
    look(page, "find-nobody")
    assert "zzyzx" not in page.url  # whom somebody looks for stands in no address

"""X4: each backpack is sealed under its own key; removed means unreadable everywhere, in old backups too."""

from __future__ import annotations

import json
import os

from playwright.sync_api import expect

from ..running import haversack
from .records import THREE
from .steps import add_and_accept, add_person, go, heading

PASSPHRASE = "five slow herons wade"


def test_a_removed_person_is_in_no_backup_any_more(ada, command, tmp_path):
    page = ada
    add_and_accept(page, ("records.json", THREE))
    removed = page.url.split("/p/")[1].split("/")[0]
    add_person(page, "Otto Ferris", who="My father")
    add_and_accept(page, ("otto.json", THREE.replace(b"Ferris", b"Ferris-Hale")))
    kept = page.url.split("/p/")[1].split("/")[0]
    before = tmp_path / "before.backup"
    command("backup", str(before))

    page.goto(f"/p/{removed}/settings/")
    page.get_by_role("link", name="Remove this backpack").click()
    page.get_by_label("Type the name to confirm").fill("Ada Ferris")
    page.get_by_role("button", name="Remove for good").click()
    heading(page, "Whose record?")

    keys = tmp_path / "keys"
    command("keys", "export", str(keys), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    elsewhere = tmp_path / "elsewhere"
    haversack(elsewhere, "keys", "import", str(keys), typed=f"{PASSPHRASE}\n")
    haversack(elsewhere, "restore", str(before))
    ids = [each["id"] for each in json.loads(haversack(elsewhere, "person", "list", "--json"))]
    assert removed not in ids
    assert kept in ids


def test_nothing_that_was_typed_or_sent_can_be_read_in_the_data_folder(ada, site):
    page = ada
    words = (b"Quetzalcoatlus Ferris", b"Tetanus and diphtheria")
    add_person(page, words[0].decode())
    add_and_accept(page, ("Quetzalcoatlus.json", THREE))
    go(page, "Health")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for folder, _, names in os.walk(site.folder):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                held = file.read()
            assert not [word for word in (*words, b"Quetzalcoatlus") if word in held], name

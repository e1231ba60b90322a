"""Names that somebody else gave files: safe on every disk, else their own."""

import pytest

from haversack.backpack.rules.file_names import LONGEST, Names, ending_for, ending_of, safe_name


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("record.json", "record.json"),
        ("Befund März 2024.pdf", "Befund März 2024.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\records\\a.json", "a.json"),
        ("/", "file.json"),
        ("", "file.json"),
        (" . ", "file.json"),
        (".hidden", "hidden"),
        ("a\x00b\nc.json", "abc.json"),
        ("a\u202egnp.exe", "agnp.exe"),
        ('what: "this" <is>?*|.txt', "what_ _this_ _is____.txt"),
        ("con.json", "_con.json"),
        ("LPT1", "_LPT1"),
        ("-rf.json", "_-rf.json"),
        ("trailing. . .", "trailing"),
    ],
)
def test_a_name_leads_nowhere_else(wanted: str, name: str) -> None:
    assert safe_name(wanted, otherwise="file.json") == name


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("ä" * 500 + ".json", otherwise="x")
    assert len(name) == LONGEST
    assert name.endswith(".json")


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (["a.json", "a.json", "a.json"], ["a.json", "a (2).json", "a (3).json"]),
        (["a.json", "A.JSON"], ["a.json", "A (2).JSON"]),
        (["a (2).json", "a.json", "a.json"], ["a (2).json", "a.json", "a (3).json"]),
        (["noending", "noending"], ["noending", "noending (2)"]),
    ],
)
def test_each_name_is_given_once(wanted: list[str], given: list[str]) -> None:
    names = Names()
    assert [names.unique(name) for name in wanted] == given


@pytest.mark.parametrize(
    ("kind", "beginning", "ending"),
    [
        ("application/pdf", b"", ".pdf"),
        ("text/plain; charset=utf-8", b"Dear", ".txt"),
        ("TEXT/HTML", b"<html>", ".html"),
        ("text/plain", b"%PDF-1.4", ".pdf"),
        ("", b"\x89PNG\r\n\x1a\n", ".png"),
        ("application/octet-stream", b"\xff\xd8\xff\xe0", ".jpg"),
        ("application/x-something", b"\x00\x01", ".bin"),
    ],
)
def test_the_ending_is_what_the_file_is(kind: str, beginning: bytes, ending: str) -> None:
    assert ending_for(kind, beginning) == ending


@pytest.mark.parametrize(
    ("name", "ending"), [("a.json", ".json"), ("a.b.c", ".c"), ("a", ""), ("a.", ""), ("a. b", "")]
)
def test_what_counts_as_an_ending(name: str, ending: str) -> None:
    assert ending_of(name) == ending

"""Which files does a path stand for, and what is done about zips that mean harm?"""

from __future__ import annotations

import io
import stat
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from haversack.records import archives, zips
from haversack.records.bundle import PathMissing, SourceFile, open_paths, read_file

PATIENT = b'{"resourceType": "Patient", "id": "p"}'


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def zipped(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def opened(file: SourceFile) -> bytes:
    with file.open() as stream:
        return stream.read()


def told(files: list[SourceFile]) -> dict[str, str]:
    return {file.name: file.problem.what if file.problem else "" for file in files}


def test_a_folder_is_read_throughout_in_order_of_name(tmp_path):
    folder = written(tmp_path / "hospital", {"b.json": b"{}", "a.json": PATIENT, "labs/2024/c.ndjson": PATIENT})
    files = list(open_paths([folder]))
    assert [file.name for file in files] == ["hospital/a.json", "hospital/b.json", "hospital/labs/2024/c.ndjson"]
    assert [file.size for file in files] == [len(PATIENT), 2, len(PATIENT)]
    assert opened(files[0]) == opened(files[0]) == PATIENT


def test_what_only_tells_about_the_files_is_left_out_without_being_an_error(tmp_path):
    left_out = [".DS_Store", "SOURCE.md", "README", "readme.txt", "LICENSE", "notes.md", "Thumbs.db", ".git/config"]
    read = ["records.json", "source-of-truth.json", "readme.json", "licensed.ndjson"]
    folder = written(tmp_path / "f", dict.fromkeys([*left_out, *read], PATIENT))
    files = list(open_paths([folder]))
    assert {file.name for file in files if file.problem is None} == {f"f/{name}" for name in read}
    assert all(file.problem.severity == "information" for file in files if file.problem)


def test_a_name_whose_bytes_are_no_text_can_still_be_kept(tmp_path):
    (tmp_path / "lab\udcff.json").write_bytes(PATIENT)
    (found,) = open_paths([tmp_path])
    assert opened(found) == PATIENT
    assert found.name.encode().endswith(b"lab?.json")


def test_what_a_person_names_is_read_whatever_it_is_called(tmp_path):
    folder = written(tmp_path, {"README.md": PATIENT, ".hidden": PATIENT})
    assert told(list(open_paths([folder / "README.md", folder / ".hidden"]))) == {"README.md": "", ".hidden": ""}


def test_a_path_that_leads_nowhere_is_told_before_anything_is_read(tmp_path):
    written(tmp_path, {"a.json": PATIENT})
    with pytest.raises(PathMissing, match="There is no file or folder"):
        next(open_paths([tmp_path / "a.json", tmp_path / "nowhere"]))


def test_links_in_a_folder_are_not_followed(tmp_path):
    written(tmp_path, {"outside/a.json": PATIENT, "inside/b.json": PATIENT})
    (tmp_path / "inside" / "away").symlink_to(tmp_path / "outside")
    (tmp_path / "inside" / "around").symlink_to(tmp_path / "inside")
    assert told(list(open_paths([tmp_path / "inside"]))) == {
        "inside/around": archives.A_LINK,
        "inside/away": archives.A_LINK,
        "inside/b.json": "",
    }


def test_a_file_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    written(tmp_path, {"a.json": PATIENT, "b.json": PATIENT})

    def refuse(self, *args, **kwargs):
        if self.name == "a.json":
            raise PermissionError
        return io.BytesIO(PATIENT)

    monkeypatch.setattr(Path, "open", refuse)
    assert list(told(list(open_paths([tmp_path]))).values()) == [archives.NOT_ALLOWED, ""]


def test_standard_input_can_be_read_as_often_as_a_file(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(PATIENT)))
    (file,) = open_paths(["-"])
    assert (file.name, file.size) == ("standard input", len(PATIENT))
    assert opened(file) == opened(file) == PATIENT


def test_standard_input_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(PATIENT)))
    monkeypatch.setattr(archives, "LARGEST_INPUT", 5)
    assert told(list(open_paths(["-"]))) == {"standard input": archives.INPUT_TOO_LARGE}


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_is_opened_wherever_it_lies(tmp_path, packing):
    held = zipped({"b/two.json": b"[]", "one.ndjson": PATIENT, "b/": b""}, packing)
    written(tmp_path, {"records.zip": held, "folder/no-ending": held})
    names = [file.name for file in open_paths([tmp_path / "records.zip", tmp_path / "folder"])]
    assert names == [
        "records.zip/b/two.json",
        "records.zip/one.ndjson",
        "folder/no-ending/b/two.json",
        "folder/no-ending/one.ndjson",
    ]
    files = list(open_paths([tmp_path / "records.zip"]))
    assert [opened(file) for file in files] == [opened(file) for file in files] == [b"[]", PATIENT]
    assert files[1].size == len(PATIENT)


def test_a_zip_from_standard_input_is_opened(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(zipped({"a.json": PATIENT}))))
    (file,) = open_paths(["-"])
    assert file.name == "standard input/a.json"
    assert opened(file) == PATIENT


def members_of(tmp_path: Path, data: bytes) -> dict[str, str]:
    (tmp_path / "x.zip").write_bytes(data)
    return told(list(open_paths([tmp_path / "x.zip"])))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b.json", "..\\b.json", "C:\\b.json"])
def test_a_name_that_leads_out_of_the_zip_is_left_out_and_the_rest_is_read(tmp_path, name):
    told = members_of(tmp_path, zipped({name: PATIENT, "good.json": PATIENT}))
    assert sorted(told.values()) == ["", zips.ESCAPES]


def test_a_link_in_a_zip_is_left_out(tmp_path):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        link = zipfile.ZipInfo("link.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert members_of(tmp_path, held.getvalue()) == {"x.zip/link.json": zips.A_LINK}


def test_a_zip_inside_a_zip_is_left_to_the_person(tmp_path):
    assert members_of(tmp_path, zipped({"inner.zip": zipped({"a.json": PATIENT})})) == {"x.zip/inner.zip": zips.A_ZIP}


def test_a_file_that_unpacks_to_a_thousandfold_is_left_out(tmp_path):
    bomb = zipped({"bomb.json": b" " * (8 << 20), "good.json": PATIENT})
    assert members_of(tmp_path, bomb) == {"x.zip/bomb.json": zips.A_BOMB, "x.zip/good.json": ""}


def test_a_small_file_of_one_letter_is_no_bomb(tmp_path):
    assert members_of(tmp_path, zipped({"a.json": b" " * 500_000})) == {"x.zip/a.json": ""}


def test_a_zip_of_too_many_files_is_refused_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(zips, "MOST_MEMBERS", 3)
    assert members_of(tmp_path, zipped({f"{n}.json": PATIENT for n in range(4)})) == {"x.zip": zips.TOO_MANY}
    assert len(members_of(tmp_path, zipped({f"{n}.json": PATIENT for n in range(3)}))) == 3


def test_a_zip_of_too_much_is_refused_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(zips, "MOST_BYTES", 2 * len(PATIENT))
    assert members_of(tmp_path, zipped({f"{n}.json": PATIENT for n in range(3)})) == {"x.zip": zips.TOO_MUCH}
    assert len(members_of(tmp_path, zipped({f"{n}.json": PATIENT for n in range(2)}))) == 2


def test_a_locked_file_is_named_and_the_rest_is_read(tmp_path):
    held = bytearray(zipped({"a.json": PATIENT, "b.json": PATIENT}, zipfile.ZIP_STORED))
    held[held.index(b"PK\x01\x02") + 8] |= 1  # the flag in the list that says "encrypted"
    assert members_of(tmp_path, bytes(held)) == {"x.zip/a.json": zips.ENCRYPTED, "x.zip/b.json": ""}


def test_a_packing_that_python_does_not_know_is_named(tmp_path):
    held = bytearray(zipped({"a.json": PATIENT}, zipfile.ZIP_STORED))
    held[held.index(b"PK\x01\x02") + 10] = 99
    assert members_of(tmp_path, bytes(held)) == {"x.zip/a.json": zips.UNKNOWN_PACKING}


def test_a_zip_cut_off_is_named(tmp_path):
    assert members_of(tmp_path, zipped({"a.json": PATIENT})[:-30]) == {"x.zip": zips.DAMAGED}


def test_an_empty_zip_holds_nothing(tmp_path):
    assert members_of(tmp_path, zipped({})) == {"x.zip": "This zip holds no files."}


@pytest.mark.parametrize("ndjson", [True, False])
def test_damage_inside_a_zipped_file_is_told_and_what_came_before_is_read(tmp_path, ndjson):
    lines = b"".join(b'{"resourceType": "Patient", "id": "p%d"}\n' % number for number in range(100_000))
    data = lines if ndjson else b'{"resourceType": "Bundle", "entry": [{"resource": ' + PATIENT + b"}]}\n"
    held = bytearray(zipped({"a.json": data}, zipfile.ZIP_STORED))
    held[held.index(data) + len(data) - 2] ^= 1  # the checksum no longer holds
    (tmp_path / "x.zip").write_bytes(held)
    (file,) = open_paths([tmp_path / "x.zip"])
    with file.open() as stream:
        reading = read_file(stream, size=file.size)
        pieces = list(reading)
    assert [problem.what for problem in reading.problems if problem.where == "whole file"][-1] == zips.BROKEN_OFF
    again = b"".join(piece.before + piece.raw for piece in pieces) + reading.tail
    assert data.startswith(again)


def test_a_zipped_file_can_be_read_from_its_beginning_again(tmp_path):
    (tmp_path / "x.zip").write_bytes(zipped({"a.json": PATIENT * 1000}))
    (file,) = open_paths([tmp_path / "x.zip"])
    with file.open() as stream:
        assert stream.read(5000) == (PATIENT * 1000)[:5000]
        stream.seek(0)
        assert stream.read() == PATIENT * 1000


def test_a_zip_that_is_gone_when_it_is_read_is_told(tmp_path):
    (tmp_path / "x.zip").write_bytes(zipped({"a.json": PATIENT}))
    (file,) = open_paths([tmp_path / "x.zip"])
    (tmp_path / "x.zip").unlink()
    with file.open() as stream:
        reading = read_file(stream, size=file.size)
        assert list(reading) == []
    assert [problem.what for problem in reading.problems] == [zips.BROKEN_OFF]

"""Health data planted in every kind of place is readable nowhere at rest, nor recoverable after removal.

Through the real command, in processes of their own: records, names, file names and searches go in; then everything the
site wrote is searched, raw, encoded, packed: database, WAL, free pages, queue, logs, temporary files, backup, keys.
"""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import shutil
import subprocess
import sys
import textwrap
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard

from ..places import Place, place
from .canaries import Nest, Planted, plant
from .traces import can_be_read, traces

PASSPHRASE = "correct horse battery staple\n"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path / "site") as there:
        (tmp_path / "temporary").mkdir()
        there.environment["TMPDIR"] = str(tmp_path / "temporary")
        yield there


def live_through(site: Place, planted: Planted, outside: Path) -> None:
    """Everything a person does with a record, and then a backup and the keys."""
    outside.mkdir()
    who = ("--person", planted.person)
    site.run_all(
        ("person", "add", planted.person),
        ("person", "add", "Somebody else"),
        ("import", str(planted.removed), *who),
        ("review", *who, "--remove-all"),
        ("import", str(planted.accepted), *who, "--source", planted.source, "--accept"),
        ("import", str(planted.waiting), *who),
        ("search", *who, planted.shown[0]),
        ("export", *who, str(outside / "taken away")),
        ("backup", str(outside / "backup")),
        ("keys", "export", str(outside / "keys")),
        ("doctor", "--all"),
        typed=PASSPHRASE,
    )


def everything_written(site: Place, outside: Path) -> list[Path]:
    return [site.folder, site.folder.parent / "temporary", outside / "backup", outside / "keys"]


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_nothing_of_a_record_can_be_read_at_rest_or_after_removal(proof, site: Place, tmp_path: Path):
    nest = Nest(proof.seed)
    planted = plant(nest, tmp_path / "files", proof.size(sample=200, full=1000))
    outside = tmp_path / "outside"
    live_through(site, planted, outside)

    # They did go in: the command reads them, and so does the copy that was taken away.
    said = site.run("entries", "--person", planted.person, "--json").stdout.lower()
    assert all(canary in said for canary in planted.shown)
    taken = b"".join(path.read_bytes() for path in (outside / "taken away").rglob("*") if path.is_file())
    assert sum(canary.encode() in taken for canary in nest.made) > len(nest.made) / 2
    assert traces([outside / "taken away"])

    at_rest = traces(everything_written(site, outside), site.databases)
    before = shutil.copytree(site.folder, tmp_path / "stolen")  # as a thief may have it, or a snapshot of the disk
    site.run("person", "remove", planted.person, "--yes")
    site.run("keys", "export", str(outside / "keys after"), typed=PASSPHRASE)
    site.run("backup", str(outside / "backup after"))
    after = traces(
        [*everything_written(site, outside), outside / "keys after", outside / "backup after"], site.databases
    )
    recovered = opened_with_what_remains(site, before)
    proof.counted("canaries of health data at rest", tried=len(nest.made), wrong=len(at_rest))
    proof.counted("canaries recoverable after removal", tried=len(nest.made), wrong=len(after) + recovered)


def opened_with_what_remains(site: Place, before: Path) -> int:
    """How many keys of the older keyring the site key that remains still opens: 1 for each holder that is left."""
    script = (
        "import sys; from pathlib import Path; from haversack.vault.site_key import SiteKeyFile\n"
        "from haversack.vault.wrappings import Wrappings\n"
        "old, new = map(Path, sys.argv[1:])\n"
        "keys, closed = Wrappings(old / 'keyring.sqlite3').all(SiteKeyFile(new / 'site.key', None).read())\n"
        "print(len(keys))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(before), str(site.folder)],
        env=site.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(done.stdout)


# The harness finds what is planted: in any encoding, and in the product itself.


def zipped(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("member.txt", data)
    return stream.getvalue()


def utf_16(data: bytes) -> bytes:
    return data.decode().encode("utf-16-le")


@pytest.mark.parametrize(
    "hide",
    [
        bytes,
        bytes.upper,
        utf_16,
        lambda data: data.hex().encode(),
        base64.b64encode,
        lambda data: base64.b64encode(b"x" + data),
        lambda data: base64.urlsafe_b64encode(b"xy" + data),
        base64.b32encode,
        lambda data: data[::-1],
        zlib.compress,
        gzip.compress,
        bz2.compress,
        lzma.compress,
        zstandard.ZstdCompressor().compress,
        zipped,
        lambda data: gzip.compress(base64.b64encode(zlib.compress(data))),
        lambda data: base64.b64encode(zipped(data)),
    ],
)
@pytest.mark.parametrize("around", [b"", bytes(range(256)) * 40])
def test_however_it_is_hidden_it_is_found(hide: Callable[[bytes], bytes], around: bytes):
    canary = Nest(1).word("x").encode() * 3
    assert can_be_read(around + hide(canary) + around)
    assert not can_be_read(around + hide(b"nothing of the kind, only words " * 3) + around)


PLANTED_BUGS = {
    "values are kept as they are": """
        from haversack.vault.sealing import PersonKey, Sealer
        Sealer.seal = lambda self, data, kind: bytes(14) + data
        Sealer.open = lambda self, blob, kind: blob[14:]
        Sealer.seal_each = lambda self, values, kind: [self.seal(one, kind) for one in values]
        Sealer.open_each = lambda self, blobs, kind: [self.open(one, kind) for one in blobs]
    """,
    "values are packed and not sealed": """
        from haversack.vault.compression import pack, unpack
        from haversack.vault.sealing import Sealer
        def seal(self, data, kind):
            how, packed = pack(data, kind)
            return how + bytes(12) + packed
        Sealer.seal = seal
        Sealer.open = lambda self, blob, kind: unpack(blob[:2], blob[14:], kind)
        Sealer.seal_each = lambda self, values, kind: [self.seal(one, kind) for one in values]
        Sealer.open_each = lambda self, blobs, kind: [self.open(one, kind) for one in blobs]
    """,
    "keyed labels are kept in clear": """
        from haversack.vault.sealing import PersonKey
        PersonKey.index = lambda self, label: label[-30:].ljust(16)[-16:] if b"kanari" not in label else label
    """,
    "a fault tells what it said": """
        from haversack.config import faults
        faults.describe_fault = lambda error: repr(error) + str(error.args)
        from haversack.backpack.actions import intake
        def receive(**more):
            raise ValueError([file.name for file in more["files"]])
        intake.receive = receive
    """,
    "a temporary file is left": """
        import tempfile
        from haversack.records import bundle
        from haversack.backpack.actions import survey
        real = survey.survey
        def leaving(file, **more):
            with file.open() as stream, tempfile.NamedTemporaryFile(delete=False) as left:
                left.write(stream.read())
            return real(file, **more)
        survey.survey = leaving
        from haversack.backpack.actions import intake
        intake.survey = leaving
    """,
}


@pytest.mark.parametrize("bug", PLANTED_BUGS)
def test_a_bug_planted_in_the_product_is_found(bug: str, site: Place, tmp_path: Path):
    planted = plant(Nest(2), tmp_path / "files", 40)
    site.run("person", "add", "Zed")
    assert traces(everything_written(site, tmp_path)[:2], site.databases) == []
    script = textwrap.dedent(
        f"""
        import os; os.environ["DJANGO_SETTINGS_MODULE"] = "haversack.config.settings"
        from haversack.config.prepare import set_up; set_up()
        {textwrap.indent(textwrap.dedent(PLANTED_BUGS[bug]), " " * 8).strip()}
        from haversack.cli.main import main
        import sys; sys.exit(main())
        """
    )
    words = ["person", "add", planted.person] if "packed" in bug or "as they" in bug else []
    if words:
        subprocess.run([sys.executable, "-c", script, *words], env=site.environment, check=True, capture_output=True)
    who = planted.person if words else "Zed"
    subprocess.run(
        [sys.executable, "-c", script, "import", str(planted.accepted), "--person", who, "--accept"],
        env=site.environment, check=False, capture_output=True,
    )  # fmt: skip
    assert traces(everything_written(site, tmp_path)[:2], site.databases) != []

"""How do files go in from the console? Reads them, shows what came, and says what could not be read and where."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from .frame import Console, Refused
from .lab_lines import look_at_lines
from .whose import open_named

if TYPE_CHECKING:
    from haversack.backpack.actions.links import Followed
    from haversack.backpack.actions.report import Report
    from haversack.records.archives import SourceFile
    from haversack.smart.links.reading import Link


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", help="files, folders, zips or health links; - for standard input"
    )
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--person", metavar="NAME", help="whose backpack: a name or an id")
    whose.add_argument("--each-patient", action="store_true", help="make a backpack for each patient found")
    parser.add_argument("--same-person", action="store_true", help="take it although name or birth date differ")
    parser.add_argument("--source", metavar="NAME", help="what to call where this came from")
    parser.add_argument(
        "--mapping", metavar="FILE", type=Path, help="the paths are tables (CSV) of measurements: which column is what"
    )
    lines = parser.add_mutually_exclusive_group()
    lines.add_argument(
        "--show-lines", action="store_true", help="print what was recognised in laboratory reports, to look at"
    )
    lines.add_argument(
        "--take-lines", action="store_true", help="take in what was recognised in them and is not in doubt"
    )
    parser.add_argument("--accept", action="store_true", help="add to the record at once, without review")


def run(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.backpack.actions.export_return import unfold_exports
    from haversack.backpack.actions.identity import AnotherPerson, SeveralPeople
    from haversack.backpack.actions.import_past import remember_import
    from haversack.backpack.actions.intake import Terms, receive
    from haversack.backpack.actions.links_live import keep_live
    from haversack.backpack.actions.routing import receive_each
    from haversack.backpack.jobs.after_intake import tidy
    from haversack.backpack.rules.roles import Viewer
    from haversack.records.bundle import PathMissing, open_paths

    operator = Viewer.operator()
    terms = Terms(source=options.source, accept=options.accept, same_person=options.same_person)
    try:
        named = [*open_links(options.paths), *_mapped(options.mapping, open_paths(_paths(options.paths)))]
        files, links = _followed(unfold_exports(named))
    except PathMissing as missing:
        raise Refused(str(missing)) from None
    if options.each_patient:
        report, people = receive_each(by=operator, files=files, terms=terms)
    else:
        opened = open_named(options.person)
        try:
            with console.progress("Reading", 0) as advance:
                report = receive(opened=opened, by=operator, files=files, terms=terms, progress=lambda *_: advance(100))
        except AnotherPerson as another:
            raise Refused(f"{another} Nothing was taken in. If it is the same person, add --same-person.") from None
        except SeveralPeople:
            raise Refused("These files are about several people. Nothing was taken in. Use --each-patient.") from None
        for followed, passcode in links:
            keep_live(opened=opened, by=operator, followed=followed, passcode=passcode, now=timezone.now())
        remember_import(opened=opened, files=files, source=options.source, report=report)
        people = [opened]
    for one in people:
        tidy(one)
    for problem in report.problems:
        words = f"{problem['file']}, {problem['where']}: {problem['what']}"
        (console.problem if problem["severity"] == "error" else console.say)(words)
    if options.show_lines or options.take_lines:
        for one in people:
            look_at_lines(
                one, files=[file.name for file in files], take=options.take_lines, report=report, console=console
            )
    console.answer(report.as_json(), _words(report, accepted=options.accept))


def _mapped(mapping: Path | None, files: Iterator[SourceFile]) -> Iterator[SourceFile]:
    """Tables, each with the mapping in a line before it; without a mapping the files as they are."""
    if mapping is None:
        return files
    from haversack.records.formats.measurement_csv import MappingUnusable, mapping_from, mapping_line

    try:
        line = mapping_line(mapping_from(mapping.read_bytes()))
    except MappingUnusable as wrong:
        raise Refused(str(wrong)) from None
    except OSError as fault:
        raise Refused(f"The mapping cannot be read: {fault.strerror}.") from None
    return (_behind(line, file) for file in files)


def _behind(line: bytes, file: SourceFile) -> SourceFile:
    from haversack.records.formats.measurement_csv import behind

    def opened() -> BinaryIO:
        return behind(line, file.open())

    return file if file.problem else replace(file, size=len(line) + file.size, open=opened)


def _paths(paths: Sequence[str]) -> list[str]:
    return [one for one in paths if "shlink:/" not in one]


def open_links(paths: Sequence[str]) -> list[SourceFile]:
    """The links among what was named, each as a file that holds it."""
    from haversack.records.bundle import SourceFile

    texts = [one.encode() for one in paths if "shlink:/" in one]
    return [SourceFile("health link", len(text), partial(BytesIO, text)) for text in texts]


def _followed(files: Sequence[SourceFile]) -> tuple[list[SourceFile], list[tuple[Followed, str]]]:
    """The files with what the links among them open, and those links."""
    from haversack.backpack.actions.links import Followed, followed_files

    typed: dict[str, str] = {}

    def passcode(link: Link) -> str:
        typed[link.url] = typed.get(link.url) or _asked_passcode()
        return typed[link.url]

    found: list[SourceFile] = []
    links = []
    for one in followed_files(files, passcode):
        if isinstance(one, Followed):
            links.append((one, typed.get(one.link.url, "")))
        else:
            found.append(one)
    return found, links


def _asked_passcode() -> str:
    """The passcode, typed at a terminal, or the line on standard input."""
    return getpass.getpass("Passcode: ") if sys.stdin.isatty() else sys.stdin.readline().strip()


def _words(report: Report, *, accepted: bool) -> str:
    found = report.outcomes
    kinds = ", ".join(f"{number} {category}" for category, number in report.by_category.most_common())
    lines = [f"{report.received:,} records in {report.files:,} files, in {report.seconds:.1f} s."]
    if kinds:
        lines.append(f"Found: {kinds}.")
    if accepted:
        lines.append(f"{found['accepted']:,} were added to the record.")
    elif found["pending"]:
        lines.append(f"{found['pending']:,} wait for review (`haversack review --person NAME --accept-all`).")
    for name, words in (
        ("unchanged", "were here already"),
        ("declined", "had been removed for good and were not offered again"),
        ("undisplayed", "are kept with them, such as practitioners and organisations"),
        ("unreadable", "could not be read; they are kept, and listed above"),
    ):
        if found[name]:
            lines.append(f"{found[name]:,} {words}.")
    if report.merged:
        lines.append(f"{report.merged:,} state what another source stated already.")
    return "\n".join(lines)

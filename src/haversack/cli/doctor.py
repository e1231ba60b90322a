"""Is everything as it should be? Says what is not, and changes nothing."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from .frame import WITH_PROBLEMS, Console


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="open every record, not a sample of each backpack")


def run(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.config.doctor import examine

    diagnosis = examine(timezone.now(), everything=options.all)
    looked_at = ", ".join(f"{number:,} {what}" for what, number in diagnosis.checked.items())
    lines = [f"{one.severity}: {one.where}: {one.what}" for one in diagnosis.findings]
    document = {"findings": [asdict(one) for one in diagnosis.findings], "checked": dict(diagnosis.checked)}
    console.answer(document, "\n".join([*(lines or ["All is well."]), f"Looked at: {looked_at}."]))
    if diagnosis.findings:
        console.exit_code = WITH_PROBLEMS

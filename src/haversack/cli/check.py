"""What does a portal support, and what does it break? A readable report on any address."""

from __future__ import annotations

import argparse
from urllib.parse import urlsplit

from .frame import WITH_PROBLEMS, Console


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="the address of a portal: its FHIR server, its page, or its domain")
    parser.add_argument(
        "--allow-local", action="store_true", help="also where the address is inside this machine or the home network"
    )


def run(options: argparse.Namespace, console: Console) -> None:
    from django.conf import settings

    from haversack.connections.actions.examine import examine_portal
    from haversack.connections.http import Web
    from haversack.connections.rules.reaching import Allowed

    words = list(settings.ALLOWED_PORTALS)
    local = bool(options.allow_local and (host := urlsplit(_in_the_house(options.url)).netloc))
    if local:
        words.append(host)
    with Web(Allowed.read(words)) as web:
        report = examine_portal(web, _in_the_house(options.url) if local else options.url, local=local)
    document = {
        "address": options.url,
        "verdict": report.verdict,
        "reason": report.reason,
        "fhir_base": report.fhir_base,
        "findings": [{"requirement": f.requirement, "holds": f.holds, "what": f.what} for f in report.findings],
        "categories": list(report.categories),
    }
    marks = {True: "holds ", False: "BROKEN", None: "  –   "}
    lines = [f"{report.verdict[0].upper()}{report.verdict[1:]}. {report.reason}"]
    lines += [f"FHIR server: {report.fhir_base}"] if report.fhir_base else []
    lines += [f"  {marks[f.holds]}  {f.what} ({f.requirement})" for f in report.findings]
    lines += [f"Can give: {', '.join(report.categories)}."] if report.categories else []
    console.answer(document, "\n".join(lines))
    if report.verdict in ("not supported", "unreachable") or any(f.holds is False for f in report.findings):
        console.exit_code = WITH_PROBLEMS


def _in_the_house(url: str) -> str:
    """Inside the home network few machines speak https: without a word, plain http is meant."""
    return url if "://" in url else f"http://{url}"

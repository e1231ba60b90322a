"""A hospital whose portal runs, with patients in it and a mailbox into which all its mail goes."""

from __future__ import annotations

import json
import re
import socketserver
import subprocess
import sys
import threading
from collections.abc import Mapping
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from ..running import Site, haversack, own_environment

NAME, HELP_LINE = "Riverside General Hospital", "555-0140"
PATIENTS = (
    {"id": "rosa", "family": "Almeida", "given": "Rosa", "born": "1968-04-01", "number": "M310001"},
    {"id": "teresa", "family": "Almeida", "given": "Teresa", "born": "1941-09-12", "number": "M310002"},
    {"id": "lucia", "family": "Almeida", "given": "Lucía", "born": "1990-02-20", "number": "M310003"},
    {"id": "nora", "family": "Almeida", "given": "Nora", "born": "1979-11-30", "number": "M310004"},
)
_READY = """
import json, sys
import django
django.setup()
from datetime import timedelta
from uuid import UUID
from django.utils import timezone
from haversack.accounts.models import User
from haversack.portal.models import Patient
now = timezone.now()
"""


class Mailbox(socketserver.ThreadingTCPServer):
    """Takes every mail that is sent to it, and lets it be read."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.taken: list[Any] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}?from=portal@riverside.example"


class _Taking(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 ready")
        for line in self.rfile:
            word = line.strip().upper()
            if word == b"DATA":
                self._say("354 go on")
                self._take()
            self._say("221 bye" if word == b"QUIT" else "250 ok")
            if word == b"QUIT":
                return

    def _take(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))  # type: ignore[attr-defined]

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


def done_at(code: str, values: Mapping[str, str], **environment: str) -> Any:
    """Run this at a portal, in a process of its own; `answer` is what comes back."""
    given = "".join(f"{name} = {value!r}\n" for name, value in values.items())
    done = subprocess.run(
        [sys.executable, "-c", f"{_READY}{given}answer = None\n{code}\nprint(json.dumps(answer, default=str))"],
        env=own_environment(**environment), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class Hospital:
    """A running portal with its patients. `address` is where; journeys share it, so each takes a patient of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mailbox = Mailbox()
        file = folder.with_name("patients.ndjson")
        file.write_text("".join(json.dumps(_resource(one)) + "\n" for one in PATIENTS))
        haversack(folder, "portal", "load", str(file))
        document = json.loads(haversack(folder, "portal", "policy", "--json"))["policy"]
        document["hospital"] |= {"name": NAME, "help_line": HELP_LINE, "mark": "waves"}
        chosen = folder.with_name("policy.json")
        chosen.write_text(json.dumps(document))
        haversack(folder, "portal", "policy", "--set", str(chosen))
        self.site = Site(folder, words=("portal", "run"), HAVERSACK_EMAIL_URL=self.mailbox.url)
        self.address = self.site.address

    def does(self, code: str, **values: str) -> Any:
        """Something that happens at the hospital without a page; `values` are in scope, `answer` is what comes back."""
        return done_at(
            code,
            values,
            HAVERSACK_DATA=str(self.folder / "portal"),
            HAVERSACK_EMAIL_URL=self.mailbox.url,
            DJANGO_SETTINGS_MODULE="haversack.config.portal_settings",
        )

    def mail_to(self, address: str) -> Any:
        """The newest mail to this address, once the job has run."""
        self.does("from haversack.portal.jobs.outgoing import send_outgoing\nsend_outgoing()")
        return next((one for one in reversed(self.mailbox.taken) if one["To"] == address), None)

    def end(self) -> None:
        self.site.end()
        self.mailbox.shutdown()
        self.mailbox.server_close()


def link_in(message: Any) -> str:
    """The address that a mail leads to."""
    (found,) = re.findall(r"https?://\S+", message.get_content())
    return str(found)


def _resource(one: dict[str, str]) -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": one["id"],
        "name": [{"family": one["family"], "given": [one["given"]]}],
        "birthDate": one["born"],
        "identifier": [{"type": {"coding": [{"code": "MR"}]}, "value": one["number"]}],
        "telecom": [{"system": "email", "value": f"{one['id']}@example.org"}],
    }

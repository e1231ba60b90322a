"""A portal under an address of its own, which takes no app in by itself: a front before one that does.

Everything goes to the portal as it is, under the front's name, and comes back; but for the word that apps may register.
"""

from __future__ import annotations

import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

_ON_THE_WAY = ("connection", "transfer-encoding", "content-length", "date", "server")


class Front(ThreadingHTTPServer):
    """`address` is where."""

    daemon_threads = True

    def __init__(self, portal: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.portal = urlsplit(portal).netloc
        self.address = f"http://localhost:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def end(self) -> None:
        self.shutdown()
        self.server_close()


class _Passing(BaseHTTPRequestHandler):
    server: Front

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        behind = http.client.HTTPConnection(self.server.portal, timeout=60)
        try:
            behind.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                behind.putheader(name, value)
            behind.endheaders(body or None)
            answer = behind.getresponse()
            said = answer.read()
        finally:
            behind.close()
        if self.path.endswith("/smart-configuration"):
            said = json.dumps({k: v for k, v in json.loads(said).items() if k != "registration_endpoint"}).encode()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _ON_THE_WAY:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_HEAD = do_POST = do_GET

    def log_message(self, *words: Any) -> None:
        pass

"""A browser that is told, and its maker's push service: on loopback, checking what RFC 8030, 8291 and 8292 ask for.

It knows nothing of the code it checks: keys, signatures and sealing are read here anew, with the library alone.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Receiver:
    """A browser's keys. point: `p256dh`, secret: `auth`."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.secret = secrets.token_bytes(16)
        self.point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def read(self, body: bytes) -> bytes:
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        assert 18 <= len(sealed) <= size  # one record
        agreed = self._key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        together = _hkdf(agreed, self.secret, b"WebPush: info\0" + self.point + theirs, 32)
        key = _hkdf(together, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(together, salt, b"Content-Encoding: nonce\0", 12)
        padded = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert padded[-1:] == b"\x02"
        return padded[:-1]

    def as_form(self, endpoint: str) -> dict[str, str]:
        """What a page's script sends of it."""
        return {"endpoint": endpoint, "p256dh": _text(self.point), "auth": _text(self.secret)}


@dataclass
class Service:
    """What came. answers: the statuses to give, one after the other, 201 when there is none left. now: its clock, in
    seconds of the epoch, where the test has one of its own."""

    address: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)
    now: float = 0.0
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    def messages(self, receiver: Receiver) -> list[dict[str, str]]:
        return [json.loads(receiver.read(one["body"])) for one in self.got]


@contextmanager
def push_service() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told = {name.lower(): value for name, value in self.headers.items()}
            wrong = _wrong(told, service.address, service.now or time.time())
            status, more = service.answers.pop(0) if service.answers else (201, {})
            if wrong:
                status, more = 400, {"X-Wrong": wrong}
            if status < 300:
                service.got.append({"path": self.path, "headers": told, "body": body})
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()


def _wrong(headers: dict[str, str], here: str, now: float) -> str:
    """What a service would refuse the request for; "" for nothing."""
    if headers.get("content-encoding") != "aes128gcm" or not headers.get("ttl", "").isdigit():
        return "no aes128gcm, or no TTL"
    if len(headers.get("topic", "")) > 32:
        return "topic"
    kind, _, parts = headers.get("authorization", "").partition(" ")
    given = dict(part.strip().split("=", 1) for part in parts.split(","))
    if kind != "vapid" or set(given) != {"t", "k"}:
        return "no vapid"
    head, claims, signature = given["t"].split(".")
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(given["k"]))
    pair = _bytes(signature)
    signed = encode_dss_signature(int.from_bytes(pair[:32], "big"), int.from_bytes(pair[32:], "big"))
    point.verify(signed, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    said = json.loads(_bytes(claims))
    if said["aud"] != here or not now < said["exp"] <= now + 24 * 3600:
        return "claims"
    return ""


def _hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()

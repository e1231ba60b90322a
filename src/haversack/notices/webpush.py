"""How does a message reach a browser, so that nobody on the way can read it?

RFC 8291 (message encryption for Web Push), RFC 8188 (aes128gcm) and RFC 8292 (VAPID): sealed for the one browser, and
signed so that its maker's service knows who sends. Every message has the same length, which tells nothing.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey

LENGTH = 1024  # of what is sealed, padding included, in bytes
RECORD = 4096
POINT, SECRET = 65, 16  # bytes of a browser's public key (uncompressed) and of its secret
TOKEN_SECONDS = 12 * 3600  # at most a day (RFC 8292, section 2)
_CURVE = ec.SECP256R1()


class NotAKey(Exception):
    """What a browser gave is no key and secret of Web Push. Whoever sent it can send it again."""


def encrypt(text: bytes, *, point: bytes, secret: bytes, salt: bytes, own: ec.EllipticCurvePrivateKey) -> bytes:
    """The body of the request (RFC 8291, section 4).

    point, secret: the browser's `p256dh` and `auth`. salt: 16 bytes, own: a key pair, both new for each message.
    Raises NotAKey.
    """
    mine = raw(own.public_key())
    agreed = own.exchange(ec.ECDH(), public_key(point))
    together = _derived(agreed, salt=secret, about=b"WebPush: info\0" + point + mine, length=32)
    key = _derived(together, salt=salt, about=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derived(together, salt=salt, about=b"Content-Encoding: nonce\0", length=12)
    padded = (text + b"\x02").ljust(LENGTH, b"\0")  # 2: the last record
    header = salt + RECORD.to_bytes(4, "big") + bytes([len(mine)]) + mine
    return header + AESGCM(key).encrypt(nonce, padded, None)


def authorization(address: str, *, key: ECKey, contact: str, now: int) -> str:
    """The header by which a push service knows this site (RFC 8292, sections 2 and 3). now: seconds of the epoch.

    contact: mailto: or https:, "" for none. Signed anew for each request; it holds nothing but the service's origin.
    """
    parts = urlsplit(address)
    claims: dict[str, str | int] = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": now + TOKEN_SECONDS}
    if contact:
        claims["sub"] = contact
    token = jwt.encode({"typ": "JWT", "alg": "ES256"}, claims, key)
    public = key.public_key
    assert isinstance(public, ec.EllipticCurvePublicKey)
    return f"vapid t={token}, k={to_text(raw(public))}"


def public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """Raises NotAKey."""
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    except ValueError:
        raise NotAKey from None


def raw(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def fresh() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(_CURVE)


def to_text(data: bytes) -> str:
    """base64url without padding, as browsers write keys."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Raises NotAKey."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise NotAKey from None


def _derived(secret: bytes, *, salt: bytes, about: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=about).derive(secret)

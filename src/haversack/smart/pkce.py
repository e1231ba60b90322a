"""Is a proof key usable, and does it prove what it should? RFC 7636 with S256 alone: SMART forbids `plain`."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

METHOD = "S256"
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # base64url of 32 bytes
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode()


def why_not(challenge: str | None, method: str | None) -> str:
    """What is wrong with a challenge, in words for whoever wrote the app; "" for nothing."""
    if not challenge:
        return "code_challenge is missing: every app proves itself with PKCE (RFC 7636)."
    if method != METHOD:
        return "code_challenge_method must be S256."
    if not _CHALLENGE.fullmatch(challenge):
        return "code_challenge must be the base64url SHA-256 of the verifier: 43 characters."
    return ""


def proves(verifier: str | None, challenge: str) -> bool:
    """Whether the verifier is well formed and is the one that the challenge was made from."""
    if not verifier or not _VERIFIER.fullmatch(verifier):
        return False
    return hmac.compare_digest(challenge_of(verifier), challenge)

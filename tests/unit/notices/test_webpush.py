"""Is a message sealed as RFC 8291 says, and signed as RFC 8292 says?"""

import time
from base64 import urlsafe_b64decode

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwt
from joserfc.jwk import ECKey

from haversack.notices import webpush
from haversack.notices.webpush import LENGTH, NotAKey, authorization, encrypt, fresh, from_text, public_key, raw

from ...fakes.push import Receiver

SALT = bytes(range(16))


def test_a_browser_reads_what_was_sealed_for_it_and_nobody_else_does():
    ours, another = Receiver(), Receiver()
    body = encrypt(b"You have new records", point=ours.point, secret=ours.secret, salt=SALT, own=fresh())
    assert ours.read(body) == b"You have new records"
    with pytest.raises(InvalidTag):
        another.read(body)


def test_the_example_of_rfc_8291_comes_out_to_the_byte(monkeypatch):
    """Section 5: its keys, salt and text; its record is not padded."""
    text = b"When I grow up, I want to be a watermelon"
    monkeypatch.setattr(webpush, "LENGTH", len(text) + 1)
    own = ec.derive_private_key(
        int.from_bytes(from_text("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1()
    )
    body = encrypt(
        text,
        point=from_text("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        secret=from_text("BTBZMqHH6r4Tts7J_aSIgg"),
        salt=from_text("DGv6ra1nlYgDCS1FRnbzlw"),
        own=own,
    )  # fmt: skip
    assert body == from_text(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_length_of_a_message_tells_nothing():
    one = Receiver()
    lengths = {
        len(encrypt(text, point=one.point, secret=one.secret, salt=SALT, own=fresh())) for text in (b"", b"x" * 700)
    }
    assert lengths == {16 + 4 + 1 + 65 + LENGTH + 16}


def test_the_signature_names_the_service_alone_and_holds_for_half_a_day():
    key, now = ECKey.generate_key("P-256", private=True), int(time.time())
    header = authorization("https://push.example:8443/secret/x", key=key, contact="mailto:a@b.example", now=now)
    token, public = (part.split("=", 1)[1] for part in header.removeprefix("vapid ").split(", "))
    claims = jwt.decode(token, key, algorithms=["ES256"]).claims
    assert claims == {"aud": "https://push.example:8443", "exp": now + 12 * 3600, "sub": "mailto:a@b.example"}
    assert urlsafe_b64decode(public + "=") == raw(key.public_key)


@pytest.mark.parametrize("point", [b"", b"\x04" + bytes(64), b"\x04" + b"\xff" * 64])
def test_what_is_no_point_of_the_curve_is_refused(point):
    with pytest.raises(NotAKey):
        public_key(point)

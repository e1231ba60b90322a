"""What of notices is sealed, under the site's own key?"""

from __future__ import annotations

import msgspec

from haversack.records.unspoken import Unspoken

BROWSER, PUSH_KEY = "notices-browser", "notices-key"  # as what each is sealed


class BrowserFacts(Unspoken, msgspec.Struct, array_like=True):
    """Where messages for a browser go, and for whom they are sealed (W3C Push API, PushSubscription)."""

    endpoint: str
    point: bytes
    secret: bytes


encode = msgspec.msgpack.encode
decode_browser = msgspec.msgpack.Decoder(BrowserFacts).decode

"""Which source is this, and is it one we know?"""

from __future__ import annotations

from ..models import Source
from ..models.face import SourceFacts, encode
from ..queries.opened import Opened


def source_for(*, opened: Opened, text: str, name: str, kind: str = "file") -> Source:
    """The person's source with this identity text, made on first sight. Call inside a transaction."""
    key = opened.key.index(b"source\0" + text.encode())
    found = Source.objects.filter(person_id=opened.person, key=key).first()
    if found is None:
        sealed = opened.key.seal(encode(SourceFacts(name=name, text=text, kind=kind)), "source")
        found = Source.objects.create(person_id=opened.person, key=key, sealed=sealed)
    return found


def portal_text(base: str, patient: str) -> str:
    """What makes a portal the same source again, whichever connection brings its records (invariant 3)."""
    return f"{base}/Patient/{patient}"

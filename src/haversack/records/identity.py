"""Which resource is this, and has it changed?

Invariant 3: identity is (source, resource type, id). A file source is `--source`, else the file's own server base, else
the sha256 of its bytes. A resource without id goes by its fullUrl, else by its content hash. Sameness of content is a
canonical hash without meta.versionId, meta.lastUpdated and narrative whose status is "generated". Whether two resources
of two sources state the same fact is asked in facts.py.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from haversack.records.canonical import canonical
from haversack.records.facts import claimed_key, document_key, fact_key
from haversack.records.instants import instant

__all__ = [
    "attachment_urls", "claimed_key", "content_hash", "document_key", "fact_key", "identity_text",
    "patient_reference", "source_of", "stamp_of",
]  # fmt: skip


def content_hash(raw: bytes, doc: dict[str, Any] | None) -> bytes:
    """32 bytes that are equal exactly when two resources say the same, whoever formatted or last stored them.

    Member order, white space and escapes do not count; digits do: 1.10 is neither 1.1 nor "1.10". A resource that could
    not be read (`doc` None) is compared byte for byte.
    """
    return sha256(b"bytes\0" + raw if doc is None else canonical(doc)[0]).digest()


def identity_text(source: str, doc: dict[str, Any], full_url: str, content: bytes) -> str:
    """ "source|type|id" (invariant 3). Neither a type nor an id holds a bar, so it can be read from its end."""
    own = doc.get("id")
    if type(own) is not str or not own:
        # A number as id is a server's slip, and still its name. Neither an address nor "sha256:" can be an id.
        own = str(own) if type(own) is int else full_url or f"sha256:{content.hex()}"
    return f"{source}|{doc['resourceType']}|{own}"


def source_of(*, named: str | None, base: str, file_sha256: str) -> str:
    """The source a file belongs to: the name given for it, else the server it says it came from, else its own bytes."""
    return (named or "").strip() or base or file_sha256


def stamp_of(doc: dict[str, Any]) -> str:
    """When the source says it last changed this resource, as text that sorts as time does; "" when it does not say.

    meta.versionId decides between two changes in the same instant, where the source counts them.
    """
    meta = doc.get("meta")
    if type(meta) is not dict:
        return ""
    updated, version = meta.get("lastUpdated"), meta.get("versionId")
    moment = instant(updated) if type(updated) is str else ""
    if not moment:
        return ""
    moment = moment.removesuffix("Z")  # which would sort behind the fraction of a second
    counted = version.zfill(20) if type(version) is str and version.isascii() and version.isdigit() else ""
    return f"{moment} {counted}"


def attachment_urls(doc: dict[str, Any]) -> tuple[str, ...]:
    """The addresses of the files a DocumentReference or DiagnosticReport stands for, in order, each once.

    The same address within one source is the same document, told twice (invariant 3, the exception).
    """
    if doc.get("resourceType") == "DocumentReference":
        held = [part.get("attachment") for part in _dicts(doc.get("content"))]
    elif doc.get("resourceType") == "DiagnosticReport":
        held = list(_dicts(doc.get("presentedForm")))
    else:
        return ()
    urls = [part.get("url") for part in held if type(part) is dict]
    return tuple(dict.fromkeys(url for url in urls if type(url) is str and url))


def _dicts(value: object) -> list[dict[str, Any]]:
    return [part for part in value if type(part) is dict] if type(value) is list else []


def patient_reference(doc: dict[str, Any]) -> str:
    """Whose record this is, as the source wrote the reference (Patient/1, urn:uuid:...); "" when it does not say.

    Source: the R4 search parameter `patient` (individual.html, clinical-patient) names these members. An appointment
    lists its patient among those who take part.
    """
    for name in ("subject", "patient", "beneficiary", "individual", "for", "participant"):
        held = doc.get(name)
        for one in (held,) if type(held) is dict else _dicts(held):
            who = one.get("actor") if name == "participant" else one
            reference = who.get("reference") if type(who) is dict else None
            if type(reference) is str and reference and (name != "participant" or "Patient/" in reference):
                return reference
    return ""

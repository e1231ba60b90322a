"""How is what was found laid out? Single resources and searchset Bundles; numbers keep the digits they came with."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import orjson

from ..store import Stored

_HEAD = ("resourceType", "id", "meta")


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def etag(stored: Stored) -> str:
    return f'W/"{stored.version}"'


def written(stored: Stored) -> bytes:
    """The resource as it leaves: its head says which version this reader sees; everything else is byte for byte."""
    body = msgspec.json.decode(stored.body, type=dict[str, msgspec.Raw])
    kept = orjson.loads(bytes(body["meta"])) if "meta" in body else {}
    meta = {**kept, "versionId": stored.version, "lastUpdated": instant(stored.last_updated)}
    members = [orjson.dumps({"resourceType": stored.type, "id": stored.id, "meta": meta})[1:-1]]
    members += [orjson.dumps(name) + b":" + bytes(value) for name, value in body.items() if name not in _HEAD]
    return b"{" + b",".join(members) + b"}"


def line(stored: Stored) -> bytes:
    """The resource on one line, for NDJSON; white space goes, digits stay."""
    return msgspec.json.format(written(stored), indent=-1)


def searchset(
    *, base: str, matches: Sequence[Stored], included: Sequence[Stored], total: int | None, links: dict[str, str],
    notes: Sequence[dict[str, Any]], at: datetime,
) -> bytes:  # fmt: skip
    """A searchset Bundle; what came by `_include`, and notes about the search, are marked as such."""
    head: dict[str, Any] = {"resourceType": "Bundle", "type": "searchset", "meta": {"lastUpdated": instant(at)}}
    if total is not None:
        head["total"] = total
    head["link"] = [{"relation": relation, "url": url} for relation, url in links.items()]
    entries = [_entry(base, each, "match") for each in matches]
    entries += [_entry(base, each, "include") for each in included]
    entries += [orjson.dumps({"resource": note, "search": {"mode": "outcome"}}) for note in notes]
    if not entries:
        return orjson.dumps(head)
    return orjson.dumps(head)[:-1] + b',"entry":[' + b",".join(entries) + b"]}"


def _entry(base: str, stored: Stored, mode: str) -> bytes:
    url = orjson.dumps(f"{base}/{stored.type}/{stored.id}")
    return b'{"fullUrl":%b,"resource":%b,"search":{"mode":"%b"}}' % (url, written(stored), mode.encode())

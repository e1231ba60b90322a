"""Which database holds the rows, and how is it tuned?

SQLite in the data folder unless the operator names a PostgreSQL. On SQLite every transaction takes its write lock at
the start (IMMEDIATE): two writers then wait for each other, where the default lets both begin and fails one of them
half way.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from .environment import SettingUnreadable

# secure_delete: what a person removes is overwritten in the file, not only unlinked (invariant 5).
# synchronous NORMAL under WAL: a power cut may lose the last commits, never the file.
PRAGMAS = """
    PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;
    PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864;
    PRAGMA wal_autocheckpoint=4000
"""
WAIT_FOR_LOCK = 30  # seconds


def database(url: str, otherwise: Path) -> dict[str, Any]:
    """Django's settings for the database at the address, or for the SQLite file when no address is given.

    Raises SettingUnreadable for an address that is not `postgresql://...` or `sqlite:///path`; the message leaves the
    address out, which may hold a password.
    """
    if not url:
        return sqlite(otherwise)
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path:
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in ("postgresql", "postgres") and parts.path.strip("/"):
        return postgresql(url)
    raise SettingUnreadable(
        "A database address looks like postgresql://user:password@host/name or sqlite:///path/to/file."
    )


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "haversack.config.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,  # a connection costs a dozen PRAGMAs and a cold cache: each thread keeps its own
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": WAIT_FOR_LOCK, "init_command": PRAGMAS},
    }


def postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }

"""How do style sheets, scripts and fonts reach the browser, and how long may it keep them?

Each file is served from where it lies, under its own name and under one that holds a hash of its content. Templates
name the second, which a browser may keep for ever. Nothing is collected or copied, so nothing can be stale.
"""

import hashlib
import posixpath
from functools import lru_cache
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.middleware import WhiteNoiseMiddleware


class HashedNames(StaticFilesStorage):
    def url(self, name: str | None) -> str:
        """The address of the file, with its hash; of a file that is not there, the plain one."""
        found = finders.find(name) if name else None
        return super().url(hashed(name, found) if name and isinstance(found, str) else name)


class StaticMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]
    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        super().add_file_to_dictionary(url, path, stat_cache=stat_cache)
        super().add_file_to_dictionary(hashed(url, path), path, stat_cache=stat_cache)

    def immutable_file_test(self, path: str, url: str) -> bool:
        return url.endswith(_ending(url, path))


@lru_cache(maxsize=1000)
def hashed(name: str, path: str) -> str:
    """`web/app.css` becomes `web/app.3f2a9c41d0b7.css`."""
    root, extension = posixpath.splitext(name)
    return f"{root}.{_hash(path)}{extension}"


def _ending(url: str, path: str) -> str:
    return f".{_hash(path)}{posixpath.splitext(url)[1]}"


@lru_cache(maxsize=1000)
def _hash(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]

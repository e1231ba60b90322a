"""What is put in order behind an intake? Small shards of words become large ones."""

from __future__ import annotations

from ..actions.words import join_shards
from ..queries.opened import Opened


def tidy(opened: Opened) -> None:
    """Put in order what many small commits left behind; nothing depends on it but speed."""
    join_shards(opened)

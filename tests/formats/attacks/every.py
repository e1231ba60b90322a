"""Which attacks are there, over all formats?"""

from __future__ import annotations

from collections.abc import Callable

from . import json_ones, other_ones, paper_ones, xml_ones

ATTACKS: dict[str, bytes | Callable[[], bytes]] = {
    **{f"JSON, {name}": data for name, data in json_ones.ATTACKS.items()},
    **xml_ones.ATTACKS,
    **other_ones.ATTACKS,
    **paper_ones.ATTACKS,
}

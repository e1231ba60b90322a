"""Where are the odd messages, and what does our reader make of one?"""

from pathlib import Path
from typing import Any

from ..written import pieces_of, written

__all__ = ["ODDITIES", "pieces_of", "read"]

ODDITIES = Path(__file__).parent / "oddities"


def read(path: Path) -> Any:
    return written(path.read_bytes())

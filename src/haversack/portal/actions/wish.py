"""How does a patient say when results shall appear? Every decision that depends on it is made again at once. (P10)"""

from __future__ import annotations

from ..queries.reader import Reader
from ..rules.rights import Act
from ..rules.wish import require_choice
from .deciding import set_wish


def choose_wait(*, by: Reader, hours: int) -> None:
    """Let results and reports wait for so many hours. Raises NotAllowed, NotAChoice."""
    by.require(Act.SETTLE)
    require_choice(hours)
    set_wish(by=by, patient=by.uuid, hours=hours)

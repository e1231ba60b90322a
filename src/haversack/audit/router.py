"""Which of the two databases holds what?

What waits to be chained is in the default database, so that it commits with the act it tells of. The trail, and the
looks at records that wait for it, are in the audit database, so that a page never waits for an import.
"""

from typing import Any

AUDIT = "audit"
_IN_THE_TRAIL = {"line", "look"}


class AuditRouter:
    """Sends the trail to the audit database and everything else elsewhere."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return AUDIT if _belongs(model._meta.app_label, model._meta.model_name) else None

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        """The trail has no foreign keys: it outlives what it tells of."""
        sides = (_belongs(each._meta.app_label, each._meta.model_name) for each in (one, other))
        return False if any(sides) else None

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        belongs = _belongs(app_label, model_name)
        if db == AUDIT:
            return belongs
        return False if belongs else None


def _belongs(app_label: str, model_name: str | None) -> bool:
    return app_label == "audit" and model_name in _IN_THE_TRAIL

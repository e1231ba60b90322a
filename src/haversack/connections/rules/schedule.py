"""How often is a connection refreshed by itself (B6)?"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Schedule(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    BY_HAND = "by_hand"


BETWEEN: dict[Schedule, timedelta | None] = {
    Schedule.DAILY: timedelta(days=1),
    Schedule.WEEKLY: timedelta(days=7),
    Schedule.MONTHLY: timedelta(days=30),
    Schedule.BY_HAND: None,
}

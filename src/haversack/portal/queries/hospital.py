"""What do pages say about the hospital: its name, whom to call, how it looks?"""

from __future__ import annotations

from ..rules.policy import Hospital
from .policy import current_policy


def hospital() -> Hospital:
    """The facts of the policy that holds."""
    return current_policy().policy.hospital

"""What may a value that holds health data say of itself in a log line or an exception? Its kind, and no more.

Invariant 10: whatever prints a variable, a framework or a person in a hurry, prints nothing of a record by it.
"""


class Unspoken:
    """Stands first among the bases of such a class; a dataclass says `repr=False` besides."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

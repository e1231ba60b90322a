"""How is an entry written down for a person to check: only what it says, field by field?"""

from typing import Any

import msgspec


def spoken(value: Any) -> Any:
    """A struct as an object without the fields that are empty; text and numbers as they are."""
    if isinstance(value, msgspec.Struct):
        said = {name: spoken(getattr(value, name)) for name in value.__struct_fields__}
        return {name: item for name, item in said.items() if item not in ("", None, [], False, -1)}
    if isinstance(value, tuple | list):
        return [spoken(item) for item in value]
    return value

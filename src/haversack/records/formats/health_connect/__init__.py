"""Which records does an Android phone hand out, and which does it take?"""

from haversack.records.formats.health_connect.file import begins_as_health_connect, read_file

__all__ = ["begins_as_health_connect", "read_file"]

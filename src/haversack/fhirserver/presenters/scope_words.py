"""Which scopes are there here, for the documents that apps read?"""

from collections.abc import Sequence

from haversack.smart.scopes import FHIR_USER, LAUNCH_PATIENT, OFFLINE, ONLINE, OPENID, PROFILE, RecordScope

from ..store import Support


def scopes_supported(supports: Sequence[Support]) -> list[str]:
    """In both spellings, with every category that a type can be narrowed to."""
    found = [OPENID, FHIR_USER, PROFILE, LAUNCH_PATIENT, OFFLINE, ONLINE]
    for level in ("patient", "system"):
        found += [f"{level}/*.rs", *(f"{level}/{each.type}.rs" for each in supports)]
        found += [
            str(RecordScope(level, each.type, "rs", category)) for each in supports for category, _ in each.categories
        ]
    found += ["patient/*.read", *(f"patient/{each.type}.read" for each in supports)]
    return found

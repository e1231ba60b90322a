"""By whom was a portal's software made? It decides where an operator registers this site."""

from __future__ import annotations

from urllib.parse import urlsplit

EPIC, ORACLE, ATHENA, VERADIGM, ECW, NEXTGEN, MEDITECH = VENDORS = (
    "epic", "oracle", "athenahealth", "veradigm", "eclinicalworks", "nextgen", "meditech",
)  # fmt: skip
_BY_SOFTWARE = (
    ("epic", EPIC), ("cerner", ORACLE), ("oracle health", ORACLE), ("millennium", ORACLE), ("athena", ATHENA),
    ("veradigm", VERADIGM), ("allscripts", VERADIGM), ("altera", VERADIGM), ("eclinicalworks", ECW), ("ecw", ECW),
    ("nextgen", NEXTGEN), ("meditech", MEDITECH), ("greenfield", MEDITECH),
)  # fmt: skip
_BY_HOST = (
    ("cerner.com", ORACLE), ("oraclehealth.com", ORACLE), ("athenahealth.com", ATHENA), ("veradigm.io", VERADIGM),
    ("allscriptscloud.com", VERADIGM), ("allscripts.com", VERADIGM), ("fhirpoint.open.allscripts.com", VERADIGM),
    ("eclinicalworks.com", ECW), ("ecwcloud.com", ECW), ("healow.com", ECW), ("nextgen.com", NEXTGEN),
    ("meditech.com", MEDITECH), ("meditech.cloud", MEDITECH), ("epic.com", EPIC),
)  # fmt: skip
_EPIC_PATHS = ("/api/fhir/", "/interconnect", "/fhirproxy")


def vendor_of(base: str, software: str = "") -> str:
    """One of VENDORS by the name of the software, the host, or the shape of the address; "" where nothing tells."""
    said = software.casefold()
    for word, vendor in _BY_SOFTWARE:
        if word in said:
            return vendor
    parts = urlsplit(base.casefold())
    host = parts.hostname or ""
    for suffix, vendor in _BY_HOST:
        if host == suffix or host.endswith(f".{suffix}"):
            return vendor
    return EPIC if any(part in f"{parts.path}/" for part in _EPIC_PATHS) else ""

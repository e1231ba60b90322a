"""What is left of a terminology's name for something when the marks meant for machines are taken out?"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

# SNOMED CT puts the kind of thing behind a fully specified name (its semantic tag); the last ")" may be cut off.
_TAGS = (
    "procedure|disorder|finding|situation|regime/therapy|observable entity|substance|product|medicinal product"
    "|medicinal product form|clinical drug|real clinical drug|event|person|qualifier value|morphologic abnormality"
    "|body structure|organism|physical object|physical force|environment|occupation|social concept|record artifact"
    "|assessment scale|staging scale|specimen|attribute|navigational concept|context-dependent category|life style"
    "|religion/philosophy|racial group|ethnic group"
    "|bevinding|aandoening|verrichting|hallazgo|trastorno|procedimiento|situación|sustancia|producto"
)
_TAG = re.compile(rf"\s*\((?:{_TAGS})\)?\s*$", re.IGNORECASE)
_DRUG_TAG = re.compile(r"^Product containing (?:precisely |only )?|-containing product$", re.IGNORECASE)
_APPLICATION = re.compile(r"^(?:NDA|ANDA|BLA)\d+ ")  # an approval's number that RxNorm puts before some medicines

# LOINC's long common names (Users' Guide 2.73, chapter 4): component [property] in system by method.
_PROPERTIES = (
    "Presence|Type|Titer|Interpretation|Ratio|Percentile|Identifier|Time|Mass|Volume|Length|Susceptibility|Reported"
    "|Score|Finding|Temperature|Moles|Molar|Units|Entitic|Enzymatic|Narrative|Impression|Morphology|Color|Appearance|Log|Z-score|T-score"
)
_PROPERTY = re.compile(rf"\s*(?:\[[^\]]*(?:/|#|\b(?:{_PROPERTIES})\b)[^\]]*\]|\{{[^}}]*\}})", re.IGNORECASE)
_METHODS = (
    "Automated(?: count| test strip)?|Manual(?: count)?|calculation|estimate|Estimated|NAA with probe detection"
    "|(?:Rapid )?immunoassay|Test strip|Electrophoresis|Computer assisted method|High sensitivity method|Pulse oximetry"
    "|Confirmatory method|Creatinine-based formula.*|Coagulation assay|Immunofluorescence|Microscopy.*|Light microscopy"
    ".*|Culture|Glucometer|Oximetry|HPLC|Probe and target amplification.*|Bioassay|Visual(?: count)?|IA|Screen method"
    "|palpation"
)
_METHOD = re.compile(rf",? by (?:{_METHODS})(?=$| --| in )", re.IGNORECASE)
# LOINC's short names: "Glucose SerPl-mCnc".
_SHORT = re.compile(
    r" (?:(?:Ser|Plas|SerPl|Bld|SerPlBld|PPP|RBC|Ur|UrnS?|Stl|Stool|CSF|BldA|BldV|Resp)-[a-zA-Z]*"
    r"(?:Cnc|Rto|Vel|Frac|Pnt|Titr|Vol|Imp)|SerPl|PPP|Bld)$"
)
_AUTOMATED = re.compile(r"\s+Auto(?: \(\w+\))?$|\s+\((?:Bld|S|P|U|SerPl|S/P)\)$")
_BLOOD = (
    "Serum,? Plasma or Blood|Serum or Plasma|Serum|Plasma|Platelet poor plasma|Arterial blood|Capillary blood"
    "|Venous blood|Blood|Bld"
)
_PLACES = "Urine sediment|Urine|Stool|Saliva|Cerebral spinal fluid|Respiratory specimen|Nasopharynx|Throat"

Spoken = str | Callable[[re.Match[str]], str]
_SPOKEN: tuple[tuple[re.Pattern[str], Spoken], ...] = (
    (re.compile(r"^Hemoglobin A1c/Hemoglobin\.total\b"), "Hemoglobin A1c"),
    (re.compile(r"^Total score \[([^\]]+)\]"), r"\1 total score"),
    (re.compile(r" panel with all children(?: optional)?"), ""),
    (re.compile(r" (?:19|20)\d\d panel\b"), " panel"),
    (re.compile(rf"(?<= panel) - (?:{_BLOOD})"), ""),
    (re.compile(r"\bCholesterol in (LDL|HDL|VLDL)\b"), r"\1 cholesterol"),
    (re.compile(r"\bCholesterol non HDL\b"), "Non-HDL cholesterol"),
    (re.compile(r"\b(\w+)\.(total|direct|indirect|ionized|free|conjugated)\b"), r"\1, \2"),
    (re.compile(r"(?<=[a-z])\.(?=[A-Z])"), " "),
    (re.compile(r"/1\.73 sq M(?:\.predicted)?"), ""),
    (re.compile(r"/100 leukocytes\b"), " (share of white blood cells)"),
    (re.compile(rf" in (?:{_BLOOD})\b"), " in blood"),
    (re.compile(rf" (in|of) ({_PLACES})\b"), lambda found: f" {found[1]} {found[2].lower()}"),
    (re.compile(r" of Blood\b"), " of blood"),
    (re.compile(r" --"), ", "),
)

# What is no name: nothing but a number, a code ("E11.9", "4548-4"), an address, a UUID; or words that say so.
_CODE = re.compile(
    r"[\W_\d]*|[A-Z]{1,4}\d{4,}(?:-\d)?[A-Z]?|[A-Z]\d[\dA-Z]\.[\dA-Z]{1,4}|(?:urn:|https?://)\S*"
    r"|[\da-f]{8}-[\da-f]{4}-[\da-f-]{20,}",
    re.IGNORECASE,
)
_NO_NAME = frozenset({
    "unknown", "unk", "n/a", "na", "none", "null", "undefined", "other", "no display", "not specified", "test",
    "no information", "not available", "unspecified", "unbekannt", "onbekend", "desconocido",
})  # fmt: skip
LONGEST_TITLE = 300


def _is_name(name: str) -> bool:
    return not _CODE.fullmatch(name) and name.lower() not in _NO_NAME


def _spoken_loinc(name: str) -> str:
    name = _SHORT.sub("", _AUTOMATED.sub("", _METHOD.sub("", name)))
    for pattern, spoken in _SPOKEN:
        name = pattern.sub(spoken, name)
    return name


@lru_cache(maxsize=8192)
def clean(name: str, *, loinc: bool = False) -> str:
    """A name without the marks that terminologies put into it; "" where only a code, a placeholder or nothing is left.

    `loinc`: the name came with a LOINC code, so that its grammar (property, specimen, method) can be read.
    """
    name = " ".join(name[: 2 * LONGEST_TITLE].replace("\u200b", "").split())
    if "_" in name and " " not in name:
        name = name.replace("_", " ").strip()
    if _TAG.search(name):
        name = _DRUG_TAG.sub("", _TAG.sub("", name))
    name = _APPLICATION.sub("", _DRUG_TAG.sub("", name))
    if loinc or "[" in name:
        name = _PROPERTY.sub("", name)
    if loinc:
        name = _spoken_loinc(name)
    name = name.strip(" -:;,")
    if not _is_name(name):
        return ""
    if len(name) > LONGEST_TITLE:
        name = name[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
    # Sentence case, but a first word with digits in it ("hba1c") is somebody's spelling and stays as they wrote it.
    first = name.split(" ", 1)[0]
    plain_word = (first[1:2].islower() or len(name) == 1) and not any(map(str.isdigit, first))
    return name[0].upper() + name[1:] if plain_word else name

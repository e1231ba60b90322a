"""What is a code called, in words that a patient reads?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from haversack.records.entry import Coding

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
CVX = "http://hl7.org/fhir/sid/cvx"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"

_TABLES = {LOINC: "loinc", SNOMED: "snomed", RXNORM: "rxnorm", CVX: "cvx", ICD10: "icd10"}
_LANGUAGES = ("en", "es")

# SNOMED CT puts the kind of thing behind a fully specified name; a reader does not need it.
_KIND = re.compile(
    r"\s*\((?:procedure|disorder|finding|situation|regime/therapy|observable entity|substance|product|medicinal product(?: form)?"
    r"|clinical drug|event|person|qualifier value|morphologic abnormality|body structure|organism|physical object|physical force"
    r"|environment|occupation|social concept|record artifact|assessment scale|staging scale|specimen|attribute|navigational concept"
    r"|context-dependent category|life style|religion/philosophy|racial group|ethnic group|real clinical drug"
    r"|bevinding|aandoening|verrichting|hallazgo|trastorno|procedimiento|situación|sustancia|producto)\)\s*$",
    re.IGNORECASE,
)
# LOINC's long common names: what is measured [property] in what, by which method. The property and the method go.
_PROPERTY = re.compile(
    r"\s*\[[^\]]*(?:/|#|\b(?:Presence|Type|Titer|Interpretation|Ratio|Percentile|Identifier|Time|Mass|Volume|Length|Pure|Susceptibility"
    r"|Reported|Score|Temperature|Moles|Units|Entitic|Enzymatic|Narrative|Impression|Morphology|Color|Appearance|Log|Z-score)\b)[^\]]*\]",
    re.IGNORECASE,
)
_METHOD = re.compile(
    r",? by (?:Automated(?: count| test strip)?|Manual(?: count)?|calculation|estimate|NAA with probe detection|(?:Rapid )?immunoassay"
    r"|Test strip|Automated test strip|Electrophoresis|Computer assisted method|High sensitivity method|Pulse oximetry|Confirmatory method"
    r"|Creatinine-based formula.*|Coagulation assay|Immunofluorescence|Microscopy.*|Light microscopy.*|Culture|Glucometer|Oximetry|HPLC"
    r"|Probe and target amplification.*|Bioassay|Estimated|Visual count|IA|Screen method)(?=$| --| in )",
    re.IGNORECASE,
)
_SPOKEN = (
    (re.compile(r"^(?:Hemoglobin A1c|Hemoglobin A1c)/Hemoglobin\.total\b"), "Hemoglobin A1c"),
    (re.compile(r"\bCholesterol in (LDL|HDL|VLDL)\b"), r"\1 cholesterol"),
    (re.compile(r"\bCholesterol non HDL\b"), "Non-HDL cholesterol"),
    (re.compile(r"\b(\w+)\.(total|direct|indirect|ionized|free|conjugated)\b"), r"\1, \2"),
    (re.compile(r"/100 leukocytes\b"), " (share of white blood cells)"),
    (re.compile(r" in (?:Serum,? Plasma or Blood|Serum or Plasma|Serum|Plasma|Platelet poor plasma|Arterial blood|Capillary blood|Venous blood|Blood|Bld)\b"), " in blood"),
    (re.compile(r" (?:of|in) (Urine sediment|Urine|Stool|Saliva|Cerebral spinal fluid|Respiratory specimen|Nasopharynx|Throat)\b"), lambda m: " in " + m[1].lower()),
    (re.compile(r" of Blood\b"), " of blood"),
    (re.compile(r" --"), ", "),
)  # fmt: skip
_BARE = re.compile(r"[\W_\d]*|[A-Z]{0,3}[\d.\-:/]+[A-Z]?|(?:urn:|https?://)\S*|(?=\S*\d)[\da-fA-F]{8}-[\da-fA-F-]{20,}")
_NO_NAME = frozenset({"unknown", "unk", "n/a", "na", "none", "null", "undefined", "other", "no display", "not specified", "no information"})  # fmt: skip


def clean(name: str, *, loinc: bool = False) -> str:
    """A name without the marks that terminologies put into it; "" where only a code, a placeholder or nothing is left."""
    name = " ".join(name.replace("\u200b", "").split())
    if "_" in name and " " not in name:
        name = name.replace("_", " ").strip()
    if name.endswith(")"):
        name = _KIND.sub("", name)
    if loinc or "[" in name:
        name = _PROPERTY.sub("", name)
    if loinc:
        name = _METHOD.sub("", name)
        for pattern, spoken in _SPOKEN:
            name = pattern.sub(spoken, name)
    name = name.strip(" -:;,")
    if _BARE.fullmatch(name) or name.lower() in _NO_NAME:
        return ""
    return name[0].upper() + name[1:] if name[1:2].islower() or len(name) == 1 else name


@cache
def _words(system: str) -> dict[str, tuple[str, ...]]:
    """Code to its words in each of _LANGUAGES, from the table kept beside this module; {} for a system without one."""
    name = _TABLES.get(system)
    if name is None:
        return {}
    table = files("haversack.records").joinpath("code_tables", f"{name}.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[0]: tuple(row[1 : 1 + len(_LANGUAGES)]) for row in rows}


@lru_cache(maxsize=8192)
def _plain(codes: tuple[Coding, ...], language: str) -> str:
    column = _LANGUAGES.index(language) if language in _LANGUAGES else 0
    for coding in codes:
        found = _words(coding.system).get(coding.code)
        if found:
            return found[column] if column < len(found) and found[column] else found[0]
    return ""


def plain(codes: Iterable[Coding], language: str = "en") -> str:
    """An everyday word for the first code that we know one for ("Average blood sugar over about 3 months"), else "".

    `language` is a two-letter code or a tag such as "es-MX"; English stands in for one that we have no words in.
    """
    return _plain(tuple(codes), language[:2].lower())


def title_for(codes: Iterable[Coding], text: str) -> str:
    """What a line is called: the source's own text, else the display of a code, else our word for it, else "".

    Never a bare code or a placeholder; terminologies' marks are taken out (the page keeps the original in the details).
    """
    codes = tuple(codes)
    loinc = any(coding.system == LOINC for coding in codes)
    bare = {coding.code for coding in codes}
    for name in (text, *(coding.display for coding in codes)):
        if name and name not in bare:
            cleaned = clean(name, loinc=loinc)
            if cleaned:
                return cleaned
    return plain(codes)

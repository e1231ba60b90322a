"""What is a code called, in words that a patient reads?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from haversack.records.code_names import clean
from haversack.records.coding_systems import system_of
from haversack.records.entry import Coding

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
CVX = "http://hl7.org/fhir/sid/cvx"

# Tables beside this module: several codes, then the same words in each of _LANGUAGES.
_TABLES = {
    LOINC: "loinc",
    SNOMED: "snomed",
    CVX: "cvx",
    "http://hl7.org/fhir/sid/icd-10": "icd10",
    "http://hl7.org/fhir/sid/icd-10-cm": "icd10",
    "http://fhir.de/CodeSystem/bfarm/icd-10-gm": "icd10",
    "ingredients": "ingredients",
}
_LANGUAGES = ("en", "es")
_MEDICINES = frozenset({RXNORM, "http://hl7.org/fhir/sid/ndc", "http://www.whocc.no/atc"})
_SALTS = frozenset({"calcium", "magnesium", "potassium", "sodium", "zinc"})  # "losartan potassium" is no potassium
_DOSE_FORM = re.compile(
    r"\b(?:tablets?|f?tbl|capsules?|oral|inj(?:ection)?|solution|cream|ointment|inhaler|spray|tabl|pack|product"
    r"|\d+ ?m[cg])\b",
    re.IGNORECASE,
)


_LABORATORY, _ELSEWHERE = "# measured in a laboratory", "# and elsewhere"  # where the table of LOINC changes over


def _table(name: str) -> str:
    return files("haversack.records").joinpath("code_tables", f"{name}.tsv").read_text("utf-8")


@cache
def laboratory_codes() -> frozenset[str]:
    """The LOINC codes of our table that only a laboratory measures."""
    part = _table("loinc").partition(_LABORATORY)[2].partition(_ELSEWHERE)[0]
    return frozenset(code for line in part.splitlines() for code in line.partition("\t")[0].split())


_HL7 = "http://terminology.hl7.org/"  # whose words say of what kind a thing is, and never which thing
_WORDS_AS_CODE = re.compile(r"[a-z]{3,20}(?:-[a-z]{3,20}){1,4}")  # "therapeutic-implication"


@cache
def _words(system: str) -> dict[str, tuple[str, ...]]:
    """Code to its words in each of _LANGUAGES; {} for a system that has no table."""
    name = _TABLES.get(system)
    if name is None:
        return {}
    rows = (line.split("\t") for line in _table(name).splitlines() if not line.startswith("#"))
    return {code: tuple(words) for codes, *words in rows for code in codes.split()}


def _kinds_of_medicine(name: str, column: int) -> str:
    """What the ingredients named in a medicine's name are, at most two of them: RxNorm has too many codes to list."""
    known = _words("ingredients")
    kinds: dict[str, None] = {}
    for part in name.lower().split("/"):  # RxNorm parts ingredients so
        found = [word for word in re.findall(r"[a-z]{3,}", part) if word in known]
        kinds |= dict.fromkeys(known[word][column] for word in found if word == found[0] or word not in _SALTS)
    return "; ".join(list(kinds)[:2])


@lru_cache(maxsize=8192)
def _plain(codes: tuple[Coding, ...], language: str, name: str) -> str:
    column = _LANGUAGES.index(language) if language in _LANGUAGES else 0
    for coding in codes:
        if words := _words(system_of(coding.system)).get(coding.code):
            return words[column]
    names = [
        coding.display
        for coding in codes
        if system_of(coding.system) in _MEDICINES or _DOSE_FORM.search(coding.display)
    ]
    return next((kinds for medicine in (*names, name) if (kinds := _kinds_of_medicine(medicine, column))), "")


def plain(codes: Iterable[Coding], language: str = "en", medicine: str = "") -> str:
    """An everyday word for the first code that we know one for ("Average blood sugar over about 3 months"), else "".

    `language` is a two-letter code or a tag such as "es-MX"; English stands in for one that we have no words in.
    `medicine` is the title of a line that is a medicine, for one that came without codes.
    """
    return _plain(tuple(codes), language[:2].lower(), medicine)


def title_for(codes: Iterable[Coding], text: str) -> str:
    """What a line is called: the source's own text, else the display of a code, else our word for it, else "".

    Never a bare code or a placeholder, unless the code is made of words itself; terminologies' marks are taken out (the
    page keeps the original in the details).
    """
    codes = tuple(codes)
    loinc = any(system_of(coding.system) == LOINC for coding in codes)
    bare = {coding.code for coding in codes}
    for name in (text, *(coding.display for coding in codes)):
        if name and name not in bare and (cleaned := clean(name, loinc=loinc)):
            return cleaned
    own = (one.code for one in codes if not one.system.startswith(_HL7))
    spoken = next((code for code in own if _WORDS_AS_CODE.fullmatch(code)), "")
    return plain(codes) or spoken.replace("-", " ").capitalize()

"""With which policy does a hospital begin?

`open` shows everything at once: in the United States a blanket delay of results is likely information blocking (45 CFR
171.103; ASTP/ONC, FAQ on delays of laboratory results), so a hold is a patient's own wish. `backus` is the policy of a
hospital that holds results and reports for 72 hours, shows no pathology reports and gives each section a window.
"""

from __future__ import annotations

from datetime import date

from .policy import Hold, Hospital, Policy, Rule, Where, Window, Withhold
from .sections import Section

_OLD = "The portal is not the complete legal record. Copies of older records: Medical Records (45 CFR 164.524)."
_NOT_CURRENT = "The portal shows what holds today. Copies of the rest: Medical Records (45 CFR 164.524)."
_HOLD = (
    "Medical staff policy: the ordering provider reviews results and reports first. The hospital relies on 45 CFR "
    "171.201 (preventing harm) and has documented its grounds; counsel reviews them every year."
)
_PATHOLOGY = (
    "Medical staff policy: pathology is told in person. The hospital relies on 45 CFR 171.201 (preventing harm); "
    "copies are given on request (45 CFR 164.524)."
)
LOINC = "http://loinc.org"
DIAGNOSTIC_SECTION = "http://terminology.hl7.org/CodeSystem/v2-0074"
# Report categories and kinds of documents that are pathology: LOINC parts and codes as US Core names them, HL7 v2 0074.
PATHOLOGY = (
    f"{LOINC}|LP7839-6",
    f"{LOINC}|11526-1",
    f"{LOINC}|11529-5",
    f"{LOINC}|22634-0",
    f"{LOINC}|22637-3",
    f"{LOINC}|33717-0",
    f"{LOINC}|34122-2",
    f"{LOINC}|34823-5",
    f"{LOINC}|47526-9",
    f"{LOINC}|47528-5",
    f"{LOINC}|60567-5",
    f"{LOINC}|60568-3",
    f"{LOINC}|66110-8",
    f"{DIAGNOSTIC_SECTION}|PAT",
    f"{DIAGNOSTIC_SECTION}|SP",
    f"{DIAGNOSTIC_SECTION}|CP",
    f"{DIAGNOSTIC_SECTION}|CTH",
)
_CURRENT = (Section.ALLERGIES, Section.CONDITIONS, Section.MEDICATIONS, Section.PREVENTIVE)

_BACKUS: tuple[Rule, ...] = (
    Withhold(Where(codes=PATHOLOGY), "Pathology reports", _PATHOLOGY, "Ask the provider who ordered it."),
    Hold(Where(sections=(Section.RESULTS,)), 72, _HOLD),
    Hold(Where(sections=(Section.REPORTS,)), 72, _HOLD),
    *(Window(Where(sections=(section,)), _NOT_CURRENT, current=True) for section in _CURRENT),
    Window(Where(sections=(Section.RESULTS,)), _OLD, since=date(2003, 1, 1)),
    Window(Where(sections=(Section.REPORTS,)), _OLD, younger_than_years=2),
    Window(Where(sections=(Section.LETTERS,)), _OLD, since=date(2012, 1, 1)),
    Window(Where(sections=(Section.VISITS,)), _OLD, since=date(2003, 1, 1)),
)
_HOSPITAL = Hospital("Our hospital", "Medical Records: see the hospital’s website")

PRESETS: dict[str, Policy] = {
    "open": Policy("open", _HOSPITAL),
    "backus": Policy("backus", _HOSPITAL, _BACKUS),
}

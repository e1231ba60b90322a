"""How are vaccinations written down, and which vaccine was in use that year?"""

from __future__ import annotations

from datetime import date

from haversack.demo.chart import Chart, concept, stamp
from haversack.demo.exact import Json
from haversack.demo.life import at

CVX = "http://hl7.org/fhir/sid/cvx"
VACCINES: dict[str, tuple[str, str, str]] = {  # key: CVX, its name, what the chart says
    "hepb": ("08", "Hep B, adolescent or pediatric", "Hepatitis B, child"),
    "rota": ("116", "rotavirus, pentavalent", "Rotavirus"),
    "pentacel": ("120", "DTaP-Hib-IPV", "DTaP, Hib and polio"),
    "dtap": ("20", "DTaP", "DTaP"),
    "hib": ("48", "Hib (PRP-T)", "Hib"),
    "pcv13": ("133", "Pneumococcal conjugate PCV 13", "Pneumococcal (PCV13)"),
    "pcv20": ("216", "Pneumococcal conjugate vaccine 20-valent", "Pneumococcal (PCV20)"),
    "ppsv23": ("33", "pneumococcal polysaccharide PPV23", "Pneumococcal (PPSV23)"),
    "mmr": ("03", "MMR", "Measles, mumps and rubella (MMR)"),
    "varicella": ("21", "varicella", "Chickenpox (varicella)"),
    "mmrv": ("94", "MMRV", "Measles, mumps, rubella and chickenpox (MMRV)"),
    "hepa": ("83", "Hep A, ped/adol, 2 dose", "Hepatitis A, child"),
    "kinrix": ("130", "DTaP-IPV", "DTaP and polio"),
    "tdap": ("115", "Tdap", "Tetanus, diphtheria and pertussis (Tdap)"),
    "td": ("113", "Td (adult), 5 Lf tetanus toxoid, preservative free, adsorbed", "Tetanus and diphtheria (Td)"),
    "zoster": ("187", "zoster recombinant", "Shingles (recombinant)"),
    "hepb-adult": ("43", "Hep B, adult", "Hepatitis B, adult"),
    "rsv": ("305", "RSV, bivalent, protein subunit RSVpreF, diluent reconstituted, 0.5 mL, PF", "RSV"),
    "covid-1": ("208", "COVID-19, mRNA, LNP-S, PF, 30 mcg/0.3 mL dose", "COVID-19 (Pfizer-BioNTech)"),
    "covid-2": ("300", "COVID-19, mRNA, LNP-S, bivalent, PF, 30 mcg/0.3 mL dose", "COVID-19, bivalent"),
    "covid-3": ("309", "COVID-19, mRNA, LNP-S, PF, tris-sucrose, 30 mcg/0.3 mL", "COVID-19, updated"),
    "covid-child": ("218", "COVID-19, mRNA, LNP-S, PF, 10 mcg/0.2 mL dose, tris-sucrose", "COVID-19, child"),
    "flu-4": ("150", "Influenza, split virus, quadrivalent, PF", "Influenza"),
    "flu-3": ("140", "Influenza, split virus, trivalent, PF", "Influenza"),
    "flu-high": ("135", "Influenza, high-dose, trivalent, PF", "Influenza, high dose"),
    "flu-high-4": ("197", "Influenza, high-dose, quadrivalent", "Influenza, high dose"),
}
_SITES = {"left": ("LA", "Left arm"), "right": ("RA", "Right arm"), "thigh": ("LT", "Left thigh"), "mouth": ("", "")}


def flu(day: date, *, high_dose: bool = False) -> str:
    """The season's influenza vaccine: four strains until spring 2024, three strains since."""
    four = day < date(2024, 7, 1) and day > date(2013, 7, 1)
    if high_dose:
        return "flu-high-4" if four and day > date(2020, 7, 1) else "flu-high"
    return "flu-4" if four else "flu-3"


def in_season(day: date) -> bool:
    """Whether influenza vaccine is given at that time of the year (north of the equator)."""
    return day.month >= 9 or day.month <= 2


def covid(day: date) -> str:
    """The adult COVID-19 vaccine in use on that day."""
    return "covid-1" if day < date(2022, 9, 1) else "covid-2" if day < date(2023, 9, 1) else "covid-3"


def vaccinate(
    chart: Chart,
    key: str,
    day: date,
    *,
    doctor: str = "",
    visit: str = "",
    arm: str = "left",
    dose: int = 0,
    lot: str = "",
    reported: bool = False,
    time: bool = True,
) -> str:
    """An Immunization. `reported` marks what another place gave; without `time` only the day is known."""
    code, official, name = VACCINES[key]
    body: Json = {
        "status": "completed",
        "vaccineCode": concept(CVX, code, official, name),
        "patient": chart.patient,
        "occurrenceDateTime": stamp(at(day, 10, 5)) if time else day.isoformat(),
        "primarySource": not reported,
    }
    if visit:
        body["encounter"] = {"reference": visit}
    if reported:
        body["reportOrigin"] = {"text": "Written record from another provider"}
    else:
        body["location"] = chart.place()
        body["lotNumber"] = lot or f"{chart.life.dice(f'{key}:{day}').getrandbits(20):05X}"
        body["expirationDate"] = f"{day.year + 1}-{day.month:02d}"
    site, words = _SITES[arm]
    if site:
        system = "http://terminology.hl7.org/CodeSystem/v3-ActSite"
        body["site"] = concept(system, site, words.lower(), words)
    if doctor:
        body["performer"] = [{"actor": chart.doctor(doctor)}]
    if dose:
        body["protocolApplied"] = [{"doseNumberPositiveInt": dose}]
    return chart.add("Immunization", body, day)


def declined(chart: Chart, key: str, day: date, why: str) -> str:
    """A vaccine that was offered and not given."""
    code, official, name = VACCINES[key]
    reason = concept("http://terminology.hl7.org/CodeSystem/v3-ActReason", "PATOBJ", "patient objection", why)
    body = {
        "status": "not-done",
        "statusReason": reason,
        "vaccineCode": concept(CVX, code, official, name),
        "patient": chart.patient,
        "occurrenceDateTime": day.isoformat(),
    }
    return chart.add("Immunization", body, day)


def october_tuesday(today: date, back: int) -> date:
    """A Tuesday in October, `back` seasons ago."""
    first = date(today.year - back, 10, 1)
    return first.replace(day=1 + (1 - first.weekday()) % 7)

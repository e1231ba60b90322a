"""How fast is FHIR DSTU2 in XML read and made into R4, against expat's parse of the same bytes?

A bundle of 5 MB is generated (BENCH_SIZE: MB): of each five resources two results with ranges, an order of a medicine,
a condition and a visit, as servers of DSTU2 send them.
"""

from benchmarks.harness import SIZE
from benchmarks.parsing import measure

MEGABYTES = SIZE or 5
_RESULT = """<Observation><id value="o{0}"/><status value="final"/><category><coding>
<system value="http://hl7.org/fhir/observation-category"/><code value="laboratory"/></coding></category>
<code><coding><system value="http://loinc.org"/><code value="2160-0"/><display value="Creatinine"/></coding></code>
<subject><reference value="Patient/p"/></subject><encounter><reference value="Encounter/e{0}"/></encounter>
<effectiveDateTime value="20{1}-03-04T10:15:00+01:00"/><valueQuantity><value value="1.{1}"/><unit value="mg/dL"/>
<system value="http://unitsofmeasure.org"/><code value="mg/dL"/></valueQuantity><interpretation><coding>
<system value="http://hl7.org/fhir/v2/0078"/><code value="N"/></coding></interpretation><referenceRange>
<low><value value="0.50"/><unit value="mg/dL"/></low><high><value value="1.20"/><unit value="mg/dL"/></high>
</referenceRange></Observation>"""
_ORDER = """<MedicationOrder><id value="m{0}"/><dateWritten value="20{1}-03-04"/><status value="active"/>
<patient><reference value="Patient/p"/></patient><medicationCodeableConcept><coding>
<system value="http://www.nlm.nih.gov/research/umls/rxnorm"/><code value="860975"/></coding>
<text value="Metformin 500 MG"/></medicationCodeableConcept><dosageInstruction><text value="Twice a day"/>
<timing><repeat><frequency value="2"/><period value="1"/><periodUnits value="d"/></repeat></timing>
</dosageInstruction></MedicationOrder>"""
_CONDITION = """<Condition><id value="c{0}"/><patient><reference value="Patient/p"/></patient><code><coding>
<system value="http://snomed.info/sct"/><code value="44054006"/><display value="Type 2 diabetes"/></coding></code>
<category><coding><system value="http://hl7.org/fhir/condition-category"/><code value="diagnosis"/></coding></category>
<clinicalStatus value="active"/><verificationStatus value="confirmed"/>
<onsetDateTime value="20{1}-01-01"/></Condition>"""
_VISIT = """<Encounter><id value="e{0}"/><status value="finished"/><class value="outpatient"/><patient>
<reference value="Patient/p"/></patient><period><start value="20{1}-03-04T10:00:00+01:00"/></period></Encounter>"""
_PATIENT = """<Patient><id value="p"/><name><family value="Okafor"/><given value="Amara"/></name>
<birthDate value="1984-03-12"/></Patient>"""


def document() -> str:
    """As many resources as fill the size."""
    each = [_RESULT, _RESULT, _ORDER, _CONDITION, _VISIT]
    entries, length, place = [_PATIENT], 0, 0
    while length < MEGABYTES << 20:
        entries.append(each[place % 5].format(place, f"{place % 20:02}"))
        length += len(entries[-1]) + 40
        place += 1
    within = "".join(f"<entry><resource>{entry}</resource></entry>" for entry in entries)
    return f'<Bundle xmlns="http://hl7.org/fhir"><type value="searchset"/>{within}</Bundle>'


if __name__ == "__main__":
    measure("dstu2_xml", document())

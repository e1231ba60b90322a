"""How fast is C-CDA read and made into resources, against expat's parse of the same bytes?

A document of 5 MB is generated (BENCH_SIZE: MB): panels of results with ranges, each with its row in the narrative.
"""

from benchmarks.harness import SIZE
from benchmarks.parsing import measure

MEGABYTES = SIZE or 5
_OIDS = "2.16.840.1.113883"
_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<id root="1.2.3.4.5" extension="1"/><title>Summary</title><effectiveTime value="20240305101500+0100"/>
<recordTarget><patientRole><id root="1.2.3.4.5.9" extension="7"/><patient><name><given>Amara</given>
<family>Okafor</family></name><birthTime value="19840312"/></patient></patientRole></recordTarget>
<component><structuredBody><component><section><code code="30954-2" codeSystem="{_OIDS}.6.1"/><title>Results</title>
<text><table><tbody>"""
_ROW = '<tr ID="r{0}"><td>Creatinine</td><td>{1} mg/dL</td></tr>'
_ENTRY = f"""<entry typeCode="DRIV"><organizer classCode="BATTERY" moodCode="EVN">
<templateId root="{_OIDS}.10.20.22.4.1"/><id root="1.2.3.4.5.5" extension="{{0}}"/>
<code code="24323-8" codeSystem="{_OIDS}.6.1" displayName="Metabolic panel"/><statusCode code="completed"/>
<component><observation classCode="OBS" moodCode="EVN"><templateId root="{_OIDS}.10.20.22.4.2"/>
<id root="1.2.3.4.5.6" extension="{{0}}"/>
<code code="2160-0" codeSystem="{_OIDS}.6.1" displayName="Creatinine"/><text><reference value="#r{{0}}"/></text>
<statusCode code="completed"/><effectiveTime value="202403041015+0100"/>
<value xsi:type="PQ" value="{{1}}" unit="mg/dL"/><interpretationCode code="N" codeSystem="{_OIDS}.5.83"/>
<referenceRange><observationRange><value xsi:type="IVL_PQ"><low value="0.50" unit="mg/dL"/>
<high value="1.20" unit="mg/dL"/></value></observationRange></referenceRange></observation></component></organizer>
</entry>
"""


def document() -> str:
    """As many panels as fill the size."""
    number = (MEGABYTES << 20) // (len(_ENTRY) + len(_ROW))
    values = [(place, f"1.{place % 100:02}") for place in range(number)]
    rows = "".join(_ROW.format(*value) for value in values)
    entries = "".join(_ENTRY.format(*value) for value in values)
    tail = "</section></component></structuredBody></component></ClinicalDocument>"
    return f"{_HEAD}{rows}</tbody></table></text>{entries}{tail}"


if __name__ == "__main__":
    measure("ccda", document())

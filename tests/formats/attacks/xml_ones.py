"""Which files in XML (C-CDA, FHIR, Apple Health) would somebody make who means harm, or whose program is broken?"""

from __future__ import annotations

from base64 import b64encode

NAMES = 'xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
RESULT = (
    '<observation classCode="OBS" moodCode="EVN"><code code="2160-0" codeSystem="2.16.840.1.113883.6.1" '
    'displayName="Creatinine"/><value xsi:type="PQ" value="1" unit="mg/dL"/></observation>'
)
SECTION = (
    '<component><structuredBody><component><section><code code="30954-2" codeSystem="2.16.840.1.113883.6.1"/>'
    "<text>Words</text><entry>" + RESULT + "</entry></section></component></structuredBody></component>"
)
PERSON = (
    '<recordTarget><patientRole><id root="1.2" extension="9"/><patient><name><given>Amara</given>'
    "<family>Okafor</family></name></patient></patientRole></recordTarget>"
)
CDA = f"<ClinicalDocument {NAMES}>{PERSON}{SECTION}</ClinicalDocument>"
FHIR = (
    '<Observation xmlns="http://hl7.org/fhir"><id value="o"/><status value="final"/><code><text value="Creatinine"/>'
    "</code></Observation>"
)
APPLE = (
    '<HealthData locale="en_GB"><Record type="HKQuantityTypeIdentifierHeartRate" sourceName="Watch" unit="count/min" '
    'startDate="2024-01-01 01:01:36 +0200" endDate="2024-01-01 01:01:36 +0200" value="74"/></HealthData>'
)
WHOLE = {"C-CDA": (CDA, "ClinicalDocument"), "FHIR XML": (FHIR, "Observation"), "Apple Health": (APPLE, "HealthData")}
LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + number)} "{("&" + chr(97 + number) + ";") * 10}">' for number in range(9)
)
DEEP = 200_000


def of_each(name: str, whole: str, root: str) -> dict[str, bytes]:
    """What can be done to any file of XML."""
    first = whole.index(">") + 1
    head, rest = whole[:first], whole[first:]
    declared = {
        "a DOCTYPE": f"<!DOCTYPE {root}>",
        "a DOCTYPE from elsewhere": f'<!DOCTYPE {root} SYSTEM "http://169.254.169.254/x.dtd">',
        "an entity that is a file": f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        "a parameter entity": f'<!DOCTYPE {root} [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]>',
        "a billion laughs": f"<!DOCTYPE {root} [{LAUGHS}]>",
        "an entity of 1 MB, used 1,000 times": f'<!DOCTYPE {root} [<!ENTITY x "{"x" * 1_000_000}">]>',
    }
    used = {
        "an entity that is a file": "&x;",
        "a billion laughs": "&j;",
        "an entity of 1 MB, used 1,000 times": "&x;" * 1000,
    }
    made = {what: doctype + head + used.get(what, "") + rest for what, doctype in declared.items()}
    made |= {
        "an entity nobody declared": head + "&nobody;" + rest,
        "elements, 200,000 deep": head + "<a>" * DEEP + "</a>" * DEEP + rest,
        "elements, 200,000 deep, never closed": head + "<a>" * DEEP,
        "a prefix nobody declared": head + "<nobody:x/>" + rest,
        "an attribute twice": head + '<a b="1" b="2"/>' + rest,
        "100,000 attributes": head + "<a " + " ".join(f'b{number}=""' for number in range(100_000)) + "/>" + rest,
        "a name of 1 MB": head + "<" + "a" * 1_000_000 + "/>" + rest,
        "a comment of 5 MB": head + "<!--" + "x" * 5_000_000 + "-->" + rest,
        "CDATA that never ends": head + "<![CDATA[" + "x" * 1000,
        "a processing instruction": '<?xml-stylesheet href="http://127.0.0.1/x.xsl"?>' + whole,
        "XInclude of a file": head
        + '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
        + rest,
        "a character that XML forbids": head + "&#0;" + rest,
        "a bare control character": head + "\x01" + rest,
        "tags that cross": head + "<a><b></a></b>" + rest,
        "two roots": whole + whole,
        "something behind the end": whole + "and more",
        "cut off in a tag": whole[: first + 30],
        "cut off before its end": whole[:-20],
    }
    as_bytes = {what: text.encode() for what, text in made.items()}
    as_bytes |= {
        "a BOM": b"\xef\xbb\xbf" + whole.encode(),
        "UTF-16": ('<?xml version="1.0" encoding="UTF-16"?>' + whole).encode("utf-16"),
        "says UTF-8 and is Latin-1": b'<?xml version="1.0" encoding="UTF-8"?>'
        + (head + "<a b='é'/>" + rest).encode("latin-1"),
        "an encoding nobody knows": ('<?xml version="1.0" encoding="nonsense"?>' + whole).encode(),
        "says UTF-16 and is ASCII": ('<?xml version="1.0" encoding="UTF-16"?>' + whole).encode(),
    }
    return {f"{name}, {what}": data for what, data in as_bytes.items()}


def _file(said: str, kind: str = "application/pdf") -> str:
    body = (
        f'<component><nonXMLBody><text mediaType="{kind}" representation="B64">{said}</text></nonXMLBody></component>'
    )
    return f"<ClinicalDocument {NAMES}>{PERSON}{body}</ClinicalDocument>"


def _packed() -> str:
    import zlib

    said = b64encode(zlib.compress(b"\0" * 100_000_000)).decode()
    text = f'<text mediaType="text/plain" representation="B64" compression="ZL">{said}</text>'
    return f"<ClinicalDocument {NAMES}><component><nonXMLBody>{text}</nonXMLBody></component></ClinicalDocument>"


OWN = {
    "C-CDA, 10 MB of base64": _file(b64encode(b"%PDF" + b"\0" * 7_500_000).decode()),
    "C-CDA, a file that is no base64": _file("%%%%"),
    "C-CDA, a file that unpacks to 100 MB": _packed(),
    "C-CDA, a file that is elsewhere": _file("").replace(
        'representation="B64"></text>', '><reference value="../../etc/passwd"/></text>'
    ),
    "C-CDA, two people": CDA.replace(
        "</recordTarget>", "</recordTarget>" + PERSON.replace('"9"', '"8"').replace("Amara", "Tunde"), 1
    ),
    "C-CDA, a script in its narrative": CDA.replace("Words", '<paragraph onclick="x()"><script>x</script></paragraph>'),
    "C-CDA, a narrative that refers to itself": CDA.replace("<text>Words", '<text ID="a"><content ID="b"/>#a').replace(
        "<value", '<text><reference value="#a"/></text><value'
    ),
    "C-CDA, statements in statements, 150 deep": CDA.replace(
        RESULT,
        RESULT[: -len("</observation>")]
        + ('<entryRelationship typeCode="COMP">' + RESULT[: -len("</observation>")]) * 150
        + "</observation></entryRelationship>" * 150
        + "</observation>",
    ),
    "C-CDA, a value of 100,000 digits": CDA.replace('value="1"', f'value="{"9" * 100_000}"'),
    "C-CDA, a time beyond all": CDA.replace("<value", '<effectiveTime value="99999999999999999999"/><value'),
    "C-CDA, nothing in it": f"<ClinicalDocument {NAMES}/>",
    "FHIR XML, a bundle whose entries are empty": '<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/>'
    + "<entry/>" * 1000
    + "</Bundle>",
    "FHIR XML, a type that is none": '<Nonsense xmlns="http://hl7.org/fhir"><id value="x"/></Nonsense>',
    "FHIR XML, another namespace": FHIR.replace("http://hl7.org/fhir", "urn:nobody"),
    "FHIR XML, a narrative with a script": FHIR.replace(
        "<status",
        '<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div></text><status',
    ),
    "FHIR XML, contained 5,000 deep": '<Observation xmlns="http://hl7.org/fhir">'
    + "<contained><Observation>" * 5000
    + "</Observation></contained>" * 5000
    + "</Observation>",
    "Apple Health, a value that is no number": APPLE.replace('"74"', '"1e999999"'),
    "Apple Health, a day that is none": APPLE.replace("2024-01-01", "2024-13-45"),
    "Apple Health, a zone beyond all": APPLE.replace("+0200", "+9999"),
    "Apple Health, an end before its start": APPLE.replace('endDate="2024', 'endDate="1024'),
    "Apple Health, a record that lasts 7,000 years": APPLE.replace('endDate="2024', 'endDate="9024').replace(
        "HKQuantityTypeIdentifierHeartRate", "HKCategoryTypeIdentifierSleepAnalysis"
    ),
    "Apple Health, a clinical record at a path": APPLE.replace(
        "</HealthData>", '<ClinicalRecord type="x" identifier="y" resourceFilePath="/../../etc/passwd"/></HealthData>'
    ),
    "Apple Health, a kind that nobody knows": APPLE.replace("HeartRate", "Nonsense" * 1000),
    "Apple Health, a device of 1 MB": APPLE.replace('"Watch"', f'"Watch" device="{"x" * 1_000_000}"'),
    "Apple Health, nothing in it": "<HealthData/>",
}
ATTACKS: dict[str, bytes] = {
    name: data for kind, (whole, root) in WHOLE.items() for name, data in of_each(kind, whole, root).items()
} | {name: text.encode() for name, text in OWN.items()}

"""Can bytes that look for new paths through a reader crash it, or lose a byte?

Coverage-guided, with atheris: `make fuzz READER=ccda SECONDS=600`. What it finds is written to a file, becomes a test
beside the reader, and is put right; nothing here runs with `make test`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["haversack"]):
    from tests.formats.reading_all import wrong_with

FORMATS = Path(__file__).parents[1] / "formats"
# Where each reader's own good and odd files lie, and how their names end.
SEEDS = {
    "fhir_r4": (("fhir_r4/oddities", "*.json"), ("fhir_r4/reading", "*"), ("other_versions/oddities", "*.json")),
    "ccda": (("ccda/oddities", "*.xml"),),
    "hl7v2": (("hl7v2/oddities", "*.hl7"),),
    "apple_health": (("apple_health/oddities", "*.xml"),),
    "fhir_xml": (("fhir_xml/oddities", "*.xml"),),
    "lab_report": (("lab_report/oddities", "*.txt"),),
    "blue_button_text": (("blue_button_text/oddities", "*.txt"),),
}
WORDS = {
    "fhir_r4": ("resourceType", "Bundle", "entry", "resource", "Observation", "\\ud800", "NaN", "1e999", "fullUrl"),
    "ccda": ("ClinicalDocument", "section", "nullFlavor", "negationInd", "xsi:type", "value", "<![CDATA[", "&#0;"),
    "hl7v2": ("MSH|^~\\&|", "PID|", "OBR|", "OBX|1|ED|", "RXA|", "\\X00\\", "BTS|9", "TXA|"),
    "apple_health": (
        "HealthData",
        "Record",
        "startDate",
        "ClinicalRecord",
        "value",
        "HKQuantityTypeIdentifierHeartRate",
    ),
    "lab_report": ("Test", "Result", "Reference Range", "Collected:", "Comment:", "....", "1,200", ">="),
    "blue_button_text": ("BLUE BUTTON", "Allergy Name:", "----------", "Lab Test:", "@ 0830", "Claim Number:"),
    "fhir_xml": ("http://hl7.org/fhir", "Bundle", "entry", "resource", "value", "div"),
}


def one(data: bytes) -> None:
    """Raises for what no reader may do."""
    if found := wrong_with(data):
        raise AssertionError(found)


def main(reader: str, seconds: int, found: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus, words = Path(folder, "corpus"), Path(folder, "words")
        corpus.mkdir()
        for place, names in SEEDS[reader]:
            for path in sorted((FORMATS / place).glob(names)):
                if path.is_file() and not path.name.endswith((".read.json", ".entry.json")):
                    Path(corpus, f"{path.parent.name}-{path.name}").write_bytes(path.read_bytes())
        said = (word.replace("\\", "\\\\").replace('"', '\\"') for word in WORDS[reader])
        words.write_text("".join(f'"{word}"\n' for word in said))
        found.mkdir(parents=True, exist_ok=True)
        limits = [f"-max_total_time={seconds}", "-timeout=5", "-rss_limit_mb=512", "-max_len=65536"]
        more = [f"-dict={words}", f"-artifact_prefix={found}/{reader}-", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], str(corpus), *limits, *more], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))

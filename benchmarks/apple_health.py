"""How fast is an export of Apple Health read, with how much memory, against expat's parse of the same bytes?

1 GB is generated (BENCH_SIZE: MB): a watch's and a telephone's steps and heart rates over years, weights between. The
product reads it to pieces and makes the days; the kernel hands the same bytes to expat with no handler. Both count MB
per second of CPU time; `peak` is the product's largest resident memory in MB, which has to stay under 300.
"""

import resource
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.harness import SIZE, interleaved, median, part, report

MEGABYTES = SIZE or 1024
MOST_MEMORY = 300
_RECORD = (
    ' <Record type="HKQuantityTypeIdentifier{0}" sourceName="{1}" sourceVersion="10.2" '
    'device="&lt;&lt;HKDevice: 0x301&gt;, name:{1}, manufacturer:Apple Inc.&gt;" unit="{2}" '
    'creationDate="{3}" startDate="{3}" endDate="{3}" value="{4}"/>\n'
)
_KINDS = (
    ("BodyMass", "Scale", "kg", 1),
    ("StepCount", "Watch", "count", 400),
    ("HeartRate", "Watch", "count/min", 600),
)


def prepare(folder: Path) -> None:
    """Type after type, as Apple writes it: as many days as fill the size."""
    a_day = len(_RECORD) + 60
    days = (MEGABYTES << 20) // (sum(number for *_rest, number in _KINDS) * a_day)
    first = datetime(2000, 1, 1, tzinfo=UTC)
    with (folder / "export.xml").open("w") as written:
        written.write('<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_US">\n')
        for name, source, unit, number in _KINDS:
            for day in range(days):
                at = first + timedelta(days=day)
                for one in range(number):
                    when = (at + timedelta(seconds=one * 120)).strftime("%Y-%m-%d %H:%M:%S +0000")
                    written.write(_RECORD.format(name, source, unit, when, 60 + one % 40))
        written.write("</HealthData>\n")


def _export(folder: Path) -> Path:
    return (folder / "input").resolve() / "export.xml"


def product(folder: Path) -> dict[str, float]:
    from haversack.records.bundle import read_file
    from haversack.records.pieces import DERIVED

    path = _export(folder)
    begun = time.process_time()
    with path.open("rb") as stream:
        made = sum(piece.role == DERIVED for piece in read_file(stream, size=path.stat().st_size))
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert made, "nothing was read"
    assert peak < MOST_MEMORY, f"{peak:.0f} MB"
    return {"rate": path.stat().st_size / (1 << 20) / seconds, "made": made, "peak": peak}


def kernel(folder: Path) -> dict[str, float]:
    from xml.parsers import expat

    path = _export(folder)
    parser = expat.ParserCreate()
    begun = time.process_time()
    with path.open("rb") as stream:
        parser.ParseFile(stream)
    return {"rate": path.stat().st_size / (1 << 20) / (time.process_time() - begun)}


if __name__ == "__main__":
    part("product", product)
    part("kernel", kernel)
    products, kernels = interleaved("product", "kernel", prepare)
    limit, rate = median(kernels, "rate"), median(products, "rate")
    more = {"megabytes": MEGABYTES, "peak_mb": round(max(one["peak"] for one in products))}
    report("apple_health", limit=limit, product=rate, ratio=rate / limit, unit="MB per CPU-second", **more)

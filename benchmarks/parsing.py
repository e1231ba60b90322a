"""How fast is one XML file read and made into resources, and how fast does expat alone go through the same bytes?

Counted in CPU time of a process of its own: MB per second, and resources per second.
"""

import time
from pathlib import Path

from benchmarks.harness import interleaved, median, part, report


def _read(folder: Path) -> dict[str, float]:
    from io import BytesIO

    from haversack.records.bundle import read_file

    data = _only_file(folder)
    begun = time.process_time()
    made = sum(piece.doc is not None for piece in read_file(BytesIO(data), size=len(data)))
    seconds = time.process_time() - begun
    assert made, "nothing was read"
    return {"rate": len(data) / (1 << 20) / seconds, "made": made, "resources": made / seconds}


def _parse(folder: Path) -> dict[str, float]:
    from xml.parsers import expat

    data = _only_file(folder)
    begun = time.process_time()
    expat.ParserCreate().Parse(data, True)
    return {"rate": len(data) / (1 << 20) / (time.process_time() - begun)}


def _only_file(folder: Path) -> bytes:
    return next((folder / "input").resolve().glob("*.xml")).read_bytes()


def measure(figure: str, document: str) -> None:
    """Measure one document of this figure's format, and report it."""
    part("product", _read)
    part("kernel", _parse)
    products, kernels = interleaved("product", "kernel", lambda folder: _write(folder, document))
    limit, rate = median(kernels, "rate"), median(products, "rate")
    megabytes = round(len(document.encode()) / (1 << 20), 1)
    report(
        figure, limit=limit, product=rate, ratio=rate / limit, unit="MB per CPU-second", megabytes=megabytes,
        resources=round(median(products, "resources")),
    )  # fmt: skip


def _write(folder: Path, document: str) -> None:
    (folder / "document.xml").write_text(document, "utf-8")

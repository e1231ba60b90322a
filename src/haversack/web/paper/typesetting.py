"""What does the process do that lays out one document? It reads what is told, and writes the PDF.

A process of its own for each: the layout engine keeps what it has once laid out for as long as its process lives, which
would be everybody's records. It imports nothing of ours, so it starts in a moment.
"""

import sys
from pathlib import Path

import typst


def main() -> None:
    """Told as JSON on standard input; PDF on standard output."""
    layout = Path(__file__).with_name("document.typ").read_bytes()
    told = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(typst.compile(layout, format="pdf", sys_inputs={"told": told}))


if __name__ == "__main__":
    main()

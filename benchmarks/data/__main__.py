"""How are so many resources written to standard output? `python -m benchmarks.data 20000 > twenty.ndjson`"""

import sys

from . import resources

for line in resources(int(sys.argv[1])):
    sys.stdout.buffer.write(line + b"\n")

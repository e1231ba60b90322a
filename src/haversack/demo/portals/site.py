"""How does one of the demo's portals run? As a process of its own, which goes when the demo goes.

    python -m haversack.demo.portals.site KEY PORT

It fills its folder, serves on this machine's own address, and writes `ready` on its standard output once it answers.
"""

from __future__ import annotations

import os
import sys

ADDRESS = "127.0.0.1"


def main(key: str, port: int) -> None:
    os.environ["DEMO_PORTAL"] = key
    os.environ["DJANGO_SETTINGS_MODULE"] = "haversack.demo.portals.settings"
    from haversack.config.prepare import prepare, set_up
    from haversack.config.serving import end_with_parent, serve

    end_with_parent()
    set_up()
    prepare(_say)
    from haversack.demo.portals.fill import fill

    fill(key, _say)
    serve(ADDRESS, port, ready=lambda: print("ready", flush=True))  # noqa: T201 - what the demo waits for


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)  # noqa: T201 - as the command says things


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

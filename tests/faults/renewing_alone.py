"""A process in which several threads renew one connection's token at once, on a site of its own: THREADS.

The portal answers the one that asks only once all the others are seen to wait, or to ask as well. Says as JSON what it
saw; then the same with a planted fault: nobody keeps the lock.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds; a slow machine is no fault


def main(threads: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "haversack.config.settings"
    sys.path.insert(0, str(ROOT))
    from haversack.config.prepare import prepare, set_up

    set_up()
    prepare(lambda told: None)
    told = [renewed(threads, is_planted=planted) for planted in (False, True)]
    sys.stdout.write(json.dumps(told) + "\n")


def renewed(threads: int, *, is_planted: bool) -> dict[str, object]:
    from django.db import connections
    from tests.fakes.smart_portal import ROOT as PORTAL
    from tests.integration.connections.signing import Visit

    from haversack.connections.actions import tokens as acting
    from haversack.connections.models import Registration

    Registration.objects.all().delete()
    visit = Visit().connected()
    visit.later(hours=2)
    begin, busy, others = threading.Barrier(threads), set[int](), threading.Event()
    counting = threading.Lock()

    def is_busy() -> None:
        with counting:
            busy.add(threading.get_ident())
            if len(busy) == threads:
                others.set()

    def answers(request: Any) -> Any:
        is_busy()
        others.wait(PATIENCE)
        with counting:  # the portal in memory is no server
            return visit.portal._answer(request, f"{PORTAL}/token")

    def waits(seconds: float) -> None:
        is_busy()
        others.wait(PATIENCE)
        threading.Event().wait(0.01)

    visit.portal.answers[f"POST {PORTAL}/token"] = answers
    told: list[str] = []

    def one() -> None:
        try:
            begin.wait(PATIENCE)
            told.append(visit.bearer())
        except Exception as why:
            told.append(type(why).__name__)
        finally:
            connections.close_all()

    with mock.patch.object(acting.time, "sleep", waits), _planted(acting, is_planted):
        running = [threading.Thread(target=one) for _ in range(threads)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
    asked = sum(b"grant_type=refresh_token" in request.content for request in visit.portal.asked)
    same = {visit.tokens().access} == set(told) if visit.row.tokens is not None else False
    return {"asked": asked, "told": len(told), "same": same, "state": visit.row.state}


@contextmanager
def _planted(acting: Any, is_planted: bool) -> Any:
    if not is_planted:
        yield
        return
    real = acting._lock

    def careless(opened: Any, number: int) -> Any:
        acting.Connection.objects.filter(pk=number).update(refresh_until=None)
        return real(opened, number)

    with mock.patch.object(acting, "_lock", careless):
        yield


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""How are two kinds of tries compared: by what came back, and by how long it took?"""

from __future__ import annotations

import gc
import math
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

WITHIN = 0.002  # seconds between the medians
LEAST_P = 0.01

Try = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of comparing. answers: how many different ones there were. apart: of the medians, in seconds.

    p: of the times that somebody waits. p_work: of the processor's time, which tells little differences even on a
    machine that has much else to do.
    """

    answers: int
    apart: float
    p: float
    p_work: float

    @property
    def same(self) -> bool:
        return self.answers == 1 and self.apart < WITHIN and min(self.p, self.p_work) > LEAST_P


def compare(known: Sequence[Try], unknown: Sequence[Try], seed: int) -> Compared:
    """Make all tries in a random order, so that what slows the machine for a while slows both kinds."""
    order = [(True, one) for one in known] + [(False, one) for one in unknown]
    random.Random(seed).shuffle(order)
    took: dict[bool, list[float]] = {True: [], False: []}
    worked: dict[bool, list[float]] = {True: [], False: []}
    answers = set()
    gc.collect()
    gc.disable()
    try:
        for is_known, one in order:
            began, began_work = time.perf_counter(), time.thread_time()
            answer = one()
            took[is_known].append(time.perf_counter() - began)
            worked[is_known].append(time.thread_time() - began_work)
            answers.add((answer.status_code, answer.content, tuple(sorted(answer.headers.items()))))
    finally:
        gc.enable()
    apart = abs(statistics.median(took[True]) - statistics.median(took[False]))
    return Compared(
        len(answers), apart, mann_whitney(took[True], took[False]), mann_whitney(worked[True], worked[False])
    )


def mann_whitney(one: Sequence[float], other: Sequence[float]) -> float:
    """Two-sided p by the normal approximation: how likely so much difference is where there is none."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    rank_sum = sum(rank for rank, (_, which) in enumerate(ranked, 1) if which == 0)
    n, m = len(one), len(other)
    u = rank_sum - n * (n + 1) / 2
    spread = math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(u - n * m / 2) / spread / math.sqrt(2))

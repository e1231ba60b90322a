"""How is a good file damaged, so that nothing a reader meets can be worse? Seeded: what fails once fails again."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

_WRONG: list[Any] = [
    None, True, 0, 1.5, "", "x", [], {}, [[]], [{}], {"x": {}}, ["a", {"coding": 3}], {"coding": [None]}, [None],
]  # fmt: skip
_Path = tuple[Any, ...]
Damage = Callable[[random.Random, bytes, bytes], bytes]


def _place(chance: random.Random, data: bytes) -> int:
    return chance.randrange(len(data) + 1)


def _cut_off(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    return data[: _place(chance, data)]


def _lost(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    at = _place(chance, data)
    return data[:at] + data[at + chance.randrange(1, 60) :]


def _changed(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    held = bytearray(data)
    for _ in range(chance.randrange(1, 12)):
        if held:
            held[chance.randrange(len(held))] = chance.randrange(256)
    return bytes(held)


def _repeated(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    at = _place(chance, data)
    return data[:at] + data[at : at + chance.randrange(1, 80)] * chance.randrange(2, 400) + data[at:]


def _mixed(chance: random.Random, data: bytes, other: bytes) -> bytes:
    start = _place(chance, other)
    at = _place(chance, data)
    return data[:at] + other[start : start + chance.randrange(1, 400)] + data[at:]


def _shuffled(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    one, two = chance.randrange(len(lines) or 1), chance.randrange(len(lines) or 1)
    if lines:
        lines[one], lines[two] = lines[two], lines[one]
    return b"".join(lines)


def _strewn(marks: Sequence[bytes]) -> Damage:
    def strew(chance: random.Random, data: bytes, _other: bytes) -> bytes:
        for _ in range(chance.randrange(1, 6)):
            at = _place(chance, data)
            data = (
                data[:at] + chance.choice(marks) * chance.choice((1, 1, 1, 2, 700)) + data[at + chance.choice((0, 1)) :]
            )
        return data

    return strew


def mutated(files: Sequence[bytes], marks: Sequence[bytes], *, seed: int, number: int) -> Iterator[bytes]:
    """`number` damaged files. marks: what means something in the format, to be strewn in."""
    chance = random.Random(seed)
    ways = (_cut_off, _lost, _changed, _repeated, _mixed, _shuffled, _strewn(marks), _strewn(marks))
    for _ in range(number):
        data = chance.choice(files)
        for _ in range(chance.choice((1, 1, 2, 3))):
            data = chance.choice(ways)(chance, data, chance.choice(files))[: 1 << 20]
        yield data


def wrongly_typed(docs: Sequence[Any], *, seed: int, number: int) -> Iterator[bytes]:
    """`number` resources in JSON with something of a wrong type at one or several places."""
    chance = random.Random(seed)
    for _ in range(number):
        doc = chance.choice(docs)
        for _ in range(chance.choice((1, 1, 2, 4))):
            where = chance.choice(list(_places(doc)) or [()])
            if where:
                doc = _put(doc, where, chance.choice(_WRONG))
        yield json.dumps(doc).encode()


def _places(value: Any, path: _Path = ()) -> Iterator[_Path]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield (*path, key)
        yield from _places(item, (*path, key))


def _put(value: Any, path: _Path, replacement: Any) -> Any:
    if not path:
        return replacement
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _put(value[path[0]], path[1:], replacement)
    return copy

"""Which HL7 v2 messages and zips would somebody make who means harm, or whose program is broken?"""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from base64 import b64encode
from collections.abc import Callable

from .json_ones import ONE, P

HEAD = "MSH|^~\\&|LAB|RIVERSIDE|||20240305||ORU^R01|m1|P|2.5\r"
PID = "PID|1||9^^^RIVERSIDE^MR||Okafor^Amara^^^^^L||19840312|F\r"
OBR = "OBR|1||f1|2160-0^Creatinine^LN|||20240304\r"
OBX = "OBX|1|NM|2160-0^Creatinine^LN||1|mg/dL|||||F\r"
ORU = HEAD + PID + OBR + OBX


def _ed(said: str) -> str:
    return HEAD + PID + OBR + f"OBX|1|ED|x^Report^L||^application^pdf^Base64^{said}||||||F\r"


MESSAGES: dict[str, str | bytes] = {
    "without its first line": PID + OBR + OBX,
    "a header alone": HEAD,
    "a header without separators": "MSH|\r" + PID,
    "one separator for all": HEAD.replace("^~\\&", "||||") + PID,
    "nobody": HEAD + OBR + OBX,
    "somebody without a name": HEAD + "PID|1\r" + OBR + OBX,
    "two people": ORU + PID.replace("9^^^", "8^^^").replace("Amara", "Tunde") + OBR + OBX,
    "two messages about two people": ORU + ORU.replace("9^^^", "8^^^").replace("Amara", "Tunde"),
    "100,000 segments": HEAD + PID + OBR + OBX * 100_000,
    "100,000 fields": ORU + "ZZZ|" + "|" * 100_000 + "\r",
    "100,000 repetitions": ORU.replace("Okafor^Amara", "~".join(["Okafor^Amara"] * 100_000)),
    "100,000 components": ORU.replace("Creatinine", "^" * 100_000),
    "a field of 5 MB": ORU.replace("Creatinine", "x" * 5_000_000),
    "10 MB of base64": _ed(b64encode(b"%PDF" + b"\0" * 7_500_000).decode()),
    "a file that is no base64": _ed("%%%%"),
    "a file cut off": _ed("JVBER"),
    "an escape that never ends": ORU.replace("Creatinine", "\\X" * 10_000),
    "an escape of what is no hex": ORU.replace("Creatinine", "\\XZZ\\"),
    "an escape for control characters": ORU.replace("Creatinine", "\\X00010B1C\\"),
    "a script": ORU.replace("Creatinine", "<script>x</script>"),
    "a picture inside the network": ORU.replace("NM|", "RP|").replace("||1|", "||http://169.254.169.254/^^image^PICT|"),
    "a value of 100,000 digits": ORU.replace("||1|", f"||{'9' * 100_000}|"),
    "a value that is no number": ORU.replace("||1|", "||1e999999|"),
    "a day that is none": ORU.replace("20240304", "20241345"),
    "a time of 1 MB": ORU.replace("20240304", "2" * 1_000_000),
    "a zone beyond all": ORU.replace("20240304", "202403041200+9999"),
    "an encoding nobody knows": HEAD[:-1] + "||||||NONSENSE\r" + PID + OBR + OBX,
    "Latin-1 that says UTF-8": (HEAD[:-1] + "||||||UNICODE UTF-8\r" + PID + OBR + OBX)
    .replace("Creatinine", "Créatinine")
    .encode("latin-1"),
    "UTF-16": ORU.encode("utf-16"),
    "a BOM": b"\xef\xbb\xbf" + ORU.encode(),
    "a frame that never ends": b"\x0b" + ORU.encode(),
    "frames in frames": b"\x0b" * 5000 + ORU.encode() + b"\x1c\r" * 5000,
    "a batch that promises 9,999,999": "BHS|^~\\&\r" + ORU + "BTS|9999999\r",
    "10,000 batches that hold nothing": "BHS|^~\\&\rBTS|0\r" * 10_000,
    "100,000 headers": HEAD * 20_000,
    "cut off in a result": ORU[:-20],
    "cut off in its first line": HEAD[:20],
    "zeros between its lines": ORU.replace("\r", "\r\0\0"),
    "lines of no segment": ORU + "this is\rno segment\r" * 1000,
    "a joining of two people": HEAD.replace("ORU^R01", "ADT^A40") + PID + "MRG|8^^^RIVERSIDE^MR\r",
    "a receipt": HEAD.replace("ORU^R01", "ACK") + "MSA|AA|1\r",
}


def _zip(*members: tuple[str, bytes], pack: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one name twice is meant
        with zipfile.ZipFile(held, "w", pack) as archive:
            for name, data in members:
                archive.writestr(zipfile.ZipInfo(name) if pack == zipfile.ZIP_STORED else name, data)
    return held.getvalue()


def _link() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        one = zipfile.ZipInfo("record.json")
        one.external_attr = 0o120777 << 16
        archive.writestr(one, "/etc/passwd")
    return held.getvalue()


def _changed(data: bytes, at: int, value: int, *, length: int = 4) -> bytes:
    """With a number of its own list (its central directory) changed."""
    place = data.index(b"PK\x01\x02") + at
    return data[:place] + value.to_bytes(length, "little") + data[place + length :]


GOOD = ("record.json", ONE.encode())
_ONE = _zip(GOOD)
_BOMB = _zip(("bomb.json", b" " * 40_000_000))
ZIPS: dict[str, bytes | Callable[[], bytes]] = {
    "a file that shrank to a thousandth": lambda: _BOMB,
    "a bomb beside a good file": lambda: _zip(("bomb.json", b"[" * 40_000_000), GOOD),
    "100 bombs": lambda: _zip(*((f"{number}.json", b"0" * 2_000_000) for number in range(100))),
    "60,000 files": lambda: _zip(*((f"{number}", b"") for number in range(60_000)), pack=zipfile.ZIP_STORED),
    "says that it unpacks to 4 GB": _changed(_ONE, 24, 0xFFFFFFFE),
    "eight files of 4 GB each, it says": b"",
    "a size that is too small": _changed(_ONE, 24, 10),
    "a size of nothing": _changed(_ONE, 24, 0),
    "a checksum that is wrong": _changed(_ONE, 16, 1),
    "locked with a password": _changed(_ONE, 8, 1, length=2),
    "packed in a way nobody knows": _changed(_ONE, 10, 97, length=2),
    "a file at another place than it says": _changed(_ONE, 42, 1 << 30),
    "a name that leads out": _zip(("../../etc/cron.d/x", ONE.encode()), GOOD),
    "a name that leads out, backwards": _zip(("..\\..\\x.json", ONE.encode()), GOOD),
    "a name from the root": _zip(("/etc/passwd", ONE.encode()), GOOD),
    "a name with a drive": _zip(("C:\\x.json", ONE.encode()), GOOD),
    "a name of 60,000 letters": _zip(("x" * 60_000 + ".json", ONE.encode())),
    "a name with a line's end": _zip(("a\nb\x1b[31m.json", ONE.encode())),
    "one name twice": _zip(GOOD, ("record.json", P.encode())),
    "a link": _link(),
    "a zip in a zip": _zip(("inner.zip", _ONE), GOOD),
    "zips in zips, 50 deep": b"",
    "cut off": _ONE[: len(_ONE) // 2],
    "without its list": _ONE[: _ONE.index(b"PK\x01\x02")],
    "damaged inside": b"",
    "nothing in it": _zip(),
    "folders alone": _zip(("a/", b""), ("a/b/", b"")),
    "something before it": b"#!/bin/sh\n" + _ONE,
    "a comment of 60,000 letters": b"",
    "a folder of a thousand folders": _zip(("a/" * 1000 + "x.json", ONE.encode())),
}


def _more_zips() -> None:
    inner = _ONE
    for _ in range(50):
        inner = _zip(("inner.zip", inner))
    ZIPS["zips in zips, 50 deep"] = inner
    at = _ONE.index(b"PK\x01\x02")
    body = at // 2
    ZIPS["damaged inside"] = _ONE[:body] + bytes(byte ^ 0xFF for byte in _ONE[body : body + 12]) + _ONE[body + 12 :]
    comment = b"PK\x05\x06" * 15_000
    ZIPS["a comment of 60,000 letters"] = _ONE[:-2] + struct.pack("<H", len(comment)) + comment
    many = _zip(*((f"{number}.json", ONE.encode()) for number in range(8)))
    found = many.find(b"PK\x01\x02")
    while found >= 0:
        many = many[: found + 24] + (0xFFFFFFFE).to_bytes(4, "little") + many[found + 28 :]
        found = many.find(b"PK\x01\x02", found + 4)
    ZIPS["eight files of 4 GB each, it says"] = many


_more_zips()
_PART = b'#haversack-takeout {"name": "Fitbit/steps-2024-03-01.json"}\n'
_SAMPLE = b'{"dateTime": "03/05/24 08:00:00", "value": '


def _part(content: bytes) -> bytes:
    cut = [content[at : at + (1 << 18)] for at in range(0, len(content), 1 << 18)]
    return _PART + b"".join(b"%d\n" % len(one) + one for one in cut) + b"0\n"


GATHERED: dict[str, bytes | Callable[[], bytes]] = {
    "a length that lies": _PART + b"200\n[]",
    "a length of a terabyte": _PART + b"1000000000000\n[]",
    "a name that never ends": b'#haversack-takeout {"name": "' + b"a" * 3_000_000,
    "a hundred thousand files": lambda: _part(b"[]") * 100_000,
    "brackets without end": lambda: _part(b"[" * 3_000_000),
    "a number of a million digits": lambda: _part(b"[" + _SAMPLE + b"9" * 1_000_000 + b"}]"),
    "years that no clock knows": _part(b'[{"dateTime": "01/01/0001 00:00:00", "value": "5"}]'),
    "the same minute without end": lambda: _part(b"[" + (_SAMPLE + b'"5"},') * 200_000 + _SAMPLE + b'"5"}]'),
}
ATTACKS: dict[str, bytes | Callable[[], bytes]] = {
    f"HL7 v2, {name}": said.encode() if isinstance(said, str) else said for name, said in MESSAGES.items()
} | {f"zip, {name}": made for name, made in ZIPS.items()}
ATTACKS |= {f"Fitbit, {name}": made for name, made in GATHERED.items()}

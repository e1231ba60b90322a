"""Which files of FHIR in JSON would somebody make who means harm, or whose program is broken?"""

from __future__ import annotations

import json
from base64 import b64encode

P = '{"resourceType":"Patient","id":"p","name":[{"family":"Okafor"}]}'
ONE = (
    '{"resourceType":"Observation","id":"o","status":"final","code":{"text":"Creatinine"},"valueQuantity":{"value":1}}'
)
MANY = 200_000


def bundle(*entries: str, kind: str = "collection") -> str:
    inside = ",".join('{"resource":' + one + "}" for one in entries)
    return f'{{"resourceType":"Bundle","type":"{kind}","entry":[{inside}]}}'


def nested(opened: str, closed: str, levels: int = MANY) -> str:
    return opened * levels + closed * levels


def observation(**said: object) -> str:
    return json.dumps({**json.loads(ONE), **said})


def bundle_of_bundles(levels: int) -> str:
    start = '{"resourceType":"Bundle","type":"collection","entry":[{"resource":'
    return start * levels + ONE + "}]}" * levels


ATTACKS: dict[str, bytes] = {
    name: data.encode("utf-8") if isinstance(data, str) else data
    for name, data in {
        "brackets, 200,000 deep": nested("[", "]"),
        "brackets, 200,000 deep, never closed": "[" * MANY,
        "objects, 200,000 deep": nested('{"a":', "}").replace(":}", ":1}", 1),
        "a resource with an extension 200,000 deep": ONE[:-1] + ',"extension":' + nested("[", "]") + "}",
        "a resource with 199 levels": observation(extension=json.loads(nested("[", "]", 198))),
        "a resource with 201 levels": observation(extension=json.loads(nested("[", "]", 201))),
        "contained, 5,000 deep": (ONE[:-1] + ',"contained":[') * 5000 + P + "]}" * 5000,
        "bundles in bundles, 12 deep": bundle_of_bundles(12),
        "bundles in bundles, 20,000 deep": bundle_of_bundles(20_000),
        "deep inside one entry of three": bundle(ONE, ONE[:-1] + ',"x":' + nested("[", "]") + "}", P),
        "nothing": "",
        "only spaces": " \n\t " * 1000,
        "only zeros": b"\0" * 5000,
        "null": "null",
        "true": "true",
        "a number": "7",
        "a number of 100,000 digits": "9" * 100_000,
        "a value of 100,000 digits": ONE.replace('"value":1', '"value":' + "9" * 100_000),
        "an exponent beyond all": ONE.replace('"value":1', '"value":1e999999999'),
        "a negative exponent beyond all": ONE.replace('"value":1', '"value":1e-999999999'),
        "NaN": ONE.replace('"value":1', '"value":NaN'),
        "minus infinity": ONE.replace('"value":1', '"value":-Infinity'),
        "a text": '"resourceType"',
        "an empty object": "{}",
        "an empty list": "[]",
        "a list of nulls": "[null,null,null]",
        "a list of lists": "[[],[[]]]",
        "a bundle of nulls": '{"resourceType":"Bundle","entry":[null,null,{"resource":null}]}',
        "entry is no list": '{"resourceType":"Bundle","type":"collection","entry":"all of them"}',
        "entry is an object": '{"resourceType":"Bundle","type":"collection","entry":{"resource":' + ONE + "}}",
        "a bundle twice over": '{"resourceType":"Bundle","entry":[{"resource":'
        + ONE
        + '}],"entry":[{"resource":'
        + P
        + "}]}",
        "resourceType twice": '{"resourceType":"Patient","resourceType":"Observation","status":"final"}',
        "resourceType hidden by an escape": '{"resource\\u0054ype":"Observation","resourceType":"Patient","id":"x"}',
        "resourceType is a list": '{"resourceType":["Patient"]}',
        "resourceType is a path": '{"resourceType":"../../etc/passwd"}',
        "resourceType is a script": '{"resourceType":"<script>alert(1)</script>"}',
        "resourceType of 100,000 letters": '{"resourceType":"' + "A" * 100_000 + '"}',
        "resourceType of a later version": '{"resourceType":"DeviceUsage","id":"x","status":"active"}',
        "__proto__ as a name": ONE[:-1] + ',"__proto__":{"status":"amended"}}',
        "a million members": ONE[:-1] + "," + ",".join(f'"k{number}":0' for number in range(1_000_001)) + "}",
        "a million entries without anything": '{"resourceType":"Bundle","entry":['
        + ",".join(["{}"] * 1_000_000)
        + "]}",
        "a narrative with a script": observation(text={"div": "<div onload=alert(1)><script>x</script></div>"}),
        "10 MB of base64": json.dumps(
            {"resourceType": "Binary", "id": "b", "data": b64encode(b"\0" * 7_500_000).decode()}
        ),
        "10 MB of what is no base64": json.dumps({"resourceType": "Binary", "id": "b", "data": "!" * 10_000_000}),
        "a document that is no base64": json.dumps(
            {"resourceType": "DocumentReference", "status": "current", "content": [{"attachment": {"data": "%%%"}}]}
        ),
        "an attachment inside the network": json.dumps(
            {
                "resourceType": "DocumentReference",
                "status": "current",
                "content": [{"attachment": {"url": "http://169.254.169.254/latest/meta-data"}}],
            }
        ),
        "an attachment that is a file": json.dumps(
            {
                "resourceType": "DocumentReference",
                "status": "current",
                "content": [{"attachment": {"url": "file:///etc/passwd"}}],
            }
        ),
        "a reference to itself": json.dumps({**json.loads(ONE), "hasMember": [{"reference": "Observation/o"}]}),
        "a reference of 1 MB": json.dumps({**json.loads(ONE), "hasMember": [{"reference": "a/" * 500_000}]}),
        "references in a ring": bundle(
            observation(id="a", hasMember=[{"reference": "Observation/b"}]),
            observation(id="b", hasMember=[{"reference": "Observation/a"}]),
        ),
        "an id that is a path": observation(id="../../../site.key"),
        "an id of 1 MB": observation(id="x" * 1_000_000),
        "half of a character": ONE.replace("Creatinine", "\\ud83d"),
        "a NUL in a text": ONE.replace("Creatinine", "Creat\\u0000inine"),
        "a bare NUL in a text": ONE.replace("Creatinine", "Creat\0inine"),
        "bare control characters": ONE.replace("Creatinine", "\x01\x02\x1b[31m"),
        "letters that run backwards": ONE.replace("Creatinine", "\u202eeninitaerC\u2066"),
        "a million accents on one letter": ONE.replace("Creatinine", "e" + "\u0301" * 1_000_000),
        "a BOM": b"\xef\xbb\xbf" + ONE.encode(),
        "two BOMs": b"\xef\xbb\xbf" * 2 + ONE.encode(),
        "UTF-16 with its BOM": ONE.encode("utf-16"),
        "UTF-16 without one": ONE.encode("utf-16-le"),
        "UTF-32": ONE.encode("utf-32"),
        "Latin-1": ONE.replace("Creatinine", "Créatinine").encode("latin-1"),
        "overlong UTF-8": ONE.encode().replace(b"Creatinine", b"\xc0\xaf\xc0\xae"),
        "UTF-7": ONE.encode().replace(b"Creatinine", b"+ADw-script+AD4-"),
        "cut off in the type": ONE[:18],
        "cut off in a text": ONE[:75],
        "cut off behind a comma": bundle(ONE, ONE)[:-40],
        "cut off in the first entry": bundle(ONE)[:70],
        "cut off in the middle of a letter": ONE.replace("Creatinine", "Créatinine").encode()[:80],
        "something behind the end": ONE + "}}}}",
        "two documents without a break": ONE + P,
        "comments": "/* a */ " + ONE,
        "a trailing comma": ONE[:-1] + ",}",
        "single quotation marks": ONE.replace('"', "'"),
        "lines of which one is 2 MB of brackets": ONE + "\n" + "[" * 2_000_000 + "\n" + ONE + "\n",
        "lines with carriage returns alone": (ONE + "\r") * 3,
        "a line of nothing but a quotation mark": ONE + '\n"\n' + ONE + "\n",
        "100,000 broken lines": (ONE + "\n") + "{\n" * 100_000,
        "100,000 breaks in a bundle": bundle(ONE)[:-2] + ',{"resource":{"a":,}}' * 100_000 + "]}",
        "two patients": bundle(P, P.replace('"p"', '"q"').replace("Okafor", "Bello")),
        "two patients with one id": bundle(P, P.replace("Okafor", "Bello")),
        "an answer of a server": '{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"login"}]}',
        "a page of a login": "<!DOCTYPE html><html><body>Sign in</body></html>",
        "a program": b"\x7fELF" + b"\x02" * 400,
        "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 400,
        "a broken PDF": b"%PDF-1.7\n" + b"\xff" * 400,
        "gzip that unpacks to much": __import__("gzip").compress(b"[" * 50_000_000),
    }.items()
}

"""What does the site say to addresses, forms and bodies that no page of its own would send?"""

from contextlib import suppress

import pytest
from django.test import Client
from django.urls import reverse

from ..verification.authorisation.asking import read
from ..verification.authorisation.world import World, make_world

BIG = 2_600_000  # bytes; more than a form may have outside files
NUMBERS = ["9" * 18, "9" * 19, "99999999999999999999", "9" * 5000, "-1", "0", "00", "1e3", "0x1", "%31%00", "١٢", "1.0"]
PERSONS = [
    "0" * 36,
    "4C1F2A90-8E0B-4D6A-9C53-2B7E61D0AA11",
    "g" * 36,
    "..",
    "%2e%2e",
    "%00",
    "{x}",
    "4c1f2a90-8e0b-4d6a-9c53-2b7e61d0aa1",
    "' OR 1=1--",
    "é",
]
PATHS = [
    "/..%2f..%2fsite.key",
    "/static/../../site.key",
    "/static/%2e%2e/%2e%2e/keyring.sqlite3",
    "/static//etc/passwd",
]
PATHS += [
    "/%00",
    "/%ff%fe",
    "/" + "a" * 8000,
    "/p//home",
    "/;/",
    "/static/web/haversack.js%00.css",
    "//",
    "/\\..\\",
    "/?%00",
]
FORM = "application/x-www-form-urlencoded"
BODIES = {
    "no boundary": (b"x", "multipart/form-data"),
    "a strange boundary": (b"--a\r\n\r\n", "multipart/form-data; boundary=" + "b" * 300),
    "cut short": (
        b'--a\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n{',
        "multipart/form-data; boundary=a",
    ),
    "no end of a header": (b"--a\r\nContent-Disposition: form-data", "multipart/form-data; boundary=a"),
    "base64 that is none": (
        b'--a\r\nContent-Disposition: form-data; name="words"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--a--',
        "multipart/form-data; boundary=a",
    ),
    "another encoding": (b"words=%ff%fe\xff", FORM + "; charset=utf-16"),
    "an unknown encoding": (b"words=x", FORM + "; charset=nonsense"),
    "half a character": (b"words=%ed%a0%80&name=%ed%a0%80", FORM),
    "nothing": (b"words=%00&name=%00&born=%00&source=%00&shown=%00", FORM),
    "many fields": (b"&".join(b"a%d=1" % number for number in range(2000)), FORM),
    "too much": (b"words=" + b"a" * BIG, FORM),
    "json": (b'{"words": 1}', "application/json"),
    "no kind": (b"\x00\x01", ""),
    "long numbers": (b"shown=" + b"9" * 5000 + b"&record=" + b"9" * 5000 + b"&all=on", FORM),
    "many records": (b"shown=1&" + b"&".join(b"record=1" for _ in range(900)), FORM),
    "below nothing": (b"shown=-99999999999999999999&record=-1&all=on", FORM),
}


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def owner(world) -> Client:
    return world.browsers["owner"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_is_none_of_a_row_leads_nowhere(number, world, owner):
    start = f"/p/{world.things['person']['shared']}"
    for address in (f"/entry/{number}/", f"/trend/{number}/", f"/entry/{number}/file/{number}/", f"/import/{number}/"):
        assert owner.get(start + address).status_code == 404
    assert owner.post(f"{start}/review/undo/{number}/").status_code in (302, 404)  # "taken back already"
    assert owner.post(f"/account/2fa/webauthn/keys/{number}/remove/").status_code in (302, 404)


@pytest.mark.parametrize("person", PERSONS)
def test_an_id_that_is_none_leads_nowhere(person, owner):
    assert owner.get(f"/p/{person}/").status_code == 404


@pytest.mark.parametrize("number", NUMBERS)
def test_a_filter_that_is_none_filters_nothing(number, world, owner):
    start = f"/p/{world.things['person']['shared']}"
    for address in ("/c/labs/", "/timeline/", "/review/", "/import/"):
        asked = {"page": number, "year": number, "source": number, "show": number}
        assert owner.get(start + address, asked).status_code == 200
    removing = {"shown": number, "record": number, "all": number}
    assert owner.get(start + "/review/remove/", removing).status_code in (200, 302)


@pytest.mark.parametrize("path", PATHS, ids=range(len(PATHS)))
def test_no_path_leads_to_a_file_or_a_fault(path, owner):
    answer = owner.get(path)
    read(answer)
    assert answer.status_code in (301, 302, 400, 404)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_no_body_leads_to_a_fault(body, world, owner):
    at = [world.things["person"]["shared"]]
    pages = [("backpack:" + name, at) for name in ("search", "settings", "import", "export", "person_remove")]
    pages += [("backpack:review_accept", at), ("backpack:review_remove", at)]
    pages += [("backpack:person_add", []), ("account_language", []), ("account_login", []), ("account_signup", [])]
    for name, args in pages:
        for browser in (owner, world.browsers["anonymous"]):
            data, kind = body
            with suppress(OSError):  # a body that ends too soon is a line that broke off: nobody waits for the answer
                answer = browser.generic("POST", reverse(name, args=args), data, content_type=kind)
                assert answer.status_code < 500, name


def test_a_name_of_many_signs_is_no_fault(world, owner):
    shared = world.things["person"]["shared"]
    for name in ("\ud83d\ude00" * 50, "é" * 120, "\u202e" * 10 + "x", "\u200b", "x" * 10_000, "<b>", "\x00"):
        sent = name.encode("utf-8", "surrogatepass")
        body = b"name=" + b"".join(b"%%%02x" % byte for byte in sent) + b"&born=&hue=teal"
        answer = owner.generic("POST", f"/p/{shared}/settings/", body, content_type=FORM)
        assert answer.status_code in (302, 400)


def test_what_a_browser_says_of_itself_is_no_fault():
    strange = {"user-agent": "x" * 5000, "accept-language": "e" * 5000, "referer": "\x7f", "cookie": "a=" + "b" * 4000}
    assert Client(headers=strange).get("/account/login/").status_code == 200
    assert Client(headers={"cookie": "haversack_session=../../x; haversack_csrf="}).get("/").status_code == 302

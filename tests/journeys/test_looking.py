"""The look that journeys take is shown to see: each fault is planted, and must be found."""

import pytest

GOOD = """<!doctype html><html lang="en">
<head><title>Labs</title><meta name="viewport" content="width=device-width"></head>
<body><main><h1>Labs</h1><p>Nothing here yet.</p>{}</main></body></html>"""
FAULTS = {
    "a button without a name": '<button type="button"></button>',
    "a field without a label": '<input name="words">',
    "words too pale to read": '<p style="color:#ccc;background:#fff">Glucose</p>',
    "a picture without words": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    "a page wider than a phone": '<div style="width:400px">Glucose</div>',
    "a second first heading": "<h1>Vitals</h1>",
}


def test_a_page_without_fault_passes(page, look):
    page.set_content(GOOD.format(""))
    look(page, "planted")


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found(page, look, fault):
    page.set_content(GOOD.format(fault))
    with pytest.raises(AssertionError, match="planted"):
        look(page, "planted")


@pytest.mark.parametrize(
    ("doing", "seen"),
    [
        ("setTimeout(() => { throw new Error('oh') })", "script: "),
        ("console.error('oh')", "console: oh"),
        ("new Image().src = 'http://192.0.2.1/x.gif'", "asked for http://192.0.2.1/x.gif"),
    ],
)
def test_a_page_that_fails_in_silence_or_calls_elsewhere_fails_the_journey(new_page, doing, seen):
    page = new_page()
    page.route("http://192.0.2.1/**", lambda route: route.fulfill(body=""))
    page.set_content(GOOD.format(""))
    page.evaluate(doing)
    page.wait_for_timeout(50)
    assert [each for each in new_page.complaints if each.startswith(seen)]
    new_page.complaints.clear()

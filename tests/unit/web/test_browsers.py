"""What do we call the device one is signed in on?"""

import pytest

from haversack.web.browsers import browser

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0 Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (WINDOWS, ("Chrome", "Windows")),
        (WINDOWS + " Edg/143.0", ("Edge", "Windows")),
        (WINDOWS + " OPR/120", ("Opera", "Windows")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", ("Safari", "iPhone")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0", ("Firefox", "Mac")),
        ("Mozilla/5.0 (Linux; Android 16) SamsungBrowser/29 Chrome/139 Mobile", ("Samsung Internet", "Android")),
        ("python-httpx/1.0", ("", "")),
        ("", ("", "")),
    ],
)  # fmt: skip
def test_a_device_is_called_as_people_call_it(user_agent, name):
    assert browser(user_agent) == name

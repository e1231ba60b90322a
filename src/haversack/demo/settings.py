"""How does the demo's site differ from a family's?

It has a door that one click opens, so it answers to this machine's own names alone, whatever the operator set. Only
`haversack run --demo` uses these settings, and only when it listens on this machine's own address.
"""

import os

from haversack.config.environment import LOOPBACK
from haversack.config.settings import *  # noqa: F403
from haversack.config.settings import ALLOWED_PORTALS as OF_A_HOUSEHOLD
from haversack.config.settings import INSTALLED_APPS as OF_A_FAMILY

PORTS_OF_PORTALS = os.environ.get("DEMO_PORTS", "").split()  # where the hospitals' portals run beside it
ALLOWED_PORTALS = [*OF_A_HOUSEHOLD, *(f"localhost:{port}" for port in PORTS_OF_PORTALS)]
INSTALLED_APPS = ["haversack.demo", *OF_A_FAMILY]
ROOT_URLCONF = "haversack.demo.urls"
ALLOWED_HOSTS = list(LOOPBACK)
# A family's own site may run beside the demo, on another port of the same name: browsers would mix up the cookies.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "haversack_demo_session", "haversack_demo_csrf"

"""How does a portal of the demo differ from a hospital's?

It has doors that one click opens, so it answers to this machine's own names alone, like the demo's own site; and its
cookies are its own, since several sites of the demo share this machine's name.
"""

import os

from haversack.config.environment import LOOPBACK
from haversack.config.portal_settings import *  # noqa: F403
from haversack.config.portal_settings import INSTALLED_APPS as OF_A_HOSPITAL

KEY = os.environ["DEMO_PORTAL"]  # which of the two: `riverside`, `heronbay`
INSTALLED_APPS = ["haversack.demo.portals", *OF_A_HOSPITAL]
ROOT_URLCONF = "haversack.demo.portals.urls"
CARD_ISSUER = f"https://{KEY}.example"  # nobody can ask there: cards of the demo show how they look
ALLOWED_HOSTS = list(LOOPBACK)
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"haversack_{KEY}_session", f"haversack_{KEY}_csrf"

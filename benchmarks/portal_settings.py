"""The settings of the portal that benchmarks/portal.py asks: a hospital's own, and an address that does nothing."""

from haversack.config.portal_settings import *  # noqa: F403
from haversack.config.portal_settings import ALLOWED_HOSTS as HOSTS

ROOT_URLCONF = "benchmarks.portal_addresses"
ALLOWED_HOSTS = [*HOSTS, "127.0.0.1"]
FHIR_MOST_REQUESTS = 10**9

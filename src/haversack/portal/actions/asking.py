"""What happens when somebody who is not signed in asks for a link: to enrol, or to a new password?

The same, whatever is known: the try is counted, the question is written down, sealed, and that is all. No patient and
no account is looked up before the page has answered, so the answer cannot tell by its words, its length or its time. A
job looks later, once a minute, not woken by the question: what it finds does not show in what anybody asks next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haversack import audit
from haversack.accounts.limits import Limit, spend
from haversack.accounts.models import normal_email, normal_login_id

from ..rules.enrolment import ASK_FOR_PASSWORD, ASK_TO_ENROL, Allowance, By
from .outgoing import Facts, want

ENROL, PASSWORD = "ask-to-enrol", "ask-for-password"


class Nobody:
    """Whoever asks without being signed in."""

    pseudonym = "anonymous"


@dataclass(frozen=True, slots=True)
class Asker:
    """From where somebody asks: their network, the language of the page, and the address at which they see the site."""

    network: str
    language: str
    site: str

    def __repr__(self) -> str:
        return "Asker(…)"


def ask_to_enrol(*, email: str, mrn: str, asker: Asker, now: datetime) -> None:
    """Ask for a link to enrol with. Raises TooMany."""
    email = normal_email(email)
    count("enrol", ASK_TO_ENROL, {By.NETWORK: asker.network, By.EMAIL: email, By.NUMBER: mrn}, now)
    _want(ENROL, {"email": email, "mrn": mrn}, asker, now)


def ask_for_password(*, login_id: str, asker: Asker, now: datetime) -> None:
    """Ask for a link to a new password. Raises TooMany."""
    login_id = normal_login_id(login_id)
    count("password", ASK_FOR_PASSWORD, {By.NETWORK: asker.network, By.USER_ID: login_id}, now)
    _want(PASSWORD, {"login_id": login_id}, asker, now)


def count(what: str, allowed: Mapping[By, tuple[Allowance, ...]], values: Mapping[By, str], now: datetime) -> None:
    """Count a try by each of the values. Raises TooMany."""
    spend(
        [
            (Limit(f"{what}, by {by}", allowance.most, allowance.within), values[by])
            for by, allowances in allowed.items()
            for allowance in allowances
        ],
        now,
    )


@transaction.atomic
def _want(kind: str, facts: Facts, asker: Asker, now: datetime) -> None:
    want(kind, facts | {"language": asker.language, "site": asker.site}, now)
    audit.record(by=Nobody(), act=f"access.{kind}")

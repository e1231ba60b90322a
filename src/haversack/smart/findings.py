"""In which words does the examination of a portal say what was seen? A page says it in the reader's language.

Values between %( and )s are what the portal said, a number, or words that stand in VALUES or in a fault of the network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FINDINGS: dict[str, str] = {
    "configured": "It says how to connect at .well-known/smart-configuration.",
    "not configured": "There is no .well-known/smart-configuration below its FHIR base (answer: %(status)s).",
    "nothing to look at": "There is no configuration to look at.",
    "sent as": "The configuration is sent as %(type)s.",
    "whole": "Every address in it is whole.",
    "not whole": "Not whole addresses: %(names)s.",
    "token named": "It names where a code is turned into a token.",
    "token not named": "It does not name where a code is turned into a token.",
    "sign-in named": "It names where people sign in and agree.",
    "sign-in not named": "It does not name where people sign in and agree.",
    "grants named": "It names which kinds of grant there are.",
    "grants not named": "It does not name which kinds of grant there are.",
    "abilities named": "It names what it is able to do.",
    "abilities not named": "It does not name what it is able to do.",
    "challenge": "Ways to protect the code on its way (PKCE): %(methods)s.",
    "patients": "Everything a patient’s own app needs is there.",
    "lacks": "Not offered: %(names)s.",
    "no identity": "It does not offer to say who signed in (OpenID Connect).",
    "identity": "Issuer and keys of identities are named.",
    "half an identity": "Issuer and keys of identities are not both named.",
    "no keys": "No keys are published.",
    "keys": "Its keys can be fetched.",
    "bad keys": "Its keys cannot be fetched or used.",
    "lasting": "A connection can be kept going while the person is away.",
    "not lasting": "It does not offer to keep a connection going: each refresh would need signing in again.",
    "fine": "Access can be limited to categories.",
    "not fine": "Access cannot be limited to categories.",
    "any origin": "Apps in a browser may read how to connect.",
    "not any origin": "Apps in a browser may not read how to connect.",
    "token not asked": "The token endpoint was not asked, or did not answer.",
    "token": "An empty request for a token is answered with %(status)s.",
    "not tried": "Asking without a token was not tried, or got no answer.",
    "unsigned": "Asking for patients without a token is answered with %(status)s.",
    "forged not tried": "A forged token was not tried, or got no answer.",
    "forged": "A token that nobody issued is answered with %(status)s.",
    "stated": "It says what it can do at /metadata.",
    "not stated": "There is nothing usable at /metadata (answer: %(status)s).",
    "no version": "Nothing tells which version of FHIR it speaks.",
    "version": "It speaks FHIR %(version)s (%(name)s).",
    "version unknown": "It speaks a version of FHIR that is not known: %(version)s.",
    "no statement": "There is no statement of capabilities.",
    "dated": "Its statement is dated.",
    "not dated": "Its statement has no date.",
    "told once": "Addresses for signing in are told in one place only.",
    "told alike": "Both documents name the same addresses.",
    "told otherwise": "Its two documents name different addresses.",
    "local": "Not testable on an address of the home network that was allowed.",
    "safe": "Everything goes by https.",
    "not safe": "Not everything goes by https.",
    "no brands": "It publishes no brands, so names and logos come from other lists.",
    "brands": "Its brands name it once, under its own identifier.",
    "bad brands": "Its brands do not name it exactly once.",
}
NOTHING, NONE, NO_ANSWER = VALUES = ("nothing", "none", "no answer")


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement: whether it holds, and what was seen: a key of FINDINGS, and the values in it."""

    requirement: str
    holds: bool | None
    said: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def what(self) -> str:
        """In English."""
        return FINDINGS[self.said] % self.values if self.values else FINDINGS[self.said]

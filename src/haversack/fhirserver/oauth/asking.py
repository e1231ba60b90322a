"""What does an app ask for when it sends somebody here, who is it, and may it be told what is wrong?

The library settles who the app is and where it may be sent back to; until that is settled nothing is told to anybody
but the person. Everything after it is told to the app.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext as _
from oauth2_provider.oauth2_backends import get_oauthlib_core
from oauthlib.oauth2.rfc6749 import errors

from haversack.smart import launch, scopes
from haversack.smart.scopes import RecordScope

from ..actions.permitting import Proof
from ..models import App, Permission
from ..queries.permissions import app_of
from ..rules.offering import granted
from ..store import record_store


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to be let in, in which nothing is wrong."""

    app: App
    parameters: Mapping[str, str]
    scopes: scopes.Scopes

    @property
    def redirect_uri(self) -> str:
        return self.parameters["redirect_uri"]

    @property
    def host(self) -> str:
        return host_of(self.redirect_uri)

    @property
    def proof(self) -> Proof:
        return Proof(self.redirect_uri, self.parameters["code_challenge"], self.parameters.get("nonce", ""))

    def given(self, ticked: Sequence[str]) -> tuple[RecordScope, ...]:
        """What follows from the boxes that somebody ticked."""
        categories = {each.type: [category for category, _name in each.categories] for each in record_store().support()}
        return granted(self.scopes.at("patient"), ticked, categories)

    def stays(self, ticked: bool) -> str:
        """Whether the app may come back: as it asked, and as somebody ticked."""
        if scopes.OFFLINE in self.scopes:
            return Permission.OFFLINE if ticked else Permission.ONCE
        return Permission.ONLINE if scopes.ONLINE in self.scopes else Permission.ONCE

    def scope(self, given: Sequence[RecordScope], stays: str) -> str:
        """The words of what is granted."""
        coming_back = {Permission.OFFLINE: [scopes.OFFLINE], Permission.ONLINE: [scopes.ONLINE]}.get(stays, [])
        plain = [word for word in self.scopes.plain if word not in (scopes.OFFLINE, scopes.ONLINE)]
        return " ".join([*plain, *coming_back, *map(str, given)])


class SaidHere(Exception):
    """Something is wrong that the app cannot be told, because it is not known where the app is."""


class SaidThere(Exception):
    """Something is wrong that the app is told at its own address."""

    def __init__(self, app: App, redirect_uri: str, state: str, refusal: launch.Refusal) -> None:
        super().__init__(refusal.error)
        self.app, self.redirect_uri, self.state, self.refusal = app, redirect_uri, state, refusal


def read(said: Mapping[str, Sequence[str]], *, here: str, base: str) -> Asked:
    """The request, checked; here: the address of this endpoint. Raises SaidHere and SaidThere."""
    kept = [(name, value) for name in launch.PARAMETERS for value in said.get(name, ())]
    one = dict(kept)
    app = app_of(one.get("client_id", ""))
    try:
        get_oauthlib_core().server.validate_authorization_request(f"{here}?{urlencode(kept)}", http_method="GET")
        refusal = launch.refusal(said, base)
    except errors.FatalClientError as fatal:
        raise SaidHere(_words(fatal)) from None
    except errors.OAuth2Error as problem:
        by_library = launch.Refusal(problem.error, problem.description or "The request cannot be answered.")
        refusal = launch.refusal(said, base) or by_library
    assert app is not None  # the library has found it
    wanted = _wanted(app, one.get("scope", ""))
    if refusal is None and not wanted.records:
        reason = "None of the scopes is one that this server grants to apps: ask for patient/… scopes."
        refusal = launch.Refusal("invalid_scope", reason)
    if refusal is not None:
        raise SaidThere(app, one["redirect_uri"], one.get("state", ""), refusal)
    return Asked(app, one, wanted)


def host_of(uri: str) -> str:
    """Where an address leads, as people read it: its host, or the scheme of an app's own."""
    split = urlsplit(uri)
    return split.netloc or split.scheme


def _wanted(app: App, text: str) -> scopes.Scopes:
    """What can be granted of what was asked for: reading, of the types that there are, within the app's own entry."""
    asked = scopes.parse(text)
    reading = [kept for each in asked.at("patient") if (kept := each.only_reading())]
    entry = scopes.parse(app.scope)
    if entry.records:
        reading = list(scopes.narrow(reading, entry.at("patient")))
    there = {each.type for each in record_store().support()}
    known = tuple(each for each in reading if each.type in there or each.type == scopes.EVERY_TYPE)
    return scopes.Scopes(asked.plain, known)


def _words(fatal: errors.FatalClientError) -> str:
    if isinstance(fatal, errors.InvalidClientIdError | errors.MissingClientIdError):
        return _("The app that sent you here is not registered with this provider.")
    if isinstance(fatal, errors.MismatchingRedirectURIError | errors.InvalidRedirectURIError):
        return _("The app asked to be sent back to an address that it has not registered.")
    if isinstance(fatal, errors.MissingRedirectURIError):
        return _("The app did not say where to go back to.")
    return _("The app's request cannot be read.")

"""What is sealed in the rows of connections, registrations, sign-ins and fetches?

All but RegistrationFacts under the person's key (invariant 5): which portal a person goes to says much about them.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from haversack.records.unspoken import Unspoken

# As what each is sealed, so that none opens as another.
CONNECTION, TOKENS, SIGN_IN, REGISTRATION, FETCH, COURSE, SHOWN, CLIENT_KEY = (
    "connection", "tokens", "sign-in", "registration", "fetch", "course", "shown", "client-key",
)  # fmt: skip


class ConnectionFacts(Unspoken, msgspec.Struct, array_like=True):
    """name: what the portal is called. given: the address somebody gave. base: of the FHIR server; the addresses below
    it are what the portal said of itself when it was last examined. local: a machine that the operator named with the
    command, to be asked although it is inside the home network ("host:port"). patient: the id there. asked, granted:
    scopes. chosen: categories the person wants read, () for all. missing: categories or words that were asked for and
    not granted. same_person: the person confirmed that a patient of another name is theirs. types: resource types that
    the portal serves, each with its search parameters. told: why it is not supported, as the examination said it.
    lasted: for how many seconds earlier permissions held, from which an end is foretold. back: where the person comes
    back to from the portal. only_offered: the portal refused to be asked for more than it lists. looks: how often it
    was looked at in vain.
    """

    name: str
    given: str
    base: str = ""
    version: str = ""
    authorize: str = ""
    token: str = ""
    register: str = ""
    revoke: str = ""
    manage: str = ""
    issuer: str = ""
    keys: str = ""
    capabilities: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    token_methods: tuple[str, ...] = ()
    local: str = ""
    patient: str = ""
    asked: str = ""
    granted: str = ""
    chosen: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    same_person: bool = False
    types: dict[str, tuple[str, ...]] = {}
    software: str = ""
    told: str = ""
    lasted: tuple[int, ...] = ()
    back: str = ""
    only_offered: bool = False
    looks: int = 0


class Tokens(Unspoken, msgspec.Struct, array_like=True):
    """What opens the records. refresh: "" where the portal gave none. expires_at: of the access token.

    address: of the token endpoint that gave them; base: the only server that may see the access token.
    """

    access: str
    refresh: str
    expires_at: datetime | None
    address: str
    base: str


class SignInFacts(Unspoken, msgspec.Struct, array_like=True):
    verifier: str
    redirect_uri: str
    asked: str
    nonce: str
    same_person: bool = False
    registration: int = 0


class RegistrationFacts(Unspoken, msgspec.Struct, array_like=True):
    """secret: of a symmetric client; token, manage: by which a dynamic registration can be changed (RFC 7592). issuer:
    of the server it was made at; a portal that changes it does not know this site any more."""

    base: str
    name: str = ""
    vendor: str = ""
    redirect_uris: tuple[str, ...] = ()
    secret: str = ""
    token: str = ""
    manage: str = ""
    issuer: str = ""


class FetchFacts(Unspoken, msgspec.Struct, array_like=True):
    """reasons: (query, why it did not come whole, what the portal said of it). server_time: the portal's own clock at
    the beginning, from which the next quick pass counts. by_type: records received of each type. rounds: how often what
    had failed was tried again. given_up: addresses of single resources that the portal does not give. forgiven: how
    many attempts do not count, since they came on. owed: single resources that did not come, for the next fetch: what
    speaks of them may not be looked at again."""

    reasons: tuple[tuple[str, str, str], ...] = ()
    server_time: str = ""
    by_type: dict[str, int] = {}
    rounds: int = 0
    given_up: tuple[str, ...] = ()
    forgiven: int = 0
    owed: tuple[str, ...] = ()


class CourseFacts(Unspoken, msgspec.Struct, array_like=True):
    """type: of the resources it asks for; query: without the base; next: where the next page is, "" at the end or the
    beginning; since: of a quick pass; reason: why it ended early. category: the list it is for. optional: a refusal is
    no news. marks: of the pages seen (smart/answers.py). warnings: what the portal said of its answers."""

    type: str
    query: str
    next: str = ""
    since: str = ""
    reason: str = ""
    category: str = ""
    optional: bool = False
    marks: tuple[bytes, ...] = ()
    warnings: tuple[str, ...] = ()


class ShownFacts(Unspoken, msgspec.Struct, array_like=True):
    """identities: the keyed identities that a page showed, 16 bytes each, one behind the other. references: addresses
    below the base of what its records speak of."""

    identities: bytes
    references: tuple[str, ...] = ()


Facts = ConnectionFacts | Tokens | SignInFacts | RegistrationFacts | FetchFacts | CourseFacts | ShownFacts
encode = msgspec.msgpack.encode
decode_connection = msgspec.msgpack.Decoder(ConnectionFacts).decode
decode_tokens = msgspec.msgpack.Decoder(Tokens).decode
decode_sign_in = msgspec.msgpack.Decoder(SignInFacts).decode
decode_registration = msgspec.msgpack.Decoder(RegistrationFacts).decode
decode_fetch = msgspec.msgpack.Decoder(FetchFacts).decode
decode_course = msgspec.msgpack.Decoder(CourseFacts).decode
decode_shown = msgspec.msgpack.Decoder(ShownFacts).decode

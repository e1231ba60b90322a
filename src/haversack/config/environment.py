"""What did the operator choose, and where does this site keep its things?

Every choice is an environment variable whose name begins with HAVERSACK_; each has a default that is right for one
family on one machine. The list stands here and nowhere else.
"""

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PRIVATE = 0o077  # nobody but the account that runs the site reads what it writes
_LONGEST_ADDRESS = 500  # of a list
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class SettingUnreadable(Exception):
    """A variable or file of the operator's says something we cannot use; the operator can put it right."""


@dataclass(frozen=True, repr=False)
class Environment:
    """The operator's choices. Has no repr: it holds secrets."""

    data: Path
    database_url: str  # empty: SQLite in the data folder
    audit_database_url: str
    portal_database_url: str  # of a hospital's portal: never the backpack's
    portal_audit_database_url: str
    secret_key: str
    site_key: str  # empty: a file in the data folder, kept by the vault
    allowed_hosts: tuple[str, ...]
    allowed_portals: tuple[str, ...]  # hosts and networks inside the home network that may be asked
    adults_only: bool  # nobody connects records but an adult's own
    address: str  # at which people reach the site, for links in mail; empty where nobody can tell
    https: bool  # people reach the site by https (through a proxy in front of it)
    sign_up: str  # "open" or "closed"
    app_sign_up: str  # "open": apps may register themselves at a portal; "closed": the operator adds them
    apps_stay: str  # for how long an app that was let in may come back
    card_issuer: str  # the https address under which a portal's health cards are checked; empty: the one it is asked at
    card_keys: str  # "online": issuers of health cards are asked for their keys; "offline": the operator brings them
    email_url: str  # empty: no mail is ever sent
    largest_upload: int  # bytes that a person may send at once
    directories: tuple[tuple[str, str], ...]  # (region, address) of lists of providers that are kept up to date; none:
    # this site asks nobody for one
    regions: tuple[str, ...]  # in which people find providers; none: in all that the lists are for


def data_folder() -> Path:
    """The one folder that holds everything of this site: HAVERSACK_DATA, else ./data."""
    return Path(os.environ.get("HAVERSACK_DATA") or "data").absolute()


def read_environment() -> Environment:
    """Read the operator's choices, making the data folder (0700) and the secret key (0600) where they are missing."""
    data = data_folder()
    make_private_folder(data)
    return Environment(
        data=data,
        database_url=os.environ.get("HAVERSACK_DATABASE_URL", ""),
        audit_database_url=os.environ.get("HAVERSACK_AUDIT_DATABASE_URL", ""),
        portal_database_url=os.environ.get("HAVERSACK_PORTAL_DATABASE_URL", ""),
        portal_audit_database_url=os.environ.get("HAVERSACK_PORTAL_AUDIT_DATABASE_URL", ""),
        secret_key=os.environ.get("HAVERSACK_SECRET_KEY") or kept_secret(data / "secret.key"),
        site_key=os.environ.get("HAVERSACK_SITE_KEY", ""),
        allowed_hosts=_words("HAVERSACK_ALLOWED_HOSTS") or LOOPBACK,
        allowed_portals=_words("HAVERSACK_ALLOWED_PORTALS"),
        adults_only=_one_of("HAVERSACK_ADULTS_ONLY", "no", "yes") == "yes",
        address=_address(),
        https=_one_of("HAVERSACK_HTTPS", "no", "yes") == "yes",
        sign_up=_one_of("HAVERSACK_SIGN_UP", "open", "closed"),
        app_sign_up=_one_of("HAVERSACK_APP_SIGN_UP", "open", "closed"),
        apps_stay=_one_of("HAVERSACK_APPS_STAY", "quarter", "hour", "day", "week", "year"),
        card_issuer=_https("HAVERSACK_CARD_ISSUER"),
        card_keys=_one_of("HAVERSACK_CARD_KEYS", "offline", "online"),
        email_url=os.environ.get("HAVERSACK_EMAIL_URL", ""),
        largest_upload=_megabytes("HAVERSACK_LARGEST_UPLOAD", 4096),
        directories=_directories("HAVERSACK_DIRECTORIES"),
        regions=_words("HAVERSACK_REGIONS"),
    )


def make_private_folder(folder: Path) -> None:
    """Make the folder, and see to it that everything this process writes from now on is its owner's alone."""
    os.umask(PRIVATE)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.stat().st_mode & PRIVATE:
            folder.chmod(0o700)
    except OSError as fault:
        raise SettingUnreadable(f"The data folder cannot be used ({fault.strerror}): {folder}") from None


def kept_secret(path: Path) -> str:
    """The secret in the file, made on first use. Two processes that start at once agree on one."""
    if not path.exists():  # written beside it and linked whole: nobody ever reads half of it
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    secret = path.read_text().strip()
    if not secret:
        raise SettingUnreadable(f"The secret key file is empty: {path}")
    return secret


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in os.environ.get(name, "").split(",") if word.strip())


def _directories(name: str) -> tuple[tuple[str, str], ...]:
    """Addresses with blanks or line ends between, each with its region and "=" before it where it has one."""
    found = []
    for word in os.environ.get(name, "").split():
        told = re.fullmatch(r"(?:([\w-]{1,32})=)?(https?://[^\s/?#@]+(?:/[^\s#]*)?)", word)
        if told is None or len(word) > _LONGEST_ADDRESS:
            raise SettingUnreadable(f"{name} must be addresses like us=https://lists.example.org/brands.json.")
        found.append((told[1] or "", told[2]))
    return tuple(found)


def _https(name: str) -> str:
    address = os.environ.get(name, "").rstrip("/")
    if address and not re.fullmatch(r"https://[^\s/?#]+(/[^\s?#]+)?", address):
        raise SettingUnreadable(f"{name} must be an address that begins with https://.")
    return address


def _address() -> str:
    """HAVERSACK_ADDRESS; without it the first of the hosts, where the site is reached by https."""
    address = os.environ.get("HAVERSACK_ADDRESS", "").rstrip("/")
    if address and not re.fullmatch(r"https?://[^\s/?#]+", address):
        raise SettingUnreadable("HAVERSACK_ADDRESS must be like https://haversack.example.org, with nothing behind it.")
    hosts = [host for host in _words("HAVERSACK_ALLOWED_HOSTS") if host[0] not in "*." and host not in LOOPBACK]
    return address or (f"https://{hosts[0]}" if hosts and os.environ.get("HAVERSACK_HTTPS") == "yes" else "")


def _megabytes(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 10**7:
        raise SettingUnreadable(f"{name} must be a whole number of megabytes.")
    return int(text) << 20


def _one_of(name: str, default: str, *others: str) -> str:
    value = os.environ.get(name) or default
    if value not in (default, *others):
        raise SettingUnreadable(f"{name} must be one of: {', '.join((default, *others))}.")
    return value

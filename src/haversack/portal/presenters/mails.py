"""What does a mail say? No health data, no name, no user id, no record number: anybody may read it on the way."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from ..actions.outgoing import Mail
from ..queries.hospital import hospital
from ..rules.policy import Hospital

Paragraphs = Callable[[Hospital], tuple[str, list[str]]]


def written(mail: Mail) -> tuple[str, str]:
    """(subject, text) in the language of whoever gets it."""
    of = hospital()
    with translation.override(mail.language or "en"):
        subject, paragraphs = SAID[mail.kind](of)
        end = _("Medical Records, help line %(number)s") % {"number": of.help_line}
        parts = [*paragraphs, *([mail.link] if mail.link else []), *AFTER_THE_LINK.get(mail.kind, _nothing)()]
        return subject, "\n\n".join([*parts, f"{of.name}\n{end}"]) + "\n"


def _nothing() -> list[str]:
    return []


def _enrol_link(of: Hospital) -> tuple[str, list[str]]:
    return _("Your link to the patient portal of %(hospital)s") % {"hospital": of.name}, [
        _("Somebody asked to enrol in the patient portal with this e-mail address."),
        _("To choose a user id and a password, open this link:"),
    ]


def _once_for_an_hour() -> list[str]:
    return [
        _("It works once, for one hour. Do not pass it on."),
        _("If you did not ask for it, you need not do anything: nobody has got in."),
    ]


def _enrol_enrolled(of: Hospital) -> tuple[str, list[str]]:
    return _("You have an account in the patient portal of %(hospital)s") % {"hospital": of.name}, [
        _("Somebody asked to enrol in the patient portal with this e-mail address. There is an account already."),
        _("If you lost your password, choose “Forgot password?” where you sign in. If you lost your user id, call "
          "Medical Records: it is not sent by mail."),
    ]  # fmt: skip


def _enrol_not_online(of: Hospital) -> tuple[str, list[str]]:
    return _("Your question to the patient portal of %(hospital)s") % {"hospital": of.name}, [
        _("Somebody asked to enrol in the patient portal with this e-mail address. Under the hospital’s rules this "
          "access cannot be given online."),
        _("Ask Medical Records for copies, or what else can be done."),
    ]  # fmt: skip


def _password_link(of: Hospital) -> tuple[str, list[str]]:
    return _("A new password for the patient portal of %(hospital)s") % {"hospital": of.name}, [
        _("Somebody asked for a new password for your account."),
        _("To choose one, open this link:"),
    ]


def _password_changed(of: Hospital) -> tuple[str, list[str]]:
    return _("Your password for the patient portal of %(hospital)s was changed") % {"hospital": of.name}, [
        _("A new password was set for your account, and it was signed out everywhere."),
        _("If this was not you, call Medical Records at once."),
    ]


def _account_changed(of: Hospital) -> tuple[str, list[str]]:
    return _("How your account at %(hospital)s is signed in to was changed") % {"hospital": of.name}, [
        _("The password, a passkey or the second step of your account was changed. Your sign-in history tells when."),
        _("If this was not you, call Medical Records at once."),
    ]


def _address_changed(of: Hospital) -> tuple[str, list[str]]:
    return _("Your e-mail address at %(hospital)s was changed") % {"hospital": of.name}, [
        _("Another e-mail address is on file for you from now on. This one gets no more mail."),
        _("If you did not ask for it, call Medical Records at once."),
    ]


def _proxy_link(of: Hospital) -> tuple[str, list[str]]:
    return _("Your link to the patient portal of %(hospital)s") % {"hospital": of.name}, [
        _("A signed form lets you see somebody’s record in the patient portal."),
        _("To choose a user id and a password, or to use the account you have, open this link:"),
    ]


def _access_changed(of: Hospital) -> tuple[str, list[str]]:
    return _("Access in the patient portal of %(hospital)s has changed") % {"hospital": of.name}, [
        _("Who can see a record that you have to do with has changed. Sign in to see how."),
    ]


def _news(of: Hospital) -> tuple[str, list[str]]:
    return _("Something new for you in the patient portal of %(hospital)s") % {"hospital": of.name}, [
        _("Somebody has answered you. Sign in to read it: this mail does not say what it is."),
    ]


SAID: dict[str, Paragraphs] = {
    "enrol-link": _enrol_link,
    "enrol-enrolled": _enrol_enrolled,
    "enrol-not-online": _enrol_not_online,
    "password-link": _password_link,
    "password-changed": _password_changed,
    "account-changed": _account_changed,
    "address-changed": _address_changed,
    "proxy-link": _proxy_link,
    "access-changed": _access_changed,
    "news": _news,
}
AFTER_THE_LINK: dict[str, Callable[[], list[str]]] = dict.fromkeys(
    ("enrol-link", "password-link", "proxy-link"), _once_for_an_hour
)

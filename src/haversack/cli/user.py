"""Who may sign in to this site? Adds users, lists them, and gives one a new password when they have lost theirs."""

import argparse
import getpass
import sys

from .frame import Console, Refused, several


def arguments(parser: argparse.ArgumentParser) -> None:
    word = several(parser)
    add = word("add", "add a user; the password is asked for, or read from standard input")
    add.add_argument("email", metavar="EMAIL")
    add.add_argument("--name", default="", help="what the pages call this user")
    word("list", "list the users")
    password = word("password", "set a new password and end all of the user's sessions")
    password.add_argument("email", metavar="EMAIL")
    password.add_argument(
        "--forget-second-factor",
        action="store_true",
        help="for somebody who lost phone, passkeys and codes too",
    )


def run(options: argparse.Namespace, console: Console) -> None:
    {"add": _add, "list": _list, "password": _password}[options.what](options, console)


def _add(options: argparse.Namespace, console: Console) -> None:
    from haversack.accounts.actions import EmailTaken, EmailUnreadable, PasswordTooWeak, add_user

    try:
        user = add_user(email=options.email, name=options.name, password=asked_password())
    except (EmailTaken, EmailUnreadable, PasswordTooWeak) as fault:
        raise Refused(str(fault)) from None
    console.answer({"email": user.email}, f"{user.email} can sign in now.")


def _list(options: argparse.Namespace, console: Console) -> None:
    from haversack.accounts.models import User

    users = [
        {
            "email": user.email,
            "name": user.name,
            "joined": user.joined.date().isoformat(),
            "last_sign_in": user.last_login and user.last_login.date().isoformat(),
        }
        for user in User.objects.order_by("email")
    ]
    headings = {"email": "E-mail", "name": "Name", "joined": "Joined", "last_sign_in": "Last signed in"}
    console.rows(users, headings, empty="There are no users yet. Add one with: haversack user add EMAIL")


def _password(options: argparse.Namespace, console: Console) -> None:
    from haversack.accounts.actions import PasswordTooWeak, UserUnknown, set_password

    try:
        user = set_password(
            email=options.email, password=asked_password(), without_second_factor=options.forget_second_factor
        )
    except (UserUnknown, PasswordTooWeak) as fault:
        raise Refused(str(fault)) from None
    console.answer({"email": user.email}, f"{user.email} has a new password and is signed out everywhere.")


def asked_password() -> str:
    """The password, typed twice at a terminal, or the line on standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise Refused("The two passwords differ.")
    return first

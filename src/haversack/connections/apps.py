"""Which Django app is this? Connections to portals, and the directory they are found in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from haversack.backpack.actions.links import Fetched
    from haversack.smart.links.reading import Link


class ConnectionsConfig(AppConfig):
    name = "haversack.connections"
    label = "connections"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Connections"

    def ready(self) -> None:
        """Actions write down what is due; the queue that wakes a worker is known here, above them. And fetches learn
        who keeps the tokens, and imports how a health link is opened."""
        from haversack.backpack.actions import links

        from .actions import fetching, investigating, permission, tokens

        fetching.wake_with(_wake_fetch)
        investigating.wake_with(_wake_look)
        permission.given_by(tokens.bearer)
        _answer_pages()
        _tell_notices()
        links.follow_with(_open_link)


def _wake_fetch(fetch: int) -> None:
    from .jobs.fetching import do_fetch

    do_fetch.enqueue(fetch)


def _open_link(link: Link, passcode: str) -> Fetched:
    from .actions.links import fetch_link

    return fetch_link(link, passcode)


def _wake_look(connection: int) -> None:
    from .jobs.investigating import look

    look.enqueue(connection)


def _answer_pages() -> None:
    """Pages of the backpack learn who knows what sources have ceased to show, and how current each is."""
    from haversack.backpack.ports import looks_by, unshared_by

    from .queries.connections import looks_of
    from .queries.fetches import unshared_records

    unshared_by(unshared_records)
    looks_by(looks_of)


def _tell_notices() -> None:
    """Notices learn who opens their sockets, and who knows what one of a connection is about."""
    from haversack.notices.ports import posted_by, told_by

    from .actions.posting import post
    from .actions.telling import OF_CONNECTIONS, about_connection

    posted_by(post)
    told_by(about_connection, OF_CONNECTIONS)

"""Which Django app is this? Connections to portals, and the directory they are found in."""

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "haversack.connections"
    label = "connections"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Connections"

    def ready(self) -> None:
        """Actions write down that a fetch is due; the queue that wakes a worker is known here, above them."""
        from .actions.fetching import wake_with

        wake_with(_wake)


def _wake(fetch: int) -> None:
    from .jobs.fetching import do_fetch

    do_fetch.enqueue(fetch)

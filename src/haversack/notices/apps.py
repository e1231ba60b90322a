"""Which Django app is this? What users hear of while they are away."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "haversack.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Notices"

    def ready(self) -> None:
        """Actions write down that a message is due; the queue that wakes a worker is known here, above them."""
        from .actions.gathering import wake_with

        wake_with(_wake)


def _wake(delivery: int) -> None:
    from .jobs import send

    send.enqueue(delivery)

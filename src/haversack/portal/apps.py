"""Which Django app is this? The hospital's portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "haversack.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Portal"

    def ready(self) -> None:
        from .actions.telling import connect

        connect()

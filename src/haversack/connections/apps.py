"""Which Django app is this? Connections to portals, and the directory they are found in."""

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "haversack.connections"
    label = "connections"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Connections"

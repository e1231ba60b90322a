"""How Django knows the accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "haversack.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .trail import connect

        connect()

"""Which Django app is this? The backpack."""

from django.apps import AppConfig


class BackpackConfig(AppConfig):
    name = "haversack.backpack"
    label = "backpack"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Backpack"

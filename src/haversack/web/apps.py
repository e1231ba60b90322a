"""How Django knows the design system."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "haversack.web"
    label = "web"

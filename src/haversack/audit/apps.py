"""How Django knows the audit trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "haversack.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

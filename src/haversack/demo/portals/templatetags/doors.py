"""As whom can a visitor of a demo's portal sign in with one click?"""

from __future__ import annotations

from django import template

from haversack.demo.portals.family_here import FILES
from haversack.portal.models import Patient, Staff

register = template.Library()


@register.simple_tag
def patients() -> list[tuple[str, str, bool]]:
    """(user id, name, whether of the demo's family) of each patient with an account, the family first."""
    family = {file.user_id for file in FILES.values()}
    rows = Patient.objects.exclude(user=None).order_by("pk").values_list("user__login_id", "user__name")
    named = [(str(login_id), name, login_id in family) for login_id, name in rows]
    return sorted(named, key=lambda row: not row[2])


@register.simple_tag
def colleagues() -> list[tuple[str, str, str]]:
    """(user id, name, what they are here) of those who work here."""
    rows = Staff.objects.order_by("pk").select_related("user")
    return [(str(one.user.login_id), one.user.name, Staff.Role(one.role).label) for one in rows]

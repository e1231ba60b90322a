"""What is asked where people sign in with a user id?"""

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class UserIdLoginForm(LoginForm):  # type: ignore[misc]
    """The library's form in the words of a portal."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["login"].label = _("User id")
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""  # the page has its own ways for who forgot something

"""Which addresses below /account/ are there at a site whose users sign in with a user id?

Fewer than the library has: nobody signs up, an account has no e-mail address to change, and the library's own mails and
pages for a lost password would tell more than they may. The site brings its own, and leads from `signup` to them.
"""

from allauth.account import views as library
from django.urls import URLPattern, URLResolver, include, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sessions/sign-out-everywhere/", views.sign_out_everywhere, name="account_sign_out_everywhere"),
    path("history/", views.history, name="account_history"),
    path("language/", views.language, name="account_language"),
    path("login/", library.login, name="account_login"),
    path("logout/", library.logout, name="account_logout"),
    path("inactive/", library.account_inactive, name="account_inactive"),
    path("reauthenticate/", library.reauthenticate, name="account_reauthenticate"),
    path("password/change/", library.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]

"""Which addresses below /account/ lead where? Ours first: where no mail is sent, ours stands before the library's."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sessions/sign-out-everywhere/", views.sign_out_everywhere, name="account_sign_out_everywhere"),
    path("history/", views.history, name="account_history"),
    path("language/", views.language, name="account_language"),
]
if not settings.SENDS_MAIL:
    urlpatterns.append(path("password/reset/", views.password_lost, name="account_reset_password"))
urlpatterns += [
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]

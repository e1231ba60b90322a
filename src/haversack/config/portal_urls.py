"""Which address of a portal leads to which app?"""

from django.urls import include, path
from django.views.generic import RedirectView

from haversack.portal.views import asking

urlpatterns = [
    path("account/password/reset/", asking.password_lost, name="account_reset_password"),
    path("account/signup/", RedirectView.as_view(pattern_name="portal:enrol"), name="account_signup"),
    path("account/", include("haversack.accounts.urls_by_user_id")),
    path("", include("haversack.fhirserver.urls")),
    path("", include("haversack.portal.urls")),
]

handler500 = "haversack.config.errors.fault"

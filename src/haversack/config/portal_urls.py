"""Which address of a portal leads to which app?"""

from django.urls import include, path

urlpatterns = [
    path("account/", include("haversack.accounts.urls")),
    path("", include("haversack.portal.urls")),
]

handler500 = "haversack.config.errors.fault"

"""Which address leads to which app?"""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
]

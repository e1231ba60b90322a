"""The gallery where the tests find it."""

from django.urls import include, path

urlpatterns = [path("gallery/", include("haversack.web.urls"))]

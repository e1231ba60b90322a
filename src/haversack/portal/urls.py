"""Which address leads to which page of the portal? None carries a name, a record number or a date of birth."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver
from django.views.generic import RedirectView

from .views import site

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="account_login"), name="start"),
    path("look/<slug:digest>.css", site.look, name="look"),
]

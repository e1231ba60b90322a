"""Which addresses does the demo have beside the site's own? The one-click door, and the component gallery."""

from django.urls import include, path

from haversack.config.urls import handler500
from haversack.config.urls import urlpatterns as of_the_site

from .signin import open_demo

__all__ = ["handler500", "urlpatterns"]

urlpatterns = [
    path("demo/", open_demo, name="demo_open"),
    path("gallery/", include("haversack.web.urls")),
    *of_the_site,
]

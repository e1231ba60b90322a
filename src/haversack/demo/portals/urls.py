"""Which addresses does a portal of the demo have beside a hospital's own? The one-click door."""

from django.urls import path

from haversack.config.portal_urls import handler500
from haversack.config.portal_urls import urlpatterns as of_a_hospital

from .signin import open_portal

__all__ = ["handler500", "urlpatterns"]

urlpatterns = [path("demo/", open_portal, name="demo_open"), *of_a_hospital]

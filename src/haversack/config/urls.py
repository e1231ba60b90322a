"""Which address leads to which app?"""

from importlib.util import find_spec

from django.urls import include, path

urlpatterns = [path("account/", include("haversack.accounts.urls"))]
if find_spec("haversack.backpack.urls"):
    urlpatterns.append(path("", include("haversack.backpack.urls")))

handler500 = "haversack.config.errors.fault"

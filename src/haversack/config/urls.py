"""Which address leads to which app?"""

from django.urls import include, path

urlpatterns = [
    path("account/notices/", include("haversack.notices.urls")),
    path("account/", include("haversack.accounts.urls")),
    path("", include("haversack.backpack.urls")),
    path("", include("haversack.connections.urls")),
]

handler500 = "haversack.config.errors.fault"

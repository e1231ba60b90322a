"""Which addresses below /account/notices/ lead where?"""

from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("test/", views.test, name="test"),
    path("browsers/add/", views.browser_add, name="browser_add"),
    path("browsers/remove/", views.browser_remove, name="browser_remove"),
    path("<int:message>/", views.open_message, name="open"),
    path("worker.js", views.worker, name="worker"),
]

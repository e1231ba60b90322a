"""Where is the component gallery? Included by the site in development and in the demonstration only."""

from django.urls import path

from .gallery import views

app_name = "gallery"
urlpatterns = [
    path("", views.components, name="components"),
    path("frame/", views.frame, name="frame"),
    path("door/", views.door, name="door"),
    path("confirm/", views.confirm, name="confirm"),
    path("error/<int:status>/", views.error, name="error"),
]

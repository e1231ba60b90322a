"""Which address leads to which page of the portal? None carries a name, a record number or a date of birth."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver
from django.views.generic import RedirectView

from .views import asking, enrolling, site

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="account_login"), name="start"),
    path("look/<slug:digest>.css", site.look, name="look"),
    path("account/password/reset/sent/", asking.password_sent, name="password_sent"),
    path("account/password/new/", enrolling.new_password, name="new_password"),
    path("account/user-id/", asking.user_id_lost, name="user_id_lost"),
    path("enrol/", asking.enrol, name="enrol"),
    path("enrol/sent/", asking.enrol_sent, name="enrol_sent"),
    path("enrol/letter/", enrolling.letter, name="letter"),
    path("enrol/link/<str:token>/", enrolling.open_link, name="open_link"),
    path("enrol/choose/", enrolling.choose, name="choose"),
]

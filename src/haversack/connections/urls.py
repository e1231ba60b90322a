"""Which address leads to which page of connections? None carries what somebody searched for, nor where they go."""

from django.urls import path

import haversack.backpack.urls  # noqa: F401 - registers the converter `row`

from .rules.returning import PATH
from .views import checking, connections, fetches, finding, signing_in

app_name = "connections"
_P = "p/<uuid:person>/connections/"
_ONE = _P + "<row:connection>/"
urlpatterns = [
    path(PATH.lstrip("/"), signing_in.back, name="back"),
    path("connections/keys.json", signing_in.keys, name="keys"),
    path(_P, connections.connections, name="connections"),
    path(_P + "find/", finding.find, name="find"),
    path(_P + "check/", checking.check, name="check"),
    path(_P + "begin/", finding.begin, name="begin"),
    path(_ONE, connections.connection, name="connection"),
    path(_ONE + "sign-in/", signing_in.sign_in, name="sign_in"),
    path(_ONE + "fetch/<row:fetch>/", fetches.fetch, name="fetch"),
    path(_ONE + "disconnect/", connections.disconnect, name="disconnect"),
]

"""Which address leads where? Included by a site at its root; the FHIR API lies below /fhir."""

from django.urls import path, re_path

from .views import authorize, connected, discovery, exporting, fhir, operations, registration, tokens

app_name = "fhir"
_TYPE, _ID = r"(?P<resource_type>[A-Z][A-Za-z]{1,63})", r"(?P<id>[A-Za-z0-9\-.]{1,64})"

urlpatterns = [
    path("fhir/.well-known/smart-configuration", discovery.configuration, name="configuration"),
    path("fhir/.well-known/openid-configuration", discovery.openid, name="openid"),
    path("fhir/metadata", discovery.capability, name="capability"),
    re_path(rf"^fhir/Patient/{_ID}/\$everything$", operations.everything, name="everything"),
    path("fhir/DocumentReference/$docref", operations.docref, name="docref"),
    re_path(rf"^fhir/Group/{_ID}/\$export$", exporting.ask, name="export"),
    path("fhir/exports/<uuid:export>", exporting.look, name="export-status"),
    path("fhir/exports/<uuid:export>/<int:number>.ndjson", exporting.fetch, name="export-file"),
    re_path(rf"^fhir/{_TYPE}/?$", fhir.search, name="search"),
    re_path(rf"^fhir/{_TYPE}/_search$", fhir.search, name="search-by-post"),
    re_path(rf"^fhir/{_TYPE}/{_ID}$", fhir.instance, name="instance"),
    re_path(r"^fhir(?:/(?P<rest>.*))?$", fhir.no_such_address, name="nowhere"),
    path("brands", discovery.brand_bundle, name="brands"),
    path("oauth/authorize", authorize.authorize, name="authorize"),
    path("oauth/decide", authorize.decide, name="decide"),
    path("oauth/token", tokens.token, name="token"),
    path("oauth/revoke", tokens.revoke, name="revoke"),
    path("oauth/introspect", tokens.introspect, name="introspect"),
    path("oauth/register", registration.register_app, name="register"),
    path("oauth/keys", discovery.keys, name="keys"),
    path("apps/", connected.connected, name="connected"),
    path("apps/<uuid:permission>/end", connected.end_one, name="end"),
    path("apps/end-all", connected.end_every, name="end-all"),
]

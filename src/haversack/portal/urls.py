"""Which address leads to which page of the portal? None carries a name, a record number or a date of birth."""

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from .views import (
    access,
    amendments,
    apps,
    asking,
    cards,
    download,
    enrolling,
    home,
    messages,
    profile,
    records,
    site,
    well_known,
    wish,
)
from .views.desk import addresses as desk_addresses

app_name = "portal"
_OF_A_RECORD = "r/<uuid:patient>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.start, name="start"),
    path(".well-known/jwks.json", well_known.card_keys, name="card_keys"),
    path(".well-known/crl/<slug:kid>.json", well_known.cards_taken_back, name="cards_taken_back"),
    path("look/<slug:digest>.css", site.look, name="look"),
    path("account/password/reset/sent/", asking.password_sent, name="password_sent"),
    path("account/password/new/", enrolling.new_password, name="new_password"),
    path("account/user-id/", asking.user_id_lost, name="user_id_lost"),
    path("enrol/", asking.enrol, name="enrol"),
    path("enrol/sent/", asking.enrol_sent, name="enrol_sent"),
    path("enrol/letter/", enrolling.letter, name="letter"),
    path("enrol/link/<str:token>/", enrolling.open_link, name="open_link"),
    path("enrol/choose/", enrolling.choose, name="choose"),
    path("desk/", include(desk_addresses.urlpatterns)),
    path(_OF_A_RECORD, home.home, name="home"),
    path(_OF_A_RECORD + "entry/<int:record>/", records.entry, name="entry"),
    path(_OF_A_RECORD + "entry/<int:record>/over-time/", records.trend, name="trend"),
    path(_OF_A_RECORD + "entry/<int:record>/file/<int:number>/", records.file, name="file"),
    path(_OF_A_RECORD + "profile/", profile.profile, name="profile"),
    path(_OF_A_RECORD + "profile/change/", profile.ask_change, name="ask_change"),
    path(_OF_A_RECORD + "profile/changes/<uuid:asked>/", profile.change, name="change"),
    path(_OF_A_RECORD + "profile/changes/<uuid:asked>/withdraw/", profile.withdraw_change, name="withdraw_change"),
    path(_OF_A_RECORD + "errors/", amendments.errors, name="errors"),
    path(_OF_A_RECORD + "errors/report/", amendments.report, name="report_error"),
    path(_OF_A_RECORD + "errors/report/<int:record>/", amendments.report_in, name="report_error_in"),
    path(_OF_A_RECORD + "errors/<uuid:asked>/", amendments.error, name="error"),
    path(_OF_A_RECORD + "errors/<uuid:asked>/withdraw/", amendments.withdraw_error, name="withdraw_error"),
    path(_OF_A_RECORD + "messages/", messages.inbox, name="messages"),
    path(_OF_A_RECORD + "messages/write/", messages.write, name="write"),
    path(_OF_A_RECORD + "messages/ask/<int:record>/", messages.ask, name="ask"),
    path(_OF_A_RECORD + "messages/<uuid:talk>/", messages.thread, name="thread"),
    path(_OF_A_RECORD + "messages/<uuid:talk>/<uuid:file>/", messages.message_file, name="message_file"),
    path(_OF_A_RECORD + "access/", access.access, name="access"),
    path(_OF_A_RECORD + "access/<uuid:proxy>/end/", access.end_access, name="end_access"),
    path(_OF_A_RECORD + "apps/", apps.apps, name="apps"),
    path(_OF_A_RECORD + "wait/", wish.wish, name="wish"),
    path(_OF_A_RECORD + "cards/", cards.cards, name="cards"),
    path(_OF_A_RECORD + "cards/new/<slug:of>/", cards.new_card, name="new_card"),
    path(_OF_A_RECORD + "cards/<uuid:card>/", cards.card, name="card"),
    path(_OF_A_RECORD + "cards/<uuid:card>/file/", cards.card_file, name="card_file"),
    path(_OF_A_RECORD + "download/", download.download, name="download"),
    path(_OF_A_RECORD + "download/<slug:kind>/", download.copy, name="copy"),
    path(_OF_A_RECORD + "<slug:slug>/", records.section, name="section"),
]

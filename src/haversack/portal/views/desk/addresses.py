"""Which address below /desk/ leads to which page? None carries a name, a record number or a date of birth."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from . import cards, home, patients, proxies, requests, seen, site, talks

_OF_A_PATIENT = "patients/<uuid:patient>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="desk"),
    path("patients/", patients.patients, name="desk_patients"),
    path(_OF_A_PATIENT, patients.patient, name="desk_patient"),
    path(_OF_A_PATIENT + "enrol/", patients.enrol, name="desk_enrol"),
    path(_OF_A_PATIENT + "password/", patients.new_password, name="desk_password"),
    path(_OF_A_PATIENT + "user-id/", patients.user_id, name="desk_user_id"),
    path(_OF_A_PATIENT + "emancipation/", patients.emancipation, name="desk_emancipation"),
    path(_OF_A_PATIENT + "proxies/record/", proxies.record, name="desk_proxy"),
    path(_OF_A_PATIENT + "proxies/<uuid:proxy>/link/", proxies.link, name="desk_proxy_link"),
    path(_OF_A_PATIENT + "proxies/<uuid:proxy>/letter/", proxies.letter, name="desk_proxy_letter"),
    path(_OF_A_PATIENT + "proxies/<uuid:proxy>/end/", proxies.end, name="desk_proxy_end"),
    path(_OF_A_PATIENT + "cards/", cards.cards, name="desk_cards"),
    path(_OF_A_PATIENT + "cards/<uuid:card>/revoke/", cards.revoke, name="desk_card_revoke"),
    path(_OF_A_PATIENT + "sees/", seen.sees, name="desk_sees"),
    path(_OF_A_PATIENT + "sees/<slug:slug>/", seen.sees, name="desk_sees_section"),
    path("changes/", requests.changes, name="desk_changes"),
    path("changes/<uuid:asked>/", requests.change, name="desk_change"),
    path("amendments/", requests.amendments, name="desk_amendments"),
    path("amendments/<uuid:asked>/", requests.amendment, name="desk_amendment"),
    path("messages/", talks.inbox, name="desk_messages"),
    path("messages/<uuid:talk>/", talks.thread, name="desk_thread"),
    path("messages/<uuid:talk>/reviewed/", talks.reviewed, name="desk_reviewed"),
    path("messages/<uuid:talk>/<uuid:file>/", talks.message_file, name="desk_message_file"),
    path("load/", site.load, name="desk_load"),
    path("policy/", site.policy, name="desk_policy"),
    path("staff/", site.staff, name="desk_staff"),
    path("staff/<int:staff>/end/", site.staff_end, name="desk_staff_end"),
    path("audit/", site.trail_page, name="desk_trail"),
    path("audit/patient/", site.trail_of_patient, name="desk_trail_of_patient"),
]

"""Which address leads to which page of a backpack?

None carries a name, a date of birth, or a word somebody searched for.
"""

from django.urls import path, register_converter

from .views import (
    csv_mapping,
    day_detail,
    entries,
    export_page,
    home,
    import_page,
    lab_reports,
    lists,
    persons,
    phone_api,
    phone_export,
    phones,
    review,
    search,
    timeline,
    trends,
)


class RowNumber:
    """The number of a row, as far as a database can count: a longer one is no address."""

    regex = "[0-9]{1,18}"
    to_python = int
    to_url = str


register_converter(RowNumber, "row")
app_name = "backpack"
_P = "p/<uuid:person>/"
urlpatterns = [
    path("", home.start, name="start"),
    path("people/", persons.people, name="people"),
    path("people/add/", persons.person_add, name="person_add"),
    path(_P, home.home, name="home"),
    path(_P + "c/<slug:slug>/", lists.category, name="category"),
    path(_P + "entry/<row:record>/", entries.entry, name="entry"),
    path(_P + "entry/<row:record>/file/<row:number>/", entries.attachment, name="attachment"),
    path(_P + "entry/<row:record>/apart/", entries.apart, name="entry_apart"),
    path(_P + "entry/<row:record>/join/", entries.join, name="entry_join"),
    path(_P + "entry/<row:record>/day/", day_detail.entry_day, name="entry_day"),
    path(_P + "review/", review.review, name="review"),
    path(_P + "review/accept/", review.accept, name="review_accept"),
    path(_P + "review/remove/", review.remove, name="review_remove"),
    path(_P + "review/undo/<row:decision>/", review.undo, name="review_undo"),
    path(_P + "search/", search.search, name="search"),
    path(_P + "trend/<row:record>/", trends.trend, name="trend"),
    path(_P + "timeline/", timeline.timeline, name="timeline"),
    path(_P + "import/", import_page.import_page, name="import"),
    path(_P + "import/<row:work>/", import_page.import_work, name="import_work"),
    path(_P + "import/<row:work>/table/", csv_mapping.csv_mapping, name="csv_mapping"),
    path(_P + "links/<row:link>/", import_page.link, name="link"),
    path(_P + "lab-reports/<row:report>/", lab_reports.lab_report, name="lab_report"),
    path(_P + "lab-reports/<row:report>/page/<row:number>/", lab_reports.lab_report_picture, name="lab_report_picture"),
    path(_P + "export/", export_page.export_page, name="export"),
    path(_P + "export/phone/", phone_export.phone_export, name="phone_export"),
    path(_P + "export/<row:work>/", export_page.export_work, name="export_work"),
    path(_P + "export/<row:work>/file/", export_page.export_file, name="export_file"),
    path(_P + "phones/", phones.phones, name="phones"),
    path(_P + "phones/pair/", phones.phone_pair, name="phone_pair"),
    path(_P + "phones/<uuid:phone>/", phones.phone, name="phone"),
    path("phone/", phone_api.about, name="phone_api"),
    path("phone/pair", phone_api.pair, name="phone_api_pair"),
    path("phone/permissions", phone_api.permissions, name="phone_api_permissions"),
    path("phone/sources", phone_api.sources, name="phone_api_sources"),
    path("phone/sources/<uuid:source>", phone_api.source, name="phone_api_source"),
    path("phone/upserts", phone_api.upserts, name="phone_api_upserts"),
    path("phone/deletes", phone_api.deletes, name="phone_api_deletes"),
    path("phone/resources", phone_api.resources, name="phone_api_resources"),
    path("phone/leave", phone_api.leave, name="phone_api_leave"),
    path(_P + "settings/", persons.settings, name="settings"),
    path(_P + "settings/remove/", persons.person_remove, name="person_remove"),
]

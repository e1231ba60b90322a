"""Which apps may read this record?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from haversack.fhirserver.presenters.connected import shown
from haversack.fhirserver.queries.permissions import connected
from haversack.fhirserver.store import people, record_store

from ..queries.reader import Reader
from ..queries.whose import fhir_id_of
from ..rules.rights import Act
from .frame import page, record_page


@require_safe
@record_page(Act.CONNECT)
def apps(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Those that this user let in to this record; the FHIR server draws the list and takes permissions back."""
    user = request.user
    assert user.is_authenticated
    names = {one.id: one.name for one in people().patients_of(user, reader.now)}
    patient = fhir_id_of(reader)
    mine = [one for one in connected(user, now=reader.now) if one.permission.patient == patient]
    rows = [shown(one, names, record_store().support()) for one in mine]
    return page(request, reader, "portal/apps.html", {"rows": rows}, at="apps")

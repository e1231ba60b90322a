"""Which exports are due, and which is this service's own?"""

from datetime import datetime

from django.db.models import Q

from ..models import App, Export, ExportFile


def due(now: datetime) -> list[int]:
    """Exports that wait and that nobody is at."""
    free = Q(leased=None) | Q(leased__lt=now)
    return list(Export.objects.filter(free, state=Export.WAITING).order_by("asked").values_list("pk", flat=True))


def own_export(app: App, uuid: str) -> Export | None:
    """An export of this service; anybody else's does not exist."""
    return Export.objects.filter(app=app, uuid=uuid).select_related("app").first()


def files_of(export: Export) -> list[ExportFile]:
    return list(export.files.order_by("number"))


def own_file(app: App, uuid: str, number: int) -> ExportFile | None:
    """A file of a finished export of this service."""
    found = ExportFile.objects.filter(export__app=app, export__uuid=uuid, number=number, export__state=Export.DONE)
    return found.select_related("export").first()

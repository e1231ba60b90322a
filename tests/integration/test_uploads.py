"""A file that a browser sends arrives as it was, and waits nowhere in the clear."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

SMALL, LARGE = 10_000, 7_000_001
CANARY = b"HbA1c 9.1 of Rosa Almeida; "
met: dict[str, object] = {}


def take(request: HttpRequest) -> HttpResponse:
    sent = request.FILES["file"]
    met.update(name=sent.name, size=sent.size, bytes=b"".join(sent.chunks()), kind=type(sent.file).__name__)
    return HttpResponse()


urlpatterns = [path("take/", take)]
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(("size", "kind"), [(SMALL, "BytesIO"), (LARGE, "Scratch")])
def test_a_file_arrives_as_it_was_sent(size, kind, settings, tmp_path):
    settings.DATA = tmp_path
    data = (CANARY * (size // len(CANARY) + 1))[:size]
    Client().post("/take/", {"file": SimpleUploadedFile("record.json", data)})
    assert met == {"name": "record.json", "size": size, "bytes": data, "kind": kind}
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_stranger_cannot_fill_the_disk(settings, tmp_path):
    settings.DATA = tmp_path
    met.clear()
    sending = {"file": SimpleUploadedFile("record.json", b"x" * 10_000_001)}
    Client(raise_request_exception=False).post("/take/", sending)
    assert met == {}
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []

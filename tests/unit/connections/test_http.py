"""Is nobody kept waiting for longer than was said, whatever another machine does, and is what came what was asked?"""

from __future__ import annotations

import socket
import time
from types import SimpleNamespace

import httpx2
import pytest

from haversack.connections import http
from haversack.connections.http import NoAnswer, Web
from haversack.connections.rules.reaching import Allowed

from ...fakes.fetched import served

ENOUGH = 5.0  # seconds: far more than is allowed, far less than what drips would take
BEGINNINGS = {
    "status line": b"HTTP/1.1 200",
    "headers": b"HTTP/1.1 200 OK\r\nX-Long: ",
    "body": b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
}


def dripping(beginning):
    def raw(handler, given):
        handler.close_connection = True
        try:
            handler.connection.sendall(beginning)
            for _ in range(2000):
                handler.connection.sendall(b" ")
                time.sleep(0.02)
        except OSError:
            pass  # nobody waits any more
        return True

    return served(lambda path, headers: (200, {}, b""), raw)


@pytest.mark.parametrize("part", BEGINNINGS)
@pytest.mark.parametrize("whose", ["everything", "one answer"])
def test_an_answer_that_drips_is_over_when_its_time_is(part, whose):
    with dripping(BEGINNINGS[part]) as base:
        allowed = Allowed.read([base.removeprefix("http://")])
        begun = time.monotonic()
        with Web(allowed, seconds=0.2 if whose == "everything" else None) as web, pytest.raises(NoAnswer):
            web.send("GET", base, seconds=60.0 if whose == "everything" else 0.2)
        assert time.monotonic() - begun < ENOUGH


class Slow(httpx2.BaseTransport):
    """Takes twenty seconds for each answer, by a clock of its own."""

    def __init__(self, monkeypatch):
        self.now, self.waits = 1000.0, []
        monkeypatch.setattr(http, "time", SimpleNamespace(monotonic=lambda: self.now))

    def handle_request(self, request):
        self.waits.append(request.extensions["timeout"])
        self.now += 20
        return httpx2.Response(200, content=b"{}")


def test_all_that_is_asked_together_has_one_end(monkeypatch):
    slow = Slow(monkeypatch)
    with Web(Allowed(), transport=slow, seconds=45) as web:
        web.get("https://portal.example/1")
        web.get("https://portal.example/2")
        for _ in range(2):
            with pytest.raises(NoAnswer):
                web.get("https://portal.example/3")
    with pytest.raises(NoAnswer):
        Web(Allowed(), transport=slow, seconds=0).send("POST", "https://portal.example/token", form={"code": "secret"})
    assert [one["read"] for one in slow.waits] == [30, 25, 5]
    assert [one["connect"] for one in slow.waits] == [10, 10, 5]


def test_of_a_name_with_many_addresses_three_are_tried(monkeypatch):
    many = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"93.184.216.{last}", 443)) for last in range(1, 200)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: many)
    tried = []

    def silent(address, timeout, **_):
        tried.append((address[0], timeout))
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", silent)
    with Web(Allowed()) as web, pytest.raises(NoAnswer):
        web.get("https://portal.example/fhir")
    assert len(tried) == 3


class Answering(httpx2.BaseTransport):
    def __init__(self, answer):
        self.answer = answer

    def handle_request(self, request):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("answer", "document"),
    [
        (httpx2.Response(200, json={"keys": []}), {"keys": []}),
        (httpx2.Response(404, json={"keys": []}), None),
        (httpx2.Response(200, json=["keys"]), None),
        (httpx2.Response(200, content=b"<html>"), None),
        (httpx2.Response(200, content=b"[" * 100_000), None),
        (httpx2.Response(200, content=b"{}" + b" " * 2000), None),
        (httpx2.Response(302, headers={"Location": "http://portal.example/"}), None),
        (httpx2.ConnectError("down"), None),
    ],
)
def test_a_document_is_one_whole_object_or_nothing(answer, document):
    with Web(Allowed(), transport=Answering(answer)) as web:
        assert web.document("https://portal.example/keys", most=1000) == document


def test_what_connects_when_all_is_over_closes_what_it_opened(monkeypatch):
    """A thread may be half way through connecting while another ends what they share."""
    opened = []
    with served(lambda path, headers: (200, {}, b"{}")) as base:
        web = Web(Allowed.read([base.removeprefix("http://")]))
        connect = socket.create_connection

        def meanwhile(*given, **more):
            opened.append(connect(*given, **more))
            web.__exit__(None, None, None)
            return opened[-1]

        monkeypatch.setattr(socket, "create_connection", meanwhile)
        with pytest.raises(NoAnswer):
            web.get(base)
    assert [one.fileno() for one in opened] == [-1]


def test_a_machine_that_answers_too_late_for_a_handshake_leaves_no_socket_open(monkeypatch):
    opened = []

    class Opened:
        def close(self):
            opened.append("closed")

        def start_tls(self, *_):
            raise AssertionError("there was no time for it")

    stream = http._Timed(Opened())
    with http._over_by(time.monotonic() - 1), pytest.raises(NoAnswer):
        stream.start_tls(None)
    assert opened == ["closed"]

"""Is a message over a real socket stored before it is answered, and does no sender stop the others?"""

from __future__ import annotations

import json
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from haversack.cli.frame import Refused
from haversack.cli.portal_listen import address
from haversack.portal.actions import load_message as loading
from haversack.portal.http import Bounds, Listener, NotLocal, require_local
from haversack.portal.jobs.listening import listener as listener_at
from haversack.portal.models import Patient, Record
from haversack.records.formats.hl7v2.wire import Frames, in_frame

from ...places import place
from .hospital import Desk
from .test_load_messages import OTHER, PERSON, message

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)
PATIENCE = 20


@contextmanager
def listening(**bounds) -> Iterator[Listener]:
    heard: list[object] = []
    listener = listener_at("127.0.0.1", 0, by=Desk(), hear=heard.append, bounds=Bounds(**bounds))
    listener.heard = heard  # type: ignore[attr-defined]
    serving = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02})
    serving.start()
    try:
        yield listener
    finally:
        listener.stop()
        serving.join()


@contextmanager
def sender(listener: Listener) -> Iterator[socket.socket]:
    with socket.create_connection(listener.where, timeout=PATIENCE) as wire:
        yield wire


def answers(wire: socket.socket, number: int = 1) -> list[str]:
    """The next answers, as ["AA M1", ...]; fewer where the other end hung up."""
    frames, found = Frames(), []
    while len(found) < number and (data := wire.recv(4096)):
        found += [dict(_fields(one.raw))["MSA"] for one in frames.feed(data)]
    return found


def _fields(raw: bytes) -> list[tuple[str, str]]:
    lines = [line.split("|") for line in raw.decode().split("\r") if line]
    return [(line[0], " ".join(line[1:3])) for line in lines]


def results() -> int:
    return Record.objects.filter(type="Observation").count()


def test_what_was_answered_with_aa_is_stored():
    with listening() as listener, sender(listener) as wire:
        wire.sendall(in_frame(message(PERSON)))
        assert answers(wire) == ["AA F1"]
        assert (Patient.objects.get().mrn, results()) == ("M310001", 1)
        wire.sendall(in_frame(message(PERSON)))  # the answer was not heard: the same again
        assert answers(wire) == ["AA F1"]
        assert results() == 1


def test_several_messages_on_one_connection_are_answered_in_their_order():
    with listening() as listener, sender(listener) as wire:
        wire.sendall(b"".join(in_frame(message(PERSON, f"F{number}")) for number in range(5)))
        assert answers(wire, 5) == [f"AA F{number}" for number in range(5)]
        assert results() == 5


def test_senders_do_not_get_in_each_other_s_way():
    def send(who: str, number: int, wires: list[str]) -> None:
        with sender(listener) as wire:
            wire.sendall(in_frame(message(who, f"F{number}")))
            wires += answers(wire)

    with listening() as listener:
        told: list[str] = []
        threads = [threading.Thread(target=send, args=((PERSON, OTHER)[n % 2], n, told)) for n in range(8)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert sorted(told) == [f"AA F{number}" for number in range(8)]
    assert (Patient.objects.count(), results()) == (2, 8)


def test_broken_frames_and_what_is_no_message_are_told_and_the_next_goes_in():
    with listening() as listener, sender(listener) as wire:
        half = message(PERSON, "HALF")[:-30]
        wire.sendall(b"GET / HTTP/1.1\r\n\r\n" + b"\x0b" + half + in_frame(message(PERSON, "F1")))
        assert answers(wire, 2) == ["AR HALF", "AA F1"]
        wire.sendall(in_frame(b"hello") + in_frame(b"MSH|^~\\&|A\r") + in_frame(message(PERSON, "F2")))
        assert answers(wire, 3) == ["AR ", "AE ", "AA F2"]
        assert results() == 2


def test_a_message_at_fault_is_answered_with_ae_and_one_that_is_too_long_with_ar():
    stranger = OTHER.replace("M310002", "M310001")
    with listening(message=2000) as listener, sender(listener) as wire:
        wire.sendall(in_frame(message(PERSON, "F1")))
        wire.sendall(in_frame(message(stranger, "F2")))
        wire.sendall(in_frame(message(PERSON, "F3") + b"NTE|1||" + b"x" * 5000 + b"\r"))
        wire.sendall(in_frame(message(PERSON, "F4")))
        assert answers(wire, 4) == ["AA F1", "AE F2", "AR F3", "AA F4"]
        assert results() == 2


def test_a_fault_of_ours_is_answered_with_ar_and_leaves_nothing_half_done(monkeypatch):
    def fails(**words):
        raise OSError("disk full")

    with listening() as listener, sender(listener) as wire:
        with monkeypatch.context() as patched:
            patched.setattr(loading, "load", fails)
            wire.sendall(in_frame(message(PERSON)))
            assert answers(wire) == ["AR F1"]
        assert results() == 0
        assert listener.heard[0].fault == "OSError"
        wire.sendall(in_frame(message(PERSON)))
        assert answers(wire) == ["AA F1"]


def test_a_sender_that_dies_in_the_middle_leaves_nothing_and_one_that_dies_before_the_answer_what_it_sent():
    with listening() as listener:
        with sender(listener) as wire:
            wire.sendall(in_frame(message(PERSON))[:-40])
        with sender(listener) as wire:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            wire.sendall(in_frame(message(OTHER, "F2")))
        until = time.monotonic() + PATIENCE
        while not listener.heard and time.monotonic() < until:
            time.sleep(0.02)
        with sender(listener) as wire:
            wire.sendall(in_frame(message(PERSON, "F3")))
            assert answers(wire) == ["AA F3"]
    stored = set(Record.objects.filter(type="Observation").values_list("patient__mrn", flat=True))
    assert "M310001" in stored
    assert Record.objects.filter(type="Observation", patient__mrn="M310001").count() == 1


@pytest.mark.parametrize("sent", [b"", b"\x0bMSH|^~\\&|SLOW"])
def test_a_sender_that_is_silent_too_long_is_hung_up_on(sent):
    with listening(idle=0.2, a_message=0.2) as listener, sender(listener) as wire:
        wire.sendall(sent)
        assert answers(wire) == []


def test_a_drip_of_bytes_does_not_keep_a_message_open():
    with listening(a_message=0.3) as listener, sender(listener) as wire:
        wire.sendall(b"\x0bMSH")
        begun = time.monotonic()
        with suppress(OSError):  # reset or broken, as the other end hung up
            while time.monotonic() - begun < PATIENCE:
                wire.sendall(b"x")
                time.sleep(0.02)
        assert time.monotonic() - begun < PATIENCE / 2


def test_more_senders_than_there_are_places_are_hung_up_on_and_one_that_leaves_makes_a_place():
    with listening(senders=1) as listener:
        with sender(listener) as first:
            first.sendall(in_frame(message(PERSON, "F1")))
            assert answers(first) == ["AA F1"]
            with sender(listener) as second:
                assert answers(second) == []
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with sender(listener) as third:
                third.sendall(in_frame(message(PERSON, "F2")))
                try:
                    if answers(third) == ["AA F2"]:
                        return
                except OSError:
                    continue
        raise AssertionError("no place was made")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "portal.lan"])
def test_other_machines_reach_it_only_when_that_is_wanted(host):
    with pytest.raises(NotLocal):
        require_local(host, from_the_network=False)
    require_local(host, from_the_network=True)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_may_always(host):
    require_local(host, from_the_network=False)


@pytest.mark.parametrize(
    ("text", "read"),
    [("2575", ("localhost", 2575)), ("[::1]:2575", ("::1", 2575)), ("portal.lan:2575", ("portal.lan", 2575))],
)
def test_an_address_is_a_port_or_a_host_and_a_port(text, read):
    assert address(text) == read


@pytest.mark.parametrize("text", ["", "port", "localhost", "localhost:", "1:99999", "a:-1"])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(Refused):
        address(text)


def test_the_command_listens_until_it_is_stopped_and_says_what_came(tmp_path):
    with place(tmp_path / "data") as site:
        running = site.start("portal", "load", "--mllp", "0", "--json")
        told = b""
        while b"Listening" not in told:
            told = running.stderr.readline()  # type: ignore[union-attr]
            assert told, "it ended"
        port = int(re.search(rb"port (\d+)", told)[1])
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as wire:
            wire.sendall(in_frame(message(PERSON)) + in_frame(b"hello"))
            assert answers(wire, 2) == ["AA F1", "AR "]
            running.send_signal(signal.SIGTERM)
            said, _ = running.communicate(timeout=PATIENCE)
        assert running.returncode == 1  # something was wrong with one of them
        document = json.loads(said)
        assert (document["files"], document["loaded"], document["answers"]) == (2, 3, {"AA": 1, "AR": 1})
        assert [one["file"] for one in document["problems"]] == ["message 2"]
        again = site.run("portal", "load", "--mllp", "0.0.0.0:0", code=2)
        assert "no passwords and no encryption" in again.stderr
        assert "Name files to load" in site.run("portal", "load", code=2).stderr
